"""What nobody sees to: posts without a holder, households without anybody, people out of reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import CLOCK, Actor, Refused
from community.people.tree import door
from db.models import Role
from db.people import persons, register, units, vacancies
from db.people.absences import day_of
from db.people.register import KnownUnit

MOST_HOMES = 300  # unless community.most_homes says otherwise: grids are drawn to so many or more
SHOWN = 5
ATTENDING = (Role.GRID_WORKER, Role.REPRESENTATIVE)
WANTED: dict[str, tuple[Role, ...]] = {
    "社区": (Role.SECRETARY, Role.DOCTOR, Role.DUTY),
    "村": (Role.SECRETARY, Role.DOCTOR, Role.DUTY),
    "网格": (Role.GRID_WORKER,),
}


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody with too many households."""

    name: str
    homes: int


@dataclass(frozen=True, slots=True)
class Vacancies:
    """What is missing in a unit; zero of everything is the goal.

    `posts` names unit and role.  The doors are the first of those concerned.
    """

    posts: Sequence[tuple[str, Role]]
    unattended: int  # households
    unattended_doors: Sequence[str]
    silent: int  # people whom neither phone nor message reaches, nor anybody they live with
    silent_doors: Sequence[str]
    loads: Sequence[Load]
    most: int  # households one person may have

    @property
    def total(self) -> int:
        return len(self.posts) + self.unattended + self.silent + len(self.loads)


def find(
    actor: Actor,
    db: Session,
    now: datetime,
    zone: ZoneInfo,
    most: int = MOST_HOMES,
    shown: int = SHOWN,
) -> Vacancies | Refused:
    """Return what is missing where somebody of the staff is responsible, for the clock everywhere.

    `shown` is how many doors of a kind are named.
    """
    if actor != CLOCK and not actor.is_staff:
        return Refused("not_staff")
    seat = actor.seat if actor != CLOCK else units.highest(db)
    if seat is None:
        return Refused("no_unit")
    day = day_of(now, zone)
    top = register.line(db, seat.id)[-1]
    tree = {unit.id: unit for unit in (top, *register.units_below(db, top))}
    whole = _community_path(db, seat.path)
    attending = _by_unit(vacancies.holders(db, whole, ATTENDING, day))
    homes = vacancies.inhabited(db, seat.path)
    silent = vacancies.out_of_reach(db, seat.path)
    silent_homes = vacancies.silent_homes(db, seat.path, shown) if silent else ()
    alone = [unit_id for unit_id in homes if _nearest(tree[unit_id].path, attending) is None]
    return Vacancies(
        posts=_posts(tree.values(), vacancies.held(db, seat.path, day)),
        unattended=sum(homes[unit_id] for unit_id in alone),
        unattended_doors=[door(home) for home in vacancies.some_homes(db, alone, shown)],
        silent=silent,
        silent_doors=[door(home) for home in silent_homes],
        loads=_loads(db, seat.path, homes, tree, attending, most),
        most=most,
    )


def _community_path(db: Session, path: str) -> str:
    """Return from where down somebody may see to the households of a seat."""
    line = [int(step) for step in path.strip("/").split("/")]
    above = (units.get_unit(db, id_) for id_ in line)
    return next((unit.path for unit in above if unit.label in ("社区", "村")), path)


def _by_unit(held: Sequence[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for unit_id, person_id in held:
        found.setdefault(unit_id, person_id)
    return found


def _nearest(path: str, attending: dict[int, int]) -> int | None:
    """Return who attends to a unit: the holder in it or nearest above it."""
    steps = reversed(path.strip("/").split("/"))
    return next((attending[int(step)] for step in steps if int(step) in attending), None)


def _posts(tree: Iterable[KnownUnit], held: set[tuple[int, Role]]) -> list[tuple[str, Role]]:
    return [
        (unit.name, role)
        for unit in tree
        for role in WANTED.get(unit.label, ())
        if (unit.id, role) not in held
    ]


def _loads(
    db: Session,
    path: str,
    homes: dict[int, int],
    tree: dict[int, KnownUnit],
    attending: dict[int, int],
    most: int,
) -> list[Load]:
    many = dict(vacancies.kept(db, path))
    for unit_id, count in homes.items():
        person_id = _nearest(tree[unit_id].path, attending)
        if person_id is not None:
            many[person_id] = many.get(person_id, 0) + count
    heavy = {person_id: count for person_id, count in many.items() if count > most}
    names = persons.cards(db, heavy)
    return [
        Load(names[person_id].name or "", count)
        for person_id, count in sorted(heavy.items(), key=lambda each: -each[1])
    ]
