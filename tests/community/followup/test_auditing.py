"""The auditor finds each loop that stands still, sets it going, counts it, and tells the operator."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.followup import auditing
from community.followup.auditing import Stuck
from db.followup import audits
from db.models import Episode, ItemState, SlotDue, SlotState, WorkItem
from tests.conftest import Town
from tests.families import run, silences


def stuck(town: Town) -> dict[Stuck, int]:
    with town.bot.database.read() as db:
        found = auditing.look(db, town.bot.watch, town.clock.now())
    return {kind: len(rows) for kind, rows in found.items()}


def break_it(town: Town, statement: Any) -> None:
    def do(db: Session) -> None:
        db.execute(statement)

    town.bot.database.write(do)


def counted(town: Town) -> dict[str, tuple[int, int]]:
    with town.bot.database.read() as db:
        return {kind: (found, repaired) for kind, found, repaired in audits.counts(db)}


def test_where_all_is_well_nothing_is_found_and_nothing_written(town: Town) -> None:
    for moment in ("08:00", "10:00", "12:00", "12:01", "17:30", "19:30", "21:30", "23:00"):
        run(town, f"2026-11-21T{moment}")
        assert stuck(town) == {}
    assert counted(town) == {}


def test_a_slot_that_lost_its_next_step_is_asked_about(town: Town) -> None:
    run(town, "2026-11-21T07:59")
    town.at("2026-11-21T08:00")
    town.bot.database.write(lambda db: None)
    run(town, "2026-11-21T08:00")
    break_it(town, update(SlotDue).values(asks_at=None, asked_at=None, times_asked=0))
    assert stuck(town) == {Stuck.SLOT_WITHOUT_STEP: 3}

    town.at("2026-11-21T08:02")
    assert town.tick()["repaired"] == 3
    assert town.tick()["reminded"] == 3
    assert counted(town) == {"slot_without_step": (3, 3)}


def test_slots_that_were_never_opened_are_opened(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    break_it(town, delete(SlotDue))
    town.at("2026-11-21T08:06")

    assert town.tick()["repaired"] == 3
    town.at("2026-11-21T08:07")
    assert town.tick()["reminded"] == 3


def test_silence_nobody_was_told_of_is_told(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    break_it(town, update(SlotDue).values(state=SlotState.MISSED, asks_at=None))
    grid = town.grid_worker
    run(town, "2026-11-21T08:01")

    assert len(silences(town)) == 3
    assert any("也没有人跟进" in text for text in grid.hears())
    run(town, "2026-11-21T08:03")
    assert len(silences(town)) == 3


def test_an_item_without_a_next_step_climbs(town: Town) -> None:
    town.observed[0].says("38.5")
    break_it(town, update(WorkItem).values(escalates_at=None))
    town.at("2026-11-21T07:05")
    town.tick()
    town.at("2026-11-21T07:06")

    assert town.tick()["climbed"] == 1


def test_an_item_in_nobody_s_hands_is_open_again(town: Town) -> None:
    town.observed[0].says("38.5")
    town.doctor.says("收到")
    break_it(town, update(WorkItem).values(owner_id=None))
    run(town, "2026-11-21T07:05")

    with town.bot.database.read() as db:
        assert db.scalars(select(WorkItem.state)).all() == [ItemState.OPEN]


def test_silence_that_is_over_by_any_way_ends(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    assert len(silences(town)) == 3
    break_it(town, update(Episode).values(state="ended"))
    run(town, "2026-11-21T12:02")

    assert {item.state for item in silences(town)} == {ItemState.WITHDRAWN}


def test_a_programme_that_is_switched_off_is_told_to_the_operator(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    break_it(town, update(Episode).values(programme="gone_2020"))
    run(town, "2026-11-21T08:01")

    assert counted(town) == {"no_programme": (3, 0)}
    assert "稽核" in caplog.text
    page = town.bot.app.test_client().get("/metrics").get_data(as_text=True)
    assert 'linbao_stuck_loops{kind="no_programme",state="found"} 3.0' in page
