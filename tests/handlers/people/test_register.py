"""Staff write the register by chat: shown back, within their units, and whoever died is left in peace."""

import pytest
from sqlalchemy import select

from db.models import (
    Absence,
    Audit,
    Contact,
    Episode,
    EpisodeState,
    Gone,
    Invitation,
    NoticeTarget,
    Person,
    Post,
    SlotDue,
    SlotState,
    WorkItem,
)
from tests.conftest import Someone, Town
from tests.noticing import send
from tests.staffing import move_posts

DOOR = "3号楼2单元601"


@pytest.fixture
def family(town: Town) -> Someone:
    """孙涛 answers for the household and has a phone; both he and 李梅 are watched over."""
    someone = town.newcomer()
    someone.says(f"我是{DOOR} 孙涛")
    town.grid_worker.says("同意")
    town.grid_worker.says("登记成员 3-2-601 李梅 老伴")
    town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-601 孙涛 7天")
    town.grid_worker.says("观察 3-2-601 李梅 7天")
    town.send()
    someone.hears()
    return someone


def person(town: Town, name: str) -> Person:
    with town.bot.database.read() as db:
        return db.scalars(select(Person).where(Person.name_index == name)).one()


def test_a_household_is_shown_back_before_it_is_written(town: Town) -> None:
    asked = town.grid_worker.says(f"登记住户 {DOOR} 林小满 17000000000")

    assert f"登记：{DOOR} 林小满（17000000000），对吗？" in asked
    with town.bot.database.read() as db:
        assert db.scalar(select(Person).where(Person.name_index == "林小满")) is None
    assert "登记好了" in town.grid_worker.says("对")
    found = person(town, "林小满")
    assert (found.phone, found.is_respondent, found.relation) == ("17000000000", True, None)
    assert "已经登记在这一户" in (
        town.grid_worker.says(f"登记住户 {DOOR} 林小满") and town.grid_worker.says("对")
    )


def test_a_member_has_a_relation_and_is_found_by_name_and_door(town: Town, family: Someone) -> None:
    assert person(town, "李梅").relation == "老伴"

    assert "李梅（老伴）" in town.grid_worker.says("查 3-2-601")
    assert DOOR in town.grid_worker.says("查 孙涛")


@pytest.mark.parametrize("said", [f"登记住户 {DOOR} 林小满", "查 3-2-601", "搬走 3-2-601 孙涛"])
def test_other_units_are_not_theirs_to_read_or_write(
    town: Town, family: Someone, said: str
) -> None:
    move_posts(town, town.who["grid_worker"], "1")

    assert "您负责的范围里没有3号楼" in town.grid_worker.says(said)


def test_a_phone_is_changed_and_the_bound_one_stays(town: Town, family: Someone) -> None:
    town.grid_worker.says("改电话 3-2-601 孙涛 17000000009")
    assert "改好了" in town.grid_worker.says("对")

    assert person(town, "孙涛").phone == "17000000009"
    assert "孙涛" in family.says("我的信息")


@pytest.mark.parametrize(
    "said", ["去世 3-2-601 李梅", "3-2-601李梅去世了", "登记去世 3-2-601 李梅"]
)
def test_whoever_died_is_asked_about_no_more(town: Town, family: Someone, said: str) -> None:
    town.at("2026-11-22T08:30")
    town.tick()
    assert "确定吗" in town.grid_worker.says(said)
    assert "节哀" in town.grid_worker.says("确定")

    gone = person(town, "李梅")
    with town.bot.database.read() as db:
        states = db.scalars(select(Episode.state).where(Episode.person_id == gone.id)).all()
        open_ = (
            select(SlotDue)
            .join(Episode)
            .where(Episode.person_id == gone.id, SlotDue.state == SlotState.OPEN)
        )
        slots = db.scalars(open_).all()
    assert gone.gone_because is Gone.DIED and gone.gone_on is not None
    assert list(states) == [EpisodeState.ENDED] and not slots
    town.send(), family.hears()
    town.at("2026-11-23T08:30")
    town.tick(), town.send()
    assert all("李梅" not in heard for heard in family.hears())
    assert "李梅" not in town.grid_worker.says("查 3-2-601")


def states(town: Town, name: str) -> dict[str, str]:
    who = person(town, name).id
    with town.bot.database.read() as db:
        found = db.scalars(select(WorkItem).where(WorkItem.person_id == who))
        return {str(item.kind): str(item.state) for item in found}


def test_what_waits_for_whoever_died_is_over_and_staff_hear_so(town: Town, family: Someone) -> None:
    worker, doctor = town.grid_worker, town.doctor
    family.says("李梅38.2")
    family.says("帮我买降压药")
    town.send()
    worker.hears(), doctor.hears()
    assert states(town, "孙涛") == {"help": "open"} and states(town, "李梅") == {"fever": "open"}

    worker.says("去世 3-2-601 李梅")
    worker.says("确定")
    town.send()

    assert states(town, "李梅") == {"fever": "withdrawn"} and states(town, "孙涛") == {
        "help": "open"
    }
    worker.hears()
    told = [heard for heard in doctor.hears() if "已去世" in heard]
    assert len(told) == 1 and "不用再办了" in told[0] and "请节哀" in told[0]
    assert all("已去世" not in heard for heard in family.hears())
    town.at("2026-11-22T09:00")
    town.tick(), town.send()
    heard = [*doctor.hears(), *worker.hears()]
    assert [each for each in heard if "李梅" in each] == []


def test_a_danger_nobody_has_answered_outlives_whoever_called(town: Town, family: Someone) -> None:
    """Somebody else of the household may be meant: help is called off by a person, by its number."""
    family.says("救命，我老伴喘不上气")
    town.grid_worker.says("去世 3-2-601 孙涛")
    town.grid_worker.says("确定")

    assert states(town, "孙涛")["danger"] == "open"


def test_nothing_is_expected_any_more_of_staff_who_died(town: Town, family: Someone) -> None:
    """Their post, the night they were on, standing in for another and their invitations end."""
    town.secretary.says("邀请 楼栋长 3号楼 孙涛")
    code = town.secretary.says("对").split("加入 ")[1][:14]
    family.says(f"加入 {code}")
    family.says("是")
    town.secretary.says("今晚值班 孙涛")
    town.secretary.says("对")
    town.grid_worker.says("我后天请假一天，孙涛替")
    town.grid_worker.says("对")
    town.send(), family.hears()
    family.says("同意替班")
    town.secretary.says("邀请 楼栋长 5号楼 孙涛")
    town.secretary.says("对")
    who = person(town, "孙涛").id

    refused = town.grid_worker.says("去世 3-2-601 孙涛") and town.grid_worker.says("确定")
    assert "先由书记结束岗位" in refused
    assert "确定吗" in town.secretary.says("去世 3-2-601 孙涛")
    assert "节哀" in town.secretary.says("确定")

    with town.bot.database.read() as db:
        held = db.scalars(select(Post).where(Post.person_id == who)).all()
        waiting = select(Invitation).where(
            Invitation.name.is_not(None),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        assert db.scalars(waiting).all() == []
        assert db.scalars(select(Absence).where(Absence.substitute_id == who)).all() == []
    assert held and all(post.over_at is not None for post in held)
    town.send()
    assert family.hears() == []


def test_whoever_moved_away_is_reached_no_more(town: Town, family: Someone) -> None:
    town.grid_worker.says("孙涛搬走了")
    assert "已搬走" in town.grid_worker.says("确定")

    gone = person(town, "孙涛")
    with town.bot.database.read() as db:
        assert db.scalars(select(Contact).where(Contact.person_id == gone.id)).all() == []
        actions = db.scalars(select(Audit.action).where(Audit.subject_id == gone.id)).all()
    assert gone.household_id is None and "moved" in actions
    assert person(town, "李梅").is_respondent
    assert "没有姓名" in family.says("我的信息")


@pytest.mark.parametrize("said", ["搬到 3-2-601 李梅 3-1-702", "3-2-601李梅搬到3号楼1单元702"])
def test_a_member_moves_to_another_door(town: Town, family: Someone, said: str) -> None:
    assert "搬到3号楼1单元702" in town.grid_worker.says(said)
    assert "现在住3号楼1单元702" in town.grid_worker.says("对")

    assert "李梅" in town.grid_worker.says("查 3-1-702")
    assert "李梅" not in town.grid_worker.says("查 3-2-601")


def test_two_records_of_one_are_looked_at_and_become_one(town: Town, family: Someone) -> None:
    town.grid_worker.says("登记住户 3-1-702 孙涛 17000000009")
    town.grid_worker.says("对")

    asked = town.grid_worker.says("合并 孙涛")
    assert DOOR in asked and "3号楼1单元702" in asked and "17000000009" in asked
    assert "合并好了" in town.grid_worker.says("是")

    assert person(town, "孙涛").phone == "17000000009"
    assert DOOR in family.says("我的信息")


def test_two_records_that_were_both_to_know_of_one_notice_are_to_know_of_it_once(
    town: Town, family: Someone
) -> None:
    town.grid_worker.says("登记住户 3-1-702 孙涛 17000000009")
    town.grid_worker.says("对")
    send(town.secretary, "发通知 全体网格员 今晚7点开会")
    with town.bot.database.read() as db:
        both = db.scalars(select(Person.id).where(Person.name_index == "孙涛")).all()
        told = db.scalars(select(NoticeTarget)).first()
    assert told is not None and len(both) == 2
    given = {"notice_id": told.notice_id, "unit_id": told.unit_id}
    town.bot.database.write(
        lambda db: db.add_all(NoticeTarget(person_id=each, **given) for each in both)
    )

    town.grid_worker.says("合并 孙涛")
    assert "合并好了" in town.grid_worker.says("是")

    with town.bot.database.read() as db:
        left = select(NoticeTarget.person_id).where(NoticeTarget.person_id.in_(both))
        assert db.scalars(left).all() == [person(town, "孙涛").id]


@pytest.mark.parametrize(
    "said", ["找人帮忙", "查收一下文件", "快递被拿走了", "何金花去世了吗？", "找不到孩子了"]
)
def test_talk_is_no_order(town: Town, said: str) -> None:
    answer = town.grid_worker.says(said)

    assert "您负责的范围里没有找到" not in answer and "登记会停下" not in answer


def test_staff_ask_who_looks_after_a_door(town: Town) -> None:
    assert "网格员" in town.secretary.says("谁管3-201")
