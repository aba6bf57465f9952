"""Staff finish things and answer people in their own words, and hear the truth of what is not there yet."""

import pytest

from tests.conftest import Town


@pytest.fixture
def asked(town: Town) -> Town:
    """Two have asked for help: 1 and 2."""
    town.resident.says("谁能帮忙通下水道")
    town.observed[0].says("转人工")
    return town


DONE = [
    ("1 已办 已送医院", "编号1办结", "已送医院"),
    ("2 办好了，师傅修好了", "编号2办结", "师傅修好了"),
    ("1号已经处理好了，家属来接走了", "编号1办结", "家属来接走了"),
    ("2、处理完了 人没事", "编号2办结", "人没事"),
    ("#1 解决了，下水道通了", "编号1办结", "下水道通了"),
]


def test_a_number_that_comes_first_is_the_number(asked: Town) -> None:
    for text, number, result in DONE:
        said = asked.grid_worker.says(text)
        assert number in said and result in said and "回复 1 办结" in said, (text, said)
        asked.grid_worker.says("还没办完")
    assert "有2件等您处理" in asked.grid_worker.says("待办")


def test_whoever_waits_reads_the_result(asked: Town) -> None:
    asked.grid_worker.says("1 已办 已送医院")
    assert "编号1办结了" in asked.grid_worker.says("1")
    asked.send()

    assert any("已送医院" in heard for heard in asked.resident.phone.texts())


def test_of_several_in_hand_one_is_picked(asked: Town) -> None:
    asked.grid_worker.says("收到 1 2")

    said = asked.grid_worker.says("打过电话了，人没事，都好着")
    assert "哪一件办好了" in said and "通下水道" in said and "找人工" in said
    assert "办结了" in asked.grid_worker.says("2")
    assert "您手上有1件" in asked.grid_worker.says("待办")


def test_nothing_in_hand_is_said_so(town: Town) -> None:
    assert "没有接下的事" in town.grid_worker.says("药送到了，人没事")


def test_words_for_somebody_find_what_waits_for_them(asked: Town) -> None:
    name = asked.grid_worker.says("待办").split("】")[1].split("（")[0]

    said = asked.grid_worker.says(f"跟{name}说我二十分钟到")

    assert "我二十分钟到" in said and "回复 1 转告" in said


def test_of_several_who_wait_one_is_picked(asked: Town) -> None:
    said = asked.grid_worker.says("你就回他说我们明天上午派人去修")
    assert "要回给哪一件" in said and "通下水道" in said and "找人工" in said

    assert "已转告" in asked.grid_worker.says("2")


def test_nobody_is_told_who_waits_for_nothing(asked: Town) -> None:
    asked.grid_worker.says("登记住户 3-2-601 姜桂芳 17000000001")
    asked.grid_worker.says("对")

    said = asked.grid_worker.says("跟姜桂芳说药下午四点送到")

    assert "没法替您转告" in said and "17000000001" in said


NOT_YET = [
    ("出日报", "谁没报"),
    ("给我拉一张在管人员的统计表", "待办"),
    ("导入今天的核查名单，290条", "查 3-2-601"),
    ("名单按网格分下去", "核查名单现在还不能"),
    ("区里的指令转到各村，六点前回", "发通知 全体"),
    ("把镇防指第9号通知往下传，要逐级签收", "逐级转达和签收现在还不能"),
]


@pytest.mark.parametrize(("text", "helps"), NOT_YET)
def test_what_is_not_there_yet_says_what_helps_today(town: Town, text: str, helps: str) -> None:
    said = town.secretary.says(text)

    assert "还不能" in said and helps in said and "联系您" not in said


def test_the_newest_notice_is_taken_back_in_any_words(town: Town) -> None:
    town.secretary.says("给3号楼发个通知，今晚八点停水到十点")
    town.secretary.says("1")
    for text in ("撤回上一条", "刚发的那条收回来", "把停水那条撤了吧"):
        assert "撤回通知 N1" in town.secretary.says(text), text
        town.secretary.says("不撤回")
    town.secretary.says("撤回上一条")
    assert "已撤回" in town.secretary.says("确认")


def test_a_doctor_hears_who_publishes(town: Town) -> None:
    assert "由书记、网格员或街道来办" in town.doctor.says("给3号楼发个通知，今晚八点停水到十点")


def test_what_nobody_understands_of_staff_is_on_no_list(town: Town) -> None:
    for text in ("啦啦啦", "这破订书机又卡住了", "诶那个啥来着"):
        said = town.grid_worker.says(text)
        assert "回复 1" in said and "联系您" not in said, said
