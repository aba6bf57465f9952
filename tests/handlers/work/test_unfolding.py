"""What is no danger in one message, and is one with what was told before."""

import pytest

from handlers.work import unfolding
from tests.conftest import Town


@pytest.mark.parametrize(
    ("told", "number", "says"),
    [
        (("屋里生了个煤炉，门窗都关严了", "孩子说头晕想吐"), "120", "顺手开门窗"),
        (("停电了 楼道里摆着发电机", "我爸说头昏 去躺着了"), "120", "顺手开门窗"),
        (("厨房一股臭鸡蛋味",), "119", "别开关电器"),
        (("厨房一股臭鸡蛋味", "我把抽油烟机打开了"), "119", "别开关电器"),
        (("我爹在大棚里干了一上午", "他说胡话 身上滚烫 没有出汗"), "120", "泼凉水"),
        (("我妈糖尿病 刚打了胰岛素没吃饭", "手抖 一身汗 想睡觉"), "120", "糖水"),
        (("他癫痫的药断了三天", "刚才抽了一下 说话不清"), "120", ""),
        (("透析隔了四天没做", "今天吃了香蕉 喝了一碗汤"), "120", "钾"),
        (("血氧夹出来 85", "手是热的 没涂指甲油"), "120", "缺氧"),
        (("我侄儿两个娃去水库游泳了", "去了一个多小时还没回"), "119", "别下水"),
        (("河里水涨起来了 到我家院子了",), "119", "往高处"),
    ],
)
def test_it_is_heard_for_what_it_is(
    town: Town, told: tuple[str, ...], number: str, says: str
) -> None:
    answer = [town.resident.says(text) for text in told][-1]

    assert number in answer.splitlines()[0] and says in answer, answer
    assert "18点" not in answer


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("取暖补贴怎么领", "头有点晕"),
        ("外卖几点送", "热得一身汗"),
        ("河里的水退了", "猪圈怎么消毒"),
        ("孩子去游泳班了", "几点下课"),
        ("我妈糖尿病", "血糖高 口渴 出汗"),
        ("透析的车几点来", "谢谢"),
        ("煤气灶打不着火", "换个电池行不行"),
        ("去年烧炭中毒过一次", "头晕"),
        ("河里涨水了吗", "到学校的路还通不通"),
        ("取件柜在一楼", "水到了没有"),
        ("我是透析病人", "腿肿能申请护理补贴吗"),
        ("天热想装空调", "师傅说站不稳不敢装"),
    ],
)
def test_what_only_shares_a_word_is_no_danger(before: str, text: str) -> None:
    assert unfolding.together(text, [before]) is None


def test_who_frightened_herself_is_not_sent_back_to_the_child(town: Town) -> None:
    first = town.resident.says("娃一直哭 我抱着他站在窗边 脑子里有很可怕的念头")
    then = town.resident.says("我没有动手 我把他放床上了 我在厨房")

    assert "12356" in first and "12356" in then, (first, then)
    assert "人身边别离人" not in then and "医生接手" not in then


def test_who_is_locked_in_with_a_violent_man_is_helped_quietly(town: Town) -> None:
    answer = town.resident.says("我男人喝了酒砸东西 把门反锁了不让我出去 手机也抢走过")

    assert "12110" in answer and "悄悄" in answer and "亮色衣服" not in answer, answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("孙女让邻居的狗咬了一口 破皮了 抹了蒜", "犬伤门诊"),
        ("胰岛素放太阳底下晒了半天 都烫手了", "别打"),
    ],
)
def test_what_does_not_wait_is_not_put_off_to_the_evening(town: Town, text: str, says: str) -> None:
    answer = town.resident.says(text)

    assert says in answer and "18点" not in answer, answer


def test_whoever_hurts_herself_and_asks_of_the_line_hears_of_it(town: Town) -> None:
    town.resident.says("我妈说我不如死了算了 我也不想活了")

    assert "真人" in town.resident.says("那个热线是真人接吗")
