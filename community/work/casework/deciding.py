"""What a decision about a form does: its item is over, who sent it in hears, a home is bound."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.homes import household_at
from community.work.casework.telling import tell
from core.forms import FormSpec
from db.models import Contact, ItemKind, Submission, WorkItem
from db.people import persons, units


def decided(
    db: Session,
    specs: Mapping[str, FormSpec],
    item: WorkItem,
    accepted: bool,
    now: datetime,
    reason: str,
    signed: str,
) -> str | None:
    """Let whoever sent a form in hear what was decided.  Return what the form is called."""
    submission = db.get_one(Submission, item.submission_id)
    spec = specs.get(submission.form)
    if item.kind is ItemKind.JOIN and accepted:
        _bind(db, submission, now)
    if spec is None:
        return None
    said, why = (spec.decided, reason) if accepted else (spec.declined, reason or "没有写明")
    tell(db, spec, item, said, now, signed, reason=why)
    return spec.title


def _bind(db: Session, submission: Submission, now: datetime) -> None:
    """Connect the address with the person the grid worker has confirmed."""
    contact = db.get_one(Contact, submission.contact_id)
    building = units.get_unit(db, int(submission.answers["building_unit"]))
    household = household_at(db, building, submission.answers["address"])
    name = str(submission.answers["name"])
    known = persons.named(db, name, household.id)
    answers = not any(person.answers for person in persons.in_household(db, household.id))
    person = (
        known[0]
        if known
        else persons.add(db, now, name=name, household_id=household.id, answers=answers)
    )
    contact.person_id = person.id
    submission.person_id = person.id
