"""One person written down twice, in any words: “赵敏和3号楼的赵小敏是同一个人”, “这俩重了”."""

import re
from collections.abc import Sequence

from community.people import seeking, tree
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people import correcting, whom
from handlers.people.template import D, P, SaidTemplate

router = Router("twice")

NOT_FOUND = "没有找到{said}。请把两个名字都写上，带上门牌也行，比如“合并 王芳 王小芳”。"
_SAME = re.compile(
    r"同一?个人|(?:就)?是一个人(?!住|过|在)|一个人(?:登记|录|写|记)了?(?:两|2)|重(?:复|了|叠)|登(?:记)?重|录重|记(?:了)?两遍|合并|合一|合成一|并(?:成一|一下)"
)
_PAIR = re.compile(
    rf"(?:把)?(?:(?P<d1>{D})[的那个,，\s]{{0,3}})?(?P<one>{P})[\s,，、]*(?:和|跟|与|同|就是|其实是|还有|,|，|、)?\s*"
    rf"(?:(?P<d2>{D})[的那个,，\s]{{0,3}})?(?P<two>{P})(?P<rest>[^{P[1:-1]}]{{0,24}})"
)
_UNKNOWN = re.compile(
    rf"(?:把)?(?:{D}的?)?(?:{P})(?:和|跟|与|同|就是)(?:{D}的?)?(?P<name>[一-龥·]{{2,4}}?)(?:其实|应该|好像|都|就)*(?:是|重).*"
)
_THESE = re.compile(
    r"(?:这|那|他|她)(?:俩|两个?|两条|两位|两人|些|几个)?(?:人|记录|条|位)?(?:是|好像|应该|登记|其实|就|都)*(?:同一?个人|一个人|重(?:复)?了|重复|合并|合一|并)[^?？]{0,10}"
)


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    if not _SAME.search(said.text) or re.search(r"[?？]|吗|谁|哪", said.text):
        return None
    if found := _PAIR.fullmatch(said.text):
        one = _narrow(said, found["one"], found["d1"])
        two = _narrow(said, found["two"], found["d2"])
        return _offer(ctx, said, one, two)
    if len(said.people) == 1 and len(said.people[0].people) == 2:
        return correcting.offer_merge(ctx, said.people[0].people)
    unknown = _UNKNOWN.fullmatch(said.text)
    return NOT_FOUND.format(said=unknown["name"]) if unknown else None


def _narrow(said: SaidTemplate, sign: str, door: str | None) -> list[Resident]:
    """Keep those of a name who live behind a door, or in a building, that was said with it."""
    mention, address = said.mention(sign), said.door(door)
    people = list(mention.people) if mention else []
    return [
        each
        for each in people
        if each.person.household is not None
        and address.get("building", each.person.household.building)
        == each.person.household.building
        and address.get("room") in (None, "", each.person.household.room)
    ]


def _offer(
    ctx: Context, said: SaidTemplate, one: Sequence[Resident], two: Sequence[Resident]
) -> Reply | str:
    if not one or not two:
        return NOT_FOUND.format(said="那一户的这个名字")
    both = {each.person.id: each for each in (*one, *two)}
    if len(both) == 2:
        return correcting.offer_merge(ctx, list(both.values()))
    more, other = (one, two) if len(one) > 1 else (two, one)
    return whom.pick(ctx, more, "twice", other=other[0].person.id)


def _with(ctx: Context, person_id: int) -> Reply | str:
    found = [seeking.known(ctx.db, number) for number in (ctx.known["other"], person_id)]
    both = [Resident(each, tree.door(each.household)) for each in found if each.household]
    return correcting.offer_merge(ctx, both)


whom.on_pick(router, "twice", _with)


# -- of two who were just listed ------------------------------------------------------------------


def listed(ctx: Context, text: str, people: Sequence[Resident]) -> Reply | str:
    """Say a list; of two, “这俩重了” is understood next."""
    if len(people) != 2 or ctx.place is not None:
        return text
    return ctx.ask(text, "these_two", both=[each.person.id for each in people])


@router.action("these_two")
def these_two(ctx: Context) -> Reply | str:
    if not _THESE.fullmatch(ctx.text.strip()):
        return ""
    found = [seeking.known(ctx.db, number) for number in ctx.known["both"]]
    both = [Resident(each, tree.door(each.household)) for each in found if each.household]
    return correcting.offer_merge(ctx, both) if len(both) == 2 else ""
