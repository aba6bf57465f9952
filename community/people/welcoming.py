"""A household lets its own in: a code for one member; and a phone that is nobody's any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.invitations import LASTS, Invited, new_code, plain
from db.models import Contact, DeliveryKind, Invitation, Person
from db.people import contacts, invitations, persons, units
from outbox import queue

MOST_OPEN = 8  # codes of one household nobody has used yet


def invite_member(
    actor: Actor, db: Session, name: str, relation: str, now: datetime
) -> Invited | Refused:
    """Make a code by which one member joins the household of whoever speaks.

    A member whose phone is bound already needs none; an older code for the same name ends.
    """
    me = persons.get(db, actor.person_id) if actor.person_id is not None else None
    if me is None or me.household_id is None:
        return Refused("no_home")
    known = _member(db, me.household_id, name)
    if known is not None and contacts.of_person(db, known.id) is not None:
        return Refused("member_bound", name)
    open_ones = invitations.open_to_home(db, me.household_id, now)
    older = [row for row in open_ones if row.name == name]
    if len(open_ones) - len(older) >= MOST_OPEN:
        return Refused("too_many")
    for row in older:
        row.withdrawn_at = now
    code = new_code()
    made = Invitation(
        code=plain(code),
        household_id=me.household_id,
        person_id=known.id if known is not None else None,
        name=name,
        relation=relation,
        invited_by=me.id,
        created_at=now,
        expires_at=now + LASTS,
    )
    db.add(made)
    db.flush()  # the audit names it
    record(db, actor, now, "member_invited", detail=f"invitation {made.id}")
    return Invited(code, tree.call(me), made.expires_at, len(older))


def withdraw_member(actor: Actor, db: Session, name: str, now: datetime) -> bool:
    """Take the codes for a member back; False if there is none."""
    me = persons.get(db, actor.person_id) if actor.person_id is not None else None
    home = me.household_id if me is not None else None
    found = invitations.open_to_home(db, home, now) if home is not None else []
    mine = [row for row in found if row.name == name]
    for row in mine:
        row.withdrawn_at = now
    return bool(mine)


def _member(db: Session, household_id: int, name: str) -> Person | None:
    living = (p for p in persons.named(db, name, household_id) if p.gone_on is None)
    return next(living, None)


def join_home(actor: Actor, db: Session, row: Invitation, now: datetime) -> Person | Refused:
    """Let whoever speaks into the household as the member who was meant; the row is held.

    Neither a phone that is somebody else's nor a member who has a phone is taken over.
    """
    assert row.household_id is not None, "an invitation into a household"
    member = _member(db, row.household_id, str(row.name))
    was = persons.get(db, actor.person_id) if actor.person_id is not None else None
    if was is not None and (
        was.name != row.name or was.household_id not in (None, row.household_id)
    ):
        return Refused("other_home", tree.call(was))
    if was is not None and (member is None or member.id == was.id):
        was.household_id, was.relation = row.household_id, was.relation or row.relation
        member = was
    elif was is not None or (member is not None and contacts.of_person(db, member.id) is not None):
        return Refused("member_bound", str(row.name))
    if member is None:
        member = persons.add(
            db, now, name=row.name, household_id=row.household_id, relation=row.relation
        )
    if was is None:
        contact = db.get_one(Contact, actor.contact_id)
        contact.person_id, contact.bound_at, contact.is_vouched = member.id, now, True
    row.used_at, row.used_by = now, member.id
    record(db, Actor(member.id, actor.contact_id), now, "member_joined", subject=member.id)
    if row.invited_by is not None:
        text = f"{row.name}已加入您家，可以自己报体温、办事了。不是本人，请马上回复“转人工”。"
        queue(db, DeliveryKind.INFO, text, now, person_id=row.invited_by)
    return member


def unbind(actor: Actor, db: Session, now: datetime, zone: ZoneInfo) -> Refused | None:
    """Let the phone somebody speaks from be nobody's; whoever has a post hands it over first."""
    if actor.person_id is None or actor.contact_id is None:
        return Refused("not_bound")
    if units.posts_of(db, actor.person_id, now, zone):
        return Refused("holds_post")
    record(db, actor, now, "unbound", subject=actor.person_id)
    contacts.unbind(db, actor.contact_id)
    return None
