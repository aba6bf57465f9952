"""Invitations to a post: made by whoever appoints, kept as a blind index, and taken back."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import posts, tree
from community.people.access import Actor, Refused, record
from community.people.posts import APPOINTERS
from core.announcements import Announce
from db.models import DeliveryKind, Invitation, Person, Post, Role, Unit
from db.people import absences, contacts, invitations
from outbox import queue

# Without 0 and O, 1, I and L, which people take for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4  # 59 bits
LASTS = timedelta(days=7)
_SCENE = "invite-"  # before a code in a QR code: scanning that is as good as saying it
HIGH = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})  # appointed from above only
_TITLES = {
    "书记": Role.SECRETARY, "社区书记": Role.SECRETARY, "村书记": Role.SECRETARY, "支书": Role.SECRETARY,
    "网格员": Role.GRID_WORKER, "网格长": Role.GRID_WORKER,
    "医生": Role.DOCTOR, "社区医生": Role.DOCTOR, "家庭医生": Role.DOCTOR, "村医": Role.DOCTOR,
    "值班员": Role.DUTY, "值班": Role.DUTY,
    "楼栋长": Role.REPRESENTATIVE, "楼长": Role.REPRESENTATIVE, "代表": Role.REPRESENTATIVE,
    "街道": Role.TOWNSHIP, "乡镇": Role.TOWNSHIP, "镇": Role.TOWNSHIP, "街道干部": Role.TOWNSHIP,
    "负责人": Role.LEADER, "领导": Role.LEADER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invited:
    """A code as it is told once; it is not kept."""

    code: str
    post: str  # what it leads to: “第2网格网格员”
    expires_at: datetime
    replaced: int  # how many older codes to the same post are worth nothing now


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation nobody has used yet."""

    id: int
    post: str
    name: str | None
    expires_at: datetime


def role_called(said: str) -> Role | None:
    """Return the role somebody means by a word or a title."""
    wanted = said.strip().lower()
    return _TITLES.get(wanted) or next((role for role in Role if role.value == wanted), None)


def titles() -> Sequence[str]:
    """Return the titles that can be invited to, the longest first."""
    return sorted(_TITLES, key=len, reverse=True)


def new_code() -> str:
    """Return a code nobody can guess: “K7Q2-9MFX-T3AB”; no two neighbours are alike."""
    signs: list[str] = []
    while len(signs) < LENGTH:
        sign = secrets.choice(ALPHABET)
        if sign != (signs[-1] if signs else ""):
            signs.append(sign)
    return "-".join("".join(signs[at : at + GROUP]) for at in range(0, LENGTH, GROUP))


def plain(code: str) -> str:
    """Return a code as its index is made of it, however it was typed."""
    kept = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in kept if sign.isascii() and sign.isalnum())


def scene_of(code: str) -> str:
    """Return the scene of the QR code that says a code."""
    return f"{_SCENE}{plain(code)}"


def code_in(scene: str) -> str:
    """Return the code that a scanned QR code says, "" where it is another's."""
    return scene.removeprefix(_SCENE) if scene.startswith(_SCENE) else ""


def unit_called(db: Session, said: str, actor: Actor | None = None) -> Unit | Refused:
    """Return the unit of a name; with `actor`, among those they appoint for."""
    name = unicodedata.normalize("NFKC", said).strip()
    names = [name, f"{name}社区", f"{name}街道", f"第{name}"]
    names += [name.translate(str.maketrans("一二三四五六七八九", "123456789"))]
    found = list(invitations.units_named(db, names))
    if actor is not None:
        found = [unit for unit in found if actor.covers(unit, APPOINTERS)]
    found = [unit for unit in found if unit.name == name] or found
    if not found:
        return Refused("no_unit", name)
    return found[0] if len(found) == 1 else Refused("many_units", name)


def may_invite(actor: Actor, role: Role, unit: Unit) -> Refused | None:
    """Tell why somebody may not fill a post: it lies elsewhere, or is not beneath them."""
    seats = [seat for seat in actor.seats(APPOINTERS) if unit.path.startswith(seat.path)]
    if not seats:
        return Refused("not_appointer")
    if role in HIGH and all(seat.id == unit.id for seat in seats):
        return Refused("not_above", tree.title(role))
    return None


def holder(db: Session, role: Role, unit: Unit, now: datetime, zone: ZoneInfo) -> Post | None:
    """Return the post somebody holds already, or will."""
    return invitations.holder_of(db, unit.id, role, absences.day_of(now, zone))


def waits_for_phone(db: Session, post: Post, name: str | None) -> bool:
    """Tell whether a post is held by this very person, whom the office wrote down and no phone speaks for."""
    return post.person.name == name and contacts.of_person(db, post.person_id) is None


def invite(
    actor: Actor | None,
    db: Session,
    role: Role,
    unit: Unit,
    now: datetime,
    zone: ZoneInfo,
    *,
    name: str | None = None,
    phone: str | None = None,
    person_id: int | None = None,
) -> Invited | Refused:
    """Make a code for a post; None acts for the operator.  A post that is held is not given twice.

    An older code for the same post is worth nothing any more.
    """
    refused = may_invite(actor, role, unit) if actor is not None else None
    if refused is not None:
        return refused
    if (held := holder(db, role, unit, now, zone)) is not None:
        if not waits_for_phone(db, held, name):
            return Refused("held", tree.call(held.person))
        person_id = held.person_id
    made, code, replaced = write(db, actor, role, unit, now, name, phone, person_id)
    by = actor or Actor(None)
    record(db, by, now, "invited", subject=person_id, detail=f"invitation {made.id}")
    return Invited(code, tree.post_name(unit, role), made.expires_at, replaced)


def write(
    db: Session,
    actor: Actor | None,
    role: Role,
    unit: Unit,
    now: datetime,
    name: str | None,
    phone: str | None,
    person_id: int | None,
) -> tuple[Invitation, str, int]:
    """Write an invitation down in place of older ones to the post; return it, its code and how many."""
    older = invitations.open_to_post(db, unit.id, role, now)
    for invitation in older:
        invitation.withdrawn_at = now
    code = new_code()
    made = Invitation(
        code=plain(code),
        role=role,
        unit_id=unit.id,
        name=name,
        phone=phone,
        person_id=person_id,
        invited_by=actor.person_id if actor is not None else None,
        created_at=now,
        expires_at=now + LASTS,
    )
    db.add(made)
    db.flush()  # the audit names it
    return made, code, len(older)


def whom(actor: Actor, db: Session, name: str, phone: str | None) -> list[Person]:
    """Return who of the register may be meant, as far as they are this one's to invite."""
    return [
        person
        for person in invitations.known_as(db, name, phone)
        if person.household is None or actor.covers(person.household.unit, APPOINTERS)
    ]


def hand_over(
    actor: Actor, db: Session, role: Role, unit: Unit, now: datetime, zone: ZoneInfo,
    announce: Announce,
) -> Refused | None:  # fmt: skip
    """End a post for its holder, who hears so, that another can be invited to it."""
    if (refused := may_invite(actor, role, unit)) is not None:
        return refused
    held = holder(db, role, unit, now, zone)
    if held is None:
        return None
    if held.person_id == actor.person_id:
        return Refused("own_post")
    ended = posts.end_post(actor, db, held, now, zone, announce)
    if isinstance(ended, Refused):
        return ended
    text = f"{tree.post_name(unit, role)}换人了，您手上的事已转给接手的人。谢谢您这些日子的付出。"
    queue(db, DeliveryKind.INFO, text, now, person_id=held.person_id)
    return None


def open_ones(actor: Actor, db: Session, now: datetime) -> list[OpenInvitation] | Refused:
    """Return the invitations that are this one's to take back, oldest first."""
    paths = [seat.path for seat in actor.seats(APPOINTERS)]
    if not paths:
        return Refused("not_appointer")
    found = invitations.open_below(db, paths, now)
    return [
        OpenInvitation(row.id, tree.post_name(unit, row.role), row.name, row.expires_at)
        for row, unit in found
        if row.role is not None
    ]


def withdraw(
    actor: Actor, db: Session, invitation_id: int, now: datetime
) -> OpenInvitation | Refused:
    """Take an invitation back: its code opens nothing any more."""
    listed = open_ones(actor, db, now)
    if isinstance(listed, Refused):
        return listed
    found = next((one for one in listed if one.id == invitation_id), None)
    row = invitations.held(db, invitation_id) if found is not None else None
    if found is None or row is None or row.used_at is not None:
        return Refused("not_open")
    row.withdrawn_at = now
    record(db, actor, now, "invitation_withdrawn", detail=f"invitation {row.id}")
    return found
