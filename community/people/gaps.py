"""What the clock sees to: leaves that begin and end, posts that are over, and gaps ahead."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import leave, posts, returning, tree
from community.people.posts import appointer_of
from core.announcements import Announce
from core.budget import Budget
from core.phrases import say_date, say_span
from db.models import Absence, DeliveryKind, Post
from db.people import absences, leaves, persons
from outbox import queue

AHEAD = (timedelta(hours=24), timedelta(minutes=15))  # so long before it begins, once each


def turn_over(
    db: Session, now: datetime, zone: ZoneInfo, announce: Announce, budget: Budget
) -> int:
    """Begin and end what is due by now, once each; return how many."""
    for row in budget.take(leaves.due(db, leaves.is_to_end(now), budget.rows)):
        returning.over(db, row, now, announce)
    for row in budget.take(leaves.due(db, leaves.is_to_begin(now), budget.rows)):
        leave.begin(db, row, now, announce)
    over = leaves.is_post_over(absences.day_of(now, zone), now)
    for post in budget.take(leaves.due_posts(db, over, budget.rows)):
        posts.hand_on(db, post, now, announce)
    return budget.done


def warn(db: Session, now: datetime, zone: ZoneInfo, budget: Budget) -> int:
    """Tell whoever appoints of posts that nobody will hold soon; return how many were told of."""
    found = leaves.due(db, leaves.is_gap(now, until(now)), budget.rows)
    together = sorted(found, key=lambda row: row.leave_id or row.id)
    for rows in budget.take_together(together, lambda row: row.leave_id):
        times = _times(rows[0].begins_at - now)
        # What of it comes later, like a night of the roster, is told along with it.
        for row in leaves.of_leave(db, rows[0].leave_id) if rows[0].leave_id else rows:
            row.warned = max(row.warned, times)
        _tell_of_leave(db, rows, now, zone)
    ending = leaves.is_left_empty(last_days(now, zone), absences.day_of(now, zone))
    for post in budget.take(leaves.due_posts(db, ending, budget.rows)):
        post.warned = _times(_end_of(post, zone) - now)
        _tell_of_end(db, post, now, zone)
    return budget.done


def until(now: datetime) -> Sequence[datetime]:
    """Return up to which moment a gap may begin, for the first telling and the second."""
    return [now + ahead for ahead in AHEAD]


def last_days(now: datetime, zone: ZoneInfo) -> list[date]:
    """Return up to which last day a post may run, for the first telling and the second."""
    return [absences.day_of(now + ahead, zone) - timedelta(days=1) for ahead in AHEAD]


def _times(left: timedelta) -> int:
    return sum(left <= ahead for ahead in AHEAD)


def _end_of(post: Post, zone: ZoneInfo) -> datetime:
    assert post.until_on is not None, "only what ends is asked about"
    return datetime.combine(post.until_on + timedelta(days=1), datetime.min.time(), zone)


def _tell_of_leave(db: Session, rows: Sequence[Absence], now: datetime, zone: ZoneInfo) -> None:
    post, span = rows[0].post, say_span(rows[0].begins_at, rows[0].ends_at, zone)
    told = appointer_of(db, post.unit, now, zone, post.person_id)
    if told is None:
        return
    who = f"{tree.call(post.person)}（{posts.titles([row.post for row in rows])}）"
    text = (
        f"{who}{span}不在岗，{_why(db, rows[0])}。这段时间的事会先告诉下一位负责人。"
        f"要安排人替，回复“{tree.call(post.person)}换某某替”。"
    )
    fields = {"what": "岗位没人替", "text": f"{tree.call(post.person)}{span}不在岗"}
    queue(db, DeliveryKind.INFO, text, now, person_id=told.id, fields=fields)


def _why(db: Session, row: Absence) -> str:
    """Say why nobody stands in."""
    if row.substitute_id is None:
        return "没有人替"
    name = tree.call(persons.get(db, row.substitute_id))
    if row.agreed_at is not None:
        return f"替班的{name}收不到消息或也不在岗"
    if row.declined_at is not None:
        return f"{name}没有答应替班"
    return f"{name}还没有答应替班"


def _tell_of_end(db: Session, post: Post, now: datetime, zone: ZoneInfo) -> None:
    told = appointer_of(db, post.unit, now, zone, post.person_id)
    if told is None or post.until_on is None:
        return
    text = (
        f"{tree.call(post.person)}的{posts.titles([post])}做到{say_date(post.until_on)}，"
        "还没有人接。请尽快定下接手的人，不然这段时间的事会先告诉下一位负责人。"
    )
    last = say_date(post.until_on)
    fields = {"what": "岗位没人接", "text": f"{tree.call(post.person)}做到{last}，还没人接"}
    queue(db, DeliveryKind.INFO, text, now, person_id=told.id, fields=fields)
