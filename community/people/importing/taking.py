"""Taking a table in: read whole, compared, then written down some rows at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor, record
from community.people.importing.growing import Tree
from community.people.importing.matching import Fate, Known, Step, plan
from community.people.importing.posts import PostDoubt, Posts
from community.people.importing.storing import Store
from core.register import Parked, RegisterRow
from db import Database
from db.people import register
from db.people.absences import day_of

SLICE = 300  # rows in one transaction: messages come in between

Doubted = PostDoubt | Parked
T = TypeVar("T")


@dataclass
class Imported:
    """What became of a table: rows = new + changed + same + parked."""

    rows: int = 0
    counts: Counter[Fate] = field(default_factory=Counter)
    parked: list[Parked] = field(default_factory=list)
    doubts: list[PostDoubt] = field(default_factory=list)
    changes: list[Step] = field(default_factory=list)
    units: int = 0
    posts: int = 0


Progress = Callable[[int, int], None]  # rows done, of how many


def look(db: Session, root_id: int) -> Known:
    """Read the register below a unit, opened."""
    root = register.unit(db, root_id)
    above = register.unit(db, root.parent_id) if root.parent_id else None
    tree = Tree(root, register.units_below(db, root), above)
    return Known(tree, register.homes_below(db, root), register.people_below(db, root))


def compare(rows: Iterable[RegisterRow | Parked], known: Known) -> tuple[Imported, list[Step]]:
    """Return what a table would change, without changing anything, and the steps to it."""
    done, readable = Imported(), []
    for row in rows:
        done.rows += 1
        if isinstance(row, Parked):
            done.parked.append(row)
        else:
            readable.append(row)
    steps: list[Step] = []
    for step in plan(readable, known):
        if isinstance(step, Parked):
            done.parked.append(step)
            continue
        done.counts[step.fate] += 1
        steps.append(step)
        if step.fate is Fate.CHANGED:
            done.changes.append(step)
    done.counts[Fate.SAME] += sum(not row.name for row in readable)  # rows that name posts only
    return done, steps


def take(
    actor: Actor,
    database: Database,
    root_id: int,
    rows: Sequence[RegisterRow | Parked],
    now: datetime,
    zone: ZoneInfo,
    tell: Progress = lambda done, of: None,
) -> Imported:
    """Take a table in; only an operator or whoever covers the unit may hand one over."""
    with database.read() as db:
        known = look(db, root_id)
    done, steps = compare(rows, known)
    store = Store(known.tree, known, now)
    written = 0
    for some in _slices([step for step in steps if _is_to_write(step)], SLICE):
        database.write(lambda db, some=some: store.write(db, some))  # type: ignore[misc]
        written += len(some)
        tell(written, len(steps))
    taken = {step.row for step in steps}
    named = [row for row in rows if isinstance(row, RegisterRow) and row.posts]
    named = [row for row in named if row.row in taken or not row.name]

    def give(db: Session) -> None:
        day = day_of(now, zone)
        posts = Posts(
            known.tree,
            register.holdings_below(db, known.tree.root, day),
            [*register.without_home(db), *known.people],
            now,
            day,
        )
        done.doubts = posts.give(db, named, store)
        done.posts = posts.given
        record(db, actor, now, "import", detail=_sums(done))

    database.write(give)
    done.units = known.tree.made
    return done


def _is_to_write(step: Step) -> bool:
    return step.fate is not Fate.SAME


def _sums(done: Imported) -> str:
    return ", ".join(f"{fate.value} {many}" for fate, many in sorted(done.counts.items()))


def _slices(items: Sequence[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
