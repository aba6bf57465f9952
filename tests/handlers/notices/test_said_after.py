"""What is said of a notice after it was shown: held, added to, counted, and whom it is for."""

import pytest

from tests.conftest import Town

ALL = "发个通知 全小区 明天上午9点到下午4点停水 请大家提前接水"


def test_one_for_everybody_is_put_right_until_it_is_typed(town: Town) -> None:
    secretary = town.secretary
    secretary.says(ALL)
    assert "还没有发出" in secretary.says("发")
    assert "11月23日上午9点" in secretary.says("哎不对 不是明天是后天 刚跟水厂核实的")
    assert "。以这条为准" in secretary.says("对 重新发一遍 说清楚以这条为准")
    assert "还没有发出" in secretary.says("几个人确认了")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("9点半不是9点", "上午9点半抽水"),
        ("写错了 是10点", "上午10点抽水"),
        ("不对 是3号楼", "发给3号楼："),
        ("加上 别晾衣服", "关好门窗。别晾衣服"),
        ("也给3号楼吧", "发给2号楼、3号楼："),
    ],
)
def test_it_is_shown_as_it_is_meant(town: Town, said: str, shown: str) -> None:
    town.secretary.says("发通知 2号楼 明天上午9点抽水 请关好门窗")
    assert shown in town.secretary.says(said)


def test_words_without_anybody_are_kept_until_somebody_is_named(town: Town) -> None:
    secretary = town.secretary
    assert "发给谁" in secretary.says("写个通知 周六上午9点小广场义诊")
    assert "义诊。量血压不要钱" in secretary.says("加上 量血压不要钱")
    assert "不替您删字" in secretary.says("太长了 短点")
    assert "发给3号楼：" in secretary.says("3号楼")


def test_it_is_held_with_its_words(town: Town) -> None:
    town.secretary.says("写个通知 周六上午9点小广场义诊")
    assert "没有发给任何人" in town.secretary.says("先别发 医院那边还没定死")
    assert "没有等着发的通知" in town.secretary.says("算了 不发了 下周再说")


def test_those_who_hold_a_post_are_called_by_roll(town: Town) -> None:
    heard = town.secretary.says("点个名 所有网格员楼长 10分钟内回个到")
    assert "网格员、楼栋长" in heard and "点名：10分钟内回个到" in heard
    assert "还没有发出" in town.secretary.says("谁没回")


def test_how_many_read_it_is_no_question_of_the_register(town: Town) -> None:
    town.secretary.says("发通知 2号楼 明天上午9点抽水 请关好门窗")
    town.secretary.says("1")
    assert "通知 N1" in town.secretary.says("几个人看了")


def test_for_whom_may_stand_first(town: Town) -> None:
    heard = town.grid_worker.says("独居老人 下周二早上7点半到卫生站免费体检 空腹")
    assert "免费体检" in heard and ("发给" in heard)


@pytest.mark.parametrize("said", ["通知发她别半夜发 会吵到", "夜班的人白天睡觉 别太早发"])
def test_when_not_to_send_is_no_text_for_all(town: Town, said: str) -> None:
    heard = town.grid_worker.says(said)
    assert "夜里本来就不发" in heard and "发给谁" not in heard


@pytest.mark.parametrize("said", ["写错了 是周六", "刚才那条错了 不是周五是周六", "周六不是周五"])
def test_what_is_out_is_replaced_and_not_said_beside(town: Town, said: str) -> None:
    town.secretary.says("发通知 3号楼 周五上午消杀")
    town.secretary.says("1")
    shown = town.secretary.says(said)
    assert "周六上午消杀" in shown and "代替：通知 N1" in shown


def test_one_building_more_stands_beside_the_first(town: Town) -> None:
    town.secretary.says("发通知 3号楼 周五上午消杀")
    assert "发给3号楼、1号楼：" in town.secretary.says("3号楼还有1号楼")
