"""Saying yes or no to standing in for somebody, or to who shall; and naming another."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import leave, offering, swapping, tree
from community.people.access import Actor, Refused, record
from community.people.posts import APPOINTERS, appointer_of, resignations, titles
from core.announcements import Announce
from core.phrases import say_span
from db.models import Absence, DeliveryKind, Person
from db.people import leaves, persons
from outbox import queue


class Matter(enum.StrEnum):
    """What is asked of somebody."""

    STAND_IN = "stand_in"
    ACCEPT = "accept"  # that somebody who is not of the staff stands in
    SWAP = "swap"
    RESIGNATION = "resignation"
    POST = "post"  # one they are asked to take; `who` names it


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Something that waits for this one's yes or no; `number` is of the leave, swap or person."""

    matter: Matter
    number: int
    who: str
    span: str = ""
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was answered; `is_running`: they stand in from this moment on."""

    asked: AskedOf
    yes: bool
    is_running: bool = False


def waiting(actor: Actor, db: Session, now: datetime, zone: ZoneInfo) -> list[AskedOf]:
    """Return what waits for a yes or no of whoever speaks, the oldest of each kind first."""
    if actor.person_id is None:
        return []
    found = [
        _asked(Matter.STAND_IN, rows, zone)
        for rows in _by_leave(leaves.unanswered_by(db, actor.person_id, now))
    ]
    found += [
        AskedOf(Matter.SWAP, swap.id, tree.call(persons.get(db, swap.asker_id)), said)
        for swap in leaves.swaps_asked_of(db, actor.person_id, now)
        for said in [say_span(swap.begins_at, swap.ends_at, zone)]
    ]
    offered = offering.waiting(db, actor.person_id, now)
    found += [AskedOf(Matter.POST, number, post) for number, post in offered]
    if actor.holds(APPOINTERS):
        found += [
            _asked(Matter.ACCEPT, rows, zone)
            for rows in _by_leave(leaves.unaccepted(db, now))
            if _is_theirs(actor, rows)
        ]
        leaving = dict.fromkeys(post.person_id for post in resignations(actor, db))
        found += [
            AskedOf(Matter.RESIGNATION, number, tree.call(persons.get(db, number)))
            for number in leaving
        ]
    return found


def answer(
    actor: Actor,
    db: Session,
    matter: Matter,
    leave_id: int,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    yes: bool,
) -> Settled | Refused:
    """Say yes or no to standing in, to who shall, or to a swap; a second word changes nothing."""
    asked = next((a for a in waiting(actor, db, now, zone) if _is(a, matter, leave_id)), None)
    if asked is None:
        return Refused("not_asked")
    record(db, actor, now, f"{matter}_{'agreed' if yes else 'declined'}", detail=f"{leave_id}")
    if matter is Matter.SWAP:
        return _swap(actor, db, asked, now, zone, announce, yes=yes)
    rows = leaves.of_leave(db, leave_id)
    if matter is Matter.ACCEPT:
        _accept(db, rows, now, zone, yes=yes)
        return Settled(asked, yes)
    return _stand_in(actor, db, asked, rows, now, zone, announce, yes=yes)


def _swap(
    actor: Actor,
    db: Session,
    asked: AskedOf,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    yes: bool,
) -> Settled | Refused:
    done = swapping.answer(actor, db, asked.number, now, zone, announce, yes=yes)
    return done if isinstance(done, Refused) else Settled(asked, yes)


def _accept(
    db: Session, rows: Sequence[Absence], now: datetime, zone: ZoneInfo, *, yes: bool
) -> None:
    holder, substitute = rows[0].post.person, _substitute(db, rows)
    for row in rows:
        row.accepted_at, row.declined_at = (now, None) if yes else (None, now)
    if yes:
        who = f"{tree.call(holder)}（{titles([row.post for row in rows])}）"
        leave.ask_substitute(db, substitute.id, who, _span(rows, zone), now)
        return
    text = f"由{tree.call(substitute)}替您{_span(rows, zone)}的班，书记没有同意。{ANOTHER}"
    queue(db, DeliveryKind.INFO, text, now, person_id=holder.id)


ANOTHER = "换个人请回复“换某某替”，没人替也会有人接着管。"


def _stand_in(
    actor: Actor,
    db: Session,
    asked: AskedOf,
    rows: Sequence[Absence],
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    yes: bool,
) -> Settled | Refused:
    holder, substitute = rows[0].post.person, _substitute(db, rows)
    if yes and (away := leaves.between(db, substitute.id, _begins(rows), rows[0].ends_at)):
        return Refused("you_are_away", say_span(away[0].begins_at, away[0].ends_at, zone))
    for row in rows:
        row.agreed_at, row.declined_at = (now, None) if yes else (None, now)
    span, name = _span(rows, zone), tree.call(substitute)
    said = f"{name}答应替您{span}的班了。" if yes else f"{name}替不了您{span}的班。{ANOTHER}"
    queue(db, DeliveryKind.INFO, said, now, person_id=holder.id)
    if yes and any(row.warned for row in rows):
        _tell_gap_closed(db, rows, name, now, zone)
    running = [row for row in rows if yes and row.begins_at <= now]
    for row in running:
        leave.begin(db, row, now, announce)
    return Settled(asked, yes, is_running=bool(running))


def _tell_gap_closed(
    db: Session, rows: Sequence[Absence], name: str, now: datetime, zone: ZoneInfo
) -> None:
    """Whoever was told that nobody stands in hears that somebody does."""
    post = rows[0].post
    told = appointer_of(db, post.unit, now, zone, post.person_id)
    if told is not None:
        text = f"{tree.call(post.person)}{_span(rows, zone)}的班有人替了：{name}。"
        queue(db, DeliveryKind.INFO, text, now, person_id=told.id)


def withdraw(actor: Actor, db: Session, now: datetime, zone: ZoneInfo) -> list[AskedOf] | Refused:
    """Stand in no more for anybody one has promised it to; they hear so, and so does the secretary."""
    number = actor.person_id
    promised = list(_by_leave(leaves.promised_by(db, number, now))) if number is not None else []
    if not promised:
        return Refused("not_standing_in")
    for rows in promised:
        for row in rows:
            row.agreed_at, row.declined_at, row.warned = None, now, 0
        post = rows[0].post
        text = f"{tree.call(actor.person(db))}替不了您{_span(rows, zone)}的班了。{ANOTHER}"
        queue(db, DeliveryKind.INFO, text, now, person_id=post.person_id)
    record(db, actor, now, "stand_in_withdrawn")
    return [_asked(Matter.STAND_IN, rows, zone) for rows in promised]


def name_another(
    actor: Actor, db: Session, person_id: int, substitute_id: int, now: datetime, zone: ZoneInfo
) -> AskedOf | Refused:
    """Ask somebody else to stand in, in the leave that runs or comes next."""
    rows = next(iter(_by_leave(leaves.between(db, person_id, now, None))), None)
    if rows is None:
        return Refused("no_leave")
    posts = [row.post for row in rows]
    if person_id != actor.person_id and not _is_theirs(actor, rows):
        return Refused("not_appointer")
    begins = max(_begins(rows), now)
    found = leave.may_stand_in(actor, db, substitute_id, posts, begins, rows[0].ends_at, now, zone)
    if isinstance(found, Refused):
        return found
    before = {row.substitute_id for row in rows if row.agreed_at is not None} - {None}
    for row in rows:
        row.substitute_id, row.agreed_at, row.declined_at = substitute_id, None, None
        row.accepted_at = now if found.accepts is None else None
    record(
        db, actor, now, "substitute_named", subject=person_id, detail=f"leave {rows[0].leave_id}"
    )
    span = _span(rows, zone)
    for number in before:
        text = f"{tree.call(posts[0].person)}{span}的班另请了人，不用您替了，谢谢您。"
        queue(db, DeliveryKind.INFO, text, now, person_id=number)
    who = f"{tree.call(posts[0].person)}（{titles(posts)}）"
    if found.accepts is None:
        leave.ask_substitute(db, substitute_id, who, span, now)
        return _asked(Matter.STAND_IN, rows, zone, persons.get(db, substitute_id))
    text = f"{who}{span}请假，想请{tree.introduce(persons.get(db, substitute_id))}替班。同意吗？回复“同意替班”或“不同意替班”。"
    queue(db, DeliveryKind.INFO, text, now, person_id=found.accepts.id)
    return _asked(Matter.ACCEPT, rows, zone, persons.get(db, substitute_id))


# -- what all of them need -----------------------------------------------------------------


def _is(asked: AskedOf, matter: Matter, number: int) -> bool:
    return asked.matter is matter and asked.number == number


def _by_leave(rows: Iterable[Absence]) -> Iterable[list[Absence]]:
    """Return absences by the leave they belong to, in the order of the first of each."""
    found: dict[int, list[Absence]] = {}
    for row in rows:
        found.setdefault(row.leave_id or row.id, []).append(row)
    return found.values()


def _is_theirs(actor: Actor, rows: Sequence[Absence]) -> bool:
    """Tell whether whoever speaks appoints for these posts, and is not the one who is away."""
    mine = any(row.post.person_id == actor.person_id for row in rows)
    return not mine and all(actor.covers(row.post.unit, APPOINTERS) for row in rows)


def _substitute(db: Session, rows: Sequence[Absence]) -> Person:
    assert rows[0].substitute_id is not None, "nobody asks nobody"
    return persons.get(db, rows[0].substitute_id)


def _begins(rows: Sequence[Absence]) -> datetime:
    return min(row.begins_at for row in rows)


def _span(rows: Sequence[Absence], zone: ZoneInfo) -> str:
    ends = [row.ends_at for row in rows if row.ends_at is not None]
    return say_span(_begins(rows), max(ends) if len(ends) == len(rows) else None, zone)


def _asked(
    matter: Matter, rows: Sequence[Absence], zone: ZoneInfo, substitute: Person | None = None
) -> AskedOf:
    who = f"{tree.call(rows[0].post.person)}（{titles([row.post for row in rows])}）"
    name = tree.call(substitute) if substitute is not None else ""
    return AskedOf(matter, rows[0].leave_id or rows[0].id, who, _span(rows, zone), name)
