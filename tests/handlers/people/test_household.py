"""A household lets its own in, one by one, and never by taking anything over."""

import pytest
from sqlalchemy import select

from db.models import Contact, Household, Person
from tests.conftest import Someone, Town
from tests.staffing import person_of

SECOND = "oSecond00000000000000000001"


@pytest.fixture
def head(town: Town) -> Someone:
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 孙涛")
    town.grid_worker.says("同意")
    town.send()
    someone.hears()
    return someone


def invited(someone: Someone, said: str = "邀请 我老伴李梅") -> str:
    assert "对吗" in someone.says(said)
    return someone.says("对").split("“加入 ")[1].split("”")[0]


def home_of(town: Town, openid: str) -> int | None:
    with town.bot.database.read() as db:
        return db.get_one(Person, person_of(town, openid)).household_id


def members(town: Town) -> list[tuple[str | None, str | None, str | None]]:
    with town.bot.database.read() as db:
        me = db.scalars(select(Person).where(Person.name_index == "孙涛")).one()
        found = select(Person).where(Person.household_id == me.household_id).order_by(Person.id)
        return [(one.name, one.relation, one.birth) for one in db.scalars(found)]


def test_a_member_joins_by_the_code_and_whoever_invited_hears_it(town: Town, head: Someone) -> None:
    code, other = invited(head), town.newcomer(SECOND)

    assert "孙涛家" in other.says(f"加入 {code}")
    assert "李梅您好，您加入这个家了" in other.says("我是李梅")

    assert home_of(town, SECOND) == home_of(town, "oNewcomer0000000000000000001")
    assert members(town) == [("孙涛", None, None), ("李梅", "老伴", None)]
    assert "3号楼2单元601" in other.says("我的信息")
    town.send()
    assert any("李梅已加入您家" in heard for heard in head.hears())
    assert "用过了" in town.newcomer("oThird000000000000000000001").says(f"加入 {code}")


def test_neither_a_bound_phone_nor_a_bound_member_is_taken_over(town: Town, head: Someone) -> None:
    code = invited(head)
    town.resident.says(f"加入 {code}")
    assert "绑定的是" in town.resident.says("是")
    town.newcomer(SECOND).says(f"加入 {code}")
    town.newcomer(SECOND).says("是")

    head.says("邀请 我老伴李梅")
    assert "已经有手机绑定" in head.says("对")


def test_a_code_is_taken_back(town: Town, head: Someone) -> None:
    code = invited(head)

    assert "作废了" in head.says("取消邀请 李梅")
    assert "作废" in town.newcomer(SECOND).says(f"加入 {code}")


def test_a_stranger_invites_nobody(town: Town) -> None:
    assert "住哪里" in town.newcomer().says("邀请 我老伴李梅")


@pytest.mark.parametrize("said", ["解绑", "这个号不是我用了", "这个微信不是我用了"])
def test_a_phone_is_given_up_with_one_yes(town: Town, head: Someone, said: str) -> None:
    assert "确定吗" in head.says(said)
    assert "解绑好了" in head.says("确定")

    assert "没有姓名" in head.says("我的信息")
    with town.bot.database.read() as db:
        assert db.scalars(select(Person).where(Person.name_index == "孙涛")).one()
        contact = select(Contact.person_id).where(Contact.address == "oNewcomer0000000000000000001")
        assert db.scalar(contact) is None


def test_staff_hand_over_before_they_unbind(town: Town) -> None:
    town.grid_worker.says("解绑")

    assert "交接" in town.grid_worker.says("确定")


def test_members_are_shown_and_stored_after_a_yes(town: Town, head: Someone) -> None:
    asked = head.says("我家还有老伴李梅、儿子孙小宝5岁")

    assert "李梅（老伴）、孙小宝（儿子，5岁）" in asked
    assert len(members(town)) == 1
    assert "登记好了" in head.says("对")
    assert members(town)[1:] == [("李梅", "老伴", None), ("孙小宝", "儿子", "2021")]
    head.says("我家还有老伴李梅")
    assert "都已经登记过" in head.says("对")


@pytest.mark.parametrize("said", ["我手机丢了,换号了", "我换手机号了", "我妈手机丢了"])
def test_a_lost_phone_leads_to_saying_who_one_is(town: Town, said: str) -> None:
    assert "我是×号楼" in town.newcomer().says(said)


def test_a_shared_phone_binds_nothing_anew(town: Town, head: Someone) -> None:
    head.says("我家还有妈妈王秀英")
    head.says("对")

    assert "绑定不变" in head.says("我是王秀英，用我儿子手机")
    assert "孙涛" in head.says("我的信息")


def test_whoever_invited_somebody_can_be_deleted_with_their_home(town: Town, head: Someone) -> None:
    code = invited(head)
    head.says("删除我")

    assert "删" in head.says("确定删除")
    assert "没有这个邀请码" in town.newcomer(SECOND).says(f"加入 {code}")


def test_a_home_that_is_left_by_all_is_none_any_more(town: Town, head: Someone) -> None:
    code = invited(head)
    town.grid_worker.says("搬走 3-2-601 孙涛")
    assert "已搬走" in town.grid_worker.says("确定")

    with town.bot.database.read() as db:
        home = select(Household).where(Household.building == "3", Household.entrance == "2")
        assert db.scalars(home.where(Household.room_index == "601")).all() == []
    assert "您加入" not in town.newcomer(SECOND).says(f"加入 {code}")


@pytest.mark.parametrize("said", ["我搬家了", "我们家已经搬走了"])
def test_whoever_moved_says_the_new_door_and_it_is_confirmed_there(
    town: Town, head: Someone, said: str
) -> None:
    assert "搬到哪儿了" in head.says(said)
    head.says("我是3号楼1单元702 孙涛")
    assert "已通过" in town.grid_worker.says("同意")

    assert "3号楼1单元702" in head.says("我的信息")
