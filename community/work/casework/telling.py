"""What whoever sent a form in hears of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.forms import FormSpec
from db.models import DeliveryKind, Submission, WorkItem
from outbox import queue


def tell(
    db: Session,
    spec: FormSpec,
    item: WorkItem,
    said: str,
    now: datetime,
    signed: str = "",
    **words: str,
) -> None:
    """Tell whoever sent a form in what became of it; of some nobody knows who that is."""
    submission = db.get_one(Submission, item.submission_id)
    if not said or submission.contact_id is None:
        return
    together = spec.together(submission.answers or {})
    named = {"title": spec.title, "who": signed, "together": together, **words}
    text = said.format_map(Spoken({**named, "number": str(item.id)}))
    fields = {"what": spec.title, "text": "有新情况，回复“查看”"}
    person_id, contact_id = submission.person_id, submission.contact_id
    queue(
        db, DeliveryKind.INFO, text, now, person_id=person_id, contact_id=contact_id, fields=fields
    )


class Spoken(dict[str, str]):
    """The words a text is filled with; what was not answered is said so."""

    def __missing__(self, key: str) -> str:
        return "还没说"
