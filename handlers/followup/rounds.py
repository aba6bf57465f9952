"""“见人见居 3-2-502 视频”, “今天还有谁没见”, “上门 3-2-502 下午2点到4点”."""

import re
from collections.abc import Sequence

from community.followup import visiting
from community.followup.visiting import Household, SeenThere
from community.people import tree
from community.people.access import STAFF, Refused
from dialog import Context, Router
from handlers.followup import homes, sources
from handlers.people.refused import NOT_STAFF

router = Router("rounds")

NOTED = "记下了：{door} 今天 见人{person} 见居{home} 见状态{state}{way}。{left}"
LEFT = "还差：{what}。"
ROUND = "今天要看{all}户，看全了{whole}户，看了一部分{part}户，还没看{unseen}户。"
ALL_SEEN = "今天{all}户都看全了。"
NOBODY = "您负责的范围里现在没有人在监测。"
COMES = "{who}{when}上门看看您家，请留个人在家；不方便，直接回复我改时间。"
TOLD = "已告诉{door}：{when}上门。"
NOT_TOLD = "{door}没有人绑定微信，请打电话说一声。"
WHEN = "什么时候去？比如“上门 3-2-502 下午2点到4点”。"
NOT_IN_CARE = "这一户不归您管，请告诉那里的网格员。"
SHOWN = 20
_WHAT = re.compile(r"没?未?见(?:到)?(?:人|居|状态)|都?见了|三见|看过了")
_DOOR = re.compile(r"\d+(?:号楼|栋|幢|[-－])\S*\d+(?:室|房)?")
_TIME = re.compile(
    r"(?:(?:今天?|明天?|后天|\d{1,2}月\d{1,2}[日号])[上下中早晚]?[午上]?|[上下中]午|晚上|早上)?\s*\d{1,2}(?:[:：]\d{2}|点半?)(?:\s*(?:到|至|-|~|—)\s*\d{1,2}(?:[:：]\d{2}|点半?))?|(?:今天|明天|后天)?(?:上午|下午|晚上|早上|中午)"
)


@router.command(
    r"(?=[^\n]{4,60}\Z)(?=.*(?:见(?:到)?(?:人|居|状态)|三见|见了|看过了))(?=.*\d)(?!.*(?:谁|哪|没有见|几户)).*",
    may=STAFF,
)
def tick(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “见人 3-2-502”, “3-2-502 见人见居见状态 视频”, “3-2-502 见了”."""
    if not _DOOR.search(ctx.text) or ctx.slots.get("temps"):
        return None
    home = homes.named(ctx, _WHAT.sub(" ", ctx.text))
    if isinstance(home, str):
        return home
    way = sources.of(ctx).way
    done = visiting.tick(ctx.actor, ctx.db, ctx.house.watch, home, _seen(ctx.text), way, ctx.now)
    if isinstance(done, Refused):
        return NOT_IN_CARE
    missing = [name for name, saw in _parts(done) if not saw]
    mark = {name: "√" if saw else "×" for name, saw in _parts(done)}
    return NOTED.format(
        door=tree.door(home),
        person=mark["见人"],
        home=mark["见居"],
        state=mark["见状态"],
        way=f"（{sources.way(way)}）" if way else "",
        left=LEFT.format(what="、".join(missing)) if missing else "",
    )


def _parts(seen: SeenThere) -> list[tuple[str, bool]]:
    return [("见人", seen.person), ("见居", seen.home), ("见状态", seen.state)]


def _seen(text: str) -> SeenThere:
    """Read what was seen; 没见人 is not seen, 见了 alone is all of it."""
    found = [bool(re.search(rf"(?<![没未])见(?:到)?{what}", text)) for what in ("人", "居", "状态")]
    if not any(found) and not re.search(r"[没未]见", text):
        found = [True, True, True]
    return SeenThere(*found)


@router.command(
    r"(?:今天)?(?:还有)?(?:谁|哪几?户|哪些|几户|哪些户)(?:还)?没(?:有)?(?:见|上门|走访|去看)(?:过|到|人)?[?？。]?|(?:今天的?)?(?:见人|上门|走访)(?:名单|清单|情况)",
    may=STAFF,
)
def unseen(ctx: Context, _: re.Match[str]) -> str:
    """List the watched households that were not seen today, and those seen in part."""
    found = visiting.round_of(ctx.actor, ctx.db, ctx.house.watch, ctx.now)
    if isinstance(found, Refused):
        return NOT_STAFF
    many = len(found.whole) + len(found.part) + len(found.unseen)
    if not many:
        return NOBODY
    if not (found.part or found.unseen):
        return ALL_SEEN.format(all=many)
    first = ROUND.format(
        all=many, whole=len(found.whole), part=len(found.part), unseen=len(found.unseen)
    )
    return "\n".join([first, *_listed("没看：", found.unseen), *_listed("差一部分：", found.part)])


def _listed(title: str, found: Sequence[Household]) -> list[str]:
    doors = [tree.door(home) for home in found[:SHOWN]]
    return [title + "、".join(doors)] if doors else []


@router.command(
    r"(?:(?:明天|今天|后天)\s*)?(?:上门|去看|走访|入户)\s*(?P<rest>[^\n\d]*\d[^\n]*)", may=STAFF
)
def announce(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “上门 3-2-502 下午2点到4点”: the household hears when."""
    where = _DOOR.search(found["rest"])
    if where is None or ctx.slots.get("temps"):
        return None
    when = _TIME.search(ctx.text.replace(where[0], " "))
    home = homes.named(ctx, where[0])
    if isinstance(home, str):
        return home
    if when is None:
        return WHEN
    who = f"{ctx.actor.title}{ctx.actor.person(ctx.db).name or ''}"
    day = re.match(r"今天|明天|后天", ctx.text)
    said = (
        when[0]
        if re.match(r"今|明|后|\d{1,2}月", when[0])
        else f"{day[0] if day else '今天'}{when[0]}"
    )
    text = COMES.format(who=who, when=said)
    done = visiting.announce(ctx.actor, ctx.db, home, text, ctx.now)
    if isinstance(done, Refused):
        return NOT_IN_CARE
    door = tree.door(home)
    return TOLD.format(door=door, when=said) if done else NOT_TOLD.format(door=door)
