"""Who lives where and who looks after it, in staff's own words; a telephone looked up from its number."""

import re
from collections.abc import Sequence

from community.people import seeking
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people import card, register
from handlers.people.register import PHONE
from handlers.people.whom import NOBODY, address_in, door, refuse, said, sought

router = Router("looking")

WHERE = "要查哪一户？回复门牌或姓名就行，比如“3-2-601”“何金花”。"
NOBODY_HOME = "{door}还没有登记的人。要登记写“登记住户 {door} 姓名”。"
NO_NUMBER = "您负责的范围里没有登记这个号码的人。"
COUNTED = "共{many}人："
NOT_YET = "按条件数人、列名单现在还不能在微信里查。能查一户（“查 3-2-601”）、一个人（“查 何金花”）、一个号码，和谁负责（“谁管3号楼”）。"
_CHARGE = re.compile(
    r"谁(?:在)?[管负]|归谁|归哪|哪个网格|网格员|网格长|楼长|栋长|组长|谁负责|找谁|哪位?个?医生|书记是"
)
_MANY = re.compile(r"都有谁|有几个|有多少|哪家|哪些|几家|多少户|有没有姓|空房")
_BUILDING = re.compile(r"(?P<number>\d{1,3})号楼")


@router.intent("staff_lookup", may=STAFF)
def hear(ctx: Context) -> Reply | str:
    """Take “汤国栋住哪一户”, “3-201电话多少”, “6号楼归谁管”, “138…是谁的”, “这户谁住”."""
    number = PHONE.search(ctx.text)
    if number is not None:
        return _ringing(ctx, number[0])
    if _CHARGE.search(ctx.text):
        return _in_charge(ctx)
    return _look(ctx)


def _ringing(ctx: Context, number: str) -> str:
    found = seeking.ringing(ctx.actor, ctx.db, number)
    if isinstance(found, Refused):
        return refuse(found)
    return "\n".join(register.lines_of(ctx, found)) if found else NO_NUMBER


def _in_charge(ctx: Context) -> str:
    """Say who looks after a building; without one their own team."""
    address = ctx.slots.get("address") or {}
    scope = _BUILDING.match(str((ctx.slots.get("scope") or [""])[0]))
    number = str(address.get("building") or (scope["number"] if scope else ""))
    if number:
        return register.team_of(ctx, number)
    who = sought(ctx, "")
    found = seeking.seek(ctx.actor, ctx.db, who) if who.name else []
    if isinstance(found, Refused) or len(found) != 1 or found[0].person.household is None:
        return card.say(ctx)
    return register.team_of(ctx, found[0].person.household.building)


def _look(ctx: Context) -> Reply | str:
    who = sought(ctx, "")
    if who.is_empty and _MANY.search(ctx.text):
        return NOT_YET
    if who.is_empty:
        return ctx.ask(WHERE, "look_where")
    return _tell(ctx, who)


@router.action("look_where")
def where(ctx: Context) -> Reply | str:
    who = sought(ctx, "")
    return "" if who.is_empty else _tell(ctx, who)


def _tell(ctx: Context, who: Sought) -> Reply | str:
    found = seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(found, Refused):
        return refuse(found)
    if not found and address_in(ctx) is not None and not who.name:
        return NOBODY_HOME.format(door=door(who.address))
    if not found:
        return NOBODY.format(about=said(who))
    return "\n".join([*_counted(found, who), *register.lines_of(ctx, found)])


def _counted(found: Sequence[Resident], who: Sought) -> list[str]:
    return [COUNTED.format(many=len(found))] if len(found) > 1 and not who.name else []
