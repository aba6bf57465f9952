"""When people are reminded of their temperature: which hours those are, and that no chat changes them."""

import re

from community.people.access import STAFF
from dialog import Context, Router, spoken_of

router = Router("hours")

HOURS = "现在是{hours}提醒，没报的只提醒一次。"
NOBODY = "现在没有要提醒体温的监测。"
WHERE = "时间改不了在这里：所有人一样，平时周末也一样，要请管理员在方案（programmes.yaml 的 asks）里改。{kept}嫌早的人可以先跟TA说：晚些报也算。"
AGAIN = "这个也改不了：早晚各一个时间，平时周末都一样，要一起请管理员改。现在是：{hours}。"
KEPT = "您要的“{said}”请原样转给管理员。"
_ABOUT = r"(?:提醒|催报|催体温|问体温|叫量体温|推送)"
_SPEAKS = re.compile(_ABOUT)
_CHANGES = re.compile(r"太早|太晚|改|调[到成整]?|换|推迟|提前|挪|晚点|早点|几点|什么时候|时间")
_OF_ANOTHER = re.compile(
    r"通知|停水|停电|开会|发给|号楼.*发|会议|N\d|提醒(?:我|一下大家|大家|居民|他们带)"
)
# What is said on about it, where it was just spoken of.
_GOES_ON = re.compile(
    r"(?:晚上|早上|傍晚|中午|周末|周六|周日|统一|都|那个|那|还是|不变|不能分|分开|算了|[\s,，]|能不能|可以|可不可以|再|晚点|早点|改|调|成|到|就|吧|吗|行|不|的|是|点|半|钟|\d{1,2}|[一二三四五六七八九十两])+[?？。]*"
)
_ASKS_AGAIN = re.compile(
    r".{0,6}(?:几点|什么时间|什么时候)(?:几点)?.{0,8}(?:报|说|念|告诉|看).{0,6}|.{0,4}(?:现在)?(?:是)?几点(?:几点|提醒).{0,10}"
)


@router.command(r"(?s:(?=.{4,60}\Z).+)", may=STAFF)
def hear(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “体温提醒太早了 改成8点”, and what is said on: “周末能不能晚点”."""
    text = ctx.text
    if ctx.slots.get("temps") or re.search(r"发[热烧]线|值班|请假", text):
        return None
    if _is_asked(text):
        return _say(ctx)
    goes_on = _GOES_ON.fullmatch(text) and re.search(r"点|早|晚|周末|不变", text)
    return _say(ctx) if (goes_on or _ASKS_AGAIN.fullmatch(text)) and _was_spoken_of(ctx) else None


def _is_asked(text: str) -> bool:
    """Tell whether words are about when people are reminded of their temperature."""
    if _OF_ANOTHER.search(text) or "体温" not in text and "提醒" not in text:
        return False
    return bool(_SPEAKS.search(text) and _CHANGES.search(text))


def _was_spoken_of(ctx: Context) -> bool:
    said = spoken_of.told_before(ctx)[:4]
    return any(_is_asked(text) for text, _ in said)


def _say(ctx: Context) -> str:
    parts = [part for each in ctx.house.watch.programmes.values() for part in each.parts]
    hours = "、".join(dict.fromkeys(f"{part.label}{part.asks:%H:%M}" for part in parts))
    first = HOURS.format(hours=hours) if hours else NOBODY
    if _was_spoken_of(ctx):
        return AGAIN.format(hours=hours or "没有")
    changes = re.search(r"改|调|换|推迟|提前|统一|晚点|早点|不变|周末", ctx.text)
    kept = KEPT.format(said=ctx.text.replace("{", "").replace("}", "")) if changes else ""
    return first + WHERE.format(kept=kept)
