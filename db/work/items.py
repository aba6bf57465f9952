"""Questions about tickets and submissions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from db.models import (
    OPEN_STATES,
    Delivery,
    DeliveryStatus,
    Submission,
    Telling,
    Ticket,
    TicketKind,
    TicketState,
)
from db.quick import Quick


def open_tickets_of(db: Session, staff_id: int, kinds: Sequence[TicketKind]) -> Sequence[Ticket]:
    """Return what this person was told of and nobody has answered yet.

    What nobody is left for comes first, then danger, then the newest.
    """
    first = case((Ticket.stuck_at.is_not(None), 0), else_=1)
    urgent = case(
        (Ticket.kind == TicketKind.DANGER, 0), (Ticket.kind == TicketKind.FEVER, 1), else_=2
    )
    return db.scalars(
        select(Ticket)
        .join(Telling, Telling.ticket_id == Ticket.id)
        .where(
            Telling.person_id == staff_id,
            Ticket.state == TicketState.OPEN,
            Ticket.kind.in_(kinds),
        )
        .order_by(first, urgent, Ticket.id.desc())
    ).all()


def ticket_told_to(db: Session, ticket_id: int, staff_id: int) -> Ticket | None:
    """Return the ticket if this person was told of it; others may not touch it."""
    return db.scalar(
        select(Ticket)
        .join(Telling, Telling.ticket_id == Ticket.id)
        .where(Ticket.id == ticket_id, Telling.person_id == staff_id)
        .with_for_update(of=Ticket)
    )


def ticket_of(db: Session, submission_id: int) -> Ticket:
    """Return the ticket of a form that was sent in."""
    return db.scalars(select(Ticket).where(Ticket.submission_id == submission_id)).one()


def hold(db: Session, ticket_id: int) -> Ticket:
    """Return a ticket nobody else may change until we are done."""
    return db.get_one(Ticket, ticket_id, with_for_update=True)


def is_climbing(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.state == TicketState.OPEN, Ticket.climbs_at <= now)


def climbing(db: Session, now: datetime, limit: int) -> Sequence[Ticket]:
    return db.scalars(
        select(Ticket)
        .where(is_climbing(now))
        .order_by(Ticket.climbs_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Ticket)
    ).all()


def tellings(db: Session, ticket_id: int) -> Sequence[Telling]:
    """Return who was told of a ticket, first told first."""
    return db.scalars(
        select(Telling).where(Telling.ticket_id == ticket_id).order_by(Telling.id)
    ).all()


_TOLD = Quick(
    lambda _: (
        select(Telling.person_id)
        .where(Telling.ticket_id == bindparam("ticket"))
        .order_by(Telling.id)
    )
)


def told_ids(db: Session, ticket_id: int) -> list[int]:
    """Return who was told of a ticket, the last one last."""
    return [row[0] for row in _TOLD.all(db, {"ticket": ticket_id})]


_CLIMBS = Quick(
    lambda _: (
        update(Ticket)
        .where(Ticket.id == bindparam("ticket"))
        .values(climbs_at=bindparam("climbs"), stuck_at=bindparam("stuck"))
    )
)


def set_climb(
    db: Session, ticket_id: int, climbs_at: datetime | None, stuck_at: datetime | None
) -> None:
    """Write down when the next in line is told, and since when nobody is left."""
    _CLIMBS.one(db, {"ticket": ticket_id, "climbs": climbs_at, "stuck": stuck_at})


def last_step(db: Session, ticket_id: int) -> int:
    """Return the number of the step in which somebody was told last; -1 if nobody was."""
    found = db.scalar(select(func.max(Telling.step)).where(Telling.ticket_id == ticket_id))
    return -1 if found is None else found


_LOST = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


def may_hear(db: Session, ticket_id: int, step: int) -> bool:
    """Tell whether an alert has reached, or may yet reach, one of those told in a step."""
    return (
        db.scalar(
            select(Delivery.id)
            .join(Telling, Telling.person_id == Delivery.person_id)
            .where(
                Telling.ticket_id == ticket_id,
                Telling.step == step,
                Delivery.ticket_id == ticket_id,
                Delivery.status.not_in(_LOST),
            )
            .limit(1)
        )
        is not None
    )


def reached_ids(db: Session, ticket_id: int) -> set[int]:
    """Return whom something about a ticket has reached, as far as the platform tells."""
    out = (*_LOST, DeliveryStatus.QUEUED)
    found = select(Delivery.person_id).where(
        Delivery.ticket_id == ticket_id, Delivery.status.not_in(out)
    )
    return {person_id for person_id in db.scalars(found) if person_id is not None}


def waiting_alert(db: Session, ticket_id: int, person_id: int) -> Delivery | None:
    """Return what somebody is about to be told of a ticket, unless a sender has it in hand."""
    return db.scalar(
        select(Delivery)
        .where(
            Delivery.ticket_id == ticket_id,
            Delivery.person_id == person_id,
            Delivery.status == DeliveryStatus.QUEUED,
        )
        .order_by(Delivery.id.desc())
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )


def cancel_alerts(db: Session, ticket_id: int, reason: str) -> None:
    """Nothing more is to be sent of what still waits about a ticket."""
    db.execute(
        update(Delivery)
        .where(Delivery.ticket_id == ticket_id, Delivery.status == DeliveryStatus.QUEUED)
        .values(status=DeliveryStatus.CANCELLED, reason=reason)
    )


def open_unreached(db: Session, person_id: int | None, contact_id: int | None) -> Ticket | None:
    """Return the open ticket that says somebody cannot be reached; a person has one at most."""
    whose = Ticket.person_id == person_id if person_id else Ticket.contact_id == contact_id
    return db.scalar(
        select(Ticket)
        .where(whose, Ticket.kind == TicketKind.UNREACHED, Ticket.state == TicketState.OPEN)
        .order_by(Ticket.id.desc())
        .limit(1)
        .with_for_update(of=Ticket)
    )


def stuck_counts(db: Session) -> list[tuple[str, int]]:
    """Return (kind, how many) of what nobody is left for."""
    rows = db.execute(
        select(Ticket.kind, func.count())
        .where(Ticket.state == TicketState.OPEN, Ticket.stuck_at.is_not(None))
        .group_by(Ticket.kind)
    )
    return [(kind.value, count) for kind, count in rows]


_OPEN_ABOUT = Quick(
    lambda _: (
        select(Ticket.id)
        .where(
            Ticket.person_id == bindparam("person"),
            Ticket.kind == bindparam("kind"),
            Ticket.state == TicketState.OPEN,
        )
        .order_by(Ticket.id.desc())
        .limit(1)
    )
)


def open_about(db: Session, person_id: int, kind: TicketKind) -> Ticket | None:
    """Return the newest open ticket of this kind about somebody; most have none."""
    row = _OPEN_ABOUT.one(db, {"person": person_id, "kind": kind})
    return db.get_one(Ticket, row[0]) if row else None


def open_from(db: Session, contact_id: int, kind: TicketKind) -> Ticket | None:
    return db.scalar(
        select(Ticket)
        .where(
            Ticket.contact_id == contact_id,
            Ticket.kind == kind,
            Ticket.state == TicketState.OPEN,
        )
        .order_by(Ticket.id.desc())
        .limit(1)
    )


_OPEN_CALL = Quick(
    lambda _: (
        select(Ticket.id, Ticket.text)
        .where(
            Ticket.contact_id == bindparam("contact"),
            Ticket.kind == bindparam("kind"),
            Ticket.state == TicketState.OPEN,
        )
        .order_by(Ticket.id.desc())
        .limit(1)
    )
)
_OPEN_TEXT = Quick(
    lambda _: select(Ticket.text).where(
        Ticket.id == bindparam("ticket"), Ticket.state == TicketState.OPEN
    )
)


def open_call(db: Session, contact_id: int, kind: TicketKind) -> tuple[int, str] | None:
    """Return number and text of the newest open ticket of this kind from an address."""
    row = _OPEN_CALL.one(db, {"contact": contact_id, "kind": kind})
    return (row[0], row[1]) if row else None


def open_text(db: Session, ticket_id: int) -> str | None:
    """Return what a ticket says while nobody has answered it."""
    row = _OPEN_TEXT.one(db, {"ticket": ticket_id})
    return str(row[0]) if row else None


_CALLS = Quick(
    lambda _: (
        select(Ticket.id, Ticket.kind)
        .where(
            Ticket.contact_id == bindparam("contact"),
            Ticket.state != TicketState.DECLINED,
            Ticket.raised_at >= bindparam("since"),
        )
        .order_by(Ticket.id.desc())
        .limit(20)
    )
)


def calls_since(db: Session, contact_id: int, since: datetime) -> list[tuple[int, TicketKind]]:
    """Return number and kind of what an address called for since then, newest first."""
    return [(row[0], row[1]) for row in _CALLS.all(db, {"contact": contact_id, "since": since})]


def submissions_from(db: Session, contact_id: int) -> Sequence[Submission]:
    """Return what was sent in from an address and still lies there."""
    found = select(Submission).where(
        Submission.contact_id == contact_id, Submission.state.in_(OPEN_STATES)
    )
    return db.scalars(found.order_by(Submission.id)).all()


def submissions_of(db: Session, person_id: int) -> Sequence[Submission]:
    return db.scalars(
        select(Submission).where(Submission.person_id == person_id).order_by(Submission.id)
    ).all()


def waiting_from(db: Session, contact_id: int, form: str) -> Submission | None:
    return db.scalar(
        select(Submission).where(
            Submission.contact_id == contact_id,
            Submission.form == form,
            Submission.state.in_(OPEN_STATES),
        )
    )


def open_counts(db: Session) -> list[tuple[str, int]]:
    rows = db.execute(
        select(Ticket.kind, func.count())
        .where(Ticket.state == TicketState.OPEN)
        .group_by(Ticket.kind)
    )
    return [(kind.value, count) for kind, count in rows]
