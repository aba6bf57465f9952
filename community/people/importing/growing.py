"""The tree below a community: the unit of a door, and units that a table names and the tree lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from core.doors import Door
from db.people import register
from db.people.register import KnownUnit

ESTATE, GRID, GROUP, BUILDING, ENTRANCE = "小区", "网格", "村民小组", "楼栋", "单元"
Step = tuple[str, str]  # (label, name)


class Ambiguous(Exception):
    """Several units are called so."""


def way_to(door: Door) -> list[Step]:
    """Return the units a door lies in, from the widest down, as they are called.

    >>> way_to(Door(grid="2", building="3", entrance="1", room="601"))
    [('网格', '第2网格'), ('楼栋', '3号楼'), ('单元', '1单元')]
    """
    steps = [
        (ESTATE, door.estate),
        (GRID, _numbered("第{}网格", door.grid)),
        (GROUP, _numbered("{}组", door.group)),
        (BUILDING, f"{door.building}号楼" if door.building else ""),
        (ENTRANCE, f"{door.entrance}单元" if door.entrance else ""),
    ]
    return [(label, name) for label, name in steps if name]


def _numbered(shape: str, name: str) -> str:
    return shape.format(name) if name.isdigit() else name


@dataclass
class Tree:
    """The units of a community while a table is taken in; those without a number are to be made."""

    root: KnownUnit
    units: Sequence[KnownUnit]
    above: KnownUnit | None = None
    made: int = 0
    _found: dict[tuple[Step, ...], KnownUnit | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._children: dict[int, list[KnownUnit]] = {}
        self._by_id = {unit.id: unit for unit in self.units}
        for unit in self.units:
            self._children.setdefault(unit.parent_id or 0, []).append(unit)

    def find(self, door: Door) -> KnownUnit | None:
        """Return the unit of a door, None if it has to be made.  Raises Ambiguous."""
        way = tuple(way_to(door))
        if way not in self._found:
            self._found[way] = self._walk(way)
        return self._found[way]

    def _walk(self, way: Sequence[Step]) -> KnownUnit | None:
        here = self.root
        for step in way:
            below = self._below(here, step)
            if below is not None:
                here = below
            elif step[0] != GRID:  # who looks after a building may be written nowhere
                return None
        return None if here is self.root else here

    def building_of(self, unit_id: int) -> int:
        """Return the unit in which doors are told apart: the building, where this is an entrance."""
        unit = self._by_id[unit_id]
        return (unit.parent_id or unit_id) if unit.label == ENTRANCE else unit_id

    def grow(self, db: Session, door: Door) -> KnownUnit:
        """Return the unit of a door, making what is missing on the way."""
        here = self.root
        steps = way_to(door)
        for at, step in enumerate(steps):
            below = self._below(here, step)
            if below is None and step[0] == GRID and self._later(here, steps[at + 1 :]):
                continue  # the building stands already, in whatever grid
            here = below or self._make(db, here, step, door)
        return here

    def grid_differs(self, door: Door) -> bool:
        """Tell whether the table names another grid than the one in which the building lies."""
        if not door.grid:
            return False
        unit = self.find(door)
        named = _numbered("第{}网格", door.grid)
        grids = [name for label, name in self.line(unit.id) if label == GRID] if unit else []
        return bool(grids) and named not in grids

    def _later(self, here: KnownUnit, steps: Sequence[Step]) -> bool:
        return bool(steps) and self._below(here, steps[0]) is not None

    def _below(self, here: KnownUnit, step: Step) -> KnownUnit | None:
        """Return the unit called so below another, at whatever depth.  Raises Ambiguous."""
        label, name = step
        if label == ENTRANCE:
            found = [each for each in self._children.get(here.id, []) if each.name == name]
        else:
            found = [each for each in self._descendants(here) if _is(each, label, name)]
        if len(found) > 1:
            raise Ambiguous(name)
        return found[0] if found else None

    def _descendants(self, here: KnownUnit) -> list[KnownUnit]:
        found = []
        for child in self._children.get(here.id, []):
            found += [child, *self._descendants(child)]
        return found

    def way_up(self, unit_id: int) -> list[int]:
        """Return a unit and all above it, from the bottom up; also those above the root."""
        here = self._by_id.get(unit_id, self.root)
        return [int(step) for step in reversed(here.path.strip("/").split("/"))]

    def line(self, unit_id: int) -> list[Step]:
        """Return what a unit and those above it up to the root are: label and name."""
        ids = self.way_up(unit_id)
        units = [self._by_id[each] for each in ids if each in self._by_id]
        return [(each.label, each.name) for each in units]

    def _make(self, db: Session, parent: KnownUnit, step: Step, door: Door) -> KnownUnit:
        label, name = step
        building = door.building if label == BUILDING else None
        unit = register.add_unit(db, parent, label, name, building=building)
        if label == ENTRANCE:
            register.move_homes(db, parent.id, door.entrance, unit.id)
        self._by_id[unit.id] = unit
        self._children.setdefault(parent.id, []).append(unit)
        self._found.clear()
        self.made += 1
        return unit


def _is(unit: KnownUnit, label: str, name: str) -> bool:
    if label == BUILDING:
        return unit.building is not None and f"{unit.building}号楼" == name
    return unit.name == name
