from tests.conftest import Someone, Town
from tests.staffing import end_posts, person_of, stand_in, traces

NAME = "张三"


def bound(town: Town) -> Someone:
    someone = town.newcomer()
    someone.says(f"我是3号楼2单元601 {NAME}")
    town.grid_worker.says("同意")
    return someone


def test_who_began_to_stand_in_before_the_number_is_not_deleted(town: Town) -> None:
    someone = bound(town)
    someone.says("删除我")
    stand_in(town, town.who["grid_worker"], someone.phone.openid)
    before = traces(town)

    assert "工作人员" in someone.says("1")

    assert traces(town) == before
    assert f"姓名：{NAME}" in someone.says("我的信息")


def test_who_stands_in_for_staff_is_not_deleted(town: Town) -> None:
    someone = bound(town)
    stand_in(town, town.who["grid_worker"], someone.phone.openid)

    assert "工作人员" in someone.says("删除我")

    end_posts(town, town.who["grid_worker"])
    assert "确定吗" in someone.says("删除我")


def test_reading_and_deleting_carry_who_did_it(town: Town) -> None:
    someone = bound(town)
    number = person_of(town, someone.phone.openid)
    before = traces(town)
    someone.says("我的信息")
    someone.says("删除我")
    someone.says("1")

    assert traces(town)[len(before) :] == [("read_own", number, None), ("forget", number, None)]


def test_a_stranger_reads_that_nothing_is_known(town: Town) -> None:
    stranger = town.newcomer("oStranger")

    assert "没有姓名、电话和住址" in stranger.says("我的信息")
    assert traces(town) == [("read_own", None, None)]
