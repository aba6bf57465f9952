"""The night duty: from 22:00 to 7:00 one person comes first, and at all other times nobody does."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from community.people import roster
from community.people.access import Refused
from community.people.roster import Night
from db.models import Role
from db.people import units
from tests.community.people.test_leave import day, number, take
from tests.community.people.test_posts import acting, write
from tests.conftest import Town, community_time
from tests.databases import ZONE
from tests.staffing import traces

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
FIRST = date(2026, 11, 30)


def enter(town: Town, by: str, *nights: tuple[date, str]) -> list[Night] | Refused:
    wanted = [(night, number(town, who)) for night, who in nights]
    now = town.clock.now()

    def deed(db: Session) -> list[Night] | Refused:
        return roster.enter(acting(town, db, by), db, wanted, now, ZONE)

    return write(town, deed)


def on_duty(town: Town, at: datetime) -> int:
    """Return who is told first of what is for the duty at a moment."""
    with town.bot.database.read() as db:
        root = units.root_id(db)
        assert root is not None
        held = units.in_charge(db, root, at, ZONE)
        return next(one.id for one in held if one.role is Role.DUTY)


def test_the_night_begins_at_ten_and_ends_at_seven(town: Town) -> None:
    secretary, doctor = number(town, "secretary"), number(town, "doctor")

    enter(town, "secretary", (FIRST, "doctor"))

    begins, ends = community_time("2026-11-30T22:00"), community_time("2026-12-01T07:00")
    moments = [begins - INSTANT, begins, day("2026-12-01"), ends - INSTANT, ends]
    assert [on_duty(town, at) for at in moments] == [
        secretary, doctor, doctor, doctor, secretary,
    ]  # fmt: skip


def test_a_neighbour_has_the_rights_of_the_duty_in_that_night_only(town: Town) -> None:
    enter(town, "secretary", (FIRST, "resident"))
    resident = number(town, "resident")

    roles = []
    with town.bot.database.read() as db:
        for moment in (
            "2026-11-30T21:59",
            "2026-11-30T22:00",
            "2026-12-01T06:59",
            "2026-12-01T07:00",
        ):
            roles.append(units.roles_of(db, resident, community_time(moment), ZONE))

    assert roles == [set(), {Role.DUTY}, {Role.DUTY}, set()]


@pytest.mark.parametrize("by", ["grid_worker", "doctor", "resident"])
def test_only_who_appoints_writes_the_roster(town: Town, by: str) -> None:
    assert enter(town, by, (FIRST, "doctor")) == Refused("not_appointer")
    assert traces(town) == []


def test_a_roster_is_written_whole_or_not_at_all(town: Town) -> None:
    past = town.bot.watch.today(town.clock.now()) - 2 * DAY

    refused = enter(town, "secretary", (FIRST, "doctor"), (past, "doctor"))

    assert isinstance(refused, Refused) and refused.reason == "past"
    assert on_duty(town, community_time("2026-11-30T23:00")) == number(town, "secretary")


def test_writing_a_night_again_replaces_who_was_on_it(town: Town) -> None:
    enter(town, "secretary", (FIRST, "doctor"))
    enter(town, "secretary", (FIRST, "doctor"))
    enter(town, "secretary", (FIRST, "grid_worker"))
    town.send()

    assert on_duty(town, community_time("2026-11-30T23:00")) == number(town, "grid_worker")
    heard = town.doctor.hears()
    assert [("值夜班" in text, "换了人" in text) for text in heard] == [
        (True, False),
        (False, True),
    ]
    assert [what for what, _, _ in traces(town)] == ["duty_entered"] * 2


def test_a_night_within_somebody_s_leave_is_their_substitute_s_to_its_end(town: Town) -> None:
    enter(town, "secretary", (FIRST, "grid_worker"))

    take(town, "grid_worker", "grid_worker", day("2026-11-30"), day("2026-12-01"), "doctor")

    nights = ["2026-11-30T22:30", "2026-12-01T06:30"]
    assert {on_duty(town, community_time(at)) for at in nights} == {number(town, "doctor")}
    refused = enter(town, "secretary", (FIRST, "grid_worker"))
    assert isinstance(refused, Refused) and refused.reason == "away"


def test_before_seven_tonight_is_the_night_that_runs() -> None:
    assert roster.tonight(community_time("2026-12-01T06:59"), ZONE) == FIRST
    assert roster.tonight(community_time("2026-12-01T07:00"), ZONE) == FIRST + DAY


def test_at_night_the_duty_is_told_first_and_nobody_else_before_their_time(town: Town) -> None:
    enter(town, "secretary", (date(2026, 11, 21), "resident"))
    town.at("2026-11-21T22:30")
    town.resident.hears()
    town.observed[0].says("发烧39度5")
    town.send()

    assert any("【体温异常】" in text for text in town.resident.hears())
    assert not [t for t in town.doctor.hears() if "【体温异常】" in t]
    town.at("2026-11-21T22:46")
    town.tick()
    town.send()
    assert any("【体温异常】" in text for text in town.doctor.hears())


def test_a_duty_who_cannot_be_reached_does_not_keep_the_others_waiting(town: Town) -> None:
    enter(town, "secretary", (date(2026, 11, 21), "resident"))
    town.resident.phone.unfollows()
    town.at("2026-11-21T22:30")
    town.observed[0].says("我胸口痛喘不上气")
    town.send()

    assert any("【紧急】" in text for text in town.doctor.hears())


def test_without_a_roster_the_night_is_as_the_day(town: Town) -> None:
    town.at("2026-11-21T22:30")
    town.observed[0].says("我胸口痛喘不上气")
    town.send()

    assert any("【紧急】" in text for text in town.doctor.hears())
    assert any("【紧急】" in text for text in town.grid_worker.hears())


def test_talk_about_being_on_duty_is_no_roster(town: Town) -> None:
    town.secretary.says("今天值班的时候有人反映电梯坏了")
    town.grid_worker.says("昨晚值班累坏了")

    assert traces(town) == []
