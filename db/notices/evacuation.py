"""How far the people of a place have come: by unit, households and heads, in one statement each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, case, func, not_, select
from sqlalchemy.orm import Session

from db.models import NoticeTarget, Person, Receipt, ReceiptAnswer, Unit

SEEN = 5  # the grade of what somebody was told in person


@dataclass(slots=True)
class UnitCount:
    """One unit: households by what they answered (None: nothing), and heads."""

    name: str
    answers: dict[ReceiptAnswer | None, int] = field(default_factory=dict)
    people: int = 0  # who are registered there
    arrived: int = 0  # heads counted by households that have done it
    uncounted: int = 0  # such households that named no number

    @property
    def households(self) -> int:
        return sum(self.answers.values())


def by_unit(db: Session, notice_id: int) -> Mapping[int, UnitCount]:
    """Return the counts of each unit a notice has households in, in the order of the tree."""
    mine = NoticeTarget.notice_id == notice_id, not_(NoticeTarget.is_exempt)
    found: dict[int, UnitCount] = {}
    # Whom somebody has told at the door has heard, though they sent no word themselves.
    is_told = and_(NoticeTarget.answer.is_(None), NoticeTarget.evidence >= SEEN)
    said = case((is_told, ReceiptAnswer.RECEIVED.value), else_=NoticeTarget.answer)
    rows = db.execute(
        select(Unit.id, Unit.name, said.label("said"), func.count())
        .join(NoticeTarget, NoticeTarget.unit_id == Unit.id)
        .where(*mine)
        .group_by(Unit.id, Unit.name, Unit.path, "said")
        .order_by(Unit.path)
    )
    for unit_id, name, word, many in rows:
        answer = ReceiptAnswer(word) if word is not None else None
        found.setdefault(unit_id, UnitCount(name)).answers[answer] = many
    living = (
        select(NoticeTarget.unit_id, func.count())
        .join(Person, Person.household_id == NoticeTarget.household_id)
        .where(*mine, Person.gone_on.is_(None))
        .group_by(NoticeTarget.unit_id)
    )
    for unit_id, many in db.execute(living):
        found[unit_id].people = many
    # Two of one household who both say “3口人” mean the same three.
    heads = (
        select(NoticeTarget.unit_id, func.max(Receipt.people).label("heads"))
        .join(Receipt, Receipt.target_id == NoticeTarget.id)
        .where(*mine, NoticeTarget.answer == ReceiptAnswer.DONE)
        .where(Receipt.answer == ReceiptAnswer.DONE)
        .group_by(NoticeTarget.unit_id, NoticeTarget.id)
        .subquery()
    )
    summed = select(
        heads.c.unit_id,
        func.coalesce(func.sum(heads.c.heads), 0),
        func.count() - func.count(heads.c.heads),
    ).group_by(heads.c.unit_id)
    for unit_id, many, uncounted in db.execute(summed):
        found[unit_id].arrived, found[unit_id].uncounted = many, uncounted
    return found
