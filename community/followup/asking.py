"""The clock's part: opening what has come due."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from community.followup.reminding import part_of
from community.followup.watch import NOON, Watch
from core.budget import Budget
from core.library import Part, Programme
from db import marks
from db.followup import asking, episodes
from db.followup.episodes import Opens
from db.marks import Mark
from db.models import SlotState

AT_ONCE = 10  # times the rows of a budget: opening a slot is a small part of a statement
CATCH_UP_DAYS = 7  # after a longer stop, older slots are not made up for


def to_open(watch: Watch, now: datetime, done: Set[Mark]) -> Iterator[tuple[Programme, date, Part]]:
    """Yield what has begun to be asked for, these last days, and is not marked as opened."""
    today = watch.today(now)
    for programme in watch.programmes.values():
        for back in range(CATCH_UP_DAYS, -1, -1):
            day = today - timedelta(days=back)
            for part in programme.parts:
                is_done = (_mark(programme, part), day.isoformat()) in done
                if not is_done and watch.at(day, part.asks) <= now:
                    yield programme, day, part


def _mark(programme: Programme, part: Part) -> str:
    return f"slots:{programme.id}:{part.name}"


class Opening:
    """How far each part of a day has been opened: the last episode, so that a slice goes on there.

    It is a hint of this process: where it was lost, or what it tells was taken back, opening begins anew.
    """

    def __init__(self) -> None:
        self._last: dict[Opens, int] = {}

    def after(self, db: Session, opens: Opens) -> int:
        """Return the episode to go on after."""
        last = self._last.get(opens, 0)
        is_there = last and episodes.slot_at(db, last, opens.day, opens.part) is not None
        return last if is_there else 0

    def reached(self, opens: Opens, last: int) -> None:
        self._last = {opens: last}  # one part after the other


def open_due(db: Session, watch: Watch, now: datetime, budget: Budget, opening: Opening) -> int:
    """Open what has come due these last days and was not opened yet; return for how many."""
    done, opened = marks.since(db, watch.today(now) - timedelta(days=CATCH_UP_DAYS)), 0
    for programme, day, part in budget.take(to_open(watch, now, done)):
        times = watch.at(day, part.asks), watch.closes_at(day, part)
        opens = Opens(programme.id, day, part.name, *times)
        made: list[int] = []
        budget.repeat(partial(_open_some, db, opens, opening, now, made), AT_ONCE)
        opened += sum(made)
        if budget.is_more:
            break
        marks.first_time(db, _mark(programme, part), day, now)
    return opened


def _open_some(
    db: Session, opens: Opens, opening: Opening, now: datetime, made: list[int], limit: int
) -> int:
    found = episodes.opened_for(db, opens, opening.after(db, opens), limit)
    if found:
        among = found[0], found[-1]
        made.append(episodes.open_slots(db, opens, *among))
        episodes.fill_from_reports(db, opens.day, opens.part, now, among)
        opening.reached(opens, found[-1])
    return len(found)


def parts_ahead(watch: Watch, now: datetime) -> dict[str, int]:
    """Return the parts of today that are still to be asked for, and when: minutes after midnight."""
    today = watch.today(now)
    found: dict[str, int] = {}
    for programme in watch.programmes.values():
        for part in programme.parts:
            if watch.at(today, part.asks) > now:
                minutes = part.asks.hour * 60 + part.asks.minute
                found[part.name] = min(minutes, found.get(part.name, minutes))
    return found


def open_early(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Open the slots of households that want to be asked before the programme's own time."""
    today, ahead = watch.today(now), parts_ahead(watch, now)
    wished = asking.early(db, today, watch.minute(now), ahead, budget.rows) if ahead else []
    rows = []
    for episode_id, programme, name, minute in wished:
        part = part_of(watch, programme, name)
        if part is not None:
            rows.append(_slot(watch, episode_id, part, watch.at_minute(today, minute)))
    return _open(db, rows, today, now, budget)


def open_closely(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Open noon for those who live with somebody who has a fever."""
    if not is_noon(watch, now):
        return 0
    today = watch.today(now)
    opens_at = watch.at(today, NOON.asks)
    found = asking.closely(db, today, NOON.name, noon_begins(watch, now), budget.rows)
    rows = [_slot(watch, episode_id, NOON, opens_at) for episode_id, _ in found]
    return _open(db, rows, today, now, budget)


def noon_begins(watch: Watch, now: datetime) -> datetime:
    """Return from when on today a report may as well be noon's."""
    return watch.at(watch.today(now), NOON.begins)


def is_noon(watch: Watch, now: datetime) -> bool:
    """Tell whether noon is asked for now."""
    today = watch.today(now)
    return watch.at(today, NOON.asks) <= now < watch.closes_at(today, NOON)


def open_missing(
    db: Session, watch: Watch, missing: Sequence[tuple[int, str]], now: datetime
) -> int:
    """Open slots of today that should be open: (episode, part); return how many."""
    today, rows = watch.today(now), []
    for episode_id, name in missing:
        programme = episodes.get(db, episode_id).programme
        part = part_of(watch, programme, name)
        if part is not None:
            rows.append(_slot(watch, episode_id, part, watch.at(today, part.asks)))
    return _open(db, rows, today, now, Budget())


def _slot(watch: Watch, episode_id: int, part: Part, opens_at: datetime) -> dict[str, Any]:
    day = watch.today(opens_at)
    return {
        "episode_id": episode_id,
        "day": day,
        "part": part.name,
        "opens_at": opens_at,
        "closes_at": watch.closes_at(day, part),
        "asks_at": opens_at,
        "times_asked": 0,
        "state": SlotState.OPEN,
    }


def _open(
    db: Session, rows: Sequence[Mapping[str, Any]], day: date, now: datetime, budget: Budget
) -> int:
    asking.open_slots(db, rows)
    for name in {str(row["part"]) for row in rows}:
        episodes.fill_from_reports(db, day, name, now)
    budget.done += len(rows)
    budget.is_more = len(rows) >= budget.rows
    return len(rows)
