"""“今天发了几条通知”, “还有哪几条没发完”: what somebody of the staff has published lately."""

import re
from datetime import datetime

from community.notices import PUBLISHERS, Notice, listing
from core.phrases import say_moment, shorten
from dialog import Context, Router

router = Router("listing notices")

NONE = "{when}您没有发过通知。"
ALL_OUT = "{when}发的{many}条通知都发完了。看结果写“通知情况 N12”。"
HEAD = "{when}您发了{many}条通知："
STILL = "还没发完的有{many}条："
_DAYS = {"今": 0, "昨": 1, "前": 2}
_WHEN = (
    r"(?:我|咱们?|我们)?(?P<day>今[天晚日早]|昨[天晚日]|前天)?(?:我|咱们?|我们)?(?:一?共|都|总共)*"
)
_MANY = r"(?:哪|有)?(?:几|多少|哪些|什么)(?:[条个份]|(?=通知))"


@router.command(
    rf"{_WHEN}(?:发了?|发出去了?){_MANY}(?:的?(?:通知|消息))?了?[?？。]*|"
    rf"(?:还有|有)?{_MANY}(?:的?通知)?(?P<left>还?没(?:有)?(?:全)?发完)(?:的)?[?？。]*|"
    r"(?:哪些|什么)通知(?P<left2>还?没(?:有)?发完)[?？。]*",
    may=PUBLISHERS,
)
def list_mine(ctx: Context, found: re.Match[str]) -> str:
    """Say what was published on a day, or what of the last days is not all sent."""
    asks_left = found["left"] or found["left2"]
    back = None if asks_left else _DAYS[(found["day"] or "今天")[0]]
    when = "这几天" if back is None else (found["day"] or "今天")
    mine = listing.of(ctx.actor, ctx.db, back, ctx.now, ctx.house.zone)
    if not mine:
        return NONE.format(when=when)
    left = [each for each in mine if each[1]]
    if asks_left and not left:
        return ALL_OUT.format(when=when, many=len(mine))
    shown, head = (left, STILL) if asks_left else (mine, HEAD)
    lines = [_line(ctx, notice, is_left) for notice, is_left in shown]
    return "\n".join([head.format(when=when, many=len(shown)), *lines])


def _line(ctx: Context, notice: Notice, is_left: bool) -> str:
    at: datetime = notice.published_at or ctx.now
    how = "还在发" if is_left else "发完了"
    if at > ctx.now:
        how = f"{say_moment(at, ctx.house.zone)}发"
    elif listing.is_over(notice):
        how = "已撤回"
    return f"{notice.code} {say_moment(at, ctx.house.zone)} {shorten(notice.text, 24)}（{how}）"
