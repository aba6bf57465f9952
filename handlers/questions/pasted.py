"""What is no sentence: a bare number, somebody's papers, a table, a program's output.  None of it is kept."""

import re
from collections.abc import Callable

from dialog import Context, Router

router = Router("pasted")

PAPERS = (
    "这看着像证件号码，我没有记下来，也用不着发给我。\n想办什么直接说一句，比如“帮我妈买降压药”。"
)
PHONE = "这像是电话号码，我没有记下来。想让社区打这个电话，回复“转人工”；登记住址，写“我是3号楼2单元601 张三”。"
NUMBER = "只有一串数字，我不知道是什么，没有记下来。\n报体温发“36.5”；问事、求助，请用一句话说。"
TABLE = "这像是一张表格或一段程序，我读不了，没有记下来。\n要问、要办的事，请用一句话说给我听。"

ROWS = 2
_PAPERS = re.compile(r"(?:\d[\s-]?){17}[\dXx]|\d{15}")
_PHONE = re.compile(r"(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}|0\d{2,3}[\s-]?\d{7,8}")
_NUMBER = re.compile(r"[\d\s.,，、:：/+*#()（）-]{5,}")
_HEADING = re.compile(r"(?:姓名|房号|门牌|住址|电话|手机)[^\d\t]{0,6}\t|\t[^\d\t]{0,6}姓名")
_SAYS = re.compile(
    r"(我的?|这是|他的?|她的?|本人)?(身份证号?码?|证件号?码?|手机号?码?|电话号?码?)?[是:：\s]*"
)


def _is_program(text: str) -> bool:
    """Tell what a program wrote: its numbers are nobody's."""
    if text[:1] in "{[<" and text[-1:] in "}]>" and text[1:2] != "图" and len(text) > ROWS:
        return bool(re.search(r'"\s*:|</|\],', text))
    return False


def _is_list_of_others(text: str) -> bool:
    """Tell a table with a heading, copied out of a register, from what a household tells of itself."""
    lines = text.splitlines()
    rows = sum(line.count("\t") >= ROWS for line in lines)
    return rows >= ROWS and _HEADING.search(lines[0]) is not None


def _is_table(text: str) -> bool:
    """Tell a pasted table or a program's output from lines somebody wrote."""
    return (
        _is_program(text)
        or sum("\t" in line or line.count(",") > ROWS for line in text.splitlines()) >= ROWS
    )


_KINDS: tuple[tuple[Callable[[str], object], str], ...] = (
    (_PAPERS.fullmatch, PAPERS),
    (_PHONE.fullmatch, PHONE),
    (_NUMBER.fullmatch, NUMBER),
    (_is_table, TABLE),
)


@router.intercept
def pasted(ctx: Context, _: object) -> str | None:
    """Ask for a sentence instead of keeping what nobody could answer; staff paste their lists."""
    text = ctx.text.strip()
    if ctx.is_aside or ctx.actor.is_staff:
        return None  # inside a form a number is an answer
    if ctx.slots.get("temps"):
        return TABLE if _is_program(text) or _is_list_of_others(text) else None
    if ctx.slots.get("address") and not _is_table(text):
        return None
    bare = text[found.end() :] if (found := _SAYS.match(text)) else text
    return next((said for fits, said in _KINDS if fits(bare)), None)
