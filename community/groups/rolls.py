"""Lists that go round in a group (接龙): rows by door, who is missing, and what a second paste changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.groups.reading import ReadRoll, RollLine, read
from community.people.access import Actor, Refused, record
from db import rolls
from db.models import Household, Roll, Unit
from db.people import units

SAME_LIST = timedelta(days=14)  # so long a list of the same name goes on growing


@dataclass(frozen=True, slots=True)
class Unfit:
    """A line that is on no row; `reason`: unread, several, no_door, many_doors, other_building."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class RollSums:
    """Where a list stands; doors are “2-601”."""

    title: str
    unit: str
    rows: int
    amount: int | None  # of those who wrote one; None where nobody did
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class TakenRoll:
    """What a paste changed, and where the list stands."""

    sums: RollSums
    new: int
    changed: Sequence[str]
    same: int
    unfit: Sequence[Unfit]


def take(
    actor: Actor, db: Session, head: str, rows: str, now: datetime
) -> Sequence[TakenRoll] | Refused:
    """Lay a pasted list over what is known of it, building by building; nothing is taken away."""
    given = read(head, rows)
    if not given.lines:
        return Refused("no_lines")
    taken: list[TakenRoll] = []
    for part in _by_building(given):
        unit = _building(actor, db, part)
        if isinstance(unit, Refused):
            return unit
        taken.append(_lay(actor, db, unit, part, now))
    return taken


def _by_building(given: ReadRoll) -> list[ReadRoll]:
    """Part a list of several buildings; what names none of them stands with the first, unread."""
    named = list(dict.fromkeys(line.building for line in given.lines if line.building))
    if given.building or len(named) < 2:
        return [given]
    nameless = tuple(line.raw for line in given.lines if not line.building)
    parts = [
        replace(
            given,
            building=each,
            lines=tuple(line for line in given.lines if line.building == each),
            unread=(),
            several=(),
        )
        for each in named
    ]
    first = replace(parts[0], unread=given.unread + nameless, several=given.several)
    return [first, *parts[1:]]


def _lay(actor: Actor, db: Session, unit: Unit, given: ReadRoll, now: datetime) -> TakenRoll:
    fitted, unfit = _fit(db, unit, given)
    roll = _of(db, unit, given.title, now)
    if roll is None and not fitted:  # nothing is known of a list nobody could be found on
        homes = [_door(home) for home in rolls.homes_of(db, unit)]
        return TakenRoll(RollSums(given.title, unit.name, 0, None, homes), 0, [], 0, unfit)
    roll = roll or rolls.begin(db, unit.id, given.title, actor.person_id, now)
    roll.touched_at = now
    before = rolls.said(db, roll.id)
    fresh = {home.id: _said(line) for home, line in fitted}
    changed = [_door(h) for h, line in fitted if h.id in before and before[h.id] != fresh[h.id]]
    new = sum(home_id not in before for home_id in fresh)
    rolls.lay(db, roll.id, {k: said for k, said in fresh.items() if before.get(k) != said})
    record(db, actor, now, "roll_pasted", detail=f"roll {roll.id}")
    changed = list(dict.fromkeys(changed))
    same = len(fresh) - new - len(changed)
    return TakenRoll(_sums(db, unit, roll), new, changed, same, unfit)


def look(actor: Actor, db: Session, number: str) -> RollSums | Refused:
    """Return where the newest list of a building stands; without one, the newest they pasted."""
    if not number:
        return _last(actor, db)
    unit = _called(actor, db, number)
    if isinstance(unit, Refused):
        return unit
    newest = next(iter(rolls.of_unit(db, unit.id)), None)
    return _sums(db, unit, newest) if newest is not None else Refused("no_roll", unit.name)


def _last(actor: Actor, db: Session) -> RollSums | Refused:
    last = rolls.last_of(db, actor.person_id) if actor.person_id is not None else None
    if last is None:
        return Refused("no_roll", "您")
    unit = units.get_unit(db, last.unit_id)
    return _sums(db, unit, last) if actor.covers(unit) else Refused("no_roll", "您")


def _building(actor: Actor, db: Session, given: ReadRoll) -> Unit | Refused:
    """Return the building a list is of: named above it, or the same in every line."""
    named = {given.building} if given.building else {each.building for each in given.lines} - {""}
    if len(named) != 1:
        return Refused("which_building")
    return _called(actor, db, named.pop())


def _called(actor: Actor, db: Session, number: str) -> Unit | Refused:
    if not actor.is_staff:
        return Refused("not_staff")
    found = [unit for unit in units.buildings(db, number) if actor.covers(unit)]
    if not found:
        return Refused("no_building", number)
    return found[0] if len(found) == 1 else Refused("many_buildings", number)


def _of(db: Session, unit: Unit, title: str, now: datetime) -> Roll | None:
    since = now - SAME_LIST
    same = (one for one in rolls.of_unit(db, unit.id) if one.title == title)
    return next((one for one in same if one.touched_at >= since), None)


def _fit(
    db: Session, unit: Unit, given: ReadRoll
) -> tuple[list[tuple[Household, RollLine]], list[Unfit]]:
    """Find the door of each line; of two lines for one door the later counts."""
    entrances = set(units.entrances_of(db, unit))
    fitted: dict[int, tuple[Household, RollLine]] = {}
    unfit = [Unfit(raw, "unread") for raw in given.unread]
    unfit += [Unfit(raw, "several") for raw in given.several]
    for line in given.lines:
        home = _home(db, unit, line, entrances)
        if isinstance(home, str):
            unfit.append(Unfit(line.raw, home))
        else:
            fitted[home.id] = home, line
    return list(fitted.values()), unfit


def _home(db: Session, unit: Unit, line: RollLine, entrances: set[str]) -> Household | str:
    entrance = line.entrance
    if line.building and line.building != unit.building:
        if entrance or line.building not in entrances:
            return "other_building"
        entrance = line.building  # “2-601” below a list of one building is its second entrance
    found = units.households_behind(db, unit, entrance, line.room)
    if len(found) == 1:
        return found[0]
    return "many_doors" if found else "no_door"


def _said(line: RollLine) -> dict[str, object]:
    return {"amount": line.amount, "note": line.note}


def _sums(db: Session, unit: Unit, roll: Roll) -> RollSums:
    said = rolls.said(db, roll.id)
    missing = [_door(home) for home in rolls.homes_of(db, unit) if home.id not in said]
    amounts = [row["amount"] for row in said.values() if isinstance(row["amount"], int)]
    total = sum(amounts) if amounts else None
    return RollSums(roll.title, unit.name, len(said), total, missing)


def _door(home: Household) -> str:
    return "-".join(part for part in (home.entrance, home.room) if part)
