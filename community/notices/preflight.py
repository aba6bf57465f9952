"""A notice before it is sent, as a value every door can word: who, by which road, with which text, who not."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices.kinds import heading
from community.people import tree
from core.phrases import say_day
from db.models import DeliveryKind, Notice, Role, Unit
from db.notices import reachable
from db.notices.reachable import UnreachedDoor
from db.notices.targets import Aim
from db.people import units
from outbox.forecast import ByRoad, Forecast

__all__ = [
    "Beforehand",
    "ByRoad",
    "Forecast",
    "Preflight",
    "as_sent",
    "fields_of",
    "look",
    "unreached",
]

T = TypeVar("T")
FEW = 15  # doors that are looked up with the sums; the others by `unreached`


class Beforehand(Protocol):
    """Looks something up before the turn that asks for it, so that nobody who writes waits."""

    def __call__(self, question: Hashable, look: Callable[[Session], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Preflight:
    """Whom a notice would reach if it were sent now.

    households = reached_households + without + exempt.
    """

    households: int
    exempt: int
    people: int  # who can be written to at some address
    by_road: Sequence[ByRoad]  # how many by which road, the exact text, what is left of its quota
    closed: int  # people who follow, and to whom no road is open now
    closing: int  # of those reached by their window: it closes before the last day of the notice
    why_without: Mapping[str, int]  # households nobody of which can be written to, by reason
    first_without: Sequence[tuple[str, str]]  # (door, reason) of the first; `unreached` has all
    nobody_responsible: Sequence[str]  # the names of units in which no grid worker sees to them

    @property
    def without(self) -> int:
        return sum(self.why_without.values())

    @property
    def reached_households(self) -> int:
        return self.households - self.exempt - self.without


def look(
    db: Session,
    aim: Aim,
    unit: Unit,
    now: datetime,
    zone: ZoneInfo,
    forecast: Forecast,
    notice: Notice,
) -> Preflight:
    """Look, and take nothing from any ledger."""
    counted = reachable.count(db, aim, now)
    why_without = reachable.why_unfollowed(db, aim)
    text, fields = as_sent(notice, unit, "N00"), fields_of(notice, unit)
    roads = forecast(db, DeliveryKind.NOTICE, text, fields, counted.open, counted.shut, now)
    sent = sum(each.people for each in roads)
    return Preflight(
        households=counted.households,
        exempt=counted.exempt,
        people=counted.open + counted.shut,
        by_road=roads,
        closed=counted.open + counted.shut - sent,
        closing=reachable.closing(db, aim, now, notice.valid_until, zone),
        why_without=why_without,
        first_without=unreached(db, aim, 0, FEW) if why_without else (),
        nobody_responsible=_left_alone(db, counted.units, now, zone) if aim.posts is None else (),
    )


def unreached(db: Session, aim: Aim, first: int, many: int) -> list[tuple[str, str]]:
    """Return (door, reason) of who cannot be written to, from the `first` on."""
    return [(_door(db, each), each.reason) for each in reachable.unfollowed(db, aim, first, many)]


def _door(db: Session, one: UnreachedDoor) -> str:
    if one.household is not None:
        return tree.door(one.household)
    return tree.call_of(db, one.person_id or 0)


def _left_alone(db: Session, unit_ids: Sequence[int], now: datetime, zone: ZoneInfo) -> list[str]:
    """Name the units whose households no grid worker is responsible for."""
    held: Mapping[int, int] = tree.responsible_for(db, unit_ids, Role.GRID_WORKER, now, zone)
    return units.names(db, [number for number in unit_ids if number not in held])


def as_sent(notice: Notice, unit: Unit, code: str, *, hears: bool = True) -> str:
    """Return a notice as residents read it, with the code they can reply where we hear them."""
    until = f"，到{say_day(notice.valid_until)}有效" if notice.valid_until else ""
    asks = notice.asks_answer and hears
    reply = "。看到请回“收到”，办好回“已办”，有困难直接说" if asks else ""
    return f"【{heading(notice, unit)}】{notice.text}\n（通知编号 {code}{until}）{reply}".rstrip()


def fields_of(notice: Notice, unit: Unit) -> dict[str, str]:
    """Return the words a template message is filled with."""
    return {"what": heading(notice, unit), "text": notice.text}
