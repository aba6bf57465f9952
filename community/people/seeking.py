"""Whom staff speak of: a door, a name, how somebody is called (何奶奶, 小梁, 老太太), a telephone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused
from community.people.homes import building_of
from community.people.registering import Resident
from db.models import Household, Person
from db.people import persons, units

AREA = 6000  # people whose names are opened to find one who is called by a surname
_TITLE = (
    r"老爷子|老太太|老太婆|老太|老人家|老奶奶|阿婆|婆婆|奶奶|爷爷|大爷|大妈|大娘|大叔|大姐|大哥|大嫂|大伯|老伯|伯伯|老伯伯|"
    r"阿姨|叔叔|师傅|老师|先生|女士|小姐|嫂子|老板|婆|姨|叔|伯|姐|哥|嫂|爷|娘|家|某"
)
_MALE, _FEMALE = re.compile(r"爷|叔|伯|哥|先生"), re.compile(r"婆|太|奶|妈|娘|姐|嫂|姨|女士|小姐")
_CALLED = re.compile(rf"(?P<name>[一-龥]{{1,3}}?)(?:{_TITLE})|[小老阿](?P<short>[一-龥])")
# How staff call somebody, and how the register writes the relation.
_OLD = {"老人", "老太太", "老太", "老人家", "老奶奶", "老爷子", "奶奶", "爷爷", "大爷", "大妈"}
_SENIOR = {"奶奶", "爷爷", "外公", "外婆", "姥姥", "姥爷", "爸爸", "妈妈", "父亲", "母亲", "公公", "婆婆",
           "岳父", "岳母", "老人"}  # fmt: skip
_ALIKE = [
    {"老伴", "配偶", "爱人", "妻子", "丈夫", "老婆", "老公", "媳妇"},
    {"孩子", "儿子", "女儿", "子女"},
    {"孙子", "孙女", "外孙", "外孙女"},
    {"爸爸", "父亲"},
    {"妈妈", "母亲"},
]


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody names; whatever was not said is empty."""

    address: Mapping[str, Any]
    name: str = ""
    relation: str = ""

    @property
    def has_door(self) -> bool:
        return bool(self.address.get("building") and self.address.get("room"))

    @property
    def is_empty(self) -> bool:
        return not (self.has_door or self.name)


def homes(actor: Actor, db: Session, address: Mapping[str, Any]) -> Sequence[Household] | Refused:
    """Return the homes an address may mean; a room without its entrance may be several."""
    if not actor.is_staff:
        return Refused("not_staff")
    number = str(address.get("building") or "")
    building = building_of(actor, db, number)
    if building is None:
        return Refused("no_building", number)
    entrance, room = str(address.get("unit") or ""), str(address.get("room") or "")
    return units.households_behind(db, building, entrance, room)


def entrances(actor: Actor, db: Session, address: Mapping[str, Any]) -> Sequence[str]:
    """Return the entrances of a building by which somebody lives there; none where it has none."""
    building = building_of(actor, db, str(address.get("building") or ""))
    return [one for one in units.entrances_of(db, building) if one] if building else []


def seek(actor: Actor, db: Session, sought: Sought) -> list[Resident] | Refused:
    """Return everybody who may be meant in what an actor is responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    if sought.has_door:
        found = homes(actor, db, sought.address)
        if isinstance(found, Refused):
            return found
        return _of([person for home in found for person in _living(db, home)], sought)
    return _named(actor, db, sought.name) if sought.name else []


def ringing(actor: Actor, db: Session, phone: str) -> list[Resident] | Refused:
    """Return who is rung under a number, of what an actor is responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    return _theirs(actor, persons.with_phone(db, phone))


def known(db: Session, person_id: int) -> Person:
    """Return somebody who was found before."""
    return persons.get(db, person_id)


def _living(db: Session, home: Household) -> list[Person]:
    return [person for person in persons.in_household(db, home.id) if person.gone_on is None]


def _of(people: Sequence[Person], sought: Sought) -> list[Resident]:
    """Narrow down who lives behind a door by how somebody was called."""
    named = [person for person in people if sought.name and person.name == sought.name]
    if not named and sought.name:
        begins = surname(sought.name)
        named = [p for p in people if begins and _is_called(p, begins, sought.name)]
    related = [person for person in people if _is(person, sought.relation)]
    if sought.name:
        # 丁奶奶 may be of another name than her household; who is alone there can only be meant.
        is_called = surname(sought.name) or is_kin(sought.name)
        kept = named or ((related or (people if len(people) == 1 else [])) if is_called else [])
    else:
        kept = (related or people) if sought.relation else people
    both = [person for person in kept if person in related] if len(kept) > 1 else []
    return [_resident(person) for person in (both or kept)]


def _named(actor: Actor, db: Session, name: str) -> list[Resident]:
    exact = _theirs(actor, persons.named(db, name))
    begins = surname(name)
    if exact or not begins:
        return exact
    found = [persons.called_so(db, seat.path, begins, AREA) for seat in actor.seats()[:2]]
    ids = dict.fromkeys(number for numbers in found for number in numbers or ())
    called = (persons.get(db, number) for number in ids)
    return _theirs(actor, [person for person in called if _is_called(person, begins, name)])


def _is_called(person: Person, begins: str, said: str) -> bool:
    """Tell whether a surname and a title may be somebody's, as far as their sex is known."""
    title = said.removeprefix(begins)
    other = {"男": _FEMALE, "女": _MALE}.get(person.sex or "")
    return (person.name or "").startswith(begins) and not (other and other.search(title))


def _theirs(actor: Actor, people: Sequence[Person]) -> list[Resident]:
    return [
        _resident(person)
        for person in people
        if person.gone_on is None
        and person.merged_into is None
        and person.household is not None
        and actor.covers(person.household.unit)
    ]


def _resident(person: Person) -> Resident:
    assert person.household is not None, "whoever is found lives behind a door"
    return Resident(person, tree.door(person.household))


def surname(said: str) -> str:
    """Return the surname in how somebody is called: 何奶奶, 小梁; "" for a full name."""
    found = _CALLED.fullmatch(said)
    if found:
        return found["name"] or found["short"]
    return said if len(said) == 1 else ""


def is_kin(said: str) -> bool:
    """Tell whether somebody was called by what they are, not by a name."""
    return said in _OLD or any(said in words for words in _ALIKE)


def _is(person: Person, relation: str) -> bool:
    if not relation:
        return False
    if relation in _OLD:
        return person.relation in _SENIOR
    return person.relation == relation or any(
        {relation, person.relation or ""} <= words for words in _ALIKE
    )
