"""One person, several addresses: a one-time code joins them, and a word takes one away again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import guessing, tree
from community.people.access import Actor, Refused, record
from community.people.invitations import new_code, plain
from db.models import Contact, Invitation
from db.people import contacts, invitations, persons

LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class JoinCode:
    """A code as it is told once; it is not kept."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedAddress:
    """An address that is somebody's from now on."""

    name: str


def offer(actor: Actor, db: Session, now: datetime) -> JoinCode | Refused:
    """Make a code that joins another address to whoever speaks; older ones open nothing more."""
    if actor.person_id is None or not actor.is_staff:
        return Refused("not_staff")
    for older in invitations.open_for_address(db, actor.person_id, now):
        older.withdrawn_at = now
    code = new_code()
    me = actor.person_id
    made = Invitation(
        code=plain(code), person_id=me, invited_by=me, created_at=now, expires_at=now + LASTS
    )
    db.add(made)
    record(db, actor, now, "address_code", subject=me)
    return JoinCode(code, made.expires_at)


def join(
    actor: Actor, db: Session, code: str, now: datetime, zone: ZoneInfo
) -> JoinedAddress | Refused:
    """Join the address somebody speaks from to whoever the code was made by."""
    if guessing.wait(actor, db, now):
        return Refused("wait")
    row = invitations.by_code(db, plain(code))
    if row is None or row.person_id is None or row.role or row.household_id:
        guessing.missed(actor, db, now, zone, pause=guessing.LONGEST)
        return Refused("no_code")
    if row.used_at is not None or row.withdrawn_at is not None or row.expires_at <= now:
        return Refused("over")
    contact = db.get_one(Contact, actor.contact_id)
    if refused := _taken(db, contact, row.person_id):
        return refused
    contact.person_id, contact.bound_at, contact.is_vouched = row.person_id, now, True
    row.used_at, row.used_by = now, row.person_id
    by = Actor(row.person_id, contact.id)
    record(db, by, now, "address_joined", subject=row.person_id, detail=contact.channel)
    return JoinedAddress(persons.get(db, row.person_id).name or "")


def _taken(db: Session, contact: Contact, person_id: int) -> Refused | None:
    """Tell why an address cannot be theirs: it is somebody's, or they have one of its kind."""
    if contact.person_id == person_id:
        return Refused("yours")
    if contact.person_id is not None:
        return Refused("somebody_s", tree.call(persons.get(db, contact.person_id)))
    others = contacts.all_of(db, person_id)
    is_second = any(each.channel == contact.channel and each.is_vouched for each in others)
    return Refused("has_one") if is_second else None


def part(actor: Actor, db: Session, now: datetime) -> Refused | None:
    """Let the address somebody speaks from be nobody's; the last one stays."""
    if actor.person_id is None or actor.contact_id is None:
        return Refused("not_bound")
    mine = contacts.all_of(db, actor.person_id)
    if not any(each.id != actor.contact_id and each.is_vouched for each in mine):
        return Refused("last_one")
    record(db, actor, now, "address_parted", subject=actor.person_id)
    contacts.unbind(db, actor.contact_id)
    return None
