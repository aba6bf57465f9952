"""Questions about what people were told, who is to hear that it changed, and who was not reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.models import (
    AnswerGiven,
    Change,
    Contact,
    Correction,
    Delivery,
    DeliveryStatus,
)
from db.quick import Quick, insert_for
from db.slices import delete_some

FOUND, OWED, NEEDLESS = "found", "owed", "needless"
COLUMNS = (
    "contact_id", "person_id", "kind", "key", "version", "day", "area", "origins", "persons",
    "intents", "entry", "near", "case", "about", "told", "answered_at",
)  # fmt: skip
_KEEP = Quick(lambda _: insert(AnswerGiven).values({name: bindparam(name) for name in COLUMNS}))
_PENDING = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody in one case was told: a rule or an entry in one version."""

    case: int
    kind: str
    key: str
    version: int
    told: str
    is_of_staff: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """All who were told the same in the same case, and what decided it."""

    told: Told
    day: date | None
    area: str
    origins: str
    persons: str
    intents: str
    entry: str | None
    near: bool


_TOLD = (
    AnswerGiven.case, AnswerGiven.kind, AnswerGiven.key, AnswerGiven.version, AnswerGiven.told,
)  # fmt: skip
_INPUTS = (
    AnswerGiven.day, AnswerGiven.area, AnswerGiven.origins, AnswerGiven.persons,
    AnswerGiven.intents, AnswerGiven.entry, AnswerGiven.near,
)  # fmt: skip


def keep(db: Session, values: dict[str, Any]) -> None:
    """Write down what somebody was told; one statement, since every answer pays for it."""
    _KEEP.all(db, values)


def keep_all(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what many were told at once."""
    if rows:
        db.execute(insert(AnswerGiven), rows)


def persons(db: Session, contact_ids: Sequence[int]) -> dict[int, int | None]:
    """Return by contact who they are, as far as we know."""
    rows = db.execute(
        select(Contact.id, Contact.person_id).where(Contact.id.in_(contact_ids))
    ).all()
    return {row[0]: row[1] for row in rows}


def last_of(db: Session, contact_id: int, since: datetime) -> AnswerGiven | None:
    return db.scalar(
        select(AnswerGiven)
        .where(AnswerGiven.contact_id == contact_id, AnswerGiven.answered_at >= since)
        .order_by(AnswerGiven.answered_at.desc(), AnswerGiven.id.desc())
        .limit(1)
    )


# -- finding whom a change concerns ---------------------------------------------------


def is_due(now: datetime) -> ColumnElement[bool]:
    return and_(Change.done_at.is_(None), Change.due_at <= now)


def due_changes(db: Session, now: datetime) -> Sequence[Change]:
    """Return the moments that have come and were not thought through; whoever has them keeps them."""
    return db.scalars(
        select(Change).where(is_due(now)).order_by(Change.id).with_for_update(skip_locked=True)
    ).all()


def groups(db: Session, since: datetime, today: date) -> list[Group]:
    """Return each distinct thing people were told that can still matter to them."""
    newest = (  # by the two shortest columns that tell cases and words apart
        select(func.max(AnswerGiven.id).label("newest"))
        .where(AnswerGiven.answered_at >= since, _matters(today))
        .group_by(AnswerGiven.case, AnswerGiven.told)
        .subquery()
    )
    rows = db.execute(
        select(*_TOLD, *_INPUTS).join(newest, AnswerGiven.id == newest.c.newest)
    ).all()
    found: list[tuple[Any, ...]] = [tuple(row) for row in rows]
    return [Group(Told(*row[:5]), *row[5:]) for row in found]


def _matters(today: date) -> Any:
    return or_(AnswerGiven.day.is_(None), AnswerGiven.day >= today)


def find(db: Session, change_id: int, told: Sequence[Told], since: datetime, today: date) -> None:
    """Note everybody who was told one of these, and nothing newer in the same case."""
    for whom in _whom(told, since, today):
        columns = (
            literal(change_id), AnswerGiven.contact_id, func.max(AnswerGiven.id), literal(FOUND),
        )  # fmt: skip
        note(db, select(*columns).where(*whom).group_by(AnswerGiven.contact_id))


def count(db: Session, told: Sequence[Told], since: datetime, today: date) -> int:
    """Return how many people were told one of these, and nothing newer in the same case."""
    found = [select(AnswerGiven.contact_id).where(*whom) for whom in _whom(told, since, today)]
    if not found:
        return 0
    return db.scalar(select(func.count()).select_from(union(*found).subquery())) or 0


def _whom(told: Sequence[Told], since: datetime, today: date) -> Iterator[tuple[Any, ...]]:
    """Yield, for each thing they were told, the conditions that name them."""
    cases: dict[str, list[int]] = {}
    for one in told:
        cases.setdefault(one.told, []).append(one.case)
    later = aliased(AnswerGiven)
    told_newer = exists().where(
        later.contact_id == AnswerGiven.contact_id,
        later.answered_at > AnswerGiven.answered_at,
        later.case == AnswerGiven.case,
    )
    for fingerprint, numbers in cases.items():
        yield (
            AnswerGiven.case.in_(numbers),
            AnswerGiven.told == fingerprint,
            AnswerGiven.answered_at >= since,
            _matters(today),
            ~told_newer,
        )


def note(db: Session, whom: Any) -> None:
    """Insert once for each change and contact."""
    db.execute(
        insert_for(db.get_bind().dialect.name, Correction)
        .from_select(["change_id", "contact_id", "answer_id", "state"], whom)
        .on_conflict_do_nothing(index_elements=["change_id", "contact_id"])
    )


def concerned(db: Session, change_id: int) -> int:
    """Return how many are to hear of a change."""
    found = select(func.count()).select_from(Correction).where(Correction.change_id == change_id)
    return db.scalar(found) or 0


# -- telling them -----------------------------------------------------------------------


def found(db: Session, limit: int) -> Sequence[tuple[Correction, AnswerGiven | None]]:
    """Return some of those who are to hear, one after the other, with what they were told."""
    rows = db.execute(
        select(Correction, AnswerGiven)
        .outerjoin(AnswerGiven, Correction.answer_id == AnswerGiven.id)
        .where(Correction.state == FOUND)
        .order_by(Correction.contact_id, Correction.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Correction)
    ).all()
    return [(row[0], row[1]) for row in rows]


def told_now(db: Session, contact_ids: Sequence[int], before: Told, now: Told) -> None:
    """They have heard: what they were told is now this.

    An answer of staff somebody had in several ways is one thing: it is remembered once.
    """
    if before.is_of_staff:
        db.execute(
            delete(AnswerGiven).where(
                AnswerGiven.contact_id.in_(contact_ids),
                AnswerGiven.key == before.key,
                AnswerGiven.told == before.told,
                AnswerGiven.case != before.case,
            )
        )
    db.execute(
        update(AnswerGiven)
        .where(
            AnswerGiven.contact_id.in_(contact_ids),
            AnswerGiven.case == before.case,
            AnswerGiven.told == before.told,
        )
        .values(kind=now.kind, key=now.key, version=now.version, told=now.told)
    )


# -- telling staff who was not reached ----------------------------------------------------


def is_finished() -> ColumnElement[bool]:
    """Select changes that concerned somebody, with nothing left to send, not yet reported."""
    pending = (
        exists()
        .where(Correction.change_id == Change.id)
        .where(
            or_(
                Correction.state == FOUND,
                exists().where(
                    Delivery.id == Correction.delivery_id, Delivery.status.in_(_PENDING)
                ),
            )
        )
    )
    somebody = exists().where(Correction.change_id == Change.id)
    return and_(Change.done_at.is_not(None), Change.reported_at.is_(None), somebody, ~pending)


def finished(db: Session, limit: int) -> Sequence[Change]:
    """Return changes that concerned somebody, with nothing left to send, not yet reported."""
    some = select(Change).where(is_finished()).order_by(Change.id).limit(limit)
    return db.scalars(some.with_for_update(skip_locked=True)).all()


def outcomes(db: Session, change_id: int) -> Sequence[tuple[DeliveryStatus, str | None, Contact]]:
    """Return what became of each text about a change."""
    rows = db.execute(
        select(Delivery.status, Delivery.reason, Contact)
        .join(Correction, Correction.delivery_id == Delivery.id)
        .join(Contact, Correction.contact_id == Contact.id)
        .where(Correction.change_id == change_id)
        .order_by(Correction.id)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def forget_before(db: Session, moment: datetime, limit: int) -> int:
    """Delete what people were told before then."""
    return delete_some(db, AnswerGiven.id, AnswerGiven.answered_at < moment, limit)
