"""Wishes for help in any words: asked about once, added to, asked after, called off."""

import pytest
from sqlalchemy import select

from db.models import ItemState, Submission, WorkItem
from tests.conftest import Someone, Town

WISHES = [
    "帮我遛一下狗", "谁能帮我家的猫喂一下", "空调漏水谁能修", "帮我取个快递", "能帮我接一下孩子放学吗",
    "帮忙充个电费", "请人给老人理个发", "麻烦派人来搬一下冰箱", "我要去医院复查 没车", "找个人陪我妈去医院做检查",
    "下水道堵了能来通一下不",
]  # fmt: skip
QUESTIONS = ["遛狗要拴绳吗", "哪里能修水管", "狗能带出去遛吗", "去医院怎么走"]


def items(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).order_by(WorkItem.id)))


def answers(town: Town) -> list[dict[str, object]]:
    with town.bot.database.read() as db:
        return [row.answers for row in db.scalars(select(Submission).order_by(Submission.id))]


def told(town: Town, someone: Someone) -> str:
    town.send()
    return "\n".join(someone.phone.texts())


@pytest.mark.parametrize("words", WISHES)
def test_a_wish_in_any_words_reaches_a_person(town: Town, words: str) -> None:
    assert "网格员" in town.resident.says(words)
    assert words in told(town, town.grid_worker)


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_question_about_it_is_no_wish(town: Town, words: str) -> None:
    town.resident.says(words)

    assert items(town) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("帮我遛一下狗", "狗一天没下楼了，能不能来遛"),
        ("水管爆了 能来修一下吗", "厨房的"),
        ("我要去医院透析 没车", "后天早上六点半"),
        ("帮忙充个电费", "户号三百零二"),
    ],
)
def test_what_is_said_again_is_added_to_it(town: Town, first: str, then: str) -> None:
    town.resident.says(first)

    assert "编号1" in town.resident.says(then)
    assert len(items(town)) == 1
    assert then in told(town, town.grid_worker)


@pytest.mark.parametrize("asked", ["月子里能不能吹空调", "出水痘了 能不能洗澡 会不会留疤"])
def test_what_a_body_may_do_sends_nobody(town: Town, asked: str) -> None:
    town.resident.says(asked)

    assert items(town) == []


def test_another_wish_is_another_item(town: Town) -> None:
    town.resident.says("帮我遛一下狗")
    town.resident.says("水管爆了，找人修一下")

    assert len(items(town)) == 2


def test_what_is_to_be_bought_grows_and_stays_one_errand(town: Town) -> None:
    resident = town.resident
    resident.says("能不能帮买退烧药")

    assert "编号1" in resident.says("药送到门口就行")
    assert "碘伏" in resident.says("再加一瓶碘伏")
    assert "已经在办" in resident.says("帮我买一瓶碘伏")
    [held] = answers(town)
    assert [each["name"] for each in held["items"]] == ["退烧药", "碘伏"]  # type: ignore[attr-defined]
    heard = told(town, town.grid_worker)
    assert "送到门口就行" in heard and "碘伏" in heard


def test_when_somebody_has_it_they_hear_what_is_added(town: Town) -> None:
    town.resident.says("帮我买两斤米")
    town.grid_worker.says("收到 1")
    town.resident.says("再带一袋盐")

    assert "盐" in told(town, town.grid_worker)
    assert len(items(town)) == 1


def test_an_errand_for_another_door_is_another_one(town: Town) -> None:
    town.resident.says("帮我买两斤米")
    town.resident.says("帮我妈买一袋盐，送到5号楼1单元302")

    assert len(items(town)) == 2


def test_all_that_is_missing_is_asked_for_once(town: Town) -> None:
    newcomer = town.newcomer()

    asked = newcomer.says("帮我买两盒感冒灵")
    assert "哪户" in asked and "电话" in asked
    done = newcomer.says("3-2-601")
    assert "补上" in done and "？" not in done and "电话还没说" in done
    assert "转给" in newcomer.says("13812345678")


def test_two_values_in_one_answer_fill_both(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("我要买药")
    newcomer.says("降压药一盒，3号楼2单元601，13812345678")

    [held] = answers(town)
    assert held["phone"] == "13812345678"
    assert held["household"] == {"building": "3", "unit": "2", "room": "601"}


@pytest.mark.parametrize("asks", ["到了吗", "药什么时候送来呀", "怎么还没来", "有人管吗"])
def test_whoever_waits_hears_where_it_stands(town: Town, asks: str) -> None:
    resident, worker = town.resident, town.grid_worker
    resident.says("帮我买一盒降压药")
    assert "告诉了网格员，还没人接手" in resident.says(asks)
    assert asks in told(town, worker)

    worker.says("收到 1")
    worker.says("回 1 在药店排队")
    where = resident.says(asks)
    assert "网格员" in where and "接了" in where and "在药店排队" in where

    worker.says("办结 1 放门口了")
    assert "放门口了" in resident.says(asks)


def test_asking_all_the_time_does_not_ring_all_the_time(town: Town) -> None:
    town.resident.says("帮我遛一下狗")
    for _ in range(5):
        town.resident.says("有人来吗")

    assert told(town, town.grid_worker).count("又问") == 1


def test_whoever_waits_for_nothing_is_not_told_of_anything(town: Town) -> None:
    assert "编号" not in town.resident.says("到了吗")


def test_whoever_waits_hears_that_it_went_further_up(town: Town) -> None:
    town.resident.says("帮我遛一下狗")
    town.clock.advance(minutes=61)
    town.tick()
    town.send()

    heard = "\n".join(town.resident.hears())
    assert "还没有人接手" in heard and "社区书记" in heard


@pytest.mark.parametrize("words", ["修好了，不用来了", "不用来了", "已经通好了，别来了"])
def test_what_is_needed_no_more_is_called_off(town: Town, words: str) -> None:
    town.resident.says("下水道堵了，找人通一下")
    told(town, town.grid_worker)

    assert "不用办了" in town.resident.says(words)
    assert [item.state for item in items(town)] == [ItemState.WITHDRAWN]
    assert "说不用了" in told(town, town.grid_worker)


def test_of_several_wishes_they_are_asked_which(town: Town) -> None:
    town.resident.says("帮我遛一下狗")
    town.resident.says("水管爆了，找人修一下")

    assert "哪一件" in town.resident.says("不用来了")
    town.resident.says("2")
    assert [item.state for item in items(town)] == [ItemState.WITHDRAWN, ItemState.OPEN]


@pytest.mark.parametrize(
    "said",
    [
        "我全盲，你们发的抗原盒我自己做不了",
        "我81了 灯泡坏了够不着",
        "米袋子搬不动 就我老太婆一个 八十岁",
        "我爸眼睛不好 表格自己填不了 不会弄",
    ],
)
def test_what_they_cannot_do_themselves_is_a_wish(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "约时间" in answer and "不敢乱说" not in answer, answer
