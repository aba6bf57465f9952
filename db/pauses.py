"""Roads that rest because the platform takes nothing: since when, until when, why; for all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from db.models import Attempt, Delivery, DeliveryStatus, Quota
from db.quick import Quick, insert_for

PAUSE = "pause"  # the period of a row that says how long something rests


@dataclass(frozen=True, slots=True)
class Pause:
    """How long a road, or all roads of a channel, rests.

    `fails` is how often in a row nothing at all was taken; with none the platform takes some, and
    nobody need probe it first.  Otherwise one delivery does when the pause is over.
    """

    scope: str  # a road's name, or a channel's
    since: datetime  # it has not been well since
    until: datetime
    reason: str
    fails: int

    def is_over(self, now: datetime) -> bool:
        return self.fails == 0 and self.until <= now


class QuotaRow(Protocol):
    """A row of the ledger, however it was read."""

    @property
    def scope(self) -> str: ...
    @property
    def used(self) -> int: ...
    @property
    def closed_until(self) -> datetime | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def since(self) -> datetime | None: ...


def of_row(row: QuotaRow) -> Pause | None:
    """Return the pause a row of the ledger holds, if it is one."""
    if row.closed_until is None or row.since is None:
        return None
    return Pause(row.scope, row.since, row.closed_until, row.reason or "unreachable", row.used)


class _Row(NamedTuple):
    scope: str
    used: int
    closed_until: datetime | None
    reason: str | None
    since: datetime | None


_COLUMNS = [getattr(Quota, name) for name in _Row._fields]
_ALL = Quick(lambda _: select(*_COLUMNS).where(Quota.period == PAUSE).order_by(Quota.scope))


def standing(db: Session, now: datetime) -> list[Pause]:
    """Return what rests at a moment, or waits for somebody to probe it."""
    found = [of_row(_Row(*row)) for row in _ALL.all(db, {})]
    return [pause for pause in found if pause is not None and not pause.is_over(now)]


def rest(db: Session, pause: Pause) -> None:
    """Let it rest, for every process."""
    values = {
        "used": pause.fails,
        "closed_until": pause.until,
        "reason": pause.reason,
        "since": pause.since,
    }
    fresh = insert_for(db.get_bind().dialect.name, Quota)
    db.execute(
        fresh.values(scope=pause.scope, period=PAUSE, **values).on_conflict_do_update(
            index_elements=["scope", "period"], set_=values
        )
    )


_PROBE = (
    update(Quota)
    .where(Quota.scope == bindparam("of"), Quota.period == PAUSE)
    .where(Quota.closed_until <= bindparam("now"))
    .values(closed_until=bindparam("until"))
    .returning(Quota.id)
)


def take_probe(db: Session, scope: str, now: datetime, until: datetime) -> bool:
    """Take the right to try again; until then nobody else has it.  False if somebody else has."""
    connection = db.connection()
    return connection.scalar(_PROBE, {"of": scope, "now": now, "until": until}) is not None


def leave_probe(db: Session, scope: str, now: datetime) -> None:
    """Give the right back: there was nothing to try with."""
    mine = (Quota.scope == scope) & (Quota.period == PAUSE)
    db.execute(update(Quota).where(mine).values(closed_until=now))


def wake(db: Session, now: datetime, within: timedelta) -> None:
    """Let every road take letters at once, and what would be tried again soon be tried now."""
    db.execute(delete(Quota).where(Quota.period == PAUSE))
    soon = Delivery.due_at > now, Delivery.due_at <= now + within
    held_up = Delivery.reason.is_not(None), Delivery.reason != "quiet_hours"
    db.execute(
        update(Delivery)
        .where(Delivery.status == DeliveryStatus.QUEUED, *soon, *held_up)
        .values(due_at=now)
    )
    waiting = select(Delivery.id).where(Delivery.status == DeliveryStatus.QUEUED)
    later = Attempt.again_at > now, Attempt.again_at <= now + within
    db.execute(update(Attempt).where(Attempt.delivery_id.in_(waiting), *later).values(again_at=now))


def resume(db: Session, scope: str) -> None:
    """It takes letters again."""
    db.execute(delete(Quota).where(Quota.scope == scope, Quota.period == PAUSE))
