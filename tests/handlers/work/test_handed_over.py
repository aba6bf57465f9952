"""Once help has come nobody is told to ring any more, and what is asked then is answered as ever."""

import pytest

from tests.conftest import Town
from tests.handlers.work.test_meanwhile import danger


@pytest.mark.parametrize(
    ("called", "come", "says"),
    [
        ("我爸摔下梯子 头破了 叫不醒", "救护车来了 谢谢", "医生接手"),
        ("我妈胸口疼得厉害出冷汗", "大夫已经到了", "医生接手"),
        ("我奶奶误喝了84", "已经送到县医院了", "医生接手"),
        ("外公晕倒了叫不醒", "120把他接走了", "医生接手"),
        ("我女儿割腕了", "救护车带走了 妈妈陪着", "身边先别离人"),
        ("洪水进屋到腰了", "冲锋舟来了 我们上船了", "救援的人到了"),
        ("有人拿刀砸我家门", "警察来了 把他带走了", "警察来了就好"),
    ],
)
def test_that_help_has_come_is_heard(town: Town, called: str, come: str, says: str) -> None:
    town.resident.says(called)

    answer = town.resident.says(come)

    assert says in answer and "现在就打" not in answer and "马上拨打" not in answer, answer
    assert come in danger(town) and "已经有人接手" in danger(town)


@pytest.mark.parametrize(
    "said",
    [
        "救护车怎么还没来",
        "120来了吗",
        "医生还没到",
        "他不肯上车",
        "救护车来了又走了 不肯拉",
        "能不能送医院",
    ],
)
def test_what_has_not_come_is_not_taken_for_it(town: Town, said: str) -> None:
    town.resident.says("我妈胸口疼得厉害出冷汗")

    assert "接手" not in town.resident.says(said)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("孩子出水痘 孕妇姨妈能来帮忙照看吗", "产科"),
        ("社保卡丢了怎么补", "12333"),
        ("我自己脚踩到生锈的钉子了 要打针吗", "破伤风"),
    ],
)
def test_what_is_asked_afterwards_is_answered_as_ever(town: Town, asked: str, says: str) -> None:
    town.resident.says("我爸摔下梯子 头破了 叫不醒")
    town.resident.says("救护车来了")

    answer = town.resident.says(asked)

    assert says in answer and "120还没打" not in answer, answer


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("我自己脚踩到生锈的钉子了 要打针吗", "破伤风"),
        ("儿子水痘能不能洗澡", "水痘"),
    ],
)
def test_a_question_of_somebody_else_is_no_question_of_the_emergency(
    town: Town, asked: str, says: str
) -> None:
    town.resident.says("我爸摔下梯子 头破了 叫不醒")

    answer = town.resident.says(asked)

    assert says in answer, answer


@pytest.mark.parametrize(
    ("called", "said", "says"),
    [
        ("一个工友中暑倒了 叫不应", "他醒了 说还要接着干活 行不行", "别干活"),
        ("我外公晕倒了叫不醒", "醒过来了 想自己走回家", "别起来走"),
        ("我老伴嘴唇发乌 坐着喘", "我78了搬不动他 六楼", "别硬搬"),
        ("我老伴嘴唇发乌 坐着喘", "2栋603 姓覃", "地址记下了"),
        ("我妈摔在厨房 一动大腿根就疼 起不来", "我爸想把她架到床上", "别硬扶"),
        ("我妈摔在厨房 一动大腿根就疼 起不来", "我人在外地 你们谁能先上去看看", "区号"),
        ("宝宝58天 叫不醒 不吃奶", "去医院要带什么", "疫苗本"),
    ],
)
def test_what_is_told_meanwhile_is_met_by_what_to_do(
    town: Town, called: str, said: str, says: str
) -> None:
    town.resident.says(called)

    answer = town.resident.says(said)

    assert says in answer, answer
    assert said in danger(town)


def test_bleach_and_acid_that_smoke_are_no_fire(town: Town) -> None:
    answer = town.resident.says("先倒的洁厕灵 又倒了84 冒烟了味道好冲")

    assert "120" in answer.splitlines()[0] and "通风" in answer and "油锅" not in answer, answer


def test_an_order_is_no_part_of_the_emergency(town: Town) -> None:
    town.resident.says("帮我爸妈买土豆5斤 青菜2斤 送8号楼1单元501")
    town.resident.says("我妈在厨房滑倒了起不来 一动大腿根就疼")

    answer = town.resident.says("菜先别取消，晚点送")

    assert "120还没打" not in answer and "编号" in answer, answer


@pytest.mark.parametrize(
    ("called", "said", "says"),
    [
        ("孩子吞了一颗纽扣电池", "已经在去医院的路上了", "路上别停"),
        ("隔壁好像有煤气味 敲门没人应", "消防来了 已经关阀了", "救援的人到了"),
        ("外面水都到小腿了 我腿脚不好", "已经到楼上邻居家了", "安全的地方就好"),
        ("孩子吞了一颗纽扣电池", "到医院了 医生说要做胃镜", "医生接手"),
    ],
)
def test_where_they_are_by_now_decides_what_is_said(
    town: Town, called: str, said: str, says: str
) -> None:
    town.resident.says(called)

    answer = town.resident.says(said)

    assert says in answer, answer
    assert said in danger(town)


def test_a_false_alarm_is_heard_also_after_help_has_come(town: Town) -> None:
    town.resident.says("隔壁好像有煤气味 敲门没人应")
    town.resident.says("消防来了")

    assert "没事就好" in town.resident.says("没事了 虚惊一场")


def test_sugar_that_was_given_is_not_forbidden(town: Town) -> None:
    town.resident.says("我家阿婆糖尿病 手抖出冷汗 叫不应")

    answer = town.resident.says("给她喝了糖水 好点了")

    assert "别喂东西" not in answer and "别起来走" in answer, answer


@pytest.mark.parametrize(
    ("said", "first"),
    [("孩子吞了一颗纽扣电池", "别催吐"), ("娃儿硬币卡喉咙 咳不出来 脸紫了", "使劲咳")],
)
def test_what_is_swallowed_and_what_chokes_are_two_things(
    town: Town, said: str, first: str
) -> None:
    assert first in town.resident.says(said)
