"""What whoever sent a form in may still do about it, until it is decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.work import escalation
from community.work.casework.submitting import (
    assign,
    code_of,
    day_of,
    deadline,
)
from community.work.escalation import Desk
from core.forms import FormSpec
from core.phrases import say_moment
from db.models import Act, Role, Submission, SubmissionState, Ticket, Unit
from db.work import submissions


def amend(
    db: Session,
    spec: FormSpec,
    ticket: Ticket,
    given: Mapping[str, Any],
    said: str,
    now: datetime,
    desk: Desk,
    unit: Unit | None = None,
) -> None:
    """Change or complete answers; `said` tells staff what is different now.

    Another number of tables or another building may make it somebody else's to decide.
    """
    submission = db.get_one(Submission, ticket.submission_id)
    before, place = spec.tier(submission.answers).decides, ticket.unit_id
    submission.answers = {**submission.answers, **given}
    submission.place_code = code_of(submission.answers.get(spec.place or ""))
    submission.day = day_of(submission.answers.get(spec.day or ""))
    submissions.note(db, submission, Act.CHANGED, now, text=said)
    tier = spec.tier(submission.answers)
    due_at = deadline(spec, tier, submission.answers, submission.sent_at, desk.zone)
    if due_at is not None and due_at > now and due_at != submission.due_at:
        submission.due_at = due_at
        said = f"{said}（请在{say_moment(due_at, desk.zone)}前处理）"
    escalation.tell_again(db, ticket, said, now)
    if unit is not None:
        ticket.unit_id = submission.unit_id = unit.id
    if tier.decides != before or ticket.unit_id != place:
        escalation.hand_over(db, ticket, Role(tier.decides), submission.due_at, now, desk)
        assign(db, submission, ticket)
    elif ticket.climbs_at is not None and submission.due_at is not None:
        ticket.climbs_at = max(submission.due_at, now)


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
