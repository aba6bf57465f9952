"""What is so in this place and public: filled in by its secretary, said to whoever asks."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.knowledge.rights import WRITERS
from community.people import tree
from community.people.access import Actor, Refused, record
from core import personal, place
from core.place import FactSpec
from db.knowledge import facts
from db.models import PlaceFact, Unit
from db.people import persons, units


@dataclass(frozen=True, slots=True)
class KnownFact:
    """What holds of one fact, by whose word, since when; "" for the name of somebody unknown."""

    id: int
    value: str
    unit_id: int
    unit: str
    by: str
    at: datetime


class FactDoubt(enum.StrEnum):
    """Why a value is asked about before it becomes public."""

    MOBILE = "mobile"  # perhaps somebody's own
    OF_RESIDENT = "of_resident"  # the register has it as somebody's, who holds no post
    PERSONAL = "personal"  # a door, a plate, a name


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A change as it is shown before it is made; `before` is what the unit itself says now."""

    unit_id: int
    unit: str
    value: str
    before: KnownFact | None
    doubt: FactDoubt | None
    about: str = ""


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A change that was made: the fact as it is said from now on."""

    unit: str
    value: str


def known(db: Session, path: str) -> dict[str, KnownFact]:
    """Return what holds for whoever belongs to the last unit of a path (“1/4/9/”), by name.

    The nearest unit that has a word on a fact decides.
    """
    line = [int(step) for step in path.strip("/").split("/") if step]
    rows = sorted(facts.newest(db, line), key=lambda row: line.index(row.unit_id))
    return {row.name: _known(db, row) for row in rows if row.value}


def _known(db: Session, row: PlaceFact) -> KnownFact:
    unit = units.get_unit(db, row.unit_id)
    by = tree.call(persons.get(db, row.set_by)) if row.set_by else ""
    return KnownFact(row.id, row.value, unit.id, unit.name, by, row.set_at)


def missing(
    specs: Mapping[str, FactSpec], found: Mapping[str, KnownFact], names: Iterable[str] = ()
) -> list[FactSpec]:
    """Return which of these facts, or of all, nobody has filled in."""
    return [spec for name, spec in specs.items() if name not in found and name in (names or specs)]


def propose(actor: Actor, db: Session, spec: FactSpec, value: str, where: str) -> (
    ProposedFact | Refused
):  # fmt: skip
    """Look at what somebody says is so in their place, or in the unit they name, before it holds.

    An empty value takes back what is there.
    """
    unit = _unit(actor, db, where)
    if isinstance(unit, Refused):
        return unit
    last = facts.last(db, unit.id, spec.name)
    before = _known(db, last) if last is not None and last.value else None
    if not value:
        return ProposedFact(unit.id, unit.name, "", before, None) if before else Refused("not_set")
    if (reason := place.why_not(spec.kind, value)) is not None:
        return Refused(reason)
    if before is not None and before.value == value:
        return Refused("same", value)
    doubt, about = _doubt(db, value)
    return ProposedFact(unit.id, unit.name, value, before, doubt, about)


def change(
    actor: Actor,
    db: Session,
    spec: FactSpec,
    value: str,
    unit_id: int,
    before_id: int | None,
    now: datetime,
) -> ChangedFact | Refused:
    """Make a change that was shown, unless somebody has made another meanwhile."""
    unit = units.get_unit(db, unit_id)
    if not actor.covers(unit, WRITERS):
        return Refused("not_writer")
    last = facts.last(db, unit_id, spec.name)
    if (last.id if last is not None and last.value else None) != before_id:
        return Refused("changed_meanwhile")
    row = facts.add(db, unit_id, spec.name, value, actor.person_id, now)
    record(db, actor, now, "place_fact_set", detail=f"{spec.name} unit {unit_id} fact {row.id}")
    return ChangedFact(unit.name, value)


def history(actor: Actor, db: Session, spec: FactSpec) -> list[KnownFact] | Refused:
    """Return who said what of a fact and when, the newest first, in the line of somebody's post.

    An empty value took back what was there.
    """
    seat = actor.seat
    if not actor.is_staff or seat is None:
        return Refused("not_writer")
    line = [int(step) for step in seat.path.strip("/").split("/")]
    return [_known(db, row) for row in facts.of_line(db, line, spec.name)]


def _unit(actor: Actor, db: Session, where: str) -> Unit | Refused:
    """Return the unit somebody speaks for: their own, or one below it that they name."""
    seats = actor.seats(WRITERS)
    if not seats:
        return Refused("not_writer")
    if not where:
        lowest = [unit for unit in seats if unit.level == seats[0].level]
        return seats[0] if len(lowest) == 1 else Refused("which_unit", _names(lowest))
    named = (units.unit_by_name(db, where, seat) for seat in seats)
    return next((unit for unit in named if unit is not None), None) or Refused("no_place", where)


def _names(found: Sequence[Unit]) -> str:
    return "、".join(unit.name for unit in found)


def _doubt(db: Session, value: str) -> tuple[FactDoubt | None, str]:
    """Return why a value looks as if it belonged to one person, and which part of it."""
    mobiles = [one for one in place.numbers_in(value) if len(one) == 11 and one[0] == "1"]
    for mobile in mobiles:
        if persons.residents_number(db, mobile):
            return FactDoubt.OF_RESIDENT, mobile
    if mobiles:
        return FactDoubt.MOBILE, mobiles[0]
    found = personal.in_public(value)
    return (FactDoubt.PERSONAL, found) if found else (None, "")
