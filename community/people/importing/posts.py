"""Who a table says is responsible: posts that nobody holds yet are given, held ones never taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from community.people.importing.growing import Ambiguous, Tree
from community.people.importing.storing import Store
from core.doors import Door
from core.register import PostHolder, PostKind, RegisterRow
from db.models import Role
from db.people import register
from db.people.register import Holding, KnownPerson, KnownUnit

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
    KEPT = "home_kept"  # somebody else looks after this household
    NO_PLACE = "post_without_place"


@dataclass(frozen=True, slots=True)
class PostDoubt:
    """A post that was not given, though the row was taken."""

    row: int
    column: str
    reason: PostTrouble
    about: str  # who holds it


@dataclass
class Posts:
    """Gives posts while a table is taken in."""

    tree: Tree
    holdings: Sequence[Holding]
    staff: Iterable[KnownPerson]
    now: datetime
    day: date
    given: int = 0

    def __post_init__(self) -> None:
        self._held = {(each.unit_id, each.role): each for each in self.holdings}
        self._people = {(p.name or "", p.phone or ""): p.id for p in self.staff}
        self._people |= {(h.name or "", h.phone or ""): h.person_id for h in self.holdings}

    def give(self, db: Session, rows: Sequence[RegisterRow], store: Store) -> list[PostDoubt]:
        """Give the posts these rows name; return those that were not given."""
        doubts = []
        for row in rows:
            for holder in row.posts:
                why = self._give(db, row, holder, store)
                if why is not None:
                    doubts.append(PostDoubt(row.row, COLUMNS[holder.kind], *why))
        return doubts

    def _give(
        self, db: Session, row: RegisterRow, holder: PostHolder, store: Store
    ) -> tuple[PostTrouble, str] | None:
        if holder.kind is PostKind.IN_CHARGE:
            return self._keep(db, row.door, holder, store)
        role, unit = ROLES[holder.kind], self._seat(db, row.door, holder.kind)
        if unit is None:
            return PostTrouble.NO_PLACE, holder.name
        held = self._held.get((unit.id, role))
        if held is not None:
            return None if _is_same(held, holder) else (PostTrouble.HELD, held.name or "")
        person_id = self._person(db, holder)
        register.add_post(db, person_id, unit.id, role, self.day)
        self._held[unit.id, role] = Holding(unit.id, role, person_id, holder.name, holder.phone)
        self.given += 1
        return None

    def _keep(
        self, db: Session, door: Door, holder: PostHolder, store: Store
    ) -> tuple[PostTrouble, str] | None:
        home_id = store.home_of(door)
        if home_id is None:
            return PostTrouble.NO_PLACE, holder.name
        keeper = self._person(db, holder)
        if not register.keep_home(db, home_id, keeper):
            return PostTrouble.KEPT, holder.name
        return None

    def _seat(self, db: Session, door: Door, kind: PostKind) -> KnownUnit | None:
        """Return the unit a post is for: the community's, the grid's or the building's."""
        try:
            if kind is PostKind.GRID_WORKER:
                whole = Door(estate=door.estate, grid=door.grid, group=door.group)
                if not (door.grid or door.group):
                    whole = replace(door, entrance="", room="")
                return self.tree.grow(db, whole) if _names_place(whole) else None
            if kind is PostKind.BUILDING_HEAD:
                whole = replace(door, entrance="", room="")
                return self.tree.grow(db, whole) if _names_place(whole) else None
        except Ambiguous:
            return None
        if kind is PostKind.TOWNSHIP:
            return self.tree.above or self.tree.root
        return self.tree.root

    def _person(self, db: Session, holder: PostHolder) -> int:
        key = (holder.name, holder.phone)
        if key not in self._people:
            alike = {id_ for (name, _), id_ in self._people.items() if name == holder.name}
            if len(alike) == 1 and not holder.phone:
                return alike.pop()
            values = {"name": holder.name, "phone": holder.phone or None, "is_respondent": False}
            [self._people[key]] = register.add_people(db, [values], self.now)
        return self._people[key]


def _names_place(door: Door) -> bool:
    return bool(door.estate or door.grid or door.group or door.building)


def _is_same(held: Holding, holder: PostHolder) -> bool:
    same_phone = not holder.phone or not held.phone or holder.phone == held.phone
    return held.name == holder.name and same_phone
