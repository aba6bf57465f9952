"""Leave: somebody is away from their posts for a while, and another is asked to stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.posts import APPOINTERS, appointer_of, titles
from core.announcements import Announce, LeaveBegun
from core.phrases import say_span
from db.models import Absence, DeliveryKind, Person, Post, Role
from db.people import leaves, persons
from outbox import queue

LONGEST = timedelta(days=190)  # a maternity leave is 158 days and more


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be away from when to when, and who stands in; None where nobody does."""

    person_id: int
    begins_at: datetime
    ends_at: datetime
    substitute_id: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A leave as it would be: whose it is, from which posts, who must say yes."""

    wanted: Wanted
    person: Person
    posts: Sequence[Post]
    substitute: Person | None
    accepts: Person | None  # whoever must say that somebody who is not of the staff may stand in

    @property
    def titles(self) -> str:
        return titles(list(self.posts))


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """A leave that was written down, and who was asked about it; None if nobody had to be."""

    leave_id: int
    planned: Planned
    asked: Person | None


@dataclass(frozen=True, slots=True)
class AwayNow:
    """Somebody of the staff who is away at some time: from which posts, when, and who stands in."""

    name: str
    titles: str
    span: str
    substitute: str  # "" where nobody does
    has_agreed: bool


def away_between(
    actor: Actor, db: Session, begins: datetime, ends: datetime, now: datetime, zone: ZoneInfo
) -> list[AwayNow] | Refused:
    """Return whose leave lies between two moments in the community of whoever asks."""
    seat = actor.seat
    if seat is None:
        return Refused("not_staff")
    community = tree.seat_above(db, seat, Role.SECRETARY, now, zone) or seat
    by_leave: dict[int, list[Absence]] = {}
    for row in leaves.within(db, community.path, begins, ends):
        by_leave.setdefault(row.leave_id or row.id, []).append(row)
    return [_away(db, rows, zone) for rows in by_leave.values()]


def _away(db: Session, rows: Sequence[Absence], zone: ZoneInfo) -> AwayNow:
    first = rows[0]
    lasts = [row.ends_at for row in rows if row.ends_at is not None]
    span = say_span(first.begins_at, max(lasts) if len(lasts) == len(rows) else None, zone)
    by = persons.get(db, first.substitute_id) if first.substitute_id is not None else None
    return AwayNow(
        tree.call(first.post.person),
        titles([row.post for row in rows]),
        span,
        tree.call(by) if by is not None else "",
        first.agreed_at is not None,
    )


def plan(
    actor: Actor, db: Session, wanted: Wanted, now: datetime, zone: ZoneInfo
) -> Planned | Refused:
    """Return what a leave would be; nothing is written.

    One's own, or that of somebody below by whoever appoints.
    """
    begins, ends = max(wanted.begins_at, now), wanted.ends_at
    if wanted.ends_at <= wanted.begins_at:
        return Refused("ends_first")
    if ends <= now:
        return Refused("past")
    if ends - begins > LONGEST:
        return Refused("too_long")
    own = wanted.person_id == actor.person_id
    held = leaves.posts_between(db, wanted.person_id, begins, ends, zone)
    posts = [post for post in held if own or actor.covers(post.unit, APPOINTERS)]
    if not posts:
        return Refused("not_appointer" if held else "no_post")
    if known := leaves.between(db, wanted.person_id, begins, ends):
        return Refused("overlaps", say_span(known[0].begins_at, known[0].ends_at, zone))
    return _with_substitute(actor, db, wanted, posts, now, zone)


def _with_substitute(
    actor: Actor, db: Session, wanted: Wanted, posts: Sequence[Post], now: datetime, zone: ZoneInfo
) -> Planned | Refused:
    person = persons.get(db, wanted.person_id)
    if wanted.substitute_id is None:
        return Planned(wanted, person, posts, None, None)
    begins, ends = max(wanted.begins_at, now), wanted.ends_at
    found = may_stand_in(actor, db, wanted.substitute_id, posts, begins, ends, now, zone)
    if isinstance(found, Refused):
        return found
    return Planned(wanted, person, posts, persons.get(db, wanted.substitute_id), found.accepts)


@dataclass(frozen=True, slots=True)
class MayStandIn:
    """Somebody may stand in; `accepts` must say yes first where they are not of the staff."""

    accepts: Person | None


def may_stand_in(
    actor: Actor,
    db: Session,
    substitute_id: int,
    posts: Sequence[Post],
    begins: datetime,
    ends: datetime | None,
    now: datetime,
    zone: ZoneInfo,
) -> MayStandIn | Refused:
    """Tell whether somebody may stand in: not oneself, nor who is away then; staff at once."""
    holder_id = posts[0].person_id
    if substitute_id == holder_id:
        return Refused("own_substitute")
    substitute = persons.get(db, substitute_id)
    if substitute.gone_on is not None or substitute.merged_into is not None:
        return Refused("gone", tree.call(substitute))
    if away := leaves.between(db, substitute_id, begins, ends):
        span = say_span(away[0].begins_at, away[0].ends_at, zone)
        return Refused("substitute_away", f"{tree.call(substitute)}{span}")
    appoints = all(actor.covers(post.unit, APPOINTERS) for post in posts)
    is_own = actor.person_id == holder_id
    if tree.roles_of(db, substitute_id, now, zone) or (appoints and not is_own):
        return MayStandIn(None)
    accepts = appointer_of(db, posts[0].unit, now, zone, holder_id)
    if accepts is None or accepts.id == substitute_id:
        return Refused("nobody_accepts", tree.call(substitute))
    return MayStandIn(accepts)


def take(
    actor: Actor,
    db: Session,
    wanted: Wanted,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
) -> LeaveTaken | Refused:
    """Write a leave down and ask whoever stands in; what has begun by now begins at once."""
    planned = plan(actor, db, wanted, now, zone)
    if isinstance(planned, Refused):
        return planned
    agreed = planned.substitute is None or planned.substitute.id == actor.person_id
    rows = write(db, planned, now, agreed_at=now if agreed else None)
    if planned.accepts is not None:
        for row in rows:
            row.accepted_at = None
    leave_id = rows[0].leave_id or rows[0].id
    record(db, actor, now, "leave_taken", subject=wanted.person_id, detail=f"leave {leave_id}")
    asked = _ask(db, planned, agreed=agreed, now=now, zone=zone)
    if wanted.person_id != actor.person_id:
        _tell_holder(db, planned, now, zone)
    for row in rows:
        if row.begins_at <= now:
            begin(db, row, now, announce)
    return LeaveTaken(leave_id, planned, asked)


def write(
    db: Session, planned: Planned, now: datetime, agreed_at: datetime | None
) -> list[Absence]:
    """Write one absence a post; a watch that begins meanwhile is left to the end of its night."""
    wanted, rows = planned.wanted, []
    for post in planned.posts:
        begins, ends = max(wanted.begins_at, now), wanted.ends_at
        if post.begins_at is not None and post.ends_at is not None:
            starts_within = post.begins_at >= begins
            begins = max(begins, post.begins_at)
            ends = post.ends_at if starts_within else min(ends, post.ends_at)
        row = Absence(
            post_id=post.id,
            substitute_id=wanted.substitute_id,
            begins_at=begins,
            ends_at=ends,
            asked_at=now,
            accepted_at=now,
            agreed_at=agreed_at,
        )
        db.add(row)
        rows.append(row)
    db.flush()  # they share the number of the first
    for row in rows:
        row.leave_id = rows[0].id
    return rows


def begin(db: Session, absence: Absence, now: datetime, announce: Announce) -> None:
    """Tell whoever listens that an absence runs, and who stands in."""
    absence.begun_at, post = now, absence.post
    stands_in = absence.substitute_id if absence.agreed_at is not None else None
    announce(db, LeaveBegun(post.id, post.person_id, stands_in, post.unit_id, post.role), now)


def _ask(
    db: Session, planned: Planned, *, agreed: bool, now: datetime, zone: ZoneInfo
) -> Person | None:
    if agreed or planned.substitute is None:
        return None
    span = say_span(planned.wanted.begins_at, planned.wanted.ends_at, zone)
    who = f"{tree.call(planned.person)}（{planned.titles}）"
    if planned.accepts is None:
        ask_substitute(db, planned.substitute.id, who, span, now)
        return planned.substitute
    text = (
        f"{who}{span}请假，想请{tree.introduce(planned.substitute)}替班，"
        "这位不是工作人员，要您点头。同意吗？回复“同意替班”或“不同意替班”。"
    )
    queue(db, DeliveryKind.INFO, text, now, person_id=planned.accepts.id)
    return planned.accepts


def ask_substitute(db: Session, substitute_id: int, who: str, span: str, now: datetime) -> None:
    """Ask somebody to stand in; their words answer it whenever they come."""
    text = (
        f"{who}{span}请假，想请您替班：那几天该由TA处理的事都发给您，您也能处理。"
        "同意吗？回复“同意替班”或“替不了”。"
    )
    fields = {"what": "请您替班", "text": f"{who}{span}请假，同意吗"}
    queue(db, DeliveryKind.INFO, text, now, person_id=substitute_id, fields=fields)


def _tell_holder(db: Session, planned: Planned, now: datetime, zone: ZoneInfo) -> None:
    span = say_span(planned.wanted.begins_at, planned.wanted.ends_at, zone)
    stands_in = planned.substitute
    by = f"，请{tree.call(stands_in)}替班" if stands_in else "，没有人替"
    text = f"给您登记了{span}请假{by}。提前回来了，回复“我回来了”；不请假了，回复“取消请假”。"
    queue(db, DeliveryKind.INFO, text, now, person_id=planned.person.id)
