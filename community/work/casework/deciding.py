"""What a decision about a form does: it is announced, and who sent it in hears."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.work.casework.telling import tell
from core.announcements import Announce, Decided
from core.forms import FormSpec
from db.models import Submission, WorkItem


def decided(
    db: Session,
    specs: Mapping[str, FormSpec],
    item: WorkItem,
    accepted: bool,
    now: datetime,
    reason: str,
    signed: str,
    announce: Announce,
) -> str | None:
    """Announce it, and let whoever sent a form in hear.  Return what the form is called."""
    submission = db.get_one(Submission, item.submission_id)
    spec = specs.get(submission.form)
    announce(db, Decided(submission.id, submission.form, accepted), now)
    if spec is None:
        return None
    spec = spec.as_filled(submission.answers or {})
    said, why = (spec.decided, reason) if accepted else (spec.declined, reason or "没有写明")
    tell(db, spec, item, said, now, signed, reason=why)
    return spec.title
