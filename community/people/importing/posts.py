"""Who a table says is responsible: posts that nobody holds yet are given, held ones never taken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from community.people.importing.doors import place
from community.people.importing.growing import Unplaceable
from community.people.importing.matching import KnownRegister
from core.doors import Door
from core.register import PostHolder, PostKind, RegisterRow
from db.models import Role
from db.people.register import Holding, KnownUnit

ROLES = {
    PostKind.GRID_WORKER: Role.GRID_WORKER,
    PostKind.SECRETARY: Role.SECRETARY,
    PostKind.DOCTOR: Role.DOCTOR,
    PostKind.DUTY: Role.DUTY,
    PostKind.TOWNSHIP: Role.TOWNSHIP,
    PostKind.BUILDING_HEAD: Role.REPRESENTATIVE,
}
COLUMNS = {
    PostKind.GRID_WORKER: "网格员",
    PostKind.SECRETARY: "书记",
    PostKind.DOCTOR: "家庭医生",
    PostKind.DUTY: "值班员",
    PostKind.TOWNSHIP: "街道干部",
    PostKind.BUILDING_HEAD: "楼栋长",
    PostKind.IN_CHARGE: "包户干部",
}


class PostTrouble(StrEnum):
    HELD = "post_held"  # somebody else holds it: it is handed over, not overwritten
    OTHER_PHONE = "post_other_phone"  # whoever is called so has another phone
    KEPT = "home_kept"  # somebody else looks after this household
    NO_PLACE = "post_without_place"
    NOT_YOURS = "post_not_yours"  # whoever imports does not appoint there


@dataclass(frozen=True, slots=True)
class PostDoubt:
    """A post that was not given, though the row was taken."""

    row: int
    column: str
    reason: PostTrouble
    about: str  # who holds it


@dataclass(frozen=True, slots=True)
class Giving:
    """A post to be given: in the unit of `seat`, in the root (None), or in what lies above it."""

    row: int
    role: Role
    seat: Door | None
    is_above: bool
    unit: KnownUnit
    holder: PostHolder


@dataclass
class PostPlan:
    """What a table says of posts, compared with who holds them."""

    gives: list[Giving] = field(default_factory=list)
    keeps: dict[Door, PostHolder] = field(default_factory=dict)
    doubts: list[PostDoubt] = field(default_factory=list)


May = Callable[[KnownUnit], bool]


@dataclass
class Posts:
    """Plans posts; the tree of `known` only imagines what it lacks."""

    known: KnownRegister
    holdings: Sequence[Holding]
    keepers: dict[int, tuple[str, str]]  # who looks after households: name and phone
    may: May
    found: PostPlan = field(default_factory=PostPlan)

    def __post_init__(self) -> None:
        self._held: dict[tuple[int, Role], list[Holding]] = {}
        for each in self.holdings:
            self._held.setdefault((each.unit_id, each.role), []).append(each)
        self._given: dict[tuple[int, Role], list[Giving]] = {}
        self._seen: dict[tuple[Door, PostHolder], KnownUnit | None] = {}
        self._theirs: dict[tuple[Door, PostHolder], bool] = {}
        self._doctors: set[str] = set()

    def plan(self, rows: Iterable[RegisterRow]) -> PostPlan:
        """Compare the posts these rows name; each trouble is said once, at its first row."""
        named = [row for row in rows if row.posts]
        self._doctors = {
            post.name for row in named for post in row.posts if post.kind is PostKind.DOCTOR
        }
        for row in named:
            for holder in row.posts:
                if holder.kind is PostKind.IN_CHARGE:
                    self._keep(row, holder)
                else:
                    self._give(row, holder)
        return self.found

    def _give(self, row: RegisterRow, holder: PostHolder) -> None:
        role = ROLES[holder.kind]
        if self._is_theirs(replace(row.door, community="", room=""), role, holder):
            return
        seat = self._seat(row.door, holder.kind)
        key = (seat or Door(), holder)
        if key in self._seen:
            return
        unit = self._seen[key] = self._unit(seat, holder.kind)
        if unit is None:
            self._doubt(row, holder, PostTrouble.NO_PLACE, holder.name)
            return
        given = self._given.setdefault((unit.id, role), [])
        held = [(each.name or "", each.phone or "") for each in self._held.get((unit.id, role), ())]
        # One row may name two holders, two rows may not disagree.
        held += [(e.holder.name, e.holder.phone) for e in given if e.row != row.row]
        if any(_is_same(name, phone, holder) for name, phone in held):
            return
        if (trouble := self._trouble(unit, held, holder)) is not None:
            self._doubt(row, holder, *trouble)
            return
        is_above = holder.kind is PostKind.TOWNSHIP
        given.append(Giving(row.row, role, seat, is_above, unit, holder))
        self.found.gives.append(given[-1])

    def _is_theirs(self, door: Door, role: Role, holder: PostHolder) -> bool:
        """Tell whether somebody holds the post already, in the door's unit or wherever above it."""
        key = (door, holder)
        if key not in self._theirs:
            tree = self.known.tree
            try:
                unit = tree.find(door) or tree.find(replace(door, entrance=""))
            except Unplaceable:
                unit = None
            self._theirs[key] = any(
                _is_same(each.name, each.phone, holder)
                for unit_id in (tree.way_up(unit.id) if unit is not None else ())
                for each in self._held.get((unit_id, role), ())
            )
        return self._theirs[key]

    def _trouble(
        self, unit: KnownUnit, held: Sequence[tuple[str, str]], holder: PostHolder
    ) -> tuple[PostTrouble, str] | None:
        if not self.may(unit):
            return PostTrouble.NOT_YOURS, holder.name
        if any(name == holder.name for name, _ in held):
            return PostTrouble.OTHER_PHONE, holder.name
        return (PostTrouble.HELD, held[0][0]) if held else None

    def _keep(self, row: RegisterRow, holder: PostHolder) -> None:
        door = place(row.door)
        try:
            home = self.known.home(row.door)
        except Unplaceable:
            home = None
        if not row.name and home is None:
            self._doubt(row, holder, PostTrouble.NO_PLACE, holder.name)
            return
        keeper = self.keepers.get(home.keeper_id) if home and home.keeper_id else None
        other = self.found.keeps.get(door)
        name, phone = keeper or ((other.name, other.phone) if other else ("", ""))
        if name and not _is_same(name, phone, holder):
            self._doubt(row, holder, PostTrouble.KEPT, name)
        elif not name:
            self.found.keeps[door] = holder

    def _doubt(self, row: RegisterRow, holder: PostHolder, why: PostTrouble, about: str) -> None:
        self.found.doubts.append(PostDoubt(row.row, COLUMNS[holder.kind], why, about))

    def _seat(self, door: Door, kind: PostKind) -> Door | None:
        """Return where a post is: the building's, the grid's; None for the whole community's."""
        whole = replace(door, community="", entrance="", room="")
        if kind is PostKind.BUILDING_HEAD:
            return whole
        apart = kind is PostKind.DOCTOR and len(self._doctors) > 1  # each has a part of it
        if kind is PostKind.GRID_WORKER or apart:
            return replace(whole, building="") if door.grid or door.group else whole
        return None

    def _unit(self, seat: Door | None, kind: PostKind) -> KnownUnit | None:
        tree = self.known.tree
        if seat is None:
            return tree.above or tree.root if kind is PostKind.TOWNSHIP else tree.root
        if seat == Door():
            return None
        try:
            return tree.grow(None, seat)
        except Unplaceable:
            return None


def _is_same(name: str | None, phone: str | None, holder: PostHolder) -> bool:
    return name == holder.name and (not holder.phone or not phone or holder.phone == phone)
