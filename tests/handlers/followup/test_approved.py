"""An approved registration begins the programme that follows from it, and only then."""

from datetime import date

import pytest
from sqlalchemy import select

from community.followup import Watch
from core.library import Programme
from db.models import Episode, EpisodeState, Person
from tests.conftest import Town

TOLD = "我明天从太原坐高铁G1548回来，没有不舒服"


@pytest.fixture
def opening(town: Town) -> Town:
    """A community in which an approved 返乡登记 begins the follow-up."""
    known = dict(town.bot.watch.programmes)
    first = next(each for each in known.values() if not each.exercise)
    known[first.id] = Programme.model_validate({**first.model_dump(), "opened_by": ["returnee"]})
    town.bot.watch = Watch(known, town.bot.watch.zone)
    return town


def register(town: Town) -> int:
    """Send in a 返乡登记 and return its number."""
    town.resident.says("返乡登记")
    for said in (TOLD, "太原", "后天", "高铁G1548", "没有", "是", "是"):
        answer = town.resident.says(said)
        if "编号" in answer:
            return int(answer.split("编号")[1].split("。")[0])
    raise AssertionError(answer)


def begun(town: Town) -> list[tuple[EpisodeState, date, date]]:
    with town.bot.database.read() as db:
        person = select(Person.id).where(Person.id.in_(
            select(Episode.person_id).where(Episode.opened_by.is_(None))))  # fmt: skip
        rows = db.execute(
            select(Episode.state, Episode.starts_on, Episode.ends_on).where(
                Episode.person_id.in_(person), Episode.starts_on > date(2026, 11, 20)
            )
        )
        return [(state, starts, ends) for state, starts, ends in rows]


def test_approval_begins_it_from_the_day_of_arrival(opening: Town) -> None:
    number = register(opening)
    assert begun(opening) == []
    opening.grid_worker.says(f"收到 {number}")
    opening.send()

    [(state, starts, ends)] = begun(opening)
    assert state is EpisodeState.ACTIVE
    assert starts > date(2026, 11, 21) and (ends - starts).days == 14
    assert any("已为您开始" in text for text in opening.resident.hears())


def test_what_is_declined_begins_nothing(opening: Town) -> None:
    number = register(opening)
    opening.grid_worker.says(f"不同意 {number} 电话不对")

    assert begun(opening) == []
