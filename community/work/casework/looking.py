"""What somebody has sent in, as they may look it up: by their address, or by a receipt."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.work.casework.submitting import day_of
from core.forms import FormSpec
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


def going_on(actor: Actor, db: Session, form: str) -> tuple[WorkItem, Submission] | None:
    """Return the newest submission of this form that an actor waits for, in somebody's hands or not."""
    if actor.contact_id is None:
        return None
    return submissions.going_on_from(db, actor.contact_id, form)


def same_day_of(
    actor: Actor, db: Session, spec: FormSpec, answers: Mapping[str, Any], home: Collection[int]
) -> tuple[WorkItem, Submission] | None:
    """Return what covers an actor on this form and day already: their own, or their family's.

    `home` are the people an actor lives with; it may have been sent from another phone.
    """
    day = day_of(answers.get(spec.day or ""))
    if actor.person_id is None or day is None or answers.get("_for"):
        return None
    for item, sent in submissions.going_on_of(db, [*home, actor.person_id], spec.id):
        named = {each.get("person") for each in spec.companions(sent.answers or {})}
        if sent.day == day and actor.person_id in {sent.person_id, *named}:
            return item, sent
    return None


def of_household(
    actor: Actor, db: Session, home: Collection[int], forms: Collection[str], limit: int
) -> Sequence[tuple[WorkItem, Submission]]:
    """Return what those an actor lives with sent in for the family; nothing to a stranger."""
    return submissions.of_household(db, home, forms, limit) if actor.person_id else []


def by_receipt(db: Session, receipt: str) -> tuple[WorkItem, Submission] | None:
    """Return what was sent in without a name; whoever has the receipt may look it up."""
    return submissions.by_receipt(db, receipt)


def question_about(db: Session, item: WorkItem) -> str | None:
    """Return the newest thing staff asked back."""
    asked = items.last_question(db, item.id)
    return asked.text if asked is not None else None
