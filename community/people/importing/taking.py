"""Taking a table in: read whole, compared, then written down some rows at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused, Role, record
from community.people.importing.appointing import Appointing
from community.people.importing.conflicts import Conflict
from community.people.importing.doors import settled
from community.people.importing.growing import Tree
from community.people.importing.matching import Fate, KnownRegister, RowStep, plan
from community.people.importing.posts import PostDoubt, PostPlan, Posts
from community.people.importing.storing import Store
from core.register import Parked, RegisterRow
from db import DATABASE_TROUBLE, Database
from db.models import Unit
from db.people import register
from db.people.absences import day_of
from db.people.register import Holding, KnownUnit

IMPORTERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})
SLICE = 100  # rows in one transaction: messages come in between
TRIES = 3  # when others write the same households down meanwhile

T = TypeVar("T")


@dataclass
class Imported:
    """What became of a table: rows = new + changed + same + parked."""

    rows: int = 0
    counts: Counter[Fate] = field(default_factory=Counter)
    parked: list[Parked] = field(default_factory=list)
    doubts: list[PostDoubt] = field(default_factory=list)
    other_grid: list[int] = field(default_factory=list)  # rows whose building stands in another
    changes: list[RowStep] = field(default_factory=list)
    posts: PostPlan = field(default_factory=PostPlan)
    units: int = 0
    people: dict[int, int] = field(
        default_factory=dict
    )  # whom a row is about, where they are known


Progress = Callable[[int, int], None]  # rows done, of how many


@dataclass
class Compared:
    """What a table would change, and the register with which it was compared."""

    known: KnownRegister  # its tree has only imagined what it lacks
    holdings: Sequence[Holding]
    keepers: dict[int, tuple[str, str]]
    done: Imported
    steps: list[RowStep]  # without those that change nothing


def compare(
    actor: Actor,
    db: Session,
    root_id: int,
    rows: Iterable[RegisterRow | Parked],
    now: datetime,
    zone: ZoneInfo,
) -> Compared | Refused:
    """Return what a table would change below a unit, without changing anything."""
    if (refused := _why_not(actor, db.get_one(Unit, root_id))) is not None:
        return refused
    known = look(db, root_id)
    holdings = register.holdings_below(db, known.tree.root, day_of(now, zone))
    keepers = register.keepers_below(db, known.tree.root)
    done, readable = _sorted(rows)
    steps: list[RowStep] = []
    taken: set[int] = set()
    for step in plan(readable, known):
        if isinstance(step, Parked):
            done.parked.append(step)
            continue
        _count(done, step, known.tree)
        taken.add(step.row)
        if step.person is not None:
            done.people[step.row] = step.person.id
        if step.fate is not Fate.SAME:
            steps.append(step)
    posts = Posts(known, holdings, keepers, lambda unit: _appoints(actor, unit))
    done.posts = posts.plan(row for row in readable if row.row in taken or not row.name)
    _count_posts(done, [row for row in readable if not row.name])
    done.units = known.tree.made
    return Compared(known, holdings, keepers, done, steps)


def _sorted(rows: Iterable[RegisterRow | Parked]) -> tuple[Imported, list[RegisterRow]]:
    """Return what waits already, and what can be used."""
    done, readable = Imported(), []
    for row in rows:
        done.rows += 1
        if isinstance(row, Parked):
            done.parked.append(row)
        else:
            readable.append(settled(row))
    return done, readable


def _count(done: Imported, step: RowStep, tree: Tree) -> None:
    done.counts[step.fate] += 1
    if tree.grid_differs(step.door):
        done.other_grid.append(step.row)
    if step.fate is Fate.CHANGED:
        done.changes.append(step)


def _count_posts(done: Imported, rows: Iterable[RegisterRow]) -> None:
    """Rows that name posts only: new if they give one, parked if none of theirs could be used."""
    given = {each.row for each in done.posts.gives}
    troubles: dict[int, list[PostDoubt]] = {}
    for doubt in done.posts.doubts:
        troubles.setdefault(doubt.row, []).append(doubt)
    for row in rows:
        there = troubles.get(row.row, [])
        if len(there) == len(row.posts) and there:
            done.parked.append(Parked(row.row, there[0].column, there[0].reason, there[0].about))
        else:
            done.counts[Fate.NEW if row.row in given else Fate.SAME] += 1
    waiting = {parked.row for parked in done.parked}
    done.doubts = [doubt for doubt in done.posts.doubts if doubt.row not in waiting]


def take(
    actor: Actor,
    database: Database,
    root_id: int,
    rows: Sequence[RegisterRow | Parked],
    now: datetime,
    zone: ZoneInfo,
    tell: Progress = lambda done, of: None,
) -> Imported | Refused:
    """Take a table in; only an operator or whoever appoints in the unit may hand one over."""
    told: Imported | None = None
    for attempt in range(1, TRIES + 1):
        with database.read() as db:
            found = compare(actor, db, root_id, rows, now, zone)
            if isinstance(found, Refused):
                return found
            tree, staff = _tree(db, root_id), register.without_home(db)
        told = told or found.done
        try:
            _write(database, Writing(found, tree, staff, now, zone), tell, told)
            break
        except DATABASE_TROUBLE:
            if attempt == TRIES:
                raise
    assert told is not None
    database.write(lambda db: record(db, actor, now, "import", detail=_sums(told)))
    return told


@dataclass
class Writing:
    """What is needed to write a table down that was compared."""

    found: Compared
    tree: Tree
    staff: Sequence[register.KnownPerson]
    now: datetime
    zone: ZoneInfo


def _write(database: Database, what: Writing, tell: Progress, told: Imported) -> None:
    found = what.found
    store = Store(what.tree, found.known, what.now)
    todo = found.steps
    store.expect(todo)
    written = 0
    for some in _slices(todo, SLICE):
        database.write(lambda db, some=some: store.write(db, some))  # type: ignore[misc]
        store.keep()
        written += len(some)
        tell(written, len(todo))
    holders = {each.person_id: (each.name or "", each.phone or "") for each in found.holdings}
    staff = [*what.staff, *found.known.people]
    day = day_of(what.now, what.zone)
    appointing = Appointing(store, staff, holders | found.keepers, day)
    for gives in _slices(found.done.posts.gives, SLICE):
        database.write(lambda db, gives=gives: appointing.give(db, gives))  # type: ignore[misc]
        appointing.keep()
    for keeps in _slices(list(found.done.posts.keeps.items()), SLICE):
        database.write(lambda db, keeps=keeps: appointing.keep_homes(db, keeps))  # type: ignore[misc]
        appointing.keep()
    with database.read() as db:
        silent = register.could_answer(db, what.tree.root)  # whose head has moved away
    for some_ids in _slices(silent, SLICE):
        database.write(lambda db, ids=some_ids: register.let_answer(db, ids))  # type: ignore[misc]
    _move_late(told, store, todo)


def _move_late(told: Imported, store: Store, steps: Iterable[RowStep]) -> None:
    """Rows of people who were bound while the table was taken in wait, as those bound before."""
    for step in steps:
        if step.row in store.late:
            told.counts[step.fate] -= 1
            told.parked.append(Parked(step.row, "姓名", Conflict.BOUND_HOME))


def look(db: Session, root_id: int) -> KnownRegister:
    """Read the register below a unit, opened."""
    tree = _tree(db, root_id)
    people = [*register.people_below(db, tree.root), *register.without_home(db)]
    return KnownRegister(tree, register.homes_below(db, tree.root), people)


def _tree(db: Session, root_id: int) -> Tree:
    line = register.line(db, root_id)
    return Tree(line, register.units_below(db, line[-1]))


def _why_not(actor: Actor, root: Unit) -> Refused | None:
    """Who has the machine has the register."""
    if actor.is_operator or actor.covers(root, IMPORTERS):
        return None
    return Refused("not_appointer")


def _appoints(actor: Actor, unit: KnownUnit) -> bool:
    """Nobody but the operator gives posts above their own."""
    seats = actor.seats(IMPORTERS) if not actor.is_operator else ()
    return actor.is_operator or any(unit.path.startswith(seat.path) for seat in seats)


def _sums(done: Imported) -> str:
    return ", ".join(f"{fate.value} {many}" for fate, many in sorted(done.counts.items()))


def _slices(items: Sequence[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
