"""Who belongs where, who is responsible, and how people and places are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.followup.reports import Member
from db.models import Contact, Household, Person, Role, Unit
from db.people import persons, units
from db.people.persons import Card, Head
from db.people.units import InCharge, Spot

Near = TypeVar("Near", bound=Unit | Spot | None)


_TITLES = {
    Role.GRID_WORKER: "网格员",
    Role.SECRETARY: "社区书记",
    Role.DOCTOR: "社区医生",
    Role.DUTY: "值班员",
    Role.REPRESENTATIVE: "楼栋长",
    Role.TOWNSHIP: "街道",
    Role.LEADER: "负责人",
}


def title(role: Role) -> str:
    return _TITLES[role]


def post_name(unit: Unit, role: Role) -> str:
    """Name a post with its unit: “第1网格网格员”, “梧桐里社区书记”."""
    name, called = unit.name, title(role)
    if name.endswith(called):
        return name  # “梧桐街道”
    return name + (called.removeprefix("社区") if name.endswith("社区") else called)


def roles_of(db: Session, person_id: int | None, now: datetime, zone: ZoneInfo) -> set[Role]:
    if person_id is None:
        return set()
    return units.roles_of(db, person_id, now, zone)


def seat_of(db: Session, person_id: int, now: datetime, zone: ZoneInfo) -> Unit | None:
    """Return the widest unit in which this person holds a post."""
    posts = units.posts_of(db, person_id, now, zone)
    return min((post.unit for post in posts), key=lambda unit: unit.level, default=None)


def responsible(
    db: Session, unit: Unit, roles: Sequence[Role], now: datetime, zone: ZoneInfo
) -> list[Person]:
    """Return for each role who holds it nearest to the unit, the substitute where one stands in."""
    nearest: dict[Role, int] = {}
    for held in units.held_above(db, unit, roles, now, zone):
        nearest.setdefault(held.post.role, held.holder_id)
    ids = dict.fromkeys(nearest[role] for role in roles if role in nearest)
    return [persons.get(db, id_) for id_ in ids]


def responsible_for(
    db: Session, unit_ids: Collection[int], role: Role, now: datetime, zone: ZoneInfo
) -> dict[int, int]:
    """Return for each unit who holds a role nearest to it, the substitute where one stands in."""
    return units.nearest(db, unit_ids, role, now, zone)


def in_charge(
    db: Session, unit_id: int | None, now: datetime, zone: ZoneInfo
) -> dict[Role, InCharge]:
    """Return for each role who holds it nearest to a unit, or to the community if none is named."""
    found: dict[Role, InCharge] = {}
    number = unit_id or units.root_id(db)
    for holder in units.in_charge(db, number, now, zone) if number else []:
        found.setdefault(holder.role, holder)
    return found


def buildings_in(db: Session, unit: Unit) -> list[str]:
    """Return the names of the buildings in a unit."""
    return units.building_names(db, unit)


def unit(db: Session, unit_id: int) -> Unit:
    return units.get_unit(db, unit_id)


def unit_of(db: Session, person: Person | None, contact: Contact | None) -> Unit | None:
    """Return where somebody belongs: their household, the QR code they came by, or everybody's."""
    if person is not None and person.household is not None:
        return person.household.unit
    if contact is not None and contact.scene:
        unit = units.unit_by_scene(db, contact.scene)
        if unit is not None:
            return unit
    return units.root_community(db)


def door(household: Household | Card) -> str:
    """Return the address as staff say it, for one-to-one messages only: 3号楼2单元601, 3组12号."""
    building, room = household.building, household.room
    if building and (building[-1].isascii() or building in "甲乙丙丁戊"):
        building += "号楼"
    elif not household.entrance and room.isdecimal():
        room += "号"  # of a house in a village, whose building is its villagers' group
    entrance = f"{household.entrance}单元" if household.entrance else ""
    return f"{building}{entrance}{room}"


def short_door(household: Household | Card) -> str:
    """Return the address as staff type it: 3-2-601."""
    parts = (household.building, household.entrance, household.room)
    return "-".join(part for part in parts if part)


def call(person: Person | Card | Member) -> str:
    return _called(person.name, person.relation)


def call_of(db: Session, person_id: int) -> str:
    """Name somebody by their number."""
    return call(persons.get(db, person_id))


def home_of(db: Session, person_id: int) -> Household | None:
    """Return where somebody lives, as far as we know."""
    return persons.get(db, person_id).household


def _called(name: str | None, relation: str | None) -> str:
    return name or relation or "家人"


def introduce(person: Person | None, contact: Contact | None = None) -> str:
    """Name somebody to the staff responsible for them."""
    if person is None:
        return stranger(contact.id if contact else None)
    about = [door(person.household)] if person.household else []
    return _with(call(person), about + _telephone(person))


def stranger(contact_id: int | None, userid: str = "") -> str:
    """Name somebody we do not know; a colleague is found in the enterprise by the userid."""
    if userid:
        return f"一位还没登记的同事（企业微信账号{userid}，编号{contact_id}）"
    return f"一位还没登记的居民（编号{contact_id}）" if contact_id else "一位还没登记的居民"


def introduce_by(db: Session, card: Card) -> str:
    """Name somebody to the staff responsible for them, by their card."""
    asks = card.household_id and not card.phone
    return _by(card, persons.head_beside(db, card) if asks else None)


def introduce_all(db: Session, ids: Collection[int]) -> dict[int, str]:
    """Name several people to the staff responsible for them."""
    return {id_: known.said for id_, known in known_by(db, ids).items()}


@dataclass(frozen=True, slots=True)
class KnownBy:
    """What staff are told of somebody, part by part; `phone` says whose it is if not theirs."""

    door: str
    name: str
    phone: str

    @property
    def said(self) -> str:
        """Return it as one says it: 李云（3号楼2单元601，电话13800000000）."""
        return _with(self.name, [part for part in (self.door, self.phone) if part])


def known_by(db: Session, ids: Collection[int]) -> dict[int, KnownBy]:
    """Return the same of several people."""
    cards = persons.cards(db, ids)
    heads = persons.heads_beside(db, [card for card in cards.values() if not card.phone])
    return {id_: _known(card, heads.get(id_)) for id_, card in cards.items()}


def _by(card: Card, head: Head | None) -> str:
    return _known(card, head).said


def _known(card: Card, head: Head | None) -> KnownBy:
    phone = f"电话{card.phone}" if card.phone else ""
    if not phone and head is not None:
        phone = f"家人{_called(head[0], head[1])}电话{head[2]}"
    return KnownBy(door(card) if card.household_id else "", call(card), phone)


def _with(called: str, about: list[str]) -> str:
    return f"{called}（{'，'.join(about)}）" if about else called


def _telephone(person: Person) -> list[str]:
    """Say how to ring somebody, or else whoever answers for their household."""
    if person.phone:
        return [f"电话{person.phone}"]
    family = person.household.people if person.household else []
    head = next((p for p in family if p.is_respondent and p.phone and p.id != person.id), None)
    return [f"家人{call(head)}电话{head.phone}"] if head else []


def seat_above(db: Session, unit: Unit, role: Role, now: datetime, zone: ZoneInfo) -> Unit | None:
    """Return the nearest unit, from this one up, in which somebody holds the role."""
    held = units.held_above(db, unit, [role], now, zone)
    return units.get_unit(db, held[0].post.unit_id) if held else None


def find_building(db: Session, address: Any, near: Near) -> Unit | Near:
    """Return the building an address names, or where the asker belongs if it names none of ours."""
    number = str((address or {}).get("building") or "") if isinstance(address, dict) else ""
    found = units.buildings(db, number) if number else []
    return found[0] if len(found) == 1 else near


def contacts_for(db: Session, unit: Unit, now: datetime, zone: ZoneInfo) -> list[str]:
    """Say who looks after a unit and how to ring them; residents may know their own team."""
    lines = []
    for role in (Role.GRID_WORKER, Role.DOCTOR, Role.SECRETARY):
        for person in responsible(db, unit, [role], now, zone):
            if person.phone:
                lines.append(f"{title(role)} {person.name or ''} {person.phone}")
    return lines
