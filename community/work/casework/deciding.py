"""What staff do about a form: yes, no with a reason, or a question back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.homes import household_at
from community.work.casework.telling import tell
from core.forms import FormSpec
from db.models import Act, Contact, Person, Submission, SubmissionState, Ticket, TicketKind
from db.people import persons, units
from db.work import submissions


def decide(
    db: Session,
    specs: Mapping[str, FormSpec],
    ticket: Ticket,
    staff: Person,
    accepted: bool,
    now: datetime,
    reason: str = "",
    signed: str = "",
) -> str | None:
    """Staff say yes or no; the person hears it.  Return what the form was called."""
    if ticket.submission_id is None:
        return None
    submission = db.get_one(Submission, ticket.submission_id)
    submission.state = SubmissionState.CONFIRMED if accepted else SubmissionState.DECLINED
    submission.decided_at, submission.decided_by = now, staff.id
    submission.assignee_id = staff.id
    act = Act.CONFIRMED if accepted else Act.DECLINED
    submissions.note(db, submission, act, now, actor=staff.id, text=reason or None)
    spec = specs.get(submission.form)
    if ticket.kind is TicketKind.JOIN and accepted:
        _bind(db, submission, now)
    if spec is None:
        return None
    said, why = (spec.decided, reason) if accepted else (spec.declined, reason or "没有写明")
    tell(db, spec, ticket, said, now, signed, reason=why)
    return spec.title


def ask_back(
    db: Session,
    spec: FormSpec,
    ticket: Ticket,
    staff: Person,
    question: str,
    how: str,
    now: datetime,
    signed: str,
) -> None:
    """Staff want to know one thing more before they decide."""
    submission = db.get_one(Submission, ticket.submission_id)
    submissions.note(db, submission, Act.ASKED, now, actor=staff.id, text=question)
    submission.assignee_id = staff.id
    if submission.state is SubmissionState.WAITING:
        submission.state = SubmissionState.ASKED
    tell(db, spec, ticket, f"{spec.asked}\n{how}", now, signed, question=question)


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
