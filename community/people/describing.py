"""What staff write down of somebody: needs, notes, birth, ID number, name; each taken back the same way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused, record
from community.people.registering import theirs
from core.register import Need
from db.models import Person
from db.people import persons

NOTES = 200  # characters of what is noted of somebody in all


@dataclass(frozen=True, slots=True)
class Description:
    """What is to be written of somebody; whatever is empty stays as it is."""

    needs: Collection[Need] = ()
    over: Collection[Need] = ()  # needs that are no more
    note: str = ""
    birth: str = ""  # a day or a year, as the register writes it
    id_number: str = ""  # 18 characters that add up; whoever reads them has checked
    name: str = ""


def describe(
    actor: Actor, db: Session, person_id: int, said: Description, now: datetime
) -> Person | Refused:
    """Write it down; the audit names which of it was changed, never what was said."""
    person = theirs(actor, db, person_id)
    if isinstance(person, Refused):
        return person
    changed = [*_needs(person, said), *_about(person, said)]
    for what in changed:
        record(db, actor, now, f"{what}_changed", subject=person.id)
    return person


def remark(actor: Actor, db: Session, person_id: int, note: str, now: datetime) -> bool:
    """Note what somebody of the staff did or saw of one they look after; a doctor may, too."""
    person = persons.get(db, person_id)
    if person.household is None or not actor.covers(person.household.unit):
        return False
    for what in _about(person, Description(note=note)):
        record(db, actor, now, f"{what}_changed", subject=person.id)
    return True


def _needs(person: Person, said: Description) -> list[str]:
    was = set(person.needs or ())
    now = (was | {need.value for need in said.needs}) - {need.value for need in said.over}
    if now == was:
        return []
    person.needs = sorted(now) or None
    return ["needs"]


def _about(person: Person, said: Description) -> list[str]:
    changed = []
    if said.note and said.note not in (person.notes or ""):
        kept = [part for part in (person.notes, said.note) if part]
        person.notes = "；".join(kept)[-NOTES:]
        changed.append("notes")
    if said.birth:
        person.birth = said.birth
        changed.append("birth")
    if said.name:
        person.name = person.name_index = said.name
        changed.append("name")
    if said.id_number:
        person.id_number, number = said.id_number, said.id_number
        person.birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        person.sex = "男" if int(number[16]) % 2 else "女"
        changed.append("id_number")
    return changed


def needs_of(person: Person) -> set[Need]:
    """Return what is written down that somebody needs."""
    return {Need(word) for word in person.needs or () if word in set(Need)}
