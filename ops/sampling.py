"""An invented community of seven levels, for trying things out; no name in it is anybody's."""

import random
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from community import followup
from community.followup import Watch
from core.progress import tell
from core.trouble import Trouble
from db import Database
from db.models import Contact, ContactState, Household, Person, Post, Role, Unit
from db.people import contacts, units
from db.people.contacts import PER_WINDOW, WINDOW

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = (
    "建国 秀英 桂兰 志强 丽华 国华 玉珍 明 敏 静 磊 洋 勇 艳 杰 娟 涛 霞 平 刚 桂英 文 玲 "
    "淑珍 凤英 小红 海燕 子涵 雨欣 浩然 梓轩 思远 晓东 春梅 永福 德胜 金花 美芳 家豪 建军"
).split()
ENTRANCES, FLOORS = 2, 12  # two doors a floor
PER_BUILDING = 60  # households, before another building is added
BUILDINGS_PER_GRID = 3
MEMBERS = (1, 2, 2, 3, 3, 4)
RELATIONS = ("老伴", "儿子", "女儿")
TOLD_EVERY = 1000  # households between two lines of progress
CAST = {"second_grid_worker", "kin"}  # whom only the demo plays
KEPT_FREE = ("3", "2", "601")  # where a newcomer may say they live


@dataclass(slots=True)
class Town:
    """What has been made so far."""

    dice: random.Random
    now: datetime
    buildings: list[Unit] = field(default_factory=list)
    grids: list[Unit] = field(default_factory=list)
    named: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of those with an openid, by it


def fill(
    database: Database,
    watch: Watch,
    now: datetime,
    people: int,
    observed: int,
    *,
    is_cast: bool = False,
) -> dict[str, Any]:
    """Fill an empty database; return who is who.  Raises Trouble if there are people in it.

    With `is_cast` some more people to play are told of, and what everybody is called.
    """

    def work(db: Session) -> dict[str, Any]:
        if units.people_exist(db) or (units.any_exist(db) and units.only(db) is None):
            raise Trouble("库里已经有人或楼栋了；示范社区只放进空库")
        town = _make(db, watch, now, people, observed, is_cast=is_cast)
        if not is_cast:
            return {name: openid for name, openid in town.named.items() if name not in CAST}
        return {**town.named, "names": town.names}

    return database.write(work)


def _make(
    db: Session, watch: Watch, now: datetime, people: int, observed: int, *, is_cast: bool
) -> Town:
    town = Town(random.Random(f"{people}/{observed}"), now)
    _units(db, town, people)
    _staff(db, town, watch)
    kin = _residents(db, town, watch, people, observed)
    if is_cast:
        town.named["kin"] = [_contact(db, town, person, spoke=True) for person in kin[:1]]
    return town


def _unit(db: Session, parent: Unit | None, level: int, label: str, name: str, **more: Any) -> Unit:
    unit = Unit(
        parent_id=parent.id if parent else None,
        level=level,
        label=label,
        name=name,
        path=f"new/{name}",
        **more,
    )
    db.add(unit)
    db.flush()  # the path is made of ids
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    return unit


def _community(db: Session, street: Unit) -> Unit:
    """Return the community below its street: the one that `init` has made, if it has."""
    root = units.of_level(db, 4)
    if root is None:
        return _unit(db, street, 4, "社区", "梧桐里社区")
    root.parent_id, root.path = street.id, f"{street.path}{root.id}/"
    return root


def _units(db: Session, town: Town, people: int) -> None:
    district = _unit(db, None, 1, "区", "清河区")
    office = _unit(db, district, 2, "防控办", "清河区应急办公室")
    street = _unit(db, office, 3, "街道", "梧桐街道")
    community = _community(db, street)
    households = people / (sum(MEMBERS) / len(MEMBERS))
    count = max(3, round(households / PER_BUILDING + 0.5))
    for number in range(1, count + 1):
        if (number - 1) % BUILDINGS_PER_GRID == 0:
            name = f"第{len(town.grids) + 1}网格"
            town.grids.append(_unit(db, community, 5, "网格", name))
        town.buildings.append(
            _unit(
                db,
                town.grids[-1],
                6,
                "楼栋",
                f"{number}号楼",
                building=str(number),
                scene=f"bld-{number}",
            )
        )


def _staff(db: Session, town: Town, watch: Watch) -> None:
    first = town.grids[0]
    community = units.get_unit(db, first.parent_id or 0)
    street = units.get_unit(db, community.parent_id or 0)
    for index, grid in enumerate(town.grids):
        openid = _post(db, town, watch, grid, [Role.GRID_WORKER])
        if index == 0:
            town.named["grid_worker"] = openid
        elif index == 1:
            town.named["second_grid_worker"] = openid
    town.named["secretary"] = _post(db, town, watch, community, [Role.SECRETARY, Role.DUTY])
    town.named["doctor"] = _post(db, town, watch, community, [Role.DOCTOR])
    town.named["township"] = _post(db, town, watch, street, [Role.TOWNSHIP])
    town.named["work"] = {
        role: _userid(db, town, role) for role in ("grid_worker", "secretary", "doctor")
    }


def _userid(db: Session, town: Town, role: str) -> str:
    """Give somebody of the staff a name in the enterprise's account, too."""
    known = contacts.find(db, "official", town.named[role])
    userid = "".join(part.capitalize() for part in role.split("_")) + "01"
    db.add(
        Contact(
            channel="work",
            address=userid,
            person_id=known.person_id if known else None,
            state=ContactState.FOLLOWING,
            moment_left=0,
            misses=0,
        )
    )
    return userid


def _post(db: Session, town: Town, watch: Watch, unit: Unit, roles: list[Role]) -> str:
    person = _person(db, town, None, phone=True)
    for role in roles:
        post = Post(person_id=person.id, unit_id=unit.id, role=role, from_on=watch.today(town.now))
        db.add(post)
    return _contact(db, town, person, spoke=True)


def _residents(db: Session, town: Town, watch: Watch, people: int, observed: int) -> list[Person]:
    staff = len(town.grids) + 3
    left = people - staff
    watched: list[str] = []
    kin: list[Person] = []
    for number, (building, entrance, room) in enumerate(_doors(town)):
        if left <= 0:
            break
        if number % TOLD_EVERY == TOLD_EVERY - 1:
            tell(f"  还有 {left} 人")
        size = min(town.dice.choice(MEMBERS), left)
        left -= size
        household = _household(db, building, entrance, room)
        head, others = _family(db, town, household, size)
        if number == 0:
            town.named["resident"] = _contact(db, town, head, spoke=True)
        elif number <= observed:
            watched.append(_contact(db, town, head, spoke=True))
            _observe(db, town, watch, head)
            kin += others if not kin else []
        elif town.dice.random() < 0.6:
            _contact(db, town, head, spoke=town.dice.random() < 0.65)
    town.named["observed"] = watched
    return kin


def _doors(town: Town) -> list[tuple[Unit, str, str]]:
    """Return free doors, one building after the other, so that each has some people in it."""
    floors = [
        (str(entrance), f"{floor}{door:02d}")
        for floor in range(1, FLOORS + 1)
        for entrance in range(1, ENTRANCES + 1)
        for door in (1, 2, 3)
    ]
    return [
        (building, entrance, room)
        for entrance, room in floors
        for building in town.buildings
        if (building.building, entrance, room) != KEPT_FREE
    ]


def _household(db: Session, building: Unit, entrance: str, room: str) -> Household:
    household = Household(
        unit_id=building.id,
        building=building.building or "",
        entrance=entrance,
        room=room,
        room_index=room,
    )
    db.add(household)
    db.flush()  # people point to it
    return household


def _family(
    db: Session, town: Town, household: Household, size: int
) -> tuple[Person, list[Person]]:
    """Return the head of a household, and the others."""
    head = _person(db, town, household, phone=True, is_respondent=True)
    others = [_person(db, town, household, relation=one) for one in RELATIONS[: size - 1]]
    return head, others


def _person(
    db: Session,
    town: Town,
    household: Household | None,
    *,
    phone: bool = False,
    relation: str | None = None,
    is_respondent: bool = False,
) -> Person:
    name = town.dice.choice(SURNAMES) + town.dice.choice(GIVEN)
    # 170 0000 … is a range nobody is given.
    number = "1700000" + "".join(town.dice.choices(string.digits, k=4)) if phone else None
    person = Person(
        name=name,
        name_index=name,
        phone=number,
        phone_index=number,
        household_id=household.id if household else None,
        relation=relation,
        is_respondent=is_respondent,
        created_at=town.now,
    )
    db.add(person)
    db.flush()  # contacts and posts point to it
    return person


def _contact(db: Session, town: Town, person: Person, *, spoke: bool) -> str:
    openid = "oLinBao" + "".join(town.dice.choices(string.ascii_letters + string.digits, k=21))
    town.names[openid] = person.name or ""
    db.add(
        Contact(
            channel="official",
            address=openid,
            person_id=person.id,
            state=ContactState.FOLLOWING,
            heard_at=town.now if spoke else town.now - timedelta(days=9),
            window_until=town.now + WINDOW if spoke else None,
            window_left=PER_WINDOW if spoke else 0,
            moment_left=0,
            misses=0,
        )
    )
    return openid


def _observe(db: Session, town: Town, watch: Watch, person: Person) -> None:
    """Begin yesterday, ten more days: the live programme, taken part in freely."""
    programme = next(p for p in watch.programmes.values() if not p.exercise)
    followup.open_episode(
        db,
        watch,
        person,
        programme,
        10,
        town.now,
        starts_on=watch.today(town.now) - timedelta(days=1),
    )
