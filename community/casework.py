"""Forms people send in: stored, given to whoever decides, and the decision told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import escalation, tree
from community.escalation import Subject
from core.library import FormSpec
from db import people
from db import tree as units
from db.models import (
    Contact,
    DeliveryKind,
    Household,
    Person,
    Submission,
    SubmissionState,
    Ticket,
    TicketKind,
    TicketState,
    Unit,
)
from outbox import queue

JOIN = "join"


def submit(
    db: Session,
    spec: FormSpec,
    answers: Mapping[str, Any],
    subject: Subject,
    headline: str,
    now: datetime,
    zone: ZoneInfo,
) -> Ticket:
    """Store a filled-in form and tell whoever decides about it; the ticket's number is the form's."""
    submission = Submission(
        form=spec.id,
        contact_id=subject.contact_id,
        person_id=subject.person.id if subject.person else None,
        turn_id=subject.turn_id,
        answers=dict(answers),
        place_code=_code(answers.get(spec.place or "")),
        day=_day(answers.get(spec.day or "")),
        state=SubmissionState.WAITING,
        unit_id=subject.unit.id if subject.unit else None,
        sent_at=now,
    )
    db.add(submission)
    db.flush()  # the ticket points to it
    kind = TicketKind.JOIN if spec.id == JOIN else TicketKind.FORM
    told = Subject(subject.person, subject.contact_id, subject.unit, subject.turn_id, submission.id)
    return escalation.raise_ticket(db, kind, headline, told, now, zone)


def decide(
    db: Session,
    specs: Mapping[str, FormSpec],
    ticket: Ticket,
    staff: Person,
    accepted: bool,
    now: datetime,
) -> str | None:
    """Staff say yes or no; the person hears it.  Return what the form was called."""
    if ticket.submission_id is None:
        return None
    submission = db.get_one(Submission, ticket.submission_id)
    submission.state = SubmissionState.CONFIRMED if accepted else SubmissionState.DECLINED
    submission.decided_at, submission.decided_by = now, staff.id
    spec = specs.get(submission.form)
    if submission.form == JOIN and accepted:
        _bind(db, submission, now)
    if spec is None:
        return None
    said = spec.decided if accepted else spec.declined
    if said and submission.contact_id is not None:
        queue(
            db,
            DeliveryKind.INFO,
            said.format(name=tree.call(staff), number=ticket.id),
            now,
            person_id=submission.person_id,
            contact_id=submission.contact_id,
            fields={"what": spec.title, "text": "已经处理，请打开公众号查看"},
        )
    return spec.title


def _bind(db: Session, submission: Submission, now: datetime) -> None:
    """Connect the address with the person the grid worker has confirmed."""
    contact = db.get_one(Contact, submission.contact_id)
    building = units.get_unit(db, int(submission.answers["building_unit"]))
    household = household_at(db, building, submission.answers["address"])
    name = str(submission.answers["name"])
    known = people.named(db, name, household.id)
    answers = not any(person.answers for person in people.in_household(db, household.id))
    person = (
        known[0]
        if known
        else people.add(db, now, name=name, household_id=household.id, answers=answers)
    )
    contact.person_id = person.id
    submission.person_id = person.id


def household_at(db: Session, building: Unit, address: Mapping[str, Any]) -> Household:
    """Return the household behind a door, writing it down if nobody has yet."""
    entrance, room = str(address.get("unit") or ""), str(address.get("room") or "")
    found = units.household_at(db, building, entrance, room)
    if found is None:
        found = Household(
            unit_id=building.id,
            building=building.building or "",
            entrance=entrance,
            room=room,
            room_index=room,
        )
        db.add(found)
        db.flush()  # people point to it
    return found


def state_word(ticket: Ticket) -> str:
    return {TicketState.OPEN: "等待处理", TicketState.ACKNOWLEDGED: "已处理"}.get(
        ticket.state, "未通过"
    )


def _code(place: Any) -> str | None:
    return place.get("code") if isinstance(place, Mapping) else None


def _day(value: Any) -> date | None:
    text = value.get("date") if isinstance(value, Mapping) else value
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
