"""When nobody decides by the time we named: said honestly, and pressed further up."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import escalation
from community.casework.submitting import assign
from community.casework.telling import tell
from core.forms import FormSpec
from db import submissions
from db.models import Act, SubmissionState


def hurry(db: Session, specs: Mapping[str, FormSpec], now: datetime, zone: ZoneInfo) -> int:
    """See to every form whose time is up; return how many."""
    late = submissions.overdue(db, now)
    for ticket, submission in late:
        submission.state = SubmissionState.OVERDUE
        submissions.note(db, submission, Act.OVERDUE, now)
        escalation.press(db, ticket, now, zone)
        assign(db, submission, ticket)
        spec = specs.get(submission.form)
        if spec is not None:
            tell(db, spec, ticket, spec.overdue, now)
    return len(late)
