"""Observations in a register that is taken in: planned before it, begun once its people are there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy.orm import Session

from community.followup import enrolling
from community.followup.enrolling import Entering
from community.people.access import CLOCK, Refused
from community.people.importing import taking
from community.people.importing.doors import settled
from community.people.importing.taking import Imported
from core.register import Parked, RegisterRow, RegisterTable, WatchColumn
from ops.ports import OperatedBot

SLICE = 5  # households in one transaction, about 80 ms on SQLite: messages come in between
# Whoever writes a message looks every few hundredths of a second whether SQLite's file is free.
GAP_SECONDS = 0.03
Rows = Sequence[RegisterRow | Parked]


@dataclass(frozen=True, slots=True)
class WatchesPlanned:
    """The rows, with those parked whose observation cannot begin, and what the others begin."""

    rows: Rows
    entries: Sequence[Entering] = ()


@dataclass
class WatchesBegun:
    """How many people entered, and the rows whose people were taken in without it."""

    people: int = 0
    untold: int = 0  # households in which nobody's phone could be told
    troubles: list[Parked] = field(default_factory=list)


def plan(bot: OperatedBot, root_id: int, rows: Rows) -> WatchesPlanned:
    """Return what a table would begin, changing nothing."""
    if not any(isinstance(row, RegisterRow) and row.watch for row in rows):
        return WatchesPlanned(rows)
    found = _compared(bot, root_id, rows)
    waiting = {parked.row for parked in found.parked}
    those = [
        settled(row) for row in rows if isinstance(row, RegisterRow) and row.row not in waiting
    ]
    with bot.database.read() as db:
        seen = enrolling.plan(db, bot.watch, those, found.people, bot.clock.now())
    parked = {each.row: each for each in seen.waiting}
    return WatchesPlanned([parked.get(row.row, row) for row in rows], seen.entries)


def begin(bot: OperatedBot, root_id: int, planned: WatchesPlanned) -> WatchesBegun:
    """Begin what was planned, household by household; done again it changes nothing."""
    done = WatchesBegun()
    if not planned.entries:
        return done
    people, gap = _compared(bot, root_id, planned.rows).people, Event()
    for at in range(0, len(planned.entries), SLICE):
        some = planned.entries[at : at + SLICE]
        written = bot.database.write(lambda db, some=some: _begin(bot, db, some, people))  # type: ignore[misc]
        done.people += written.people
        done.untold += written.untold
        done.troubles += written.troubles
        if bot.database.is_sqlite:
            gap.wait(GAP_SECONDS)
    return done


def _begin(
    bot: OperatedBot, db: Session, some: Sequence[Entering], people: dict[int, int]
) -> WatchesBegun:
    done, now = WatchesBegun(), bot.clock.now()
    for entry in some:
        begun, late = enrolling.begin(CLOCK, db, bot.watch, entry, people, now)
        done.troubles += late
        for each in begun:
            if isinstance(each, Refused):
                done.troubles += _refused(entry, each)
            else:
                done.people += len(each.names)
                done.untold += not each.is_told
    return done


def _refused(entry: Entering, why: Refused) -> Iterator[Parked]:
    return (
        Parked(row.row, WatchColumn.PROGRAMME.value, why.reason, why.about) for row in entry.rows
    )


def _compared(bot: OperatedBot, root_id: int, rows: Rows) -> Imported:
    with bot.database.read() as db:
        found = taking.compare(CLOCK, db, root_id, rows, bot.clock.now(), bot.config.community.zone)
    assert not isinstance(found, Refused), "an operator is not refused"
    return found.done


def heading(table: RegisterTable, column: str) -> str:
    """Return how the user's table calls a column of observations; others are named already."""
    if column not in set(WatchColumn):
        return column
    called = {kind: each for each, kind in table.layout.columns.items()}
    return called.get(column) or called.get(WatchColumn.PROGRAMME.value, "")
