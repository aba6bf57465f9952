"""Members of a household who do not live at home (人户分离): said by those they belong to."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused, record
from core.register import Need
from db.models import Person
from db.people import persons


def is_elsewhere(person: Person) -> bool:
    """Tell whether somebody belongs to a household and does not live there."""
    return Need.ELSEWHERE.value in (person.needs or ())


def set_elsewhere(
    actor: Actor, db: Session, person_id: int, now: datetime, *, elsewhere: bool
) -> Person | Refused:
    """Write down that one of an actor's own household lives elsewhere, or is back."""
    me = persons.get(db, actor.person_id) if actor.person_id is not None else None
    person = persons.get(db, person_id)
    if me is None or me.household_id is None or person.household_id != me.household_id:
        return Refused("not_family")
    needs = {*(person.needs or ()), Need.ELSEWHERE.value}
    kept = needs if elsewhere else needs - {Need.ELSEWHERE.value}
    person.needs = sorted(kept) or None
    record(db, actor, now, "lives_elsewhere" if elsewhere else "lives_at_home", subject=person_id)
    return person
