"""Whoever tries numbers until one fits waits longer and longer; whoever mistypes hardly notices."""

from sqlalchemy import select

from community.people.guessing import FREE
from db.models import Guess
from tests.conftest import Someone, Town

WAITS = "为防别人乱试"


def guess(someone: Someone, times: int, first: int = 0) -> list[str]:
    return [someone.says(f"查举报 R7K2{first + number:04d}") for number in range(times)]


def test_wrong_receipts_are_looked_at_a_few_times_only(town: Town) -> None:
    stranger = town.newcomer()

    said = guess(stranger, 100)

    assert not any(WAITS in each for each in said[:FREE])
    assert all(WAITS in each for each in said[FREE:])
    with town.bot.database.read() as db:  # nothing tells who looked for one
        assert list(db.scalars(select(Guess))) == []


def test_the_wait_doubles_and_is_said(town: Town) -> None:
    stranger = town.newcomer()
    guess(stranger, FREE)
    waits = []
    for _ in range(8):
        said = stranger.says("查举报 ZZZZ9999")
        waits.append(int(said.split("请过")[1].split("分钟")[0]))
        town.clock.advance(minutes=waits[-1])
        assert WAITS not in stranger.says("查举报 ZZZZ9999")

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_day_of_guessing_reaches_few_numbers(town: Town) -> None:
    stranger, looked_at = town.newcomer(), 0
    for minute in range(500):
        looked_at += WAITS not in stranger.says(f"查举报 AB{minute:06d}")
        town.clock.advance(minutes=1)

    assert looked_at < 25


def test_codes_of_notices_are_guarded_too(town: Town) -> None:
    stranger = town.newcomer()

    said = [stranger.says(f"N{900 + number}") for number in range(FREE + 2)]

    assert [WAITS in each for each in said] == [False] * FREE + [True] * 2
    with town.bot.database.read() as db:
        [row] = db.scalars(select(Guess))
    assert row.wrong == FREE


def test_staff_and_others_are_not_held_up(town: Town) -> None:
    guess(town.newcomer(), FREE + 3)
    staff = [town.secretary.says(f"N{900 + number}") for number in range(FREE + 3)]

    assert WAITS not in town.resident.says("N900")
    assert not any(WAITS in said for said in staff)


def test_a_new_day_begins_anew(town: Town) -> None:
    stranger = town.newcomer()
    guess(stranger, FREE + 2)
    town.clock.advance(hours=24)

    assert not any(WAITS in said for said in guess(stranger, FREE))
