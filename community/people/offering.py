"""A post offered to somebody we can write to: they say yes or no in chat, and until then nothing changes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import accepting, access, invitations, tree
from community.people.accepting import Joined
from community.people.access import Actor, Refused, record
from core.announcements import Announce
from db.models import DeliveryKind, Invitation, Role, Unit
from db.people import contacts, persons, units
from db.people import invitations as rows
from outbox import queue


@dataclass(frozen=True, slots=True)
class OfferedPost:
    """A post somebody was asked to take: until when, and who has it meanwhile; "" if nobody."""

    post: str
    name: str
    held_by: str
    expires_at: datetime


def can_be_asked(db: Session, person_id: int) -> bool:
    """Tell whether somebody has a phone with us, so that no code need be passed on."""
    return contacts.of_person(db, person_id) is not None


def offer(
    actor: Actor,
    db: Session,
    role: Role,
    unit: Unit,
    person_id: int,
    now: datetime,
    zone: ZoneInfo,
) -> OfferedPost | Refused:
    """Ask somebody to take a post; whoever holds it keeps it until they say yes."""
    if (refused := invitations.may_invite(actor, role, unit)) is not None:
        return refused
    person, held = persons.get(db, person_id), invitations.holder(db, role, unit, now, zone)
    if held is not None and held.person_id == person_id:
        return Refused("holds_it", tree.call(person))
    if held is not None and held.person_id == actor.person_id:
        return Refused("own_post")
    made, _, _ = invitations.write(db, actor, role, unit, now, person.name, None, person_id)
    made.is_offered = True
    record(db, actor, now, "post_offered", subject=person_id, detail=f"invitation {made.id}")
    post, by = tree.post_name(unit, role), tree.call(actor.person(db))
    instead = f"，接{tree.call(held.person)}的班" if held is not None else ""
    text = f"{by}想请您做{post}{instead}。愿意请回复“同意上岗”，不方便回复“不上岗”；答应以前什么都不变。"
    queue(db, DeliveryKind.INFO, text, now, person_id=person_id)
    return OfferedPost(
        post, tree.call(person), tree.call(held.person) if held else "", made.expires_at
    )


def waiting(db: Session, person_id: int, now: datetime) -> list[tuple[int, str]]:
    """Return the posts somebody was asked to take: number of the offer and name of the post."""
    return [
        (row.id, tree.post_name(units.get_unit(db, row.unit_id), row.role))
        for row in rows.offered_to(db, person_id, now)
        if row.unit_id is not None and row.role is not None
    ]


def answer(
    actor: Actor,
    db: Session,
    number: int,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    yes: bool,
) -> Joined | Refused | None:
    """Take the post, or say no: None then.  Whoever held it hands it over in the same moment."""
    row = rows.held(db, number)
    mine = row is not None and row.is_offered and row.person_id == actor.person_id
    if row is None or not mine or row.used_at is not None or row.withdrawn_at is not None:
        return Refused("not_asked")
    if not yes:
        row.withdrawn_at = now
        record(db, actor, now, "offer_declined", detail=f"invitation {row.id}")
        _tell(
            db, row, f"{tree.call(actor.person(db))}说不方便做{_post(db, row)}，岗位没有变。", now
        )
        return None
    if (refused := _make_room(db, row, now, zone, announce)) is not None:
        return refused
    return accepting.accept(actor, db, number, now, zone, announce)


def _make_room(
    db: Session, row: Invitation, now: datetime, zone: ZoneInfo, announce: Announce
) -> Refused | None:
    """End the post for whoever holds it, in the name of who offered it and may still do so."""
    assert row.unit_id is not None and row.role is not None, "an offer is of a post"
    unit = units.get_unit(db, row.unit_id)
    by = access.actor(db, row.invited_by, None, now, zone)
    return invitations.hand_over(by, db, row.role, unit, now, zone, announce)


def _post(db: Session, row: Invitation) -> str:
    assert row.unit_id is not None and row.role is not None, "an offer is of a post"
    return tree.post_name(units.get_unit(db, row.unit_id), row.role)


def _tell(db: Session, row: Invitation, text: str, now: datetime) -> None:
    if row.invited_by is not None:
        queue(db, DeliveryKind.INFO, text, now, person_id=row.invited_by)
