"""Who must be rung or visited, the gravest first, with the reason; what came of it, typed back."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from community.followup.silence import VISIT_AFTER
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from community.work import life
from community.work.life import Forms
from db.followup import calls
from db.followup.calls import CallMember
from db.models import CallList, ItemKind
from db.people import units
from db.work import items

RANG = "电话联系上了"


class CallReason(enum.StrEnum):
    """Why a household is on the list; the order is the rank."""

    DANGER = "danger"
    FEVER = "fever"
    VISIT = "visit"  # silent so often that somebody goes to the door
    SILENT = "silent"
    BY_PHONE = "by_phone"
    NOT_YET = "not_yet"  # has not reported in this part of the day


class CallResult(enum.StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NO_SUCH_NUMBER = "no_such_number"


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One household of a grid's list: its number, whom it is about, how to ring, and why."""

    number: int
    household_id: int
    door: str
    names: tuple[str, ...]
    phones: tuple[str, ...]
    reasons: tuple[CallReason, ...]
    missed: int
    needs: tuple[str, ...]
    result: CallResult | None

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Return what it is sorted by: the gravest reason, need of help, how long silent."""
        first = list(CallReason).index(self.reasons[0])
        return first, -bool(self.needs), -self.missed, self.number


@dataclass(frozen=True, slots=True)
class GridList:
    """The list of one grid on one day, the gravest first."""

    unit_id: int
    unit: str
    day: date
    entries: Sequence[CallEntry]


def of_actor(
    actor: Actor, db: Session, watch: Watch, now: datetime, *, everybody: bool = False
) -> list[GridList] | Refused:
    """Return the lists of the grids in an actor's care; `everybody`: whoever has not reported too."""
    if not actor.is_staff:
        return Refused("not_staff")
    record(db, actor, now, "calls_read")
    found: dict[int, GridList] = {}
    for seat in actor.seats():
        for each in below(db, watch, seat.path, now, everybody=everybody):
            found.setdefault(each.unit_id, each)
    return list(found.values())


def below(
    db: Session, watch: Watch, path: str, now: datetime, *, everybody: bool
) -> list[GridList]:
    """Return the lists of all grids below a unit that have somebody to ring or to visit."""
    day = watch.today(now)
    members = calls.watched(db, path, day, since(watch, now))
    silent = calls.silent(db, [one.id for one in members])
    checks = calls.checks(db, [one.id for one in members])
    homes: dict[int, list[CallMember]] = {}
    for one in members:
        homes.setdefault(one.household_id, []).append(one)
    by_phone = calls.want_calls(db, list(homes))
    why = {
        home: _reasons(family, silent, checks, home in by_phone, everybody)
        for home, family in homes.items()
    }
    grids: dict[int, list[int]] = {}
    for home, reasons in why.items():
        if reasons:
            grids.setdefault(homes[home][0].grid_id, []).append(home)
    return [
        _list(db, grid, day, {home: homes[home] for home in there}, why, silent)
        for grid, there in sorted(grids.items())
    ]


def since(watch: Watch, now: datetime) -> datetime:
    """Return when the part of the day began that is asked for at this moment."""
    today = watch.today(now)
    begins = [part.begins for each in watch.programmes.values() for part in each.parts]
    begun = [at for at in map(lambda one: watch.at(today, one), begins) if at <= now]
    return max(begun, default=watch.at(today, time(0)))


def _reasons(
    family: Sequence[CallMember],
    silent: Mapping[int, int],
    checks: Mapping[int, set[ItemKind]],
    by_phone: bool,
    everybody: bool,
) -> tuple[CallReason, ...]:
    kinds = {kind for one in family for kind in checks.get(one.id, ())}
    missed = max((silent.get(one.id, 0) for one in family), default=0)
    is_missing = any(not one.has_reported for one in family)
    held = {
        CallReason.DANGER: ItemKind.DANGER in kinds,
        CallReason.FEVER: ItemKind.FEVER in kinds,
        CallReason.VISIT: missed >= VISIT_AFTER,
        CallReason.SILENT: 0 < missed < VISIT_AFTER or (ItemKind.SILENCE in kinds and not missed),
        CallReason.BY_PHONE: by_phone and is_missing,
        CallReason.NOT_YET: everybody and is_missing and not missed,
    }
    return tuple(reason for reason in CallReason if held[reason])


def _list(
    db: Session,
    grid: int,
    day: date,
    homes: Mapping[int, list[CallMember]],
    why: Mapping[int, tuple[CallReason, ...]],
    silent: Mapping[int, int],
) -> GridList:
    doors, phones = units.households(db, list(homes)), calls.phones(db, list(homes))
    ranked = sorted(homes, key=lambda home: (list(CallReason).index(why[home][0]), home))
    rows = calls.numbered(db, grid, day, ranked)
    entries = [
        CallEntry(
            rows[home].number,
            home,
            tree.door(doors[home]),
            tuple(_called(one) for one in family if not one.has_reported or _is_ill(why[home])),
            tuple(phones.get(home, ())),
            why[home],
            max(silent.get(one.id, 0) for one in family),
            tuple(sorted({need for one in family for need in one.needs})),
            CallResult(told) if (told := rows[home].result) is not None else None,
        )
        for home, family in homes.items()
    ]
    name = units.get_unit(db, grid).name
    return GridList(grid, name, day, sorted(entries, key=lambda entry: entry.rank))


def _is_ill(reasons: Sequence[CallReason]) -> bool:
    return reasons[0] in (CallReason.DANGER, CallReason.FEVER)


def _called(one: CallMember) -> str:
    return one.name or one.relation or "家人"


# -- what came of it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed back: how many were new, which were known, which numbers are on no list."""

    new: int
    known: int
    unknown: tuple[int, ...]
    closed: int  # items about silence that are done by it


def type_back(
    actor: Actor,
    db: Session,
    watch: Watch,
    results: Sequence[tuple[int, CallResult]],
    forms: Forms,
    now: datetime,
    day: date | None = None,
) -> Typed | Refused:
    """Write down the results of calls by their numbers on a list; the same again changes nothing."""
    found = own_list(actor, db, day or watch.today(now))
    if isinstance(found, Refused):
        return found
    rows = {row.number: row for row in calls.rows_of(db, found.id)}
    new = known = closed = 0
    for number, result in results:
        if number not in rows:
            continue
        if not calls.note(db, rows[number], result.value, actor.person_id, now):
            known += 1
            continue
        new += 1
        if result is CallResult.REACHED:
            closed += _close(actor, db, rows[number].household_id, forms, now)
    record(db, actor, now, "calls_typed", detail=str(new))
    unknown = tuple(number for number, _ in results if number not in rows)
    return Typed(new, known, unknown, closed)


def own_list(actor: Actor, db: Session, day: date) -> CallList | Refused:
    if not actor.is_staff:
        return Refused("not_staff")
    found = calls.lists_below(db, [seat.path for seat in actor.seats()], day)
    if not found:
        return Refused("no_list")
    return found[0] if len(found) == 1 else Refused("several_lists")


def _close(actor: Actor, db: Session, household_id: int, forms: Forms, now: datetime) -> int:
    item = items.of_household(db, household_id, ItemKind.SILENCE)
    if item is None or not life.may_act(actor, db, item):
        return 0
    life.finish_item(actor, db, item, RANG, forms, now)
    return 1
