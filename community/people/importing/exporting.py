"""The register as rows of a table, as they would be read again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.importing.growing import ESTATE, GRID, GROUP
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
    keepers = {person.id: person for person in (*known.people, *register.without_home(db))}
    found: list[RegisterRow] = []
    for home in known.homes:
        line = tree.line(home.unit_id)
        names = {label: name for label, name in line}
        door = Door(
            estate=names.get(ESTATE, ""),
            grid=names.get(GRID, "").removeprefix("第").removesuffix("网格"),
            group=names.get(GROUP, "").removesuffix("组"),
            building=home.building,
            entrance=home.entrance,
            room=home.room,
        )
        posts = _posts(
            home, [each for at in tree.way_up(home.unit_id) for each in held.get(at, [])], keepers
        )
        for person in known.in_home.get(home.id, []):
            found.append(_row(len(found) + 1, door, home, person, posts))
    return found


def _row(
    number: int, door: Door, home: KnownHome, person: KnownPerson, posts: tuple[PostHolder, ...]
) -> RegisterRow:
    phones = [*([person.phone] if person.phone else []), *(person.other_phones or ())]
    return RegisterRow(
        row=number,
        door=door,
        name=person.name or "",
        household=home.number or "",
        relation=person.relation or "",
        sex=person.sex or "",
        born=person.birth or "",
        id_number=person.id_number or "",
        phones=tuple(phones),
        needs=tuple(need for need in Need if need.value in (person.needs or ())),
        moved_in=person.moved_in or "",
        notes=person.notes or "",
        posts=posts,
    )


def _posts(
    home: KnownHome, holdings: list[Holding], keepers: dict[int, KnownPerson]
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
    if keeper is not None and keeper.name:
        found.append(PostHolder(PostKind.IN_CHARGE, keeper.name, keeper.phone or ""))
    return tuple(found)
