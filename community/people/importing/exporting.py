"""The register as rows of a table, as they would be read again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.importing.doors import written
from community.people.importing.growing import ESTATE, GRID, GROUP, Tree
from community.people.importing.posts import ROLES
from community.people.importing.taking import look
from core.doors import Door
from core.register import Need, PostHolder, PostKind, RegisterRow
from db.models import Role
from db.people import register
from db.people.absences import day_of
from db.people.register import Holding, KnownHome, KnownPerson

_KINDS = {role: kind for kind, role in ROLES.items()}


def rows(db: Session, root_id: int, now: datetime, zone: ZoneInfo) -> list[RegisterRow]:
    """Return everybody who lives below a unit, by household, with who is responsible there."""
    known = look(db, root_id)
    tree = known.tree
    held: dict[int, list[Holding]] = {}
    for holding in register.holdings_below(db, tree.root, day_of(now, zone)):
        held.setdefault(holding.unit_id, []).append(holding)
    keepers = register.keepers_below(db, tree.root)
    found: list[RegisterRow] = []
    for home in known.homes:
        door = _door(tree, home)
        posts = _posts(
            home, [each for at in tree.way_up(home.unit_id) for each in held.get(at, [])], keepers
        )
        for person in known.in_home.get(home.id, []):
            if person.is_gone or not person.name:
                continue
            found.append(_row(len(found) + 1, door, home, person, posts))
    return found


def _door(tree: Tree, home: KnownHome) -> Door:
    names = dict(tree.names(home.unit_id))
    building = tree.get(tree.building_of(home.unit_id)).building
    return Door(
        estate=names.get(ESTATE, ""),
        grid=_number("第{}网格", names.get(GRID, "")),
        group=_number("{}组", names.get(GROUP, "")),
        building=building or "",
        entrance=home.entrance,
        room=written(home.room)[0],
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


def _posts(
    home: KnownHome, holdings: list[Holding], keepers: dict[int, tuple[str, str]]
) -> tuple[PostHolder, ...]:
    """Return the nearest holder of each post, and who looks after this very household."""
    nearest: dict[Role, Holding] = {}
    for holding in holdings:
        nearest.setdefault(holding.role, holding)
    found = [
        PostHolder(_KINDS[role], holding.name or "", holding.phone or "")
        for role, holding in nearest.items()
        if role in _KINDS and holding.name
    ]
    keeper = keepers.get(home.keeper_id or 0)
    if keeper is not None:
        found.append(PostHolder(PostKind.IN_CHARGE, *keeper))
    return tuple(found)
