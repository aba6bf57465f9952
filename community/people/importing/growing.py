"""The tree below a unit: where a door lies in it, and what a table names and the tree lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from core.doors import Door
from db.people import register
from db.people.register import KnownUnit

ESTATE, GRID, GROUP, BUILDING, ENTRANCE = "小区", "网格", "村民小组", "楼栋", "单元"
Step = tuple[str, str]  # (label, name)


class Unplaceable(Exception):
    """Where a door lies cannot be said."""


class Ambiguous(Unplaceable):
    """Several units are called so."""


class PerhapsTheSame(Unplaceable):
    """A building of this number stands there of which nobody said in which estate."""


class Outside(Unplaceable):
    """The door does not lie in the unit the table is of."""


def way_to(door: Door) -> list[Step]:
    """Return the units a door lies in, from the widest down, as they are called.

    >>> way_to(Door(grid="2", building="3", entrance="1", room="601"))
    [('网格', '第2网格'), ('楼栋', '3号楼'), ('单元', '1单元')]
    """
    steps = [
        (ESTATE, door.estate),
        (GRID, _numbered("第{}网格", door.grid)),
        (GROUP, _numbered("{}组", door.group)),
        (BUILDING, building_name(door.building)),
        (ENTRANCE, f"{door.entrance}单元" if door.entrance else ""),
    ]
    return [(label, name) for label, name in steps if name]


def building_name(number: str) -> str:
    """Return how a building is called: 3 → 3号楼; 5排 and names stay as they are."""
    is_number = number[-1:].isascii() or number in "甲乙丙丁戊"
    return f"{number}号楼" if number and is_number else number


def _numbered(shape: str, name: str) -> str:
    return shape.format(name) if name.isdigit() else name


@dataclass
class Tree:
    """A unit and what lies below it while a table is taken in; `line` leads down to it.

    Without a database `grow` only imagines what it would make: `made` counts it.
    """

    line: Sequence[KnownUnit]
    units: Sequence[KnownUnit]
    made: int = 0
    _ways: dict[tuple[Step, ...], KnownUnit] = field(default_factory=dict)
    _unsure: list[KnownUnit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.line[-1]
        self._by_id = {unit.id: unit for unit in (*self.line, *self.units)}
        self._called: dict[Step, list[KnownUnit]] = {}
        for unit in self.units:
            self._called.setdefault(_key(unit.label, unit.name, unit.building), []).append(unit)
        # Buildings of which nobody said in which estate: an estate that is named may be theirs.
        self._strays = {
            _key(unit.label, unit.name, unit.building)
            for unit in self.units
            if unit.building and not self._estate(unit)
        }

    @property
    def above(self) -> KnownUnit | None:
        return self.line[-2] if len(self.line) > 1 else None

    def find(self, door: Door) -> KnownUnit | None:
        """Return the unit of a door, None if it has to be made.  Raises Unplaceable."""
        way = tuple(way_to(door))
        found = self._ways.get(way) or self._walk(way)
        if found is not None:
            self._ways[way] = found
        return found

    def grow(self, db: Session | None, door: Door) -> KnownUnit:
        """Return the unit of a door, making what is missing on the way.  Raises Unplaceable."""
        found = self.find(door)
        if found is not None:
            return found
        here = self.root
        steps = self._steps(way_to(door))
        for at, step in enumerate(steps):
            below = self._below(here, step, self._grid(here, steps))
            if below is None and step[0] == GRID and self._later(here, steps[at + 1 :]):
                continue  # the building stands already, in whatever grid
            here = below or self._make(db, here, step, door)
        return here

    def _walk(self, way: Sequence[Step]) -> KnownUnit | None:
        here = self.root
        steps = self._steps(way)
        for at, step in enumerate(steps):
            if step[0] == GRID and at + 1 < len(steps):
                continue  # who looks after a building is not where it stands
            below = self._below(here, step, self._grid(here, steps))
            if below is None:
                return None
            here = below
        return here

    def _steps(self, way: Sequence[Step]) -> list[Step]:
        """Leave out what the root is or lies in; what contradicts that lies outside."""
        left = []
        for label, name in way:
            named = [unit for unit in self.line if unit.label == label]
            if not named:
                left.append((label, name))
            elif not any(_is_called(unit, label, name) for unit in named):
                raise Outside(name)
        if left and left[0][0] == ESTATE and self._is_whole(left[0][1]):
            left = left[1:]
        self._refuse_stray(left)
        return left

    def _refuse_stray(self, steps: Sequence[Step]) -> None:
        """Of two buildings of one number it is not guessed which is meant.  Raises PerhapsTheSame."""
        estate = next((name for label, name in steps if label == ESTATE), "")
        building = next((step for step in steps if step[0] == BUILDING), None)
        if not estate or building is None or _key(*building, None) not in self._strays:
            return
        there = self._inside(self.root, (ESTATE, estate))
        if not any(self._inside(unit, building) for unit in there):
            raise PerhapsTheSame(building[1])

    def _is_whole(self, estate: str) -> bool:
        """Tell whether an estate is the community itself: 幸福 in 幸福社区."""
        return any(_bare(estate) == _bare(unit.name) for unit in self.line)

    def _grid(self, here: KnownUnit, steps: Iterable[Step]) -> KnownUnit | None:
        named = next((step for step in steps if step[0] == GRID), None)
        return self._only(self._inside(here, named)) if named else None

    def _later(self, here: KnownUnit, steps: Sequence[Step]) -> bool:
        return bool(steps) and self._below(here, steps[0], None) is not None

    def _below(self, here: KnownUnit, step: Step, grid: KnownUnit | None) -> KnownUnit | None:
        """Return the unit called so below another, at whatever depth.  Raises Ambiguous."""
        found = self._inside(here, step)
        if step[0] == ENTRANCE:
            return self._only([unit for unit in found if unit.parent_id == here.id])
        if len(found) > 1 and grid is not None:
            found = [unit for unit in found if unit.path.startswith(grid.path)] or found
        if len(found) > 1:
            found = [unit for unit in found if self._estate(unit) == self._estate(here)] or found
        return self._only(found)

    def _estate(self, unit: KnownUnit) -> str:
        return next((name for label, name in self.names(unit.id) if label == ESTATE), "")

    def _inside(self, here: KnownUnit, step: Step) -> list[KnownUnit]:
        alike = self._called.get(_key(step[0], step[1], None), ())
        return [unit for unit in alike if unit is not here and unit.path.startswith(here.path)]

    def _only(self, found: Sequence[KnownUnit]) -> KnownUnit | None:
        if len(found) > 1:
            raise Ambiguous(found[0].name)
        return found[0] if found else None

    def building_of(self, unit_id: int) -> int:
        """Return the unit in which doors are told apart: the building, where this is an entrance."""
        unit = self._by_id[unit_id]
        return (unit.parent_id or unit_id) if unit.label == ENTRANCE else unit_id

    def grid_differs(self, door: Door) -> bool:
        """Tell whether a door's building stands in another grid than the table says."""
        if not door.grid or not (door.building or door.group):
            return False
        unit = self.find(Door(**{**_parts(door), "entrance": "", "room": ""}))
        grids = [name for label, name in self.names(unit.id) if label == GRID] if unit else []
        return bool(grids) and _numbered("第{}网格", door.grid) not in grids

    def way_up(self, unit_id: int) -> list[int]:
        """Return a unit and all above it, from the bottom up; also those above the root."""
        path = self._by_id[unit_id].path
        return [int(step) for step in reversed(path.strip("/").split("/"))]

    def names(self, unit_id: int) -> list[Step]:
        """Return what a unit and those above it are: label and name."""
        units = (self._by_id[each] for each in self.way_up(unit_id) if each in self._by_id)
        return [(unit.label, unit.name) for unit in units]

    def __contains__(self, unit_id: int) -> bool:
        return unit_id in self._by_id

    def get(self, unit_id: int) -> KnownUnit:
        return self._by_id[unit_id]

    def _make(self, db: Session | None, parent: KnownUnit, step: Step, door: Door) -> KnownUnit:
        label, name = step
        building = door.building if label == BUILDING else None
        if db is None:
            number = -len(self._by_id)
            path = f"{parent.path}{number}/"
            unit = KnownUnit(number, parent.id, parent.level + 1, label, name, path, building)
        else:
            unit = register.add_unit(db, parent, label, name, building=building)
            if label == ENTRANCE:
                register.move_homes(db, parent.id, door.entrance, unit.id)
        self._by_id[unit.id] = unit
        self._called.setdefault(_key(label, name, building), []).append(unit)
        self._unsure.append(unit)
        self.made += 1
        return unit

    def keep(self) -> None:
        """What was made is committed."""
        self._unsure.clear()

    def forget(self) -> None:
        """What was made since `keep` was taken back."""
        for unit in self._unsure:
            del self._by_id[unit.id]
            self._called[_key(unit.label, unit.name, unit.building)].remove(unit)
            self.made -= 1
        gone = {unit.id for unit in self._unsure}
        self._ways = {way: unit for way, unit in self._ways.items() if unit.id not in gone}
        self._unsure.clear()


def _parts(door: Door) -> dict[str, str]:
    return {name: getattr(door, name) for name in Door.__slots__}


def _key(label: str, name: str, building: str | None) -> Step:
    if building or label == BUILDING:
        return BUILDING, building_name(building) if building else name
    return ("", _bare(name)) if label == ESTATE else ("", name)


def _bare(name: str) -> str:
    """阳光花园 and 阳光花园小区 are one place, 幸福 and 幸福社区 too."""
    short = name.removesuffix("小区").removesuffix("社区")
    return short if short and not short[-1].isdecimal() else name


def _is_called(unit: KnownUnit, label: str, name: str) -> bool:
    return _key(unit.label, unit.name, unit.building) == _key(label, name, None)
