"""A name with a telephone, given to be written down: “阮建军 电话换成138…”, “闻海住3-2-502 电话139…”."""

import re

from community.people import seeking
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people import correcting, register
from handlers.people.names import name_in
from handlers.people.register import PHONE
from handlers.people.whom import address_in, door, on_pick, one

router = Router("details given")

SAME = "{who}登记的就是这个号码，不用改。"
ELSEWHERE = "登记里的{name}住在{there}，和您说的{door}对不上，什么也没有改。搬了家写“{name}搬到{door}”，同名的另一个人写“登记住户 {door} {name} {phone}”。"
NO_DOOR = "您负责的范围里没有登记{name}，什么也没有改。要登记写“登记住户 3-2-601 {name} {phone}”；名字写错了，照登记的名字再说一遍。"
_DOOR = re.compile(
    r"\d{1,3}\s*(?:号楼|栋|幢|座)?\s*[-—–/]?\s*(?:\d{1,2}\s*(?:单元)?\s*[-—–/]?\s*)?\d{3,4}\s*(?:室|号|房)?"
)
# What else stands beside a name, a door and a number that are told: nothing that asks.
_BESIDE = re.compile(
    r"(?:联系)?电话|手机|号码|联系方式|新号|换号|号|是|的|住在?|在|换|改|变|成|为|到|新|了|[他她](?!们)|现在|今天|已经?|记|一下|更新|登记|存|补|上|家|这个|给|把|帮|我|麻烦|请|[\s,，。.:：;；!！、()（）]"
)
_ORDERED = re.compile(r"^\s*(?:登记(?:住户|成员|家人)|改(?:电话|手机|关系)|查)")


@router.command(r"(?s:(?=.{12,80}\Z)(?=[^\n]*1\d{10}).+)", may=STAFF)
def hear(ctx: Context, _: object) -> Reply | str | None:
    """Show what would be written down of whom; nothing is looked up, and nothing changed unasked."""
    numbers = PHONE.findall(ctx.text)
    if len(numbers) != 1 or _ORDERED.search(ctx.text) or ctx.parse.danger:
        return None
    address = address_in(ctx) or address_in(ctx.at_work())
    bare = _DOOR.sub(" ", PHONE.sub(" ", ctx.text)) if address else PHONE.sub(" ", ctx.text)
    name = _name(ctx, bare)
    if not name or _BESIDE.sub("", bare.replace(name, " ", 1)) or _is_of_the_place(ctx, name):
        return None
    return _show(ctx, Sought(address or {}, name), numbers[0])


def _is_of_the_place(ctx: Context, name: str) -> bool:
    """Tell whether it is the night duty or the property office whose number is told, and nobody's own."""
    facts = ctx.house.library.facts.values()
    called = {word for fact in facts for word in (fact.label, *fact.called)}
    return any(name in word or word in name for word in called)


def _name(ctx: Context, bare: str) -> str:
    """Return the one name that is left where nothing else is said."""
    name = str(ctx.slots.get("name") or ctx.at_work().slots.get("name") or name_in(ctx, bare) or "")
    if name and name in bare:
        return name
    left = _BESIDE.sub(" ", bare).split()
    return left[0] if len(left) == 1 and re.fullmatch(r"[一-龥·]{2,4}", left[0]) else ""


def _show(ctx: Context, who: Sought, phone: str) -> Reply | str:
    found = seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(found, Refused) or found:
        return one(ctx, who, "phone_given", _change, field="phone", value=phone)
    if not who.has_door:
        return NO_DOOR.format(name=who.name, phone=phone)
    known = seeking.seek(ctx.actor, ctx.db, Sought({}, who.name))
    if not isinstance(known, Refused) and known:
        there = "、".join(each.door for each in known[:3])
        at = door(who.address)
        return ELSEWHERE.format(name=who.name, there=there, door=at, phone=phone)
    return register.propose_entry(ctx, who.address, who.name, phone, None)


def _change(ctx: Context, person_id: int) -> Reply | str:
    person = seeking.known(ctx.db, person_id)
    if person.phone == ctx.known["value"]:
        return SAME.format(who=person.name)
    return correcting.show_change(ctx, person_id)


on_pick(router, "phone_given", _change)
