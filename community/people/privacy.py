"""What is held about somebody, why, and how it is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people import access, tree
from community.people.access import Actor, Refused
from db.followup import episodes
from db.models import Audit, Consent, Contact, Person
from db.people import erasure, persons, redaction
from db.quick import store
from db.work import submissions

HEALTH = "health"


def agreed(db: Session, person_id: int, purpose: str) -> bool:
    return erasure.has_agreed(db, person_id, purpose)


def record_consent(db: Session, person_id: int, purpose: str, wording: str, now: datetime) -> None:
    store(db, Consent(person_id=person_id, purpose=purpose, wording=wording, given_at=now))


def record(
    db: Session,
    now: datetime,
    action: str,
    *,
    actor: int | None = None,
    subject: int | None = None,
    detail: str | None = None,
) -> None:
    """Write down who did what; never what anybody said."""
    db.add(Audit(at=now, actor_id=actor, action=action, subject_id=subject, detail=detail))


@dataclass(frozen=True, slots=True)
class HeldHealth:
    """How many values and complaints we hold, and the newest."""

    count: int
    value: str | None
    symptoms: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldForms:
    """How many forms we hold, and when the newest was sent in."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Stranger:
    """What we hold about somebody we do not know by name: the forms that still wait."""

    waiting: Sequence[Mapping[str, Any]]
    claims: str = ""  # whose phone it is said to be, while nobody has vouched for it


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What we hold about somebody we know; of the phone only what they recognise it by."""

    name: str | None
    phone: str | None
    door: str | None
    health: HeldHealth | None
    forms: HeldForms | None


def read_own(actor: Actor, db: Session, now: datetime) -> OwnRecord | Stranger:
    """Return what we hold about whoever asks; that it was read is written down."""
    access.record(db, actor, now, "read_own", subject=actor.person_id)
    if actor.person_id is None:
        rows = submissions.from_address(db, actor.contact_id) if actor.contact_id else []
        contact = db.get(Contact, actor.contact_id) if actor.contact_id else None
        claimed = contact.person if contact is not None else None
        named = [row.answers for row in rows]
        return Stranger(named, tree.call(claimed) if claimed is not None else "")
    person = actor.person(db)
    door = tree.door(person.household) if person.household is not None else None
    phone = _mask(person.phone) if person.phone else None
    return OwnRecord(person.name, phone, door, _health(db, person), _forms(db, person))


def _health(db: Session, person: Person) -> HeldHealth | None:
    rows = [row for row in episodes.observations_of(db, [person.id]) if row.value or row.symptoms]
    if not rows:
        return None
    last = rows[-1]
    return HeldHealth(len(rows), last.value, last.symptoms or [], last.at)


def _forms(db: Session, person: Person) -> HeldForms | None:
    rows = submissions.of_person(db, person.id)
    return HeldForms(len(rows), rows[-1].sent_at) if rows else None


def _mask(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****"


def why_not_forget(actor: Actor, db: Session) -> Refused | None:
    """Whoever holds or held a post, or stands in for one, hands it over before they are deleted."""
    held = actor.person_id is not None and erasure.holds_post(db, actor.person_id)
    return Refused("holds_post") if held or actor.is_staff else None


def forget(actor: Actor, db: Session, now: datetime) -> Refused | None:
    """Delete what we hold about whoever speaks from this address, because they say so."""
    if (refused := why_not_forget(actor, db)) is not None:
        return refused
    revoke(actor, db, now)
    return None


def revoke(actor: Actor, db: Session, now: datetime) -> None:
    """Delete what we hold, whoever it is: at the platform they withdrew what it rests on.

    The address itself stays, empty, until the answer is given; the clock deletes it then.
    A repeat is known by its turn, which tells nothing of who spoke.
    """
    assert actor.contact_id is not None, "whoever speaks has an address"
    person_id = actor.person_id
    access.record(db, actor, now, "forget", subject=person_id)
    person = persons.get(db, person_id) if person_id is not None else None
    home = person.household_id if person is not None else None
    named = [word for word in (person.name, person.phone) if word] if person is not None else []
    phones = {each.id for each in person.contacts} if person is not None else set()
    for contact_id in phones | {actor.contact_id}:
        erasure.erase_contact(db, contact_id)
        erasure.forget_contact(db, contact_id, now)
    db.expire_all()  # the person's row must be free of its addresses before it goes
    if person_id is not None:
        erasure.erase_person(db, person_id)
    if home is not None:
        redaction.redact(db, home, named)
    erasure.forget_words_of_staff(db)
