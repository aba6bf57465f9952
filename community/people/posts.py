"""Who holds a post no longer, or is away: written down, and announced to whoever it means something to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused, record
from core.announcements import Announce, LeaveBegun, PostEnded
from db.models import Person, Post, Role
from db.people import absences

APPOINTERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})


@dataclass(frozen=True, slots=True)
class EndedPost:
    """Whose post it was, and the last day on which they held it."""

    person_id: int
    last: date


@dataclass(frozen=True, slots=True)
class OnLeave:
    """Who is away, and who stands in for them from now on."""

    person_id: int
    substitute_id: int


def end_post(
    actor: Actor, db: Session, post: Post, now: datetime, zone: ZoneInfo, announce: Announce
) -> EndedPost | Refused:
    """End a post from today on, for its holder and for whoever stands in for them."""
    today = now.astimezone(zone).date()
    if (refused := _why_not(actor, post, today)) is not None:
        return refused
    post.until_on = today - timedelta(days=1)
    record(db, actor, now, "post_ended", subject=post.person_id, detail=f"post {post.id}")
    away = absences.now_from(db, post.id, now)
    substitute_id = away.substitute_id if away else None
    announce(db, PostEnded(post.id, post.person_id, substitute_id, post.unit_id, post.role), now)
    return EndedPost(post.person_id, post.until_on)


def begin_leave(
    actor: Actor,
    db: Session,
    post: Post,
    substitute: Person,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
) -> OnLeave | Refused:
    """Let somebody stand in for a post's holder from now on; holders may say so themselves."""
    today = now.astimezone(zone).date()
    if (refused := _why_not(actor, post, today, or_holder=True)) is not None:
        return refused
    if substitute.id == post.person_id:
        return Refused("own_substitute")
    absences.end(db, post.id, now)
    absences.begin(db, post.id, substitute.id, now)
    record(db, actor, now, "leave_begun", subject=post.person_id, detail=f"post {post.id}")
    announce(db, LeaveBegun(post.id, post.person_id, substitute.id, post.unit_id, post.role), now)
    return OnLeave(post.person_id, substitute.id)


def _why_not(actor: Actor, post: Post, today: date, *, or_holder: bool = False) -> Refused | None:
    """Whoever appoints for the unit may change a post that runs; never a stranger, nor one below."""
    own = or_holder and actor.person_id == post.person_id
    if not own and not actor.covers(post.unit, APPOINTERS):
        return Refused("not_appointer")
    runs = post.from_on <= today and (post.until_on is None or post.until_on >= today)
    return None if runs else Refused("over")
