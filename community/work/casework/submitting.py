"""Sending a form in: stored, given to whoever decides, with the time they have for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.work import attaching, escalation
from community.work.escalation import Desk, Subject
from core.forms import DecisionTier, FormSpec
from core.phrases import say_moment
from db import turns
from db.models import Act, ItemKind, Role, Submission, WorkItem
from db.quick import store
from db.work import items

CLOSING = time(18)  # a day ends here for whoever has to decide
EARLIEST = timedelta(hours=1)  # nobody has less time than this, however soon the day is


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody who has sent a form in is told about it."""

    item: WorkItem
    due_at: datetime | None

    @property
    def number(self) -> int:
        return self.item.id


def submit(
    db: Session,
    spec: FormSpec,
    answers: Mapping[str, Any],
    subject: Subject,
    headline: str,
    now: datetime,
    desk: Desk,
    receipt: str | None = None,
) -> Sent:
    """Store a filled-in form and tell whoever decides about it; the item's number is the form's."""
    tier = spec.tier(answers)
    due_at = deadline(spec, tier, answers, now, desk.zone)
    submission = Submission(
        form=spec.id,
        contact_id=subject.contact_id,
        person_id=subject.person.id if subject.person else None,
        turn_id=subject.turn_id,
        answers=dict(answers),
        place_code=code_of(answers.get(spec.place or "")),
        day=day_of(answers.get(spec.day or "")),
        receipt=receipt,
        sent_at=now,
    )
    store(db, submission)  # the item points to it
    until = f"请在{say_moment(due_at, desk.zone)}前处理。" if due_at else ""
    told = replace(
        subject,
        submission_id=submission.id,
        decides=None if spec.kind == "join" else Role(tier.decides),
        needs_decision=spec.judged,
        due_at=due_at,
    )
    raised = escalation.raise_item(db, ItemKind(spec.kind), f"{headline}{until}", told, now, desk)
    items.note(db, raised.id, Act.SENT, now)
    attaching.gather(db, raised, subject.contact_id, now, desk)
    return Sent(raised, due_at)


def blurred(now: datetime) -> datetime:
    """Return the moment an unseen form is stored under: the hour, not the minute."""
    return turns.blur(now)


def deadline(
    spec: FormSpec, tier: DecisionTier, answers: Mapping[str, Any], now: datetime, zone: ZoneInfo
) -> datetime | None:
    """Return by when a form filled in like this should be decided."""
    ends = [now + timedelta(hours=tier.within_hours)] if tier.within_hours else []
    day = day_of(answers.get(spec.day or ""))
    if tier.days_before is not None and day is not None:
        ends.append(datetime.combine(day - timedelta(days=tier.days_before), CLOSING, zone))
    return max(min(ends), now + EARLIEST) if ends else None


def code_of(place: Any) -> str | None:
    return place.get("code") if isinstance(place, Mapping) else None


def day_of(value: Any) -> date | None:
    text = value.get("date") if isinstance(value, Mapping) else value
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
