"""Who holds a post no longer: written down, and announced to whoever it means something to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from core.announcements import Announce, PostEnded
from core.phrases import say_date
from db.models import DeliveryKind, Person, Post, Role, Unit
from db.people import absences, invitations, leaves, persons, units
from outbox import queue

APPOINTERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})
NEAREST_FIRST = (Role.SECRETARY, Role.TOWNSHIP, Role.LEADER)


@dataclass(frozen=True, slots=True)
class EndedPost:
    """Whose post it was, and the last day on which they held it."""

    person_id: int
    last: date


@dataclass(frozen=True, slots=True)
class LeftEmpty:
    """A post nobody holds any more, and who hears of its work instead; "" if nobody does."""

    post: str
    instead: str


@dataclass(frozen=True, slots=True)
class Resigning:
    """Who wants to be let go from which posts, and who is asked; "" if nobody appoints here."""

    titles: str
    asked: str


def end_post(
    actor: Actor,
    db: Session,
    post: Post,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    last: date | None = None,
) -> EndedPost | Refused:
    """End a post from today on, or after a last day to come, for its holder and their substitute."""
    today = now.astimezone(zone).date()
    if (refused := _why_not(actor, post, today)) is not None:
        return refused
    post.until_on = last if last is not None and last >= today else today - timedelta(days=1)
    post.resigned_at = None
    record(db, actor, now, "post_ended", subject=post.person_id, detail=f"post {post.id}")
    if post.until_on < today:
        hand_on(db, post, now, announce)
    return EndedPost(post.person_id, post.until_on)


def hand_on(db: Session, post: Post, now: datetime, announce: Announce) -> None:
    """A post is over by now: nobody is away from it any more, and whoever listens hears so."""
    away = absences.now_from(db, post.id, now)
    substitute_id = away.substitute_id if away else None
    absences.drop_after(db, post.id, now)
    post.over_at = now
    if post.begins_at is not None:
        return  # a night of the roster is followed by the day; what is left in hand is handed back
    announce(db, PostEnded(post.id, post.person_id, substitute_id, post.unit_id, post.role), now)


def _why_not(actor: Actor, post: Post, today: date) -> Refused | None:
    """Whoever appoints for the unit may end a post that runs; never a stranger, nor one below."""
    if not actor.covers(post.unit, APPOINTERS):
        return Refused("not_appointer")
    runs = post.from_on <= today and (post.until_on is None or post.until_on >= today)
    return None if runs else Refused("over")


def appointer_of(
    db: Session, unit: Unit, now: datetime, zone: ZoneInfo, besides: int
) -> Person | None:
    """Return who appoints for a unit, nearest first; not the one it is about."""
    held = units.held_above(db, unit, NEAREST_FIRST, now, zone)
    found = next((one.holder_id for one in held if one.holder_id != besides), None)
    return persons.get(db, found) if found is not None else None


def own_posts(actor: Actor) -> list[Post]:
    """Return the posts that are somebody's own and last: not those they stand in for, no watch."""
    mine = (post for post in actor.posts if post.person_id == actor.person_id)
    return [post for post in mine if post.begins_at is None]


def titles(posts: list[Post]) -> str:
    """Name posts with their units: “第1网格网格员”."""
    named = (tree.post_name(post.unit, post.role) for post in posts)
    return "、".join(dict.fromkeys(named))


def resign(actor: Actor, db: Session, now: datetime, zone: ZoneInfo) -> Resigning | Refused:
    """Ask whoever appoints to be let go; until they say so, the posts are still one's own."""
    mine = [post for post in own_posts(actor) if post.until_on is None]
    if not mine:
        return Refused("no_post")
    if all(post.resigned_at is not None for post in mine):
        return Refused("resigned_already")
    for post in mine:
        post.resigned_at = now
    record(db, actor, now, "resigned", subject=actor.person_id)
    person = actor.person(db)
    asked = appointer_of(db, mine[0].unit, now, zone, person.id)
    if asked is not None:
        text = (
            f"{tree.call(person)}（{titles(mine)}）想辞去岗位。"
            "同意请回复“同意离岗”，他手上的事会转给接手的人；要留人，回复“不同意离岗”。"
        )
        queue(db, DeliveryKind.INFO, text, now, person_id=asked.id)
    return Resigning(titles(mine), tree.call(asked) if asked is not None else "")


def resignations(actor: Actor, db: Session) -> list[Post]:
    """Return the posts whose holders want to be let go, as far as they are this one's to decide."""
    return [
        post
        for post in (leaves.resigned(db) if actor.holds(APPOINTERS) else ())
        if post.person_id != actor.person_id and actor.covers(post.unit, APPOINTERS)
    ]


def let_go(
    actor: Actor,
    db: Session,
    person_id: int,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    last: date | None = None,
) -> EndedPost | Refused:
    """End all posts of somebody that are this one's to end."""
    today = now.astimezone(zone).date()
    theirs = units.posts_of(db, person_id, now, zone)
    ended: EndedPost | Refused = Refused("no_post")
    for post in theirs:
        if post.person_id != person_id or (post.until_on is not None and post.until_on < today):
            continue
        done = end_post(actor, db, post, now, zone, announce, last)
        ended = done if isinstance(ended, Refused) else ended
    if isinstance(ended, EndedPost):
        until = "今天起" if ended.last < today else f"{say_date(ended.last)}之后"
        text = f"您的岗位{until}结束了，手上的事已转给接手的人。谢谢您这些日子的付出。"
        queue(db, DeliveryKind.INFO, text, now, person_id=person_id)
    return ended


def left_empty(
    actor: Actor, db: Session, person_id: int, now: datetime, zone: ZoneInfo
) -> list[LeftEmpty]:
    """Return the posts somebody had that nobody holds now, of those that are this one's to fill."""
    day, found = absences.day_of(now, zone), []
    for post in units.posts_ended(db, person_id, day):
        if not actor.covers(post.unit, APPOINTERS) or invitations.holder_of(
            db, post.unit_id, post.role, day
        ):
            continue
        held = units.held_above(db, post.unit, list(Role), now, zone)
        instead = next((persons.get(db, one.holder_id) for one in held), None)
        name = tree.call(instead) if instead is not None else ""
        found.append(LeftEmpty(tree.post_name(post.unit, post.role), name))
    return found


def keep(actor: Actor, db: Session, person_id: int, now: datetime) -> bool:
    """Say no to somebody who wants to be let go; False if nobody of theirs asked to be."""
    asked = [post for post in resignations(actor, db) if post.person_id == person_id]
    for post in asked:
        post.resigned_at = None
    if asked:
        record(db, actor, now, "resignation_declined", subject=person_id)
        text = "书记想请您再留一留，岗位没有变。有难处请直接和书记说。"
        queue(db, DeliveryKind.INFO, text, now, person_id=person_id)
    return bool(asked)
