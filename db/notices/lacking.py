"""Who of a notice has shown how little: row by row, for lists of a whole city."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, func, not_, or_, select
from sqlalchemy.orm import Session

from db.models import NoticeTarget, ReceiptAnswer, Unit

AT_ONCE = 2000  # rows held in memory


class TargetRow(NamedTuple):
    """One household or post-holder that was to know, and what is known of it."""

    id: int
    household_id: int | None
    person_id: int | None
    evidence: int
    answer: ReceiptAnswer | None


def count(db: Session, notice_id: int, paths: Collection[str] | None) -> int:
    """Count who was to know, with `paths` only below these units."""
    found = select(func.count()).select_from(NoticeTarget).where(*_of(notice_id, paths))
    return db.scalar(found) or 0


def unreached(db: Session, notice_id: int, paths: Collection[str] | None) -> Iterator[TargetRow]:
    """Yield for whom the platform took nothing, in order of doors."""
    return _rows(db, notice_id, paths, NoticeTarget.evidence == 0)


def below(
    db: Session, notice_id: int, paths: Collection[str] | None, evidence: int
) -> Iterator[TargetRow]:
    """Yield who has shown less than this."""
    return _rows(db, notice_id, paths, NoticeTarget.evidence < evidence)


def undone(db: Session, notice_id: int, paths: Collection[str] | None) -> Iterator[TargetRow]:
    """Yield who has not said it is done; to be told at the door is not to have done it."""
    has_not_said = NoticeTarget.answer.is_(None) | (NoticeTarget.answer != ReceiptAnswer.DONE)
    return _rows(db, notice_id, paths, has_not_said)


def _rows(
    db: Session, notice_id: int, paths: Collection[str] | None, lacks: ColumnElement[bool]
) -> Iterator[TargetRow]:
    found = (
        select(
            NoticeTarget.id,
            NoticeTarget.household_id,
            NoticeTarget.person_id,
            NoticeTarget.evidence,
            NoticeTarget.answer,
        )
        .where(*_of(notice_id, paths), lacks)
        .order_by(NoticeTarget.unit_id, NoticeTarget.household_id, NoticeTarget.id)
    )
    for row in db.execute(found.execution_options(yield_per=AT_ONCE)):
        yield TargetRow(*row)


def _of(notice_id: int, paths: Collection[str] | None) -> list[ColumnElement[bool]]:
    mine = [NoticeTarget.notice_id == notice_id, not_(NoticeTarget.is_exempt)]
    if paths is None:
        return mine
    below = (Unit.path.startswith(path, autoescape=True) for path in paths)
    return [*mine, NoticeTarget.unit_id.in_(select(Unit.id).where(or_(false(), *below)))]
