"""What somebody has sent in, as they may look it up: by their address, or by a receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from db.models import Submission, WorkItem
from db.work import items, submissions


def sent_by(actor: Actor, db: Session, limit: int) -> Sequence[tuple[WorkItem, Submission]]:
    """Return what an actor sent in and still lies there, newest first."""
    if actor.contact_id is None:
        return []
    return submissions.sent_by(db, actor.contact_id, actor.person_id, limit)


def own(actor: Actor, db: Session, number: int) -> tuple[WorkItem, Submission] | Refused:
    """Return what an actor sent in under this number; nobody touches another's."""
    if actor.contact_id is None:
        return Refused("not_yours")
    found = submissions.own(db, actor.contact_id, actor.person_id, number)
    return found if found is not None else Refused("not_yours")


def already_sent(actor: Actor, db: Session, form: str, answers: Mapping[str, Any]) -> int | None:
    """Return the number under which an actor sent in just this, if nobody has decided yet."""
    if actor.contact_id is None:
        return None
    sent = submissions.open_answers(db, actor.contact_id, form)
    return next((number for number, earlier in sent if earlier == answers), None)


def waiting_for(actor: Actor, db: Session, form: str) -> tuple[WorkItem, Submission] | None:
    """Return an actor's open submission of this form, if there is one."""
    if actor.contact_id is None:
        return None
    return submissions.waiting_from(db, actor.contact_id, form)


def by_receipt(db: Session, receipt: str) -> tuple[WorkItem, Submission] | None:
    """Return what was sent in without a name; whoever has the receipt may look it up."""
    return submissions.by_receipt(db, receipt)


def question_about(db: Session, item: WorkItem) -> str | None:
    """Return the newest thing staff asked back."""
    asked = items.last_question(db, item.id)
    return asked.text if asked is not None else None
