"""Who moves: one of a household or all of it, named before anything is done; and who moves away."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.people import households, seeking, tree
from community.people.access import Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people import parting, whom
from handlers.people.template import D, P, SaidTemplate
from handlers.people.whom import door, refuse

router = Router("moving")

ALL = "{names}（{many}人）一起搬到{new}（从{old}），对吗？{there}"
ONE = "{name}搬到{new}（从{old}），{stay}还留在{old}。对吗？"
ALONE = "{name}搬到{new}（从{old}），对吗？{there}"
THERE = "\n{new}现在住着：{names}。"
DONE = "改好了：{names}现在住{door}。"
SAME_DOOR = "{name}就住{door}，没有改。"
NOBODY = "{door}还没有登记的人。"
_WHOLE = r"(?P<whole>一家(?:人|子|老小|[一二三四五六七八九两\d]口)?|全家(?:人)?|他们家|她们家|整户|这家人?|那家人?|这户|那户|家)?(?:都|全|也|已经|今天|昨天|刚|上周|一起|从){0,3}"
_TO = re.compile(
    rf"(?:把)?(?:(?P<old>{D})[的那个,，\s]{{0,3}})?(?P<who>{P}(?:[\s,，、和跟与]{{1,3}}{P}){{0,4}})?{_WHOLE}(?:{D}的?)?\s*(?:要|都|已经|今天|昨天|刚刚?|上周|也|现在|目前|暂时|平时|从{D}|跟着?[^,，{D[1:-1]}]{{1,5}}){{0,4}}"
    rf"(?:搬(?:家)?(?:到|进|去|至)|换到|移到|挪到|改到|迁到|转到|住(?:到|在|进|去)?|搬)(?:了)?\s*(?P<new>{D})(?:去|住|来)?(?:了)?(?:[,，\s].{{0,12}})?"
)
_LEFT = re.compile(
    rf"(?:(?P<old>{D})[的那个,，\s]{{0,3}})?(?P<who>{P}(?:[\s,，、和跟与]{{1,3}}{P}){{0,4}})?{_WHOLE}[,，\s]{{0,3}}(?:已经|都|全|昨天|今天|前天|上周|上个?月|刚刚?|要|也){{0,3}}"
    r"(?:搬走|搬离|搬出去?|退租|迁走|迁出|搬回老家|回老家(?:住|定居)?|搬去外地|不住这(?:里|儿)?)(?:了)?(?:[,，\s].{0,14})?"
)
_ASKS = re.compile(r"[?？]|吗|谁|哪|多少|怎么|什么时候")


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    """Take “赵敏一家搬到3-2-603了”, “3-2-602搬到5-1-302”, “3-2-603搬走了”."""
    if _ASKS.search(said.text):
        return None
    if found := _TO.fullmatch(said.text):
        return _move(ctx, said, found)
    found = _LEFT.fullmatch(said.text)
    return _leave(ctx, said, found) if found else None


def _people(
    ctx: Context, said: SaidTemplate, found: re.Match[str]
) -> list[Resident] | Refused | None:
    """Return everybody who is named, or who lives behind the old door; None for several of one name."""
    address = said.door(found["old"])
    named = [said.mention(sign) for sign in re.findall(P, found["who"] or "")]
    if not named:
        if not address.get("room"):
            return []
        return seeking.seek(ctx.actor, ctx.db, seeking.Sought(address))
    people = []
    for mention in named:
        fits = [
            each
            for each in (mention.people if mention else ())
            if not address.get("room") or _lives(each, address)
        ]
        if len(fits) != 1:
            return None
        people += fits
    return people


def _lives(one: Resident, address: Mapping[str, Any]) -> bool:
    home = households.address_of(one.person)
    return all(not value or home.get(part) == value for part, value in address.items())


def _move(ctx: Context, said: SaidTemplate, found: re.Match[str]) -> Reply | str | None:
    new = said.door(found["new"])
    if not new.get("room"):
        return None
    people = _people(ctx, said, found)
    if isinstance(people, Refused):
        return refuse(people)
    whole = bool(found["whole"]) or not found["who"]
    if people is None:
        mention = said.mention(re.findall(P, found["who"])[0])
        return (
            whom.pick(ctx, mention.people, "moving", address=dict(new), whole=whole)
            if mention
            else None
        )
    if not people:
        return NOBODY.format(door=door(said.door(found["old"]))) if found["old"] else None
    return _shown(ctx, people, new, whole=whole)


def _picked(ctx: Context, person_id: int) -> Reply | str:
    person = seeking.known(ctx.db, person_id)
    one = Resident(person, tree.door(person.household)) if person.household else None
    if one is None:
        return refuse(Refused("gone", tree.call(person)))
    return _shown(ctx, [one], ctx.known["address"], whole=ctx.known["whole"])


whom.on_pick(router, "moving", _picked)


def _shown(
    ctx: Context, people: Sequence[Resident], new: Mapping[str, Any], *, whole: bool
) -> Reply | str:
    """Show who moves and who stays; where somebody stays, all of them are offered too."""
    first, family = people[0], households.family_of(ctx.db, people[0].person)
    address = _with_entrance(ctx, new)
    if isinstance(address, Refused):
        return refuse(address)
    if _lives(first, address):
        return SAME_DOOR.format(name=tree.call(first.person), door=first.door)
    going = family if whole else [each.person for each in people]
    ids = [each.id for each in going]
    stay = [each for each in family if each.id not in set(ids)]
    there = seeking.seek(ctx.actor, ctx.db, seeking.Sought(address))
    if isinstance(there, Refused):
        return refuse(there)
    others = _names(each.person for each in there)
    now = THERE.format(new=door(address), names=others) if others else ""
    carried: dict[str, Any] = {"address": dict(address), "moves": ids}
    words = {
        "name": _names(going),
        "names": _names(going),
        "old": first.door,
        "new": door(address),
        "there": now,
        "many": len(going),
    }
    if not stay:
        said = (ALL if len(going) > 1 else ALONE).format(**words)
        choices = [("对", "household_moved"), ("不是", "thanks")]
        return ctx.offer(said, choices, **carried)
    said = ONE.format(stay=_names(stay), **words) + now
    everybody = f"全家{len(family)}人都搬（{_names(family)}）"
    choices = [
        ("对", "household_moved"),
        (everybody, "household_moved_all"),
        ("不是", "thanks"),
    ]
    return ctx.offer(said, choices, everybody=[each.id for each in family], **carried)


def _names(people: Any) -> str:
    return "、".join(tree.call(each) for each in people)


def _with_entrance(ctx: Context, address: Mapping[str, Any]) -> Mapping[str, Any] | Refused:
    if address.get("unit"):
        return address
    homes = seeking.homes(ctx.actor, ctx.db, address)
    if isinstance(homes, Refused):
        return homes
    known = homes[0].entrance if len(homes) == 1 else ""
    return {**address, "unit": known} if known else address


@router.action("household_moved")
def moved(ctx: Context) -> str:
    return _do(ctx, ctx.known["moves"])


@router.action("household_moved_all")
def moved_all(ctx: Context) -> str:
    return _do(ctx, ctx.known["everybody"])


def _do(ctx: Context, ids: Sequence[int]) -> str:
    done = households.move_all(
        ctx.actor, ctx.db, ids, ctx.known["address"], ctx.now, ctx.house.announce
    )
    if isinstance(done, Refused):
        return refuse(done)
    return DONE.format(names=_names(each.person for each in done), door=done[0].door)


# -- away for good -------------------------------------------------------------------------------


def _leave(ctx: Context, said: SaidTemplate, found: re.Match[str]) -> Reply | str | None:
    people = _people(ctx, said, found)
    if isinstance(people, Refused):
        return refuse(people)
    if not people:
        return None  # of several of a name the ordinary way asks which
    whole = bool(found["whole"]) or not found["who"]
    if not whole:
        return None
    family = households.family_of(ctx.db, people[0].person)
    home = [Resident(each, people[0].door) for each in family]
    return parting.several(ctx, home)
