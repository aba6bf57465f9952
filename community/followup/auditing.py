"""The auditor: each open loop has a next step in the future; what is stuck is set going again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.followup import asking, silence
from community.followup.watch import Watch
from community.work import escalation
from community.work.escalation import Desk
from db.followup import audits
from db.followup import silence as slots
from db.followup.audits import Found, Stuck
from db.work import items

MOST = 500  # of each kind in one audit; the next is a minute later

__all__ = ["Found", "Stuck", "look", "repair"]


def look(db: Session, watch: Watch, now: datetime) -> Found:
    """Return what is stuck at a moment; nothing is written."""
    today = watch.today(now)
    asked = {
        (programme.id, part.name)
        for programme in watch.programmes.values()
        for part in programme.parts
        if watch.at(today, part.asks) + audits.LATE <= now < watch.closes_at(today, part)
    }
    return audits.look(db, now, today, sorted(asked), list(watch.programmes), MOST)


Repair = Callable[[Session, Watch, Sequence[Any], datetime, Desk], int]


def repair(
    db: Session, watch: Watch, kind: Stuck, stuck: Sequence[Any], now: datetime, desk: Desk
) -> int:
    """Set loops of one kind going again, count them; return how many."""
    done = _REPAIRS[kind](db, watch, stuck, now, desk) if kind in _REPAIRS else 0
    audits.count(db, watch.today(now), kind, len(stuck), done, now)
    return done


def _close(db: Session, _: Watch, ids: Sequence[int], __: datetime, ___: Desk) -> int:
    slots.close(db, ids)
    return len(ids)


def _ask(db: Session, watch: Watch, ids: Sequence[int], now: datetime, _: Desk) -> int:
    """The clock could not ask for long: tried once more, then somebody rings."""
    audits.ask_at(db, ids, watch.awake_at(now), None)
    return len(ids)


def _ring(db: Session, watch: Watch, ids: Sequence[int], now: datetime, desk: Desk) -> int:
    """The clock tries and cannot ask: somebody rings instead."""
    audits.ask_at(db, ids, None, slots.BY_PHONE)
    for person_id in dict.fromkeys(slots.persons_of(db, ids)):
        silence.tell_of(db, watch, person_id, now, desk)
    return len(ids)


def _open(
    db: Session, watch: Watch, missing: Sequence[tuple[int, str]], now: datetime, _: Desk
) -> int:
    return asking.open_missing(db, watch, missing, now)


def _climb(db: Session, _: Watch, ids: Sequence[int], now: datetime, __: Desk) -> int:
    audits.climb_at(db, ids, now)
    return len(ids)


def _let_go(db: Session, _: Watch, ids: Sequence[int], now: datetime, __: Desk) -> int:
    audits.let_go(db, ids, now)
    return len(ids)


def _tell(db: Session, watch: Watch, ids: Sequence[int], now: datetime, desk: Desk) -> int:
    for person_id in ids:
        silence.tell_of(db, watch, person_id, now, desk)
    return len(ids)


def _end(db: Session, _: Watch, ids: Sequence[int], now: datetime, __: Desk) -> int:
    for number in ids:
        item = items.hold(db, number)
        if not item.state.is_over:
            escalation.close(db, item, silence.NOBODY_SILENT, now)
    return len(ids)


_REPAIRS: Mapping[Stuck, Repair] = {
    Stuck.SLOT_NOT_CLOSED: _close,
    Stuck.SLOT_NOT_ASKED: _ring,
    Stuck.SLOT_WITHOUT_STEP: _ask,
    Stuck.SLOT_NOT_OPENED: _open,
    Stuck.ITEM_WITHOUT_STEP: _climb,
    Stuck.ITEM_IN_NO_HANDS: _let_go,
    Stuck.SILENCE_NOT_TOLD: _tell,
    Stuck.SILENCE_OVER: _end,
}
