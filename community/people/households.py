"""A household as a whole: who lives there, moving all of it, and who stands at its head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people import kinship, registering, tree
from community.people.access import Actor, Refused, record
from community.people.registering import Resident, theirs
from core.announcements import Announce
from db.models import Person
from db.people import persons


@dataclass(frozen=True, slots=True)
class HeadChanged:
    """Who answers for a household from now on, and whose relation to them nobody has said."""

    head: Person
    door: str
    unclear: Sequence[Person]


def family_of(db: Session, person: Person) -> list[Person]:
    """Return who lives behind the door of somebody, themselves among them, the head first."""
    if person.household_id is None:
        return [person]
    found = persons.in_household(db, person.household_id)
    living = [each for each in found if each.gone_on is None and each.merged_into is None]
    return sorted(living, key=lambda each: (not each.is_respondent, each.id))


def address_of(person: Person) -> dict[str, Any]:
    """Return the door of somebody as an address is understood; empty for one who has none."""
    home = person.household
    if home is None:
        return {}
    return {"building": home.building, "unit": home.entrance, "room": home.room}


def move_all(
    actor: Actor,
    db: Session,
    person_ids: Sequence[int],
    address: Mapping[str, Any],
    now: datetime,
    announce: Announce,
) -> list[Resident] | Refused:
    """Let several of a household live behind another door, the head first; all of them or nobody."""
    people = [persons.get(db, number) for number in person_ids]
    there = registering.behind(actor, db, address)
    if isinstance(there, Refused):
        return there
    names = {person.name for person in there.people if person.name}
    for person in people:
        if person.name in names and person.id not in {each.id for each in there.people}:
            return Refused("there_already", tree.call(person))
    first = [theirs(actor, db, number) for number in person_ids]
    if refused := next((one for one in first if isinstance(one, Refused)), None):
        return refused
    ordered = sorted(people, key=lambda each: (not each.is_respondent, each.id))
    relations = {person.id: person.relation for person in ordered}
    moved = []
    for person in ordered:
        done = registering.move(actor, db, person.id, address, now, announce)
        if isinstance(done, Refused):
            return done
        if not done.person.is_respondent:
            done.person.relation = relations[person.id]
        moved.append(done)
    return moved


def lead(actor: Actor, db: Session, person_id: int, now: datetime) -> HeadChanged | Refused:
    """Let somebody stand at the head of their household; the others' relations are turned to them."""
    head = theirs(actor, db, person_id)
    if isinstance(head, Refused):
        return head
    if head.is_respondent:
        return Refused("head_already", tree.call(head))
    was, unclear = head.relation, []
    for other in family_of(db, head):
        if other.id == head.id:
            continue
        before = None if other.is_respondent else (other.relation or "")
        other.relation = kinship.headed_by(was, before)
        other.is_respondent = False
        if other.relation is None:
            unclear.append(other)
    head.is_respondent, head.relation = True, None
    record(db, actor, now, "head_changed", subject=head.id)
    return HeadChanged(head, tree.door(head.household) if head.household else "", unclear)
