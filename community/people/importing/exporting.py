"""The register as rows of a table, as they would be read again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.importing.doors import written
from community.people.importing.growing import ESTATE, GRID, GROUP, Tree, Unplaceable
from community.people.importing.posts import ROLES
from community.people.importing.taking import look
from core.doors import Door
from core.register import Need, PostHolder, PostKind, RegisterRow, WatchSaid
from db.models import Role
from db.people import register
from db.people.absences import day_of
from db.people.register import Holding, KnownHome, KnownPerson

_KINDS = {role: kind for kind, role in ROLES.items()}


_NOBODY: Mapping[int, WatchSaid] = MappingProxyType({})


def rows(
    db: Session,
    root_id: int,
    now: datetime,
    zone: ZoneInfo,
    watched: Mapping[int, WatchSaid] = _NOBODY,
) -> list[RegisterRow]:
    """Return everybody who lives below a unit, by household, with who is responsible there.

    Whoever is responsible where nobody lives follows in rows of their own.  `watched` says by
    person how they are observed.
    """
    known = look(db, root_id)
    tree = known.tree
    held: dict[int, list[Holding]] = {}
    for holding in register.holdings_below(db, tree.root, day_of(now, zone)):
        held.setdefault(holding.unit_id, []).append(holding)
    keepers = register.keepers_below(db, tree.root)
    found: list[RegisterRow] = []
    told: set[Holding] = set()
    for home in known.homes:
        people = [each for each in known.in_home.get(home.id, []) if each.name and not each.is_gone]
        near = _nearest([each for at in tree.way_up(home.unit_id) for each in held.get(at, [])])
        told.update(near if people else ())
        door, posts = _door(tree, home), _posts(near, keepers.get(home.keeper_id or 0))
        found += [
            replace(_row(len(found) + at, door, home, person, posts), watch=watched.get(person.id))
            for at, person in enumerate(people, 1)
        ]
    return [*found, *_of_posts(tree, held, told, len(found))]


def _of_posts(
    tree: Tree, held: Mapping[int, Sequence[Holding]], told: set[Holding], at: int
) -> Iterator[RegisterRow]:
    """Yield who holds a post that no resident's row tells, where a table can name the unit."""
    for unit_id, there in held.items():
        posts = _posts([each for each in there if each not in told], None)
        if posts and unit_id in tree and _is_found(tree, unit_id):
            at += 1
            yield RegisterRow(at, _seat(tree, unit_id), posts=posts)


def _is_found(tree: Tree, unit_id: int) -> bool:
    try:
        found = tree.find(_seat(tree, unit_id))
    except Unplaceable:
        return False
    return found is not None and found.id == unit_id


def _door(tree: Tree, home: KnownHome) -> Door:
    seat = _seat(tree, home.unit_id)
    return replace(seat, entrance=home.entrance, room=written(home.room)[0])


def _seat(tree: Tree, unit_id: int) -> Door:
    """Return a unit as it is named in a table."""
    names = dict(tree.names(unit_id))
    building = tree.get(tree.building_of(unit_id)).building
    return Door(
        estate=names.get(ESTATE, ""),
        grid=_number("第{}网格", names.get(GRID, "")),
        group=_number("{}组", names.get(GROUP, "")),
        building=building or "",
    )


def _number(shape: str, name: str) -> str:
    """Return the number in a name, or the name if it has none: 第2网格 → 2, 幸福里网格 stays."""
    before, after = shape.split("{}")
    number = name.removeprefix(before).removesuffix(after)
    return number if shape.format(number) == name and number.isdecimal() else name


def _row(
    at: int, door: Door, home: KnownHome, person: KnownPerson, posts: tuple[PostHolder, ...]
) -> RegisterRow:
    _, number_on_door, head = written(home.room)
    return RegisterRow(
        row=at,
        door=door,
        name=person.name or "",
        household=home.number or number_on_door,
        head=head,
        relation=person.relation or "",
        sex=person.sex or "",
        born=person.birth or "",
        id_number=person.id_number or "",
        phones=person.phones,
        needs=tuple(need for need in Need if need.value in (person.needs or ())),
        moved_in=person.moved_in or "",
        notes=person.notes or "",
        posts=posts,
    )


def _nearest(holdings: Sequence[Holding]) -> list[Holding]:
    """Return who holds each post in the unit nearest by that has any, all of them."""
    units: dict[Role, int] = {}
    for holding in holdings:
        units.setdefault(holding.role, holding.unit_id)
    return [each for each in holdings if each.unit_id == units[each.role]]


def _posts(holdings: Iterable[Holding], keeper: tuple[str, str] | None) -> tuple[PostHolder, ...]:
    """Return these posts as a table names them, and who looks after one very household."""
    found = [
        PostHolder(_KINDS[each.role], each.name, each.phone or "")
        for each in holdings
        if each.role in _KINDS and each.name
    ]
    if keeper is not None:
        found.append(PostHolder(PostKind.IN_CHARGE, *keeper))
    return tuple(dict.fromkeys(found))
