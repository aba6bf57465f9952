"""Whom staff tell a danger of: the register knows the door, and nobody is asked for their own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.people import mentioned, seeking, tree
from community.people.access import Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from community.work import calling
from community.work.calling import WorkItem
from dialog import Context

# “我家老头喘不上气”: staff are residents too, and need not name whose home it is.
_OWN = re.compile(
    r"我(?!们?(?:这|那|刚|正|在|看|去|来|到|听|打|接|管|负责|片|网格|楼|村|组|是))|俺|救救我"
)
# What says that words go on about somebody, or about the help that is on its way.
_GOES_ON = re.compile(
    r"[他她](?!们)|这(?:个)?人|那(?:个)?人|(?:老)?人(?=[还都已没不又在醒喘清昏])|病人|患者|救护|急救|120|119|110|送[到去往]?医院|抬|担架|消防|民警|"
    r"醒|昏|喘|呼吸|脉|血(?![压糖])|抽(?![签查奖])|吐|脸色|嘴唇|发紫|意识|[没无]反应|不动|现场|赶到|钥匙|门(?:开|没锁)|怎么办|咋办|快(?:点|来)"
)


def resident(ctx: Context) -> Resident | None:
    """Return the one resident staff speak of, or somebody behind the one door they name."""
    if not ctx.actor.is_staff:
        return None
    named = _one(
        [one for each in mentioned.mentioned(ctx.actor, ctx.db, ctx.text) for one in each.people]
    )
    address = ctx.slots.get("address") or {}
    if named is not None:
        return named if _lives_there(named, address) else None
    if not (address.get("building") and address.get("room")):
        return None
    relation = str(ctx.slots.get("who") or "")
    found = seeking.seek(ctx.actor, ctx.db, Sought(address, "", relation))
    if isinstance(found, Refused) or len({one.person.household_id for one in found}) != 1:
        return None
    return found[0] if len(found) == 1 else _whoever_answers(found)


def _lives_there(one: Resident, address: Mapping[str, Any]) -> bool:
    """Tell whether a door that is named may be somebody's: “7号楼601郑姐” is no 郑 of another building."""
    home = one.person.household
    if home is None or not (address.get("building") and address.get("room")):
        return True
    return (home.building, home.room) == (str(address["building"]), str(address["room"]))


def is_own(ctx: Context) -> bool:
    """Tell whether staff cry for help themselves, from the home we know."""
    return ctx.is_at_home and bool(_OWN.search(ctx.text))


def _one(people: Sequence[Resident]) -> Resident | None:
    return people[0] if len({one.person.id for one in people}) == 1 else None


def _whoever_answers(people: Sequence[Resident]) -> Resident:
    """Return who speaks for a home, when nobody of it is named."""
    return next((one for one in people if one.person.is_respondent), people[0])


def going_on(ctx: Context, emergencies: Sequence[WorkItem]) -> list[WorkItem]:
    """Return which emergencies the next words of staff are about: whoever is named, else the newest."""
    if named := [item for item in emergencies if _names(ctx, item)]:
        return named
    newest = emergencies[:1]
    is_news = bool(ctx.parse.danger or _GOES_ON.search(ctx.text))
    return [item for item in newest if is_news or _OWN.search(calling.words_of(ctx.db, item.id))]


def _names(ctx: Context, item: WorkItem) -> bool:
    """Tell whether words name the person of an emergency, or their door."""
    if item.person_id is None or item.person_id == ctx.caller.person_id:
        return False
    about = seeking.known(ctx.db, item.person_id)
    spoken_of = mentioned.mentioned(ctx.actor, ctx.db, ctx.text)
    if any(one.person.id == about.id for each in spoken_of for one in each.people):
        return True
    home = about.household
    return home is not None and tree.short_door(home) in ctx.text
