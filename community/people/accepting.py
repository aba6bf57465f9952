"""Somebody says an invitation's code: once, in time, by whoever was meant, and the post is theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import guessing, tree, welcoming
from community.people.access import Actor, Refused, record
from community.people.invitations import plain, waits_for_phone
from core.announcements import Announce, PostBegun
from db.models import Contact, DeliveryKind, Invitation, Person, Post, Role
from db.people import absences, contacts, invitations, merging, persons, units
from outbox import queue


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who was meant by an invitation that is open: to be asked whether it is them."""

    invitation_id: int
    name: str | None
    post: str  # or “孙涛家”, where it leads into a household
    is_home: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody holds a post from now on."""

    person_id: int
    name: str | None
    role: Role
    post: str


def look(actor: Actor, db: Session, code: str, now: datetime, zone: ZoneInfo) -> Invitee | Refused:
    """Return who a code is meant for; a wrong one counts, and five of them close the door."""
    if guessing.wait(actor, db, now):
        return Refused("wait")
    found = invitations.by_code(db, plain(code))
    if found is None:
        guessing.missed(actor, db, now, zone, pause=guessing.LONGEST)
        return Refused("wait" if guessing.wait(actor, db, now) else "no_code")
    refused = _why_closed(db, found, actor, now)
    return (
        refused
        if refused is not None
        else Invitee(found.id, found.name, _post(db, found), found.role is None)
    )


def accept_home(actor: Actor, db: Session, invitation_id: int, now: datetime) -> Person | Refused:
    """Let whoever speaks into the household they were invited to."""
    row = invitations.held(db, invitation_id)
    if row is None or row.household_id is None:
        return Refused("no_code")
    refused = _why_closed(db, row, actor, now)
    return refused if refused is not None else welcoming.join_home(actor, db, row, now)


def _why_closed(db: Session, row: Invitation, actor: Actor, now: datetime) -> Refused | None:
    if row.used_at is not None:
        own = actor.person_id is not None and row.used_by == actor.person_id
        return Refused("used_by_you" if own else "used")
    if row.withdrawn_at is not None:
        return Refused("withdrawn")
    return Refused("expired") if row.expires_at <= now else None


def _post(db: Session, row: Invitation) -> str:
    """Name what an invitation leads to: a post, or “孙涛家” for a household."""
    if row.unit_id is None or row.role is None:
        by = row.invited_by
        return f"{tree.call_of(db, by)}家" if by is not None else "家"
    return tree.post_name(units.get_unit(db, row.unit_id), row.role)


def accept(
    actor: Actor, db: Session, invitation_id: int, now: datetime, zone: ZoneInfo, announce: Announce
) -> Joined | Refused:
    """Let whoever speaks hold the post; of two who say it at once one holds it."""
    row = invitations.held(db, invitation_id)
    if row is None or row.role is None or row.unit_id is None:
        return Refused("no_code")
    if (refused := _why_closed(db, row, actor, now)) is not None:
        return refused
    day = absences.day_of(now, zone)
    held = invitations.holder_of(db, row.unit_id, row.role, day)
    if held is not None and not waits_for_phone(db, held, row.name):
        return Refused("held", tree.call(held.person))
    person = _who(actor, db, row, now)
    if isinstance(person, Refused):
        _tell_inviter(db, row, f"没有上岗：说出码的微信绑定的是{person.about}，请核实", now)
        return person
    row.used_at, row.used_by = now, person.id
    post = _given(db, row, person, held, day)
    done = Actor(person.id, actor.contact_id)
    record(db, done, now, "post_begun", subject=person.id, detail=f"post {post.id}")
    announce(db, PostBegun(post.id, person.id, row.unit_id, row.role), now)
    _tell_inviter(db, row, "已上岗", now)
    return Joined(person.id, person.name, row.role, _post(db, row))


def _given(db: Session, row: Invitation, person: Person, held: Post | None, day: date) -> Post:
    """Return the post, which the office may have given already to the record of this person."""
    if held is None:
        held = Post(person_id=person.id, unit_id=row.unit_id, role=row.role, from_on=day)
        db.add(held)
    elif held.person_id != person.id:
        merging.merge(db, held.person_id, into=person.id)
    db.flush()  # whoever listens names it
    return held


def decline(actor: Actor, db: Session, invitation_id: int, now: datetime) -> bool:
    """Whoever said the code is not who was meant: nothing is given, and the inviter hears so."""
    row = invitations.held(db, invitation_id)
    if row is None or _why_closed(db, row, actor, now) is not None:
        return False
    record(db, actor, now, "invitation_declined", detail=f"invitation {row.id}")
    what = "的码被别人收到了，对方说不是本人，没有上岗。不放心请回复“邀请”，作废后再发一个"
    _tell_inviter(db, row, what, now)
    return True


def _tell_inviter(db: Session, row: Invitation, what: str, now: datetime) -> None:
    if row.invited_by is None:
        return
    whom = f"您邀请的{row.name}" if row.name else "您的邀请"
    text = f"{whom}（{_post(db, row)}）{what}。"
    queue(db, DeliveryKind.INFO, text, now, person_id=row.invited_by)


def _who(actor: Actor, db: Session, row: Invitation, now: datetime) -> Person | Refused:
    """Return whose the post will be: whoever is bound stays; else who was meant; else somebody new."""
    contact = db.get_one(Contact, actor.contact_id)
    was = persons.get(db, actor.person_id) if actor.person_id is not None else None
    meant = _meant(db, row)
    if was is not None:
        if row.name is not None and was.name not in (None, row.name):
            return Refused("other_name", tree.call(was))
        if meant is not None and meant.id != was.id and was.name is None:
            was.household_id = was.household_id or meant.household_id
            merging.merge(db, meant.id, into=was.id)
        was.name = was.name_index = was.name or row.name
        return was
    if meant is None:
        meant = persons.add(db, now, name=row.name, household_id=None, phone=row.phone)
    contact.person_id, contact.bound_at, contact.is_vouched = meant.id, now, True
    return meant


def _meant(db: Session, row: Invitation) -> Person | None:
    """Return who of the register was meant, unless another phone is theirs already.

    A namesake's household is opened to nobody: only one of that name can be meant.
    """
    found = invitations.known_as(db, row.name, row.phone) if row.name else []
    if row.person_id is not None:
        found = [person for person in found if person.id == row.person_id]
    if len(found) != 1 or contacts.of_person(db, found[0].id) is not None:
        return None
    return found[0]


def name_oneself(actor: Actor, db: Session, name: str) -> bool:
    """Write down what somebody is called who came in without a name."""
    person = persons.get(db, actor.person_id) if actor.person_id is not None else None
    if person is None or person.name is not None:
        return False
    person.name = person.name_index = name
    return True
