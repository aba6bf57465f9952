"""Households of several people under observation, for the stories about reminders and silence."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from community import followup
from db.models import Contact, Episode, ItemKind, Person, SlotDue, WorkItem
from db.people import persons
from tests.conftest import Someone, Town


def head_of(db: Session, someone: Someone) -> Person:
    """Return whose phone it is."""
    found = select(Contact.person_id).where(Contact.address == someone.phone.openid)
    return persons.get(db, db.scalars(found).one() or 0)


def enlarge(town: Town, at: int, *names: str) -> list[int]:
    """Let people move in with the household that is observed at a place, observed from now on."""
    programme = town.bot.library.programmes["chik_2025"]

    def add(db: Session) -> list[int]:
        head = head_of(db, town.observed[at])
        made = []
        for name in names:
            person = Person(household_id=head.household_id, name=name, created_at=town.clock.now())
            db.add(person)
            db.flush()
            followup.open_episode(db, town.bot.watch, person, programme, 10, town.clock.now())
            made.append(person.id)
        return made

    return town.bot.database.write(add)


def silences(town: Town) -> list[WorkItem]:
    """Return the items about silence, oldest first."""
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.SILENCE).order_by(WorkItem.id)
        return list(db.scalars(found))


def slots_of(town: Town, someone: Someone, day: date) -> list[SlotDue]:
    with town.bot.database.read() as db:
        mine = Episode.person_id == head_of(db, someone).id
        found = select(SlotDue).join(Episode).where(mine, SlotDue.day == day)
        return list(db.scalars(found.order_by(SlotDue.opens_at)))


def run(town: Town, moment: str) -> None:
    """Let the clock and the sender do what is due then."""
    town.at(moment)
    town.tick()
    town.send()
    town.send()
