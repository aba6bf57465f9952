"""Texts ready to be pasted into groups that have no interface: a notice, or an answer to a question."""

import re
from dataclasses import replace

from community.groups import posting
from community.notices import board
from community.notices.board import NoticeStanding
from community.people.access import STAFF
from core.personal import in_public, without
from core.phrases import quoted, shorten
from dialog import Context, Router
from handlers.knowledge import answers

router = Router("pasting")

LONGEST = 300  # characters of a text that is pasted
READ_ON = "\n编号{code}，关注公众号发“{code}”看全文。"
SCAN = "\n点开长按识别，就能关注：{page}"
ASK = "\n还有要问的，关注公众号“{community}”直接问。"
NOT_KNOWN = "这个问题我没有核实过的答案，别在群里答。让他私信公众号问，或您查清后写“答 …”教给我。"
PERSONAL = "问题里有个人信息（{about}），别在群里答。请他私信公众号。"
NO_NOTICE = "没有编号{code}的通知。回复“通知”看现在有效的。"
OVER = "{code}已经撤回、换掉或过期了，不要再往群里贴。"


@router.command(r"(?:群文|群发文本|贴群|往群里贴|群里贴)\s*(?P<code>[NnＮｎ]\s?\d{1,9})", may=STAFF)
def notice(ctx: Context, found: re.Match[str]) -> str:
    """Take “群文 N12”: the notice, short enough, with the code by which it can be checked."""
    code = board.read_code(found["code"])
    known = board.find(ctx.db, code) if code is not None else None
    if known is None:
        return NO_NOTICE.format(code=found["code"].upper())
    today = ctx.now.astimezone(ctx.house.zone).date()
    if board.standing(ctx.db, known, today, ctx.now) is not NoticeStanding.VALID:
        return OVER.format(code=code)
    head = f"【{ctx.house.community}通知】{board.place_of(ctx.db, known)}："
    return ready(f"{head}{known.text}", READ_ON.format(code=code) + _scan(ctx, known.unit_id))


def _scan(ctx: Context, unit_id: int) -> str:
    """Return the line with the page that shows the building's code, where there is one."""
    unit = posting.door_code(ctx.db, unit_id) if ctx.house.pages else None
    return SCAN.format(page=f"{ctx.house.pages}/h5/q/{unit}") if unit is not None else ""


@router.command(r"(?:群里问|群问|群里有人问|帮我答)[:：,，\s]+(?P<asked>.{2,500})", may=STAFF)
def answer(ctx: Context, found: re.Match[str]) -> str:
    """Take “群里问：从外地回来要隔离吗”: an answer ready to paste, if it is one we are sure of."""
    asked = found["asked"].strip()
    if about := in_public(asked):
        return PERSONAL.format(about=about)
    hear, at = ctx.house.hear_staff, ctx.local_sent_at
    parse = hear(asked, at) if hear is not None else ctx.parse
    about_them = ctx.derive(message=replace(ctx.message, text=asked), parse=parse)
    known = answers.find(about_them) or answers.known_answer(about_them, asked)
    if known is None or not known.is_for_all:
        return NOT_KNOWN
    text = f"问：{quoted(without(asked), 30)}\n答：{known.text}"
    return ready(text, ASK.format(community=ctx.house.community))


def ready(text: str, end: str) -> str:
    """Cut a text to what is pasted, with its end whole."""
    return shorten(text, LONGEST - len(end)) + end
