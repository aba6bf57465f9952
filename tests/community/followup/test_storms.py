"""Storms: the platform out at eight, a day with all staff asleep, one phone for all, a clock set back."""

import pytest
from sqlalchemy import func, select

from db.models import Delivery, DeliveryKind, ItemState, WorkItem
from tests.conftest import Town
from tests.families import enlarge, run, silences


def asked(heard: list[str]) -> list[str]:
    return [text for text in heard if "还没收到" in text]


def test_the_platform_is_out_from_eight_to_ten_and_each_household_hears_once(town: Town) -> None:
    town.platform.unplug()
    for moment in ("08:00", "08:30", "09:00", "09:59"):
        run(town, f"2026-11-21T{moment}")
    town.observed[1].says("36.5")
    town.platform.plug_in()
    for moment in ("10:01", "10:05", "10:20"):
        run(town, f"2026-11-21T{moment}")

    assert [len(asked(home.hears())) for home in town.observed] == [1, 0, 1]
    assert silences(town) == []


@pytest.mark.slow
def test_a_day_on_which_all_staff_sleep_stays_bounded_and_first_on_the_board(town: Town) -> None:
    for day in ("21", "22"):
        for hour in range(8, 24):
            run(town, f"2026-11-{day}T{hour:02d}:00")

    found = silences(town)
    assert len(found) == 3
    assert all(item.state is ItemState.OPEN and item.escalates_at for item in found)
    with town.bot.database.read() as db:
        alerts = select(func.count()).where(Delivery.kind == DeliveryKind.ALERT)
        assert (db.scalar(alerts) or 0) <= 3 * 4 * (1 + 2 + 12)
        stuck = select(func.count()).where(WorkItem.stuck_at.is_not(None))
        assert db.scalar(stuck) == 3


def test_a_family_that_shares_one_phone_reports_in_one_line(town: Town) -> None:
    enlarge(town, 0, "李四", "王五")
    home = town.observed[0]
    run(town, "2026-11-21T08:00")
    assert len(asked(home.hears())) == 1
    home.says("我36.5 李四36.6 王五36.7")
    run(town, "2026-11-21T10:00")
    run(town, "2026-11-21T12:00")

    assert home.hears() == []
    assert len(silences(town)) == 2  # the two other households


def test_a_clock_that_is_set_back_asks_nobody_twice(town: Town) -> None:
    run(town, "2026-11-21T08:30")
    run(town, "2026-11-21T07:45")
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T08:31")

    assert [len(asked(home.hears())) for home in town.observed] == [1, 1, 1]
