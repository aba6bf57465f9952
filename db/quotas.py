"""Ledgers of roads: how much went by each on a day, and which are closed for a while."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from db import pauses
from db.models import Quota
from db.pauses import PAUSE, Pause
from db.quick import Quick, insert_for

UNTIL = "until"  # the period of a row that says how long a road is closed


@dataclass(frozen=True, slots=True)
class RoadStanding:
    """How roads stand at one moment: why some are closed, which rest, what each was used for today."""

    closed: Mapping[str, str] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)
    pauses: Mapping[str, Pause] = field(default_factory=dict)  # by road or channel


# Built once: every promise asks it.
_STANDING = select(Quota).where(
    Quota.scope.in_(bindparam("roads", expanding=True)),
    Quota.period.in_([UNTIL, PAUSE, bindparam("day")]),
)


def standing(db: Session, roads: Collection[str], day: str, now: datetime) -> RoadStanding:
    """Return how these roads and channels stand."""
    closed: dict[str, str] = {}
    used: Counter[str] = Counter()
    resting: dict[str, Pause] = {}
    for row in db.scalars(_STANDING, {"roads": list(roads), "day": day}):
        if row.period == day:
            used[row.scope] = row.used
        elif row.period == PAUSE:
            pause = pauses.of_row(row)
            if pause is not None and not pause.is_over(now):
                resting[row.scope] = pause
        elif row.closed_until and row.closed_until > now:
            closed[row.scope] = row.reason or "unreachable"
    return RoadStanding(closed, used, resting)


def road_closed(db: Session, road: str, now: datetime) -> str | None:
    """Return why nobody may use this road now, or None."""
    stands = standing(db, [road, road.partition(".")[0]], "", now)
    resting = [pause.reason for pause in stands.pauses.values()]
    return stands.closed.get(road) or next(iter(resting), None)


def road_shut(db: Session, road: str, now: datetime) -> str | None:
    """Return why this road stays closed until somebody opens it, or None; one that rests does not."""
    return standing(db, [road], "", now).closed.get(road)


def close_road(db: Session, road: str, until: datetime, reason: str) -> None:
    row = db.scalar(select(Quota).filter_by(scope=road, period=UNTIL))
    if row is None:
        row = Quota(scope=road, period=UNTIL, used=0)
        db.add(row)
    row.closed_until, row.reason = until, reason


_COUNT = Quick(
    lambda dialect: (
        insert_for(dialect, Quota)
        .values(scope=bindparam("road"), period=bindparam("day"), used=bindparam("many"))
        .on_conflict_do_update(
            index_elements=["scope", "period"], set_={"used": Quota.used + bindparam("many")}
        )
    )
)


def count_sent(db: Session, road: str, day: str, many: int) -> None:
    """Add to the day's ledger of a road."""
    _COUNT.one(db, {"road": road, "day": day, "many": many})


def take_one(db: Session, scope: str, day: str, now: datetime, most: int, apart: timedelta) -> bool:
    """Take one of the `most` a day that may be had so far apart; False if none may be had now."""
    is_rested = or_(Quota.closed_until.is_(None), Quota.closed_until <= now)
    if not _change(db, scope, UNTIL, is_rested, closed_until=now + apart):
        return False
    return _change(db, scope, day, Quota.used < most, used=Quota.used + 1)


def _change(
    db: Session, scope: str, period: str, where: ColumnElement[bool], **values: object
) -> bool:
    """Change a row if it is so; of several processes that try, one finds it so."""
    fresh = insert_for(db.get_bind().dialect.name, Quota)
    db.execute(fresh.values(scope=scope, period=period, used=0).on_conflict_do_nothing())
    mine = (Quota.scope == scope) & (Quota.period == period)
    changed = db.scalar(update(Quota).where(mine, where).values(**values).returning(Quota.id))
    return changed is not None
