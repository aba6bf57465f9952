"""Whom a notice is for, as somebody wants it, and what that comes to at the moment it is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices.receipts import REPLIED
from community.notices.traits import WATCHED, Traits, households_with
from community.people import roster
from community.people.access import Actor, Refused
from core.likeness import pairs
from db import notices
from db.models import Role, Unit
from db.notices import audience
from db.notices.audience import Where
from db.notices.targets import Aim
from db.people import units

LOOKED_AT = 40  # notices among which one is found by what is said of it
LAST = "last"  # the notice sent before
ANY = ""  # a building that is not named: the only one there is
NAMED = 20  # places that are named one by one


@dataclass(frozen=True, slots=True)
class Places:
    """Parts of the place, as they are named: (building, entrance or "") and names of units.

    An entrance without a building is that of the only one there is.
    """

    buildings: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.buildings or self.names)


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom somebody wants to tell, as read from their words; without places all they may tell."""

    places: Places = Places()
    without: Places = Places()
    is_everybody: bool = False  # they said so
    roles: frozenset[Role] = frozenset()
    is_tonight: bool = False  # who holds them in the coming night, not who does now
    traits: frozenset[Traits] = frozenset()  # whoever has all of any of these
    programme: str = ""  # a programme's own name
    silent_of: str = ""  # a notice's code, what it was about, or LAST: who has not answered it


@dataclass(frozen=True, slots=True)
class Audience:
    """The same in numbers of the register, kept with the notice and looked up again when it goes."""

    unit_id: int  # the smallest unit that holds all of it
    places: tuple[tuple[int, str], ...]
    without: tuple[tuple[int, str], ...] = ()
    roles: tuple[str, ...] = ()
    traits: tuple[tuple[str, ...], ...] = ()
    programme: str = ""
    silent_of: int | None = None
    is_tonight: bool = False
    but_of: tuple[int, ...] = ()  # notices with the same words: who was sent one is left out

    def kept(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Audience":
        """Return what was stored."""

        def places(name: str) -> tuple[tuple[int, str], ...]:
            return tuple((int(unit), str(entrance)) for unit, entrance in kept[name])

        return cls(
            unit_id=int(kept["unit_id"]),
            places=places("places"),
            without=places("without"),
            roles=tuple(kept["roles"]),
            traits=tuple(map(tuple, kept["traits"] if "traits" in kept else _older(kept))),
            programme=str(kept["programme"]),
            silent_of=kept["silent_of"],
            is_tonight=bool(kept.get("is_tonight")),
            but_of=tuple(kept.get("but_of") or ()),
        )

    @classmethod
    def of_unit(cls, unit: Unit) -> "Audience":
        return cls(unit.id, ((unit.id, ""),))

    @property
    def is_plain(self) -> bool:
        """Whether it is all of one unit and nothing else."""
        return self == Audience(self.unit_id, ((self.unit_id, ""),))


def _older(kept: Mapping[str, Any]) -> list[list[str]]:
    """Return what was stored when each need stood by itself, and being watched beside all of them."""
    watched = [WATCHED] if kept["is_watched"] else []
    return [[need, *watched] for need in kept["needs"]] or ([watched] if watched else [])


def find(
    actor: Actor, db: Session, wanted: Addressees, seats: Sequence[Unit], now: datetime
) -> Audience | Refused:
    """Return whom words stand for, inside the units somebody may send to."""
    places = _places(db, wanted.places, seats)
    if isinstance(places, Refused):
        return places
    without = _places(db, wanted.without, seats)
    if isinstance(without, Refused):
        return without
    silent_of = _silent_of(actor, db, wanted.silent_of)
    if isinstance(silent_of, Refused):
        return silent_of
    named = places or [(seats[0], "")]
    if not places and silent_of is not None:
        named = [(units.get_unit(db, notices.get(db, silent_of).unit_id), "")]
    return Audience(
        common(db, [unit for unit, _ in named]).id,
        tuple((unit.id, entrance) for unit, entrance in named),
        tuple((unit.id, entrance) for unit, entrance in without),
        tuple(sorted(wanted.roles)),
        tuple(sorted(tuple(sorted(each)) for each in wanted.traits)),
        wanted.programme,
        silent_of,
        wanted.is_tonight,
    )


def _places(db: Session, places: Places, seats: Sequence[Unit]) -> list[tuple[Unit, str]] | Refused:
    found: list[tuple[Unit, str]] = []
    missing: list[str] = []
    for number, entrance in places.buildings:
        inside = [unit for seat in seats for unit in units.buildings(db, number or None, seat)]
        if number == ANY and len(inside) > 1:
            return Refused("which_building", f"{entrance}单元")
        if not inside:
            missing.append(f"{number}号楼")
        elif entrance and entrance not in units.entrances_of(db, inside[0]):
            missing.append(f"{number}号楼{entrance}单元")
        else:
            found.append((inside[0], entrance))
    for name in places.names:
        named = next((u for s in seats if (u := units.unit_by_name(db, name, s)) is not None), None)
        if named is None:
            missing.append(name)
        else:
            found.append((named, ""))
    if missing:
        kind = "no_building" if missing[0].endswith(("号楼", "单元")) else "no_place"
        return Refused(kind, "、".join(missing))
    return list(dict.fromkeys(found))


def _silent_of(actor: Actor, db: Session, said: str) -> int | None | Refused:
    if not said:
        return None
    if said == LAST:
        last = notices.last_of(db, actor.person_id or 0)
        return last.id if last is not None else Refused("none_of_yours")
    if (notice := notices.by_code(db, said)) is not None:
        return notice.id
    about = pairs(said)
    recent = notices.latest(db, LOOKED_AT)
    mine = (one for one in recent if one.author_id == actor.person_id and about & pairs(one.text))
    found = next(mine, None)
    return found.id if found is not None else Refused("no_notice_about", said)


def common(db: Session, found: Sequence[Unit]) -> Unit:
    """Return the smallest unit that holds all of these."""
    paths = [unit.path.strip("/").split("/") for unit in found]
    shared = [parts[0] for parts in zip(*paths, strict=False) if len(set(parts)) == 1]
    return units.get_unit(db, int(shared[-1]))


def where(db: Session, kept: Audience) -> str:
    """Return the places of an audience by their names: “3号楼2单元、5号楼”."""
    parts = [
        units.get_unit(db, unit_id).name + (f"{entrance}单元" if entrance else "")
        for unit_id, entrance in kept.places[:NAMED]
    ]
    more = len(kept.places) - len(parts)
    return "、".join(parts) + (f"等{len(kept.places)}处" if more > 0 else "")


def places(db: Session, kept: Audience) -> Aim:
    """Return all doors of the places an audience is in, whoever is meant there."""
    return Aim(_paths(db, kept.places), _paths(db, kept.without), but_of=kept.but_of)


def aim(
    db: Session,
    kept: Audience,
    now: datetime,
    zone: ZoneInfo,
    at: Collection[int] | None = None,
) -> Aim:
    """Return the doors, or the people by their posts, an audience comes to at this moment.

    With `at` only who lives at these units is looked for: of a city that is done piece by piece.
    """
    all_there = places(db, kept)
    paths = [path for path, _ in all_there.places]
    if kept.roles:
        roles = [Role(role) for role in kept.roles]
        at_duty = roster.coming_night(now, zone) if kept.is_tonight else now
        posts = audience.holders(db, paths, roles, at_duty, zone)
        told = audience.told_by_post(db, kept.but_of)
        return Aim(all_there.places, posts=[each for each in posts if each[0] not in told])
    chosen = _chosen(db, kept, Where(paths, at), now, zone)
    return replace(all_there, households=sorted(chosen) if chosen is not None else None)


def _paths(db: Session, places: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(units.path_of(db, unit_id), entrance) for unit_id, entrance in places]


def _chosen(
    db: Session, kept: Audience, where: Where, now: datetime, zone: ZoneInfo
) -> set[int] | None:
    """Return the households that are meant among those of some places; None: all of them."""
    today = now.astimezone(zone).date()
    found: list[set[int]] = []
    if kept.traits:
        found.append(households_with(db, kept.traits, where, today))
    if kept.programme:
        found.append(set(audience.watched(db, where, today, [kept.programme])))
    if kept.silent_of is not None:
        found.append(set(audience.silent(db, kept.silent_of, REPLIED, where.at)))
    return set.intersection(*found) if found else None
