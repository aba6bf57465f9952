"""Who of a notice has not been reached, has not answered or not done it: by name, with door and reason."""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from community.notices import reasons
from community.notices.preflight import Beforehand
from community.notices.receipts import REPLIED
from community.notices.sums import NOBODY_FOLLOWS, WAITING
from community.people import tree
from community.people.access import Actor, record
from community.people.tree import KnownBy
from core.prints import PaperTable
from db.models import Notice
from db.notices import lacking as rows_of
from db.notices import targets
from db.notices.lacking import TargetRow
from db.people import units

SEEN = 5  # the grade of what a person has seen
TOGETHER = 500  # named in one go


class Lacking(enum.StrEnum):
    """What somebody is asked about who lacks it."""

    REACHED = "reached"  # the platform took nothing for them
    ANSWER = "answer"  # they have not replied
    DONE = "done"  # they have not said it is done
    NOTHING = "nothing"  # all who were to know, whatever they lack


WORDS = {
    Lacking.REACHED: "没收到", Lacking.ANSWER: "没回", Lacking.DONE: "还没办好", Lacking.NOTHING: "全部",
}  # fmt: skip
HEADINGS = ("序号", "门牌", "姓名", "电话", "情况", "结果")
WIDTHS = (6, 22, 14, 30, 24, 20)


@dataclass(frozen=True, slots=True)
class Silent:
    """One household (or post-holder) that lacks something: who is asked for, and why."""

    who: KnownBy
    reason: str  # a word of the ladder, “waiting” or “silent”


@dataclass(frozen=True, slots=True)
class Missing:
    """Who lacks something of a notice: a page of them in order of their doors, and the sums of all."""

    households: int  # that were to know, as far as the asker is responsible for them
    because: Mapping[str, int]  # all who lack it, by reason
    page: Sequence[Silent]

    @property
    def count(self) -> int:
        return sum(self.because.values())


def look(
    actor: Actor,
    db: Session,
    notice: Notice,
    lacking: Lacking,
    first: int,
    many: int,
    now: datetime,
    beforehand: Beforehand,
) -> Missing:
    """Return who lacks something, as far as the asker is responsible for them; that it was read is kept."""
    record(db, actor, now, "read_outcome", detail=notice.code)
    number, paths = notice.id, _paths(actor, notice)
    question = ("missing", number, lacking, paths, first)
    return beforehand(question, lambda db: _page(db, number, lacking, paths, first, many))


def _paths(actor: Actor, notice: Notice) -> tuple[str, ...] | None:
    """Return the places whose households the asker may see; None: all, of their own notice."""
    if notice.author_id == actor.person_id:
        return None
    return tuple(unit.path for unit in actor.seats())


def _page(
    db: Session,
    notice_id: int,
    lacking: Lacking,
    paths: Sequence[str] | None,
    first: int,
    many: int,
) -> Missing:
    fates = targets.fates(db, notice_id, 0)
    found, shown = Counter[str](), list[TargetRow]()
    for at, row in enumerate(_rows(db, notice_id, lacking, paths)):
        found[_why(row, fates)] += 1
        if first <= at < first + many:
            shown.append(row)
    households = rows_of.count(db, notice_id, paths)
    return Missing(households, found, list(_named(db, shown, fates)))


def _rows(
    db: Session, notice_id: int, lacking: Lacking, paths: Sequence[str] | None
) -> Iterator[TargetRow]:
    if lacking is Lacking.REACHED:
        return rows_of.unreached(db, notice_id, paths)
    if lacking is Lacking.NOTHING:
        return rows_of.below(db, notice_id, paths, SEEN + 1)
    if lacking is Lacking.DONE:
        return rows_of.undone(db, notice_id, paths)
    return rows_of.below(db, notice_id, paths, REPLIED)


def _why(row: TargetRow, fates: Mapping[int, str]) -> str:
    if row.evidence > 0:
        silent = "told" if row.evidence >= SEEN else "silent"
        return silent if row.answer is None else row.answer.value
    why = fates.get(row.id, NOBODY_FOLLOWS)
    return WAITING.get(why, why)


def _named(db: Session, rows: Sequence[TargetRow], fates: Mapping[int, str]) -> Iterator[Silent]:
    """Name one of each household: who answers for it before the others."""
    people = targets.people_of(db, rows)
    first = {number: max(several, key=lambda one: one[1])[0] for number, several in people.items()}
    known = tree.known_by(db, list(first.values()))
    homes = units.households(db, [row.household_id for row in rows if row.household_id])
    for row in rows:
        home = homes.get(row.household_id or 0)
        alone = KnownBy(tree.door(home) if home is not None else "", "", "")
        person = first.get(row.id)
        yield Silent(known[person] if person is not None else alone, _why(row, fates))


@dataclass(frozen=True, slots=True)
class TakenAway:
    """What somebody takes away as a file: of which notice, what its people lack, and whose households."""

    notice_id: int
    code: str
    lacking: Lacking
    paths: Sequence[str] | None


def take(actor: Actor, db: Session, notice: Notice, lacking: Lacking, now: datetime) -> TakenAway:
    """Put down who takes the names away; the right to ask about the notice is judged before."""
    record(db, actor, now, "export_missing", detail=f"{notice.code} {lacking}")
    paths = None if actor.is_operator else _paths(actor, notice)
    return TakenAway(notice.id, notice.code or "", lacking, paths)


def everybody(db: Session, taken: TakenAway) -> list[Silent]:
    """Return all of them, in order of their doors."""
    fates = targets.fates(db, taken.notice_id, 0)
    rows, found = _rows(db, taken.notice_id, taken.lacking, taken.paths), list[Silent]()
    while some := list(islice(rows, TOGETHER)):
        found += _named(db, some, fates)
    return found


def table(taken: TakenAway, found: Sequence[Silent]) -> PaperTable:
    """Return the list as it is written into a file; the last column is for whoever goes there."""
    rows = [
        (str(at), one.who.door, one.who.name, one.who.phone, reasons.say(one.reason), "")
        for at, one in enumerate(found, 1)
    ]
    return PaperTable(f"{taken.code}{WORDS[taken.lacking]}", HEADINGS, rows, WIDTHS)
