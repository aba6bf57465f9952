"""The text of a notice, ready to be pasted into groups that have no interface."""

import re

from community.groups import posting
from community.notices import Notice, board, issuing
from community.notices.board import NoticeStanding
from community.people.access import STAFF, Refused
from core.phrases import shorten
from dialog import Context, Router

router = Router("pasting")

LONGEST = 300  # characters of a text that is pasted
READ_ON = "\n编号{code}，关注公众号发“{code}”看全文。"
SCAN = "\n点开长按识别，就能关注：{page}"
WHICH = "您还没有发过通知。写上编号，比如“群文 N12”。"
NO_NOTICE = "没有编号{code}的通知。回复“通知”看现在有效的。"
OVER = "{code}已经撤回、换掉或过期了，不要再往群里贴。"


_CODE = r"[NnＮｎ]?\s?\d{1,9}"
_GROUP = r"(?:微信|业主|居民|住户|邻居)群"
_HOW = r"(?:怎么|咋|如何|我?要|想|能|可以|请|帮我|给我|把|弄成|改成|变成|做成|写成?|一[份段个下])"


@router.command(
    rf"(?:群文|群发文本|贴群|往群里贴|群里贴)\s*(?P<code>{_CODE})?[?？。]?"
    rf"|{_HOW}{{0,4}}(?:发|转|贴|复制)(?:到|往|进|在)?(?P<name>{_GROUP})里?的?(?:文本|文字|短文|内容|通知)?\s*(?P<code2>{_CODE})?[?？。]?"
    rf"|{_HOW}{{0,2}}(?:通知)?(?P<code3>[NnＮｎ]\s?\d{{1,9}})\s*的?(?:群文|贴群|{_HOW}{{0,4}}(?:发|转|贴|复制)?(?:到|往|进|在)?(?P<name2>{_GROUP}|群)里?{_HOW}{{0,2}}(?:发|转|贴)?的?(?:文本|文字|短文|内容)?)[?？。]?",
    may=STAFF,
)
def notice(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “群文 N12”, “N12怎么发微信群”: the notice, short enough, with the code to check it by."""
    written = found["code"] or found["code2"] or found["code3"]
    if (found["name"] or found["name2"]) in ctx.house.robots:
        return None  # one we can write into ourselves
    if not written:
        last = issuing.find_own(ctx.actor, ctx.db, None, ctx.now)
        if isinstance(last, Refused):
            return WHICH
        written = last.code or ""
    code = board.read_code(f"N{written.lstrip('NnＮｎ')}")
    known = board.find(ctx.db, code) if code is not None else None
    if known is None:
        return NO_NOTICE.format(code=written.upper())
    today = ctx.now.astimezone(ctx.house.zone).date()
    if board.standing(ctx.db, known, today, ctx.now) is not NoticeStanding.VALID:
        return OVER.format(code=code)
    return of_notice(ctx, known)


def of_notice(ctx: Context, known: Notice) -> str:
    """Return a notice short enough to paste, with its code and the page of the building's QR."""
    head = f"【{ctx.house.community}通知】{board.place_of(ctx.db, known)}："
    return ready(f"{head}{known.text}", READ_ON.format(code=known.code) + scan(ctx, known.unit_id))


def scan(ctx: Context, unit_id: int | None) -> str:
    """Return the line with the page that shows the building's code, where there is one."""
    if not ctx.house.pages or unit_id is None:
        return ""
    unit = posting.door_code(ctx.db, unit_id)
    return SCAN.format(page=f"{ctx.house.pages}/h5/q/{unit}") if unit is not None else ""


def ready(text: str, end: str) -> str:
    """Cut a text to what is pasted, with its end whole."""
    return shorten(text, LONGEST - len(end)) + end
