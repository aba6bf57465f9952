"""What whoever sent a form in may still do about it, until it is decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.work import escalation
from community.work.casework.submitting import code_of, day_of, deadline
from community.work.escalation import Desk
from core.forms import FormSpec
from core.phrases import say_moment
from db.models import Act, Role, Submission, Unit, WorkItem
from db.work import items


def amend(
    db: Session,
    spec: FormSpec,
    item: WorkItem,
    given: Mapping[str, Any],
    said: str,
    now: datetime,
    desk: Desk,
    unit: Unit | None = None,
) -> None:
    """Change or complete answers; `said` tells staff what is different now.

    Another number of tables or another building may make it somebody else's to decide.
    """
    submission = db.get_one(Submission, item.submission_id)
    before, place = spec.tier(submission.answers).decides, item.unit_id
    submission.answers = {**submission.answers, **given}
    submission.place_code = code_of(submission.answers.get(spec.place or ""))
    submission.day = day_of(submission.answers.get(spec.day or ""))
    items.note(db, item.id, Act.CHANGED, now, text=said)
    tier = spec.tier(submission.answers)
    due_at = deadline(spec, tier, submission.answers, submission.sent_at, desk.zone)
    if due_at is not None and due_at > now and due_at != item.due_at:
        item.due_at = due_at
        said = f"{said}（请在{say_moment(due_at, desk.zone)}前处理）"
    escalation.tell_again(db, item, said, now)
    if unit is not None:
        item.unit_id = unit.id
    if tier.decides != before or item.unit_id != place:
        escalation.hand_over(db, item, Role(tier.decides), item.due_at, now, desk)
    elif item.escalates_at is not None and item.due_at is not None:
        item.escalates_at = max(item.due_at, now)


def complete(
    db: Session, item: WorkItem, given: Mapping[str, Any], said: str, now: datetime
) -> None:
    """Add to what somebody has in hand by now; whoever has it hears `said`."""
    submission = db.get_one(Submission, item.submission_id)
    submission.answers = {**submission.answers, **given}
    items.note(db, item.id, Act.CHANGED, now, text=said)
    escalation.tell_again(db, item, said, now, only=item.owner_id)


def tell_more(db: Session, item: WorkItem, said: str, now: datetime) -> None:
    """Whoever was told of what was sent in, or has it, hears what is said of it besides."""
    items.note(db, item.id, Act.CHANGED, now, text=said)
    escalation.tell_again(db, item, said, now, only=item.owner_id)


def withdraw(db: Session, item: WorkItem, said: str, now: datetime) -> None:
    """Whoever sent it in does not want it any more; staff hear `said`."""
    item.due_at = None
    items.note(db, item.id, Act.WITHDRAWN, now)
    escalation.close(db, item, said, now)


def reply(db: Session, item: WorkItem, text: str, said: str, now: datetime) -> None:
    """The answer to what staff asked back; whoever asked reads it."""
    asked = items.last_question(db, item.id)
    item.asked_at = None
    items.note(db, item.id, Act.REPLIED, now, text=text)
    escalation.tell_again(db, item, said, now, only=asked.actor_id if asked else None)
