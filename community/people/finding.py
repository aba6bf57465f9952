"""Whom the staff mean by a name: “李梅”, “小李”, “张医生”; several of that name are all named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor
from db.models import Person, Post, Role
from db.people import leaves, persons, units


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody who may be meant; `about` tells them from others of the name."""

    person_id: int
    name: str
    about: str
    is_staff: bool


_BY_ROLE = {"书记": Role.SECRETARY, "医生": Role.DOCTOR, "大夫": Role.DOCTOR}
_POLITE = ("姐", "哥", "叔", "姨", "师傅", "主任", "老师", "阿姨", "大哥", "大姐", "工")


def whom(actor: Actor, db: Session, said: str, now: datetime, zone: ZoneInfo) -> list[Namesake]:
    """Return whom a name may mean: the staff of this community first, then its register."""
    staff = _staff(actor, db, now, zone)
    for fits in (_is_exact, _is_familiar):
        if found := [one for one in staff.values() if _any(fits, said, one)]:
            return [_candidate(posts) for posts in found]
    known = [one for one in persons.named(db, said) if one.gone_on is None and not one.merged_into]
    return [Namesake(p.id, tree.call(p), _home(p), is_staff=False) for p in known]


def _staff(actor: Actor, db: Session, now: datetime, zone: ZoneInfo) -> Mapping[int, list[Post]]:
    """Return the posts held in and above the community of whoever asks, by person."""
    seat = actor.seat
    if seat is None:
        return {}
    community = tree.seat_above(db, seat, Role.SECRETARY, now, zone) or units.root_community(db)
    found: dict[int, list[Post]] = {}
    for post in leaves.staff(db, (community or seat).path, now, zone):
        found.setdefault(post.person_id, []).append(post)
    return found


def free(
    actor: Actor, db: Session, but: int, begins: datetime, ends: datetime, zone: ZoneInfo
) -> list[Namesake]:
    """Return who of the staff below the community could stand in for somebody: not away then."""
    seat = actor.seat
    if seat is None:
        return []
    community = tree.seat_above(db, seat, Role.SECRETARY, begins, zone) or seat
    found = []
    for number, posts in _staff(actor, db, begins, zone).items():
        below = [post for post in posts if post.unit.path.startswith(community.path)]
        if below and number != but and not leaves.between(db, number, begins, ends):
            found.append(_candidate(below))
    return found


def _any(fits: Callable[[str, str, Role], bool], said: str, posts: list[Post]) -> bool:
    return any(fits(said, post.person.name or "", post.role) for post in posts)


def _is_exact(said: str, name: str, role: Role) -> bool:
    return said == name


def _is_familiar(said: str, name: str, role: Role) -> bool:
    """Tell whether staff call somebody so: 小李, 李姐, 李医生, 建国."""
    if not name:
        return False
    if len(said) == 2 and said[0] in "小老阿":
        return said[1] == name[0]
    for title, wanted in _BY_ROLE.items():
        if said.endswith(title):
            return role is wanted and said.removesuffix(title) in ("", name[0], name)
    if said[:1] == name[0] and said[1:] in _POLITE:
        return True
    return len(name) > 2 and said == name[1:]


def _candidate(posts: list[Post]) -> Namesake:
    held = "、".join(dict.fromkeys(tree.post_name(post.unit, post.role) for post in posts))
    person = posts[0].person
    return Namesake(person.id, tree.call(person), held, is_staff=True)


def _home(person: Person) -> str:
    return tree.door(person.household) if person.household else ""
