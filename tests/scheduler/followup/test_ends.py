"""An end is held against what was reported: nobody who is ill or silent drops out by itself."""

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, ItemKind, SlotDue, SlotState, WorkItem
from tests.conftest import Town

LAST = "2026-12-01"  # the last day of everybody in the sample


def states(town: Town) -> list[EpisodeState]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Episode.state).order_by(Episode.id)))


def releases(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.RELEASE).order_by(WorkItem.id)
        return list(db.scalars(found))


@pytest.fixture
def last_evening(town: Town) -> Town:
    """Everybody has had their days; the last report is due."""
    for moment in ("08:00", "17:30"):
        town.at(f"{LAST}T{moment}")
        town.tick()
    for staff in (town.doctor, town.secretary):
        staff.says("待办")
    return town


def morning_after(town: Town, day: str = "2026-12-02") -> None:
    for moment in ("T00:00", "T08:00"):
        town.at(f"{day}{moment}")
        town.tick()
        town.send()


def test_whoever_is_well_to_the_last_evening_is_let_go_by_itself(last_evening: Town) -> None:
    town = last_evening
    for someone in town.observed:
        someone.says("36.5")
    morning_after(town)

    assert set(states(town)) == {EpisodeState.ENDED}
    assert releases(town) == []
    [farewell] = [text for text in town.observed[0].hears() if "到期结束" in text]
    assert "不用再报体温" in farewell


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("38.1", "发热"),
        ("", "最后一次没报"),
        ("没量", "最后一次没报"),
        ("都正常", "没有体温数字"),
        ("36.6 有点咳嗽", "症状"),
    ],
)
def test_what_speaks_against_it_goes_to_doctor_and_secretary(
    last_evening: Town, said: str, why: str
) -> None:
    town = last_evening
    first, *others = town.observed
    for someone in others:
        someone.says("36.5")
    if said:
        first.says(said)
    morning_after(town)

    assert states(town) == [EpisodeState.ACTIVE, EpisodeState.ENDED, EpisodeState.ENDED]
    told = [text for text in first.hears() if "先不结束" in text]
    assert len(told) == 1 and why in told[0]
    assert not any("到期结束" in text for text in told)
    for staff in (town.doctor, town.secretary):
        [alert] = [text for text in staff.hears() if "待解除" in text]
        assert why in alert and "接着报" in alert


def test_whoever_is_held_is_asked_on_and_told_once(last_evening: Town) -> None:
    town = last_evening
    morning_after(town)
    town.at("2026-12-02T17:30")
    assert town.tick()["reminded"] == 3
    morning_after(town, "2026-12-03")
    heard = town.observed[0].hears()

    assert sum("先不结束" in text for text in heard) == 1
    asked = town.observed[0].says("还要几天才能结束")
    assert "先不结束" in asked and "最后一次没报" in asked and "还有" not in asked
    assert len(releases(town)) == 3  # one a household, however many days
    assert "已记下" in town.observed[0].says("36.5")


def test_who_reports_late_and_well_is_let_go_the_next_day(last_evening: Town) -> None:
    town = last_evening
    morning_after(town)
    town.observed[0].says("36.4")
    town.at("2026-12-02T18:00")
    town.tick()
    town.observed[0].says("36.5")
    morning_after(town, "2026-12-03")

    assert states(town)[0] is EpisodeState.ENDED
    assert releases(town)[0].state.is_over


def test_a_report_while_the_clock_stands_still_over_the_last_night_is_taken(
    last_evening: Town,
) -> None:
    town = last_evening
    town.at("2026-12-02T07:00")
    assert "已记下" in town.observed[0].says("38.6")
    town.tick()

    assert states(town)[0] is EpisodeState.ACTIVE


def test_an_item_put_away_without_a_release_comes_back(last_evening: Town) -> None:
    town = last_evening
    for someone in town.observed[1:]:
        someone.says("36.5")
    morning_after(town)
    [item] = releases(town)
    town.doctor.says(f"办结 {item.id} 看过了")
    morning_after(town, "2026-12-03")

    assert [each.state.is_over for each in releases(town)] == [True, False]


def test_the_clock_standing_still_over_the_end_asks_a_held_household_the_same_morning(
    last_evening: Town,
) -> None:
    town = last_evening
    town.at("2026-12-02T09:00")
    town.tick()
    town.tick()

    with town.bot.database.read() as db:
        open_ = SlotDue.day == date(2026, 12, 2), SlotDue.state == SlotState.OPEN
        assert len(db.scalars(select(SlotDue.id).where(*open_)).all()) == 3
