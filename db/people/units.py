"""Questions about who belongs where and who is responsible."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Executable, Integer, bindparam, func, select, update
from sqlalchemy.orm import Session, joinedload

from db.among import Among
from db.models import Absence, Contact, Household, Person, Post, Role, Unit
from db.people import absences
from db.people.absences import day_of, holder, is_away, is_held, is_whose
from db.quick import Quick
from db.types import UtcDateTime

_DAY = bindparam("day", type_=Date())
_NOW = bindparam("now", type_=UtcDateTime())


def get_unit(db: Session, unit_id: int) -> Unit:
    return db.get_one(Unit, unit_id)


AT_ONCE = 1000  # numbers one statement names


def names(db: Session, unit_ids: Collection[int]) -> list[str]:
    """Return what these are called, in the order of their numbers."""
    found, ids = (
        select(Unit.name).where(Among(Unit.id, "units")).order_by(Unit.id),
        sorted(unit_ids),
    )
    some = (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
    return [name for few in some for name in db.scalars(found, {"units": few})]


_PATH = Quick(lambda _: select(Unit.path).where(Unit.id == bindparam("unit")))


def path_of(db: Session, unit_id: int) -> str:
    """Return a unit and all above it, from the top down, as “1/4/9/”."""
    row = _PATH.one(db, {"unit": unit_id})
    return row[0] if row else ""


_LOWEST_WITH_SECRETARY = (
    select(Unit.id)
    .join(Post, Post.unit_id == Unit.id)
    .where(Post.role == Role.SECRETARY)
    .order_by(Unit.level.desc(), Unit.id)
    .limit(1)
)
_ROOT = Quick(lambda _: _LOWEST_WITH_SECRETARY)
_HIGHEST = Quick(lambda _: select(Unit.id).order_by(Unit.level, Unit.id).limit(1))


def root_id(db: Session) -> int | None:
    """Return the unit that serves people nobody has placed yet: the lowest with a secretary.

    Before there is one, the highest of all: the community a new register begins with.
    """
    row = _ROOT.one(db, {}) or _HIGHEST.one(db, {})
    return row[0] if row else None


def highest(db: Session) -> Unit | None:
    """Return the unit everything lies in."""
    row = _HIGHEST.one(db, {})
    return db.get(Unit, row[0]) if row else None


def root_community(db: Session) -> Unit | None:
    return db.get(Unit, number) if (number := root_id(db)) else None


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit of which only the number is needed."""

    id: int


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who holds a role for a unit, or stands in; `is_watch`: tonight, by the duty roster."""

    role: Role
    id: int
    is_watch: bool = False


def _in_charge(_: str) -> Executable:
    line = (
        select(Unit.id, Unit.parent_id, Unit.level)
        .where(Unit.id == bindparam("unit"))
        .cte("line", recursive=True)
    )
    line = line.union_all(
        select(Unit.id, Unit.parent_id, Unit.level).join(line, Unit.id == line.c.parent_id)
    )
    whose = holder(_NOW)
    return (
        select(Post.role, whose, Post.begins_at.is_not(None))
        .join(line, Post.unit_id == line.c.id)
        .outerjoin(Absence, is_away(_NOW))
        .where(is_held(_DAY, _NOW), whose.is_not(None))
        .order_by(line.c.level.desc(), Post.begins_at.is_(None), Post.id)
    )


_IN_CHARGE = Quick(_in_charge)


def in_charge(db: Session, unit_id: int, now: datetime, zone: ZoneInfo) -> list[InCharge]:
    """Return everybody who holds a post in the unit or anywhere above it, nearest first."""
    asked = {"unit": unit_id, "day": day_of(now, zone), "now": now}
    return [InCharge(*row) for row in _IN_CHARGE.all(db, asked)]


def stand_ins(db: Session, unit_id: int, roles: Sequence[Role], now: datetime) -> list[InCharge]:
    """Return who has stood in last for each of these posts, nearest to a unit, and is there now."""
    line = [int(step) for step in path_of(db, unit_id).strip("/").split("/")]
    rows = db.execute(
        select(Post.role, Absence.substitute_id)
        .join(Unit, Post.unit_id == Unit.id)
        .join(Absence, Absence.post_id == Post.id)
        .where(
            Post.unit_id.in_(line),
            Post.role.in_(roles),
            Absence.agreed_at.is_not(None),
            Absence.substitute_id.is_not(None),
            ~absences.substitute_is_away(now),
        )
        .order_by(Unit.level.desc(), Absence.begins_at.desc())
    )
    found: dict[Role, InCharge] = {}
    for role, person_id in rows:
        if person_id is not None:
            found.setdefault(role, InCharge(role, person_id))
    return list(found.values())


def holders(db: Session, role: Role, now: datetime, zone: ZoneInfo) -> list[tuple[Unit, int]]:
    """Return (unit, person) for every post of a role that somebody holds or stands in for."""
    whose = holder(now)
    rows = db.execute(
        select(Unit, whose)
        .join(Post, Post.unit_id == Unit.id)
        .outerjoin(Absence, is_away(now))
        .where(Post.role == role, is_held(day_of(now, zone), now), whose.is_not(None))
        .order_by(Unit.path, Post.id)
    )
    return [(unit, person_id) for unit, person_id in rows]


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post, and who holds it now or stands in."""

    post: Post
    holder_id: int


def held_above(
    db: Session, unit: Unit, roles: Sequence[Role], now: datetime, zone: ZoneInfo
) -> list[HeldPost]:
    """Return who holds these roles in the unit or anywhere above it, nearest first."""
    line = [int(step) for step in unit.path.strip("/").split("/")]
    whose = holder(now)
    rows = db.execute(
        select(Post, whose)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Absence, is_away(now))
        .where(
            Post.unit_id.in_(line),
            Post.role.in_(roles),
            is_held(day_of(now, zone), now),
            whose.is_not(None),
        )
        .order_by(Unit.level.desc(), Post.begins_at.is_(None), Post.id)
    )
    return [HeldPost(*row) for row in rows]


def nearest(
    db: Session, unit_ids: Collection[int], role: Role, now: datetime, zone: ZoneInfo
) -> dict[int, int]:
    """Return for each of these units who holds a role nearest to it, or stands in."""
    paths = dict(db.execute(select(Unit.id, Unit.path).where(Unit.id.in_(unit_ids))).all())
    lines = {id_: [int(step) for step in path.strip("/").split("/")] for id_, path in paths.items()}
    whose = holder(now)
    rows = db.execute(
        select(Post.unit_id, whose)
        .outerjoin(Absence, is_away(now))
        .where(
            Post.unit_id.in_({step for line in lines.values() for step in line}),
            Post.role == role,
            is_held(day_of(now, zone), now),
            whose.is_not(None),
        )
        .order_by(Post.begins_at.is_not(None), Post.id.desc())
    )
    holders = {row[0]: row[1] for row in rows}  # the earliest post of a unit comes last
    return {
        id_: next(holders[step] for step in reversed(line) if step in holders)
        for id_, line in lines.items()
        if any(step in holders for step in line)
    }


def posts_of(db: Session, person_id: int, now: datetime, zone: ZoneInfo) -> Sequence[Post]:
    """Return the posts somebody holds at a moment, their own and those they stand in for."""
    return db.scalars(
        select(Post)
        .outerjoin(Absence, is_away(now))
        .where(is_whose(person_id), is_held(day_of(now, zone), now))
        .options(joinedload(Post.unit))
        .order_by(Post.id)
    ).all()


_ROLES = Quick(
    lambda _: (
        select(Post.role)
        .outerjoin(Absence, is_away(_NOW))
        .where(is_whose(bindparam("person", type_=Integer())), is_held(_DAY, _NOW))
    )
)


def roles_of(db: Session, person_id: int, now: datetime, zone: ZoneInfo) -> set[Role]:
    asked = {"person": person_id, "day": day_of(now, zone), "now": now}
    return {row[0] for row in _ROLES.all(db, asked)}


def unit_by_scene(db: Session, scene: str) -> Unit | None:
    return db.scalar(select(Unit).where(Unit.scene == scene))


def scene_of(db: Session, unit: Unit) -> str:
    """Return what the QR code at a unit's door says; one that has none is given it."""
    if unit.scene is None:
        unit.scene = f"unit-{unit.id}"
        db.flush()
    return unit.scene


def keep_code(db: Session, scene: str, picture: str) -> None:
    """Write down where the platform shows the code of a door."""
    db.execute(update(Unit).where(Unit.scene == scene).values(code_picture=picture))


def with_code(db: Session, unit: Unit) -> Unit | None:
    """Return the unit nearest to this one, itself or above, whose code was made."""
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    found = select(Unit).where(Unit.id.in_(ids), Unit.code_picture.is_not(None))
    return db.scalar(found.order_by(Unit.level.desc()).limit(1))


def code_picture(db: Session, unit_id: int) -> str:
    """Return where the code of a unit is shown, "" if it was never made."""
    return db.scalar(select(Unit.code_picture).where(Unit.id == unit_id)) or ""


def buildings(db: Session, number: str | None, below: Unit | None = None) -> Sequence[Unit]:
    """Return the buildings of this number, all of them without one."""
    found = select(Unit).where(Unit.building == number if number else Unit.building.is_not(None))
    if below is not None:
        found = found.where(Unit.path.startswith(below.path, autoescape=True))
    return db.scalars(found.order_by(Unit.id)).all()


def building_names(db: Session, below: Unit) -> list[str]:
    found = select(Unit.name).where(
        Unit.building.is_not(None), Unit.path.startswith(below.path, autoescape=True)
    )
    return list(db.scalars(found.order_by(Unit.id)))


def posts_ended(db: Session, person_id: int, day: date) -> Sequence[Post]:
    """Return the lasting posts of somebody that are over on a day."""
    return db.scalars(
        select(Post)
        .where(
            Post.person_id == person_id,
            Post.begins_at.is_(None),
            Post.until_on.is_not(None),
            Post.until_on < day,
        )
        .options(joinedload(Post.unit))
        .order_by(Post.id)
    ).all()


def unit_by_name(db: Session, name: str, below: Unit) -> Unit | None:
    return db.scalar(
        select(Unit)
        .where(Unit.name == name, Unit.path.startswith(below.path, autoescape=True))
        .order_by(Unit.level)
        .limit(1)
    )


def named(db: Session, name: str) -> Sequence[Unit]:
    """Return the units of this name, wherever they are."""
    return db.scalars(select(Unit).where(Unit.name == name).order_by(Unit.level)).all()


def household_at(db: Session, building: Unit, entrance: str, room: str) -> Household | None:
    """Return the household behind a door; it may hang at the unit of its entrance."""
    return db.scalar(
        select(Household)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            (Unit.id == building.id) | (Unit.parent_id == building.id),
            Household.entrance == entrance,
            Household.room_index == room,
        )
        .order_by(Household.id)
        .limit(1)
    )


def entrance_of(db: Session, building: Unit, entrance: str) -> Unit:
    """Return the unit of an entrance, or the building where its entrances are no units."""
    found = db.scalar(
        select(Unit).where(Unit.parent_id == building.id, Unit.name == f"{entrance}单元").limit(1)
    )
    return found or building


def households_below(db: Session, unit: Unit) -> int:
    return (
        db.scalar(
            select(func.count())
            .select_from(Household)
            .join(Unit, Household.unit_id == Unit.id)
            .where(Unit.path.startswith(unit.path, autoescape=True))
        )
        or 0
    )


def count_people_below(db: Session, unit: Unit) -> int:
    """Return how many people below a unit have bound an address."""
    return (
        db.scalar(
            select(func.count(Person.id.distinct()))
            .select_from(Contact)
            .join(Person, Contact.person_id == Person.id)
            .join(Household, Person.household_id == Household.id)
            .join(Unit, Household.unit_id == Unit.id)
            .where(Unit.path.startswith(unit.path, autoescape=True))
        )
        or 0
    )


def households(db: Session, ids: Collection[int]) -> dict[int, Household]:
    found = db.scalars(select(Household).where(Household.id.in_(ids))) if ids else ()
    return {household.id: household for household in found}


def any_exist(db: Session) -> bool:
    return db.scalar(select(Unit.id).limit(1)) is not None


def of_level(db: Session, level: int) -> Unit | None:
    return db.scalar(select(Unit).where(Unit.level == level).order_by(Unit.id).limit(1))


def only(db: Session) -> Unit | None:
    """Return the unit of a register that holds nothing else."""
    found = db.scalars(select(Unit).limit(2)).all()
    return found[0] if len(found) == 1 else None


def people_exist(db: Session) -> bool:
    return db.scalar(select(Person.id).limit(1)) is not None


def households_behind(db: Session, building: Unit, entrance: str, room: str) -> Sequence[Household]:
    """Return the households of a room number; without an entrance those of every entrance."""
    found = (
        select(Household)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            (Unit.id == building.id) | (Unit.parent_id == building.id),
            Household.room_index == room,
        )
        .order_by(Household.entrance, Household.id)
    )
    return db.scalars(found.where(Household.entrance == entrance) if entrance else found).all()


def entrances_of(db: Session, building: Unit) -> Sequence[str]:
    """Return the entrances of a building that anybody lives behind, "" where there are none."""
    return db.scalars(
        select(Household.entrance)
        .join(Unit, Household.unit_id == Unit.id)
        .where((Unit.id == building.id) | (Unit.parent_id == building.id))
        .distinct()
        .order_by(Household.entrance)
    ).all()
