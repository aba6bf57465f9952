"""What whoever sent a form in may still do about it, until it is decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import escalation
from community.casework.submitting import code_of, day_of, deadline
from core.forms import FormSpec
from core.phrases import say_moment
from db import submissions
from db.models import Act, Role, Submission, SubmissionState, Ticket


def amend(
    db: Session,
    spec: FormSpec,
    ticket: Ticket,
    given: Mapping[str, Any],
    said: str,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Change or complete answers; `said` tells staff what is different now."""
    submission = db.get_one(Submission, ticket.submission_id)
    before = spec.tier(submission.answers)
    submission.answers = {**submission.answers, **given}
    submission.place_code = code_of(submission.answers.get(spec.place or ""))
    submission.day = day_of(submission.answers.get(spec.day or ""))
    submissions.note(db, submission, Act.CHANGED, now, text=said)
    tier = spec.tier(submission.answers)
    due_at = deadline(spec, tier, submission.answers, submission.sent_at, zone)
    if due_at is not None and due_at > now:
        submission.due_at = due_at
    escalation.tell_again(db, ticket, said, now)
    if tier.decides != before.decides:
        until = submission.due_at
        escalation.hand_over(db, ticket, Role(tier.decides), until, now, zone)
    elif submission.due_at is not None and ticket.climbs_at is not None:
        ticket.climbs_at = submission.due_at


def withdraw(db: Session, ticket: Ticket, said: str, now: datetime) -> None:
    submission = db.get_one(Submission, ticket.submission_id)
    submission.state, submission.due_at = SubmissionState.CANCELLED, None
    submissions.note(db, submission, Act.CANCELLED, now)
    escalation.close(db, ticket, said, now)


def reply(db: Session, ticket: Ticket, text: str, said: str, now: datetime) -> None:
    """The answer to what staff asked back; whoever asked reads it."""
    submission = db.get_one(Submission, ticket.submission_id)
    if submission.state is SubmissionState.ASKED:
        submission.state = SubmissionState.WAITING
    submissions.note(db, submission, Act.REPLIED, now, text=text)
    escalation.tell_again(db, ticket, said, now, only=submission.assignee_id)


def describe_due(submission: Submission, zone: ZoneInfo) -> str:
    return say_moment(submission.due_at, zone) if submission.due_at else ""
