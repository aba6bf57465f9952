"""How far a notice came, unit by unit: kept as each target moves, never counted again."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, and_, bindparam, case, func, insert, literal, select, update
from sqlalchemy.orm import Session

from db.among import Among
from db.models import (
    Delivery,
    DeliveryStatus,
    NoticeTally,
    NoticeTarget,
    ReceiptAnswer,
    Unit,
)
from db.quick import Quick, insert_for

EXEMPT = "exempt"
_EVIDENCE, _ANSWER = "evidence:", "answer:"
TAKEN = 1  # by the platform, and no more
GRADES = range(6)
Key = tuple[int, int, str]  # notice, unit, what


@dataclass(frozen=True, slots=True)
class UnitTally:
    """The sums of the targets that hang at one unit."""

    unit_id: int
    exempt: int
    evidence: Mapping[int, int]  # by grade
    answers: Mapping[ReceiptAnswer, int]


def begin(db: Session, notice_id: int, at: Collection[int] | None = None) -> None:
    """Count the targets of a notice once, as they stand when it is published; or those `at` some units."""
    table = NoticeTarget.__table__.c
    what = case((table.is_exempt, literal(EXEMPT)), else_=literal(f"{_EVIDENCE}0"))
    counted = (
        select(table.notice_id, table.unit_id, what, func.count())
        .where(table.notice_id == notice_id)
        .where(*([table.unit_id.in_(at)] if at is not None else []))
        .group_by(table.notice_id, table.unit_id, table.is_exempt)
    )
    columns = ["notice_id", "unit_id", "what", "count"]
    db.execute(insert(NoticeTally).from_select(columns, counted))


def next_units(
    db: Session, notice_id: int, after: int, limit: int, below: int = len(GRADES)
) -> list[tuple[int, int]]:
    """Return the next units with targets that have shown less than this, and how many each has."""
    words = [f"{_EVIDENCE}{grade}" for grade in GRADES if grade < below]
    found = (
        select(NoticeTally.unit_id, func.sum(NoticeTally.count))
        .where(
            NoticeTally.notice_id == notice_id,
            NoticeTally.unit_id > after,
            NoticeTally.what.in_(words),
            NoticeTally.count > 0,
        )
        .group_by(NoticeTally.unit_id)
        .order_by(NoticeTally.unit_id)
        .limit(limit)
    )
    return [(row[0], int(row[1])) for row in db.execute(found)]


def of_notice(db: Session, notice_id: int) -> list[UnitTally]:
    """Return the sums of each unit at which targets hang."""
    rows = db.execute(
        select(NoticeTally.unit_id, NoticeTally.what, NoticeTally.count).where(
            NoticeTally.notice_id == notice_id, NoticeTally.count > 0
        )
    )
    by_unit: dict[int, dict[str, int]] = {}
    for unit_id, what, count in rows:
        by_unit.setdefault(unit_id, {})[what] = count
    return [_read(unit_id, sums) for unit_id, sums in by_unit.items()]


def _read(unit_id: int, sums: Mapping[str, int]) -> UnitTally:
    evidence = {int(w[len(_EVIDENCE) :]): n for w, n in sums.items() if w.startswith(_EVIDENCE)}
    answers = {
        ReceiptAnswer(w[len(_ANSWER) :]): n for w, n in sums.items() if w.startswith(_ANSWER)
    }
    return UnitTally(unit_id, sums.get(EXEMPT, 0), evidence, answers)


_OF_DELIVERIES = (
    select(NoticeTarget.id)
    .where(
        NoticeTarget.id.in_(select(Delivery.target_id).where(Among(Delivery.id, "ids"))),
        NoticeTarget.evidence == 0,
    )
    .order_by(NoticeTarget.id)  # two senders that meet wait for one another in the same order
    .with_for_update()
)
_TARGETS: Any = NoticeTarget.__table__
_TAKEN = Quick(
    lambda _: (
        update(_TARGETS)
        .where(_TARGETS.c.id.in_(_OF_DELIVERIES), _TARGETS.c.evidence == 0)
        .values(evidence=TAKEN)
        .returning(_TARGETS.c.notice_id, _TARGETS.c.unit_id, _TARGETS.c.is_exempt)
    )
)


def wired(db: Session, delivery_ids: Collection[int]) -> None:
    """The platform took these deliveries: whoever of their targets had nothing yet has something."""
    rows = _TAKEN.all(db, {"ids": list(delivery_ids)})
    moved: Counter[Key] = Counter()
    for notice_id, unit_id, is_exempt in rows:
        if not is_exempt:
            moved[notice_id, unit_id, f"{_EVIDENCE}0"] -= 1
            moved[notice_id, unit_id, f"{_EVIDENCE}{TAKEN}"] += 1
    _add(db, moved)


def move(
    db: Session, target: NoticeTarget, evidence: int, answer: ReceiptAnswer | None
) -> NoticeTarget:
    """Put a target where its people have brought it; it must be held."""
    moved: Counter[Key] = Counter()
    at = (target.notice_id, target.unit_id)
    if not target.is_exempt and evidence != target.evidence:
        moved[*at, f"{_EVIDENCE}{target.evidence}"] -= 1
        moved[*at, f"{_EVIDENCE}{evidence}"] += 1
    if not target.is_exempt and answer is not target.answer:
        moved.update({(*at, f"{_ANSWER}{answer}"): 1} if answer else {})
        moved.subtract({(*at, f"{_ANSWER}{target.answer}"): 1} if target.answer else {})
    target.evidence, target.answer = evidence, answer
    _add(db, moved)
    return target


def hold(db: Session, target_id: int) -> NoticeTarget:
    """Return a target as it stands now, held so that nobody else moves it meanwhile."""
    return db.get_one(NoticeTarget, target_id, with_for_update=True, populate_existing=True)


def lose(db: Session, target_ids: Iterable[int]) -> None:
    """The platform took something back: who has nothing else to show for it has nothing."""
    for target_id in sorted(set(target_ids)):
        target = hold(db, target_id)
        if target.evidence == TAKEN and not _has_another(db, target_id):
            move(db, target, 0, target.answer)


def _has_another(db: Session, target_id: int) -> bool:
    taken = Delivery.status.in_((DeliveryStatus.WIRED, DeliveryStatus.HEARD))
    return (
        db.scalar(select(Delivery.id).where(and_(Delivery.target_id == target_id, taken)).limit(1))
        is not None
    )


def _added(dialect: str) -> Executable:
    into = insert_for(dialect, NoticeTally)
    into = into.values(
        {name: bindparam(name) for name in ("notice_id", "unit_id", "what", "count")}
    )
    more = {"count": NoticeTally.count + into.excluded.count}
    return into.on_conflict_do_update(index_elements=["notice_id", "unit_id", "what"], set_=more)


_ADDED = Quick(_added)


def _add(db: Session, moved: Mapping[Key, int]) -> None:
    for (notice_id, unit_id, what), many in sorted(moved.items()):
        if many:
            at = {"notice_id": notice_id, "unit_id": unit_id, "what": what}
            _ADDED.all(db, {**at, "count": many})


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit as its sums need it; of a city there are thousands."""

    id: int
    path: str
    name: str
    label: str


def tree(db: Session, top: Unit, unit_ids: Collection[int]) -> list[Branch]:
    """Return a unit, the units below it that are named, and all between, each before what hangs at it."""
    below = db.execute(
        select(Unit.id, Unit.path, Unit.name, Unit.label)
        .where(Unit.path.startswith(top.path, autoescape=True))
        .order_by(Unit.path)
    )
    units = [Branch(*row) for row in below]
    wanted = {
        int(part) for unit in units if unit.id in unit_ids for part in unit.path.split("/") if part
    }
    found = [unit for unit in units if unit.id in wanted or unit.id == top.id]
    return sorted(found, key=lambda unit: unit.path.count("/"))  # above before below
