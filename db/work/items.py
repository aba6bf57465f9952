"""Questions about items: who was told, who is to be told, what somebody has in hand."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.models import (
    GOING_ON,
    UNSENT,
    Absence,
    Act,
    Audit,
    Contact,
    Delivery,
    DeliveryStatus,
    ItemEvent,
    ItemKind,
    ItemState,
    Person,
    Post,
    Step,
    Submission,
    Unit,
    WorkItem,
)
from db.people import absences
from db.quick import Quick, store

_THEM = aliased(Person)
# Spelled out: a list cannot be handed straight to a driver.
_GOES_ON = or_(*(WorkItem.state == state for state in GOING_ON))


def told_and(db: Session, staff_id: int, *conditions: ColumnElement[bool]) -> Select[WorkItem]:
    """Return the items this person was told of, narrowed down."""
    told = select(WorkItem).join(Step, Step.item_id == WorkItem.id)
    return told.where(Step.person_id == staff_id, *conditions)


def open_items_of(db: Session, staff_id: int) -> Sequence[WorkItem]:
    """Return what this person was told of and nobody has answered yet.

    What nobody is left for comes first, then danger, then the newest.
    """
    first = case((WorkItem.stuck_at.is_not(None), 0), else_=1)
    urgent = case(
        (WorkItem.kind == ItemKind.DANGER, 0), (WorkItem.kind == ItemKind.FEVER, 1), else_=2
    )
    found = told_and(db, staff_id, WorkItem.state == ItemState.OPEN)
    return db.scalars(found.order_by(first, urgent, WorkItem.id.desc())).all()


def in_hands_of(db: Session, staff_id: int) -> Sequence[WorkItem]:
    """Return what this person has taken on and not finished."""
    mine = select(WorkItem).where(WorkItem.owner_id == staff_id, WorkItem.state == ItemState.TAKEN)
    return db.scalars(mine.order_by(WorkItem.id).with_for_update(of=WorkItem)).all()


def open_below(db: Session, path: str) -> Sequence[WorkItem]:
    """Return what nobody has answered yet in a unit and below it, the oldest first."""
    found = select(WorkItem).join(Unit, WorkItem.unit_id == Unit.id)
    found = found.where(
        WorkItem.state == ItemState.OPEN, Unit.path.startswith(path, autoescape=True)
    )
    return db.scalars(found.order_by(WorkItem.id).with_for_update(of=WorkItem)).all()


def going_on_for(db: Session, person_id: int) -> Sequence[WorkItem]:
    """Return what is going on about somebody, or was asked for from a phone of theirs."""
    phones = select(Contact.id).where(Contact.person_id == person_id)
    theirs = or_(
        WorkItem.person_id == person_id,
        and_(WorkItem.person_id.is_(None), WorkItem.contact_id.in_(phones)),
    )
    found = select(WorkItem).where(theirs, WorkItem.state.in_(GOING_ON)).order_by(WorkItem.id)
    return db.scalars(found.with_for_update()).all()


def told_to(db: Session, item_id: int, staff_id: int) -> WorkItem | None:
    """Return the item if this person was told of it; others may not touch it."""
    found = told_and(db, staff_id, WorkItem.id == item_id)
    return db.scalar(found.with_for_update(of=WorkItem))


def is_left(now: datetime, day: date) -> ColumnElement[bool]:
    """Tell what is in the hands of somebody who holds no post any more, or is on leave."""
    holds = (
        select(Post.id)
        .outerjoin(Absence, absences.is_away(now))
        .where(WorkItem.owner_id == absences.holder(now), absences.is_held(day, now))
        .exists()
    )
    return and_(WorkItem.state == ItemState.TAKEN, WorkItem.owner_id.is_not(None), ~holds)


def left(db: Session, now: datetime, day: date, limit: int) -> Sequence[WorkItem]:
    found = select(WorkItem).where(is_left(now, day)).order_by(WorkItem.id).limit(limit)
    return db.scalars(found.with_for_update(skip_locked=True, of=WorkItem)).all()


def note(
    db: Session,
    item_id: int,
    act: Act,
    now: datetime,
    *,
    actor: int | None = None,
    text: str | None = None,
) -> None:
    """Add one line to an item's history."""
    store(db, ItemEvent(item_id=item_id, act=act, at=now, actor_id=actor, text=text))


def history(db: Session, item_id: int) -> Sequence[ItemEvent]:
    found = select(ItemEvent).where(ItemEvent.item_id == item_id)
    return db.scalars(found.order_by(ItemEvent.id)).all()


def last_question(db: Session, item_id: int) -> ItemEvent | None:
    """Return the newest thing that was asked back."""
    asked = select(ItemEvent).where(ItemEvent.item_id == item_id, ItemEvent.act == Act.ASKED)
    return db.scalar(asked.order_by(ItemEvent.id.desc()).limit(1))


def hold(db: Session, item_id: int) -> WorkItem:
    """Return an item nobody else may change until we are done."""
    return db.get_one(WorkItem, item_id, with_for_update=True)


def is_climbing(now: datetime) -> ColumnElement[bool]:
    """Tell what nobody has answered in time, or was taken on and not done in time."""
    return and_(WorkItem.state.in_(GOING_ON), WorkItem.escalates_at <= now)


def climbing(db: Session, now: datetime, limit: int) -> Sequence[WorkItem]:
    return db.scalars(
        select(WorkItem)
        .where(is_climbing(now))
        .order_by(WorkItem.escalates_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=WorkItem)
    ).all()


def steps(db: Session, item_id: int) -> Sequence[Step]:
    """Return who was told of an item, first told first."""
    return db.scalars(select(Step).where(Step.item_id == item_id).order_by(Step.id)).all()


_TOLD = Quick(
    lambda _: select(Step.person_id).where(Step.item_id == bindparam("item")).order_by(Step.id)
)


def told_ids(db: Session, item_id: int) -> list[int]:
    """Return who was told of an item, the last one last."""
    return [row[0] for row in _TOLD.all(db, {"item": item_id})]


_CLIMBS = Quick(
    lambda _: (
        update(WorkItem)
        .where(WorkItem.id == bindparam("item"))
        .values(escalates_at=bindparam("climbs"), stuck_at=bindparam("stuck"))
    )
)


def set_climb(
    db: Session, item_id: int, escalates_at: datetime | None, stuck_at: datetime | None
) -> None:
    """Write down when the next in line is told, and since when nobody is left."""
    _CLIMBS.one(db, {"item": item_id, "climbs": escalates_at, "stuck": stuck_at})


def last_tier(db: Session, item_id: int) -> int:
    """Return the number of the tier in which somebody was told last; -1 if nobody was."""
    found = db.scalar(select(func.max(Step.tier)).where(Step.item_id == item_id))
    return -1 if found is None else found


_LOST = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


def may_hear(db: Session, item_id: int, tier: int) -> bool:
    """Tell whether an alert has reached, or may yet reach, one of those told in a tier."""
    return (
        db.scalar(
            select(Delivery.id)
            .join(Step, Step.person_id == Delivery.person_id)
            .where(
                Step.item_id == item_id,
                Step.tier == tier,
                Delivery.item_id == item_id,
                Delivery.status.not_in(_LOST),
            )
            .limit(1)
        )
        is not None
    )


def reached_ids(db: Session, item_id: int) -> set[int]:
    """Return whom something about an item has reached, as far as the platform tells."""
    out = (*_LOST, *UNSENT)
    found = select(Delivery.person_id).where(
        Delivery.item_id == item_id, Delivery.status.not_in(out)
    )
    return {person_id for person_id in db.scalars(found) if person_id is not None}


def waiting_alert(db: Session, item_id: int, person_id: int) -> Delivery | None:
    """Return what somebody is about to be told of an item, unless a sender has it in hand."""
    return db.scalar(
        select(Delivery)
        .where(
            Delivery.item_id == item_id,
            Delivery.person_id == person_id,
            Delivery.status == DeliveryStatus.QUEUED,
            Delivery.lease_until.is_(None),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    )


def cancel_alerts(db: Session, item_id: int, reason: str) -> None:
    """Nothing more is to be sent of what still waits about an item."""
    db.execute(
        update(Delivery)
        .where(Delivery.item_id == item_id, Delivery.status.in_(UNSENT))
        .values(status=DeliveryStatus.CANCELLED, reason=reason)
    )


def cancel_alerts_of(db: Session, item_id: int, person_id: int, reason: str) -> None:
    """Nothing more is to be sent to one person of what still waits about an item."""
    db.execute(
        update(Delivery)
        .where(
            Delivery.item_id == item_id,
            Delivery.person_id == person_id,
            Delivery.status == DeliveryStatus.QUEUED,
        )
        .values(status=DeliveryStatus.CANCELLED, reason=reason)
    )


def open_unreached(db: Session, person_id: int | None, contact_id: int | None) -> WorkItem | None:
    """Return the open item that says somebody cannot be reached; a person has one at most."""
    whose = WorkItem.person_id == person_id if person_id else WorkItem.contact_id == contact_id
    return db.scalar(
        select(WorkItem)
        .where(whose, WorkItem.kind == ItemKind.UNREACHED, WorkItem.state == ItemState.OPEN)
        .order_by(WorkItem.id.desc())
        .limit(1)
        .with_for_update(of=WorkItem)
    )


def joins_at(db: Session, unit_id: int) -> list[tuple[WorkItem, Submission]]:
    """Return the newest requests for a place in a building, with what was sent in."""
    rows = db.execute(
        select(WorkItem, Submission)
        .join(Submission, WorkItem.submission_id == Submission.id)
        .where(WorkItem.unit_id == unit_id, WorkItem.kind == ItemKind.JOIN)
        .order_by(WorkItem.id.desc())
        .limit(50)
        .with_for_update(of=WorkItem)
    )
    return [(row[0], row[1]) for row in rows]


def stuck_counts(db: Session) -> list[tuple[str, int]]:
    """Return (kind, how many) of what nobody is left for."""
    rows = db.execute(
        select(WorkItem.kind, func.count())
        .where(WorkItem.state == ItemState.OPEN, WorkItem.stuck_at.is_not(None))
        .group_by(WorkItem.kind)
    )
    return [(kind.value, count) for kind, count in rows]


_OPEN_ABOUT = Quick(
    lambda _: (
        select(WorkItem.id)
        .where(
            WorkItem.person_id == bindparam("person"),
            WorkItem.kind == bindparam("kind"),
            _GOES_ON,
        )
        .order_by(WorkItem.id.desc())
        .limit(1)
    )
)


def open_about(db: Session, person_id: int, kind: ItemKind) -> WorkItem | None:
    """Return the newest item of this kind about somebody that is not over; most have none."""
    row = _OPEN_ABOUT.one(db, {"person": person_id, "kind": kind})
    return db.get_one(WorkItem, row[0]) if row else None


def open_from(
    db: Session, contact_id: int, kind: ItemKind, about: int | None = None
) -> WorkItem | None:
    """Return the newest open item somebody raised, of any person or of one."""
    of_whom = [WorkItem.person_id == about] if about is not None else []
    return db.scalar(
        select(WorkItem)
        .where(
            WorkItem.contact_id == contact_id,
            WorkItem.kind == kind,
            WorkItem.state == ItemState.OPEN,
            *of_whom,
        )
        .order_by(WorkItem.id.desc())
        .limit(1)
    )


_OPEN_CALL = Quick(
    lambda _: (
        select(WorkItem.id, WorkItem.text)
        .where(
            WorkItem.contact_id == bindparam("contact"),
            WorkItem.kind == bindparam("kind"),
            WorkItem.state == ItemState.OPEN,
        )
        .order_by(WorkItem.id.desc())
        .limit(1)
    )
)
_OPEN_TEXT = Quick(
    lambda _: select(WorkItem.text).where(
        WorkItem.id == bindparam("item"), WorkItem.state == ItemState.OPEN
    )
)


def open_call(db: Session, contact_id: int, kind: ItemKind) -> tuple[int, str] | None:
    """Return number and text of the newest open item of this kind from an address."""
    row = _OPEN_CALL.one(db, {"contact": contact_id, "kind": kind})
    return (row[0], row[1]) if row else None


def open_text(db: Session, item_id: int) -> str | None:
    """Return what an item says while nobody has answered it."""
    row = _OPEN_TEXT.one(db, {"item": item_id})
    return str(row[0]) if row else None


_CALLS = Quick(
    lambda _: (
        select(WorkItem.id, WorkItem.kind)
        .where(
            WorkItem.contact_id == bindparam("contact"),
            WorkItem.state != ItemState.DECLINED,
            WorkItem.state != ItemState.WITHDRAWN,
            WorkItem.raised_at >= bindparam("since"),
        )
        .order_by(WorkItem.id.desc())
        .limit(20)
    )
)


def calls_since(db: Session, contact_id: int, since: datetime) -> list[tuple[int, ItemKind]]:
    """Return number and kind of what an address called for since then, newest first."""
    return [(row[0], row[1]) for row in _CALLS.all(db, {"contact": contact_id, "since": since})]


def asked_for(
    db: Session, contact_id: int, kinds: Collection[ItemKind], since: datetime
) -> Sequence[WorkItem]:
    """Return what an address asked for and waits for, and what was done since then, newest first."""
    waits = WorkItem.state.in_(GOING_ON)
    lately = and_(WorkItem.state == ItemState.DONE, WorkItem.closed_at >= since)
    mine = (WorkItem.contact_id == contact_id, WorkItem.kind.in_(kinds), or_(waits, lately))
    found = select(WorkItem).where(*mine).order_by(WorkItem.id.desc()).limit(8)
    return db.scalars(found.with_for_update(of=WorkItem)).all()


def last_relayed(db: Session, contact_id: int, since: datetime) -> int | None:
    """Return whom the item is about whose words staff passed on last to an address since then."""
    return db.scalar(
        select(WorkItem.person_id)
        .join(Audit, Audit.detail == cast(WorkItem.id, String))
        .where(
            Audit.action == "relay",
            Audit.at >= since,
            WorkItem.contact_id == contact_id,
            WorkItem.person_id.is_not(None),
        )
        .order_by(Audit.id.desc())
        .limit(1)
    )


def open_counts(db: Session) -> list[tuple[str, int]]:
    rows = db.execute(
        select(WorkItem.kind, func.count())
        .where(WorkItem.state == ItemState.OPEN)
        .group_by(WorkItem.kind)
    )
    return [(kind.value, count) for kind, count in rows]


_OF_HOME = Quick(
    lambda _: (
        select(WorkItem.id)
        .join(Person, WorkItem.person_id == Person.id)
        .where(
            or_(
                Person.id == bindparam("person"),
                Person.household_id
                == select(_THEM.household_id)
                .where(_THEM.id == bindparam("person"))
                .scalar_subquery(),
            ),
            WorkItem.kind == bindparam("kind"),
            _GOES_ON,
        )
        .order_by(WorkItem.id.desc())
        .limit(1)
    )
)


def of_household(db: Session, household_id: int, kind: ItemKind) -> WorkItem | None:
    """Return the item of this kind about anybody of a household that is not over."""
    found = (
        select(WorkItem)
        .join(Person, WorkItem.person_id == Person.id)
        .where(Person.household_id == household_id, WorkItem.kind == kind, _GOES_ON)
        .order_by(WorkItem.id.desc())
        .limit(1)
    )
    return db.scalar(found.with_for_update(of=WorkItem))


def of_home(db: Session, person_id: int, kind: ItemKind) -> WorkItem | None:
    """Return the item of this kind about somebody or those they live with that is not over."""
    row = _OF_HOME.one(db, {"person": person_id, "kind": kind})
    return hold(db, row[0]) if row else None
