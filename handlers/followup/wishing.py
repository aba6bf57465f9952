"""“以后早上九点提醒我”, “别发微信了，打电话提醒我”: when and how somebody is reminded."""

import re
from datetime import time

from community.followup import wishing
from community.followup.wishing import TooEarlyOrLate
from community.people.access import Refused
from core import numerals
from dialog import Context, Router

router = Router("wishing")

AT = "好的，从下一次起，{part}的体温{at}提醒您。想改，再说一次时间就行。"
NOT_THEN = "{part}的体温{earliest}到{latest}之间可以提醒，说这中间的一个时间就行，比如“以后{part}{example}提醒我”。"
BY_PHONE = (
    "好的，以后不发微信提醒了，{part}到时候由社区打电话问您。想改回来，说“以后还是发微信提醒我”。"
)
BY_CHAT = "好的，以后{part}还是发微信提醒您。"

_FIGURE = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_TIME = (
    r"(?P<half>早上|早晨|清早|上午|中午|下午|傍晚|晚上|早|晚)?的?(?:体温)?(?:改成|改到|改为|在)?"
    rf"(?P<hour>{_FIGURE})(?:点钟?|[:：时])(?:(?P<minute>{_FIGURE})分?|(?P<half_past>半)|(?P<quarter>一刻|三刻))?"
)
_BEFORE = (
    r"(?:请|麻烦|你们?|您|那|以后|今后|每天|每次|都|能不能|可不可以|可以|把|我的?|家的?|体温|提醒|时间|"
    r"改成|改到|改为|调到|就|，|,|\s)*"
)
_AFTER = r"(?:再|才|就|来|给|左右|的时候|的?体温|\s)*(?:提醒|叫|喊)(?:我们?|一?下|家里|量|测|报|体温|吧|就行|就好|好吗|行吗|可以吗|呗|啊|了|谢谢)*[。!！~]*"
_LASTING = re.compile(r"以后|今后|每天|每次|改成|改到|改为|调到")
_LATER_HALF = {"下午", "傍晚", "晚上", "晚"}
_ORDER = {"一刻": 15, "三刻": 45}


@router.command(rf"{_BEFORE}{_TIME}{_AFTER}")
def at_time(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “以后早上九点提醒我”, “早上的体温改成10点半再提醒我吧”."""
    moment = _moment(found)
    if moment is None or not _LASTING.search(ctx.text):
        return None
    house = ctx.house
    kept = wishing.at_time(ctx.resident, ctx.db, house.watch, moment, ctx.now)
    if isinstance(kept, Refused):
        return None
    if isinstance(kept, TooEarlyOrLate):
        return NOT_THEN.format(
            part=kept.label,
            earliest=_say(kept.earliest),
            latest=_say(kept.latest),
            example=_say(_between(kept)),
        )
    return AT.format(part=kept.label, at=_say(moment))


def _moment(found: re.Match[str]) -> time | None:
    hour = _number(found["hour"])
    minute = _number(found["minute"]) if found["minute"] else _ORDER.get(found["quarter"] or "", 0)
    if found["half_past"]:
        minute = 30
    if hour is None or minute is None:
        return None
    if hour < 12 and (found["half"] in _LATER_HALF or (not found["half"] and hour < 6)):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _number(said: str) -> int | None:
    return numerals.to_int(said)


def _between(span: TooEarlyOrLate) -> time:
    return time(min(span.earliest.hour + 1, span.latest.hour))


def _say(moment: time) -> str:
    minutes = {0: "", 30: "半"}.get(moment.minute, f"{moment.minute:02d}分")
    return f"{moment.hour}点{minutes}"


@router.command(
    r"(?=.*(?:以后|今后|每天|别|不要|不用|不看|不会))(?=.*(?:提醒|体温|微信))"
    r"(?:请|麻烦|我们?|你们?|您|那|以后|今后|每天|都|就|别|不要|不用|不看|不会用?|再|给|发|微信|消息|了|，|,|\s|体温)*"
    r"(?:用|打|改|请|直接){0,3}电话(?:给|来|提醒|通知|问|我们?|家里?|量|报|体温|就行|吧|好了|，|,)*[。!！~]*"
)
def by_phone(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “以后别发微信了，打电话提醒我量体温”."""
    return _road(ctx, wanted=True)


@router.command(
    r"(?:请|那|以后|今后|还是|改成|改回|就|，|,|\s)*(?:还是|用|发|改成|改回)微信(?:给我?)?(?:提醒|问|通知)(?:我|就行|吧|好了)*[。!！~]*"
)
def by_chat(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “以后还是发微信提醒我”."""
    return _road(ctx, wanted=False)


def _road(ctx: Context, *, wanted: bool) -> str | None:
    kept = wishing.by_phone(ctx.resident, ctx.db, ctx.house.watch, ctx.now, wanted=wanted)
    if isinstance(kept, Refused):
        return None
    return (BY_PHONE if wanted else BY_CHAT).format(part=kept.label)
