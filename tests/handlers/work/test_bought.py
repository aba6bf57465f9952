"""What is said of things that are being bought: changed, broken, asked about; and what is no order at all."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, WorkItem
from tests.conftest import Town


def orders(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.submission_id.is_not(None)).order_by(WorkItem.id)
        return [item.text for item in db.scalars(found)]


def helps(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.HELP).order_by(WorkItem.id)
        return [item.text for item in db.scalars(found)]


@pytest.mark.parametrize(
    "said",
    ["鸡蛋改成两板，青菜不要油麦菜", "土豆要小一点的", "鸡蛋换成鸭蛋", "青菜多要一把"],
)
def test_what_is_changed_goes_to_whoever_buys(town: Town, said: str) -> None:
    town.resident.says("帮我爸妈买土豆5斤 鸡蛋1板 青菜2把 送8号楼1单元501")

    answer = town.resident.says(said)

    assert "照您改的买" in answer and "网格员" in answer, answer
    assert len(orders(town)) == 1 and said in orders(town)[0]


def test_one_thing_more_goes_with_the_order_for_another_door(town: Town) -> None:
    town.resident.says("帮我爸妈买土豆5斤 鸡蛋1板 送8号楼1单元501")

    answer = town.resident.says("再加一袋低钠盐")

    assert "低钠盐" in answer and len(orders(town)) == 1, answer
    assert "低钠盐" in orders(town)[0]


@pytest.mark.parametrize(
    "said",
    [
        "送来了，蛋碎了五个 牛奶少一盒",
        "收到了 牛奶过期了",
        "买回来的青菜都烂了",
        "你们送错了 送来的不是我要的",
    ],
)
def test_what_came_wrong_is_put_right_and_ordered_no_second_time(town: Town, said: str) -> None:
    town.resident.says("帮我买一箱鸡蛋和两盒牛奶")

    answer = town.resident.says(said)

    assert "对不住" in answer and "拍张照片" in answer, answer
    assert len(orders(town)) == 1 and said in orders(town)[0]
    assert "编号" in town.resident.says("什么时候补")


@pytest.mark.parametrize(
    "said",
    [
        "昨天已经吃了四粒 还吃了连花 和一个感冒通",
        "奥司他韦能自己买来吃吗",
        "头孢可以自己去药店买吗",
        "早上吃过一片降压药了",
        "刚才喂了美林5毫升",
    ],
)
def test_what_was_taken_and_what_may_be_bought_is_no_order(town: Town, said: str) -> None:
    town.resident.says(said)

    assert orders(town) == []


@pytest.mark.parametrize("said", ["怎么吃", "吃几天", "饭前吃还是饭后吃呢"])
def test_a_question_names_no_goods(town: Town, said: str) -> None:
    town.resident.says("帮我买药")

    town.resident.says(said)

    assert not any(said in text for text in orders(town))


def test_an_order_is_called_off_in_these_words_too(town: Town) -> None:
    town.resident.says("帮我买一箱鸡蛋和两盒牛奶")

    assert "已撤销" in town.resident.says("算了 不要了")


@pytest.mark.parametrize("said", ["晚上提醒我", "8点提醒我吃药", "每天早上叫我起来打胰岛素"])
def test_no_alarm_is_promised(town: Town, said: str) -> None:
    town.resident.says("帮我买降压药缬沙坦一盒")

    answer = town.resident.says(said)

    assert "闹钟" in answer and not any(said in text for text in orders(town)), answer


def test_a_question_no_answer_is_given_to_waits_after_the_third_time(town: Town) -> None:
    town.resident.says("我要举报")
    town.resident.says("那张表格只有你们居委会有")
    town.resident.says("已经有人半夜打电话骂我了")

    answer = town.resident.says("就是上回那件事嘛你懂的")

    assert "回复前面的数字" not in answer and "继续" in answer, answer
