"""Staff keep the list of questions readable: “忽略 12-30”, “先不看 12”."""

import re

from community.people.access import STAFF, Refused
from community.questions import sorting_out
from community.questions.sorting_out import ASIDE, MOST
from dialog import Context, Router
from handlers.questions.lasting import NO_POST

router = Router("sorting_out")

REFUSED = {
    "not_staff": NO_POST,
    "none": "没有这样的问题。回复“问题”看还有哪些。",
    "too_many": f"一次最多{MOST}个，请分几次。",
}
_SPAN = r"[#＃第]?\d{1,9}\s*号?(?:\s*(?:[-－—–~～至到]+\s*[#＃第]?\d{1,9}\s*号?))?"
_NUMBERS = rf"(?P<numbers>{_SPAN}(?:[\s,，、和]+{_SPAN})*)\s*(?:的?问题)?[。!！]?"


def _read(text: str) -> set[int] | None:
    """Read “12-30 35” as numbers; None for more than anybody means."""
    found: set[int] = set()
    for span in re.findall(r"(\d+)\s*号?\s*(?:[-－—–~～至到]+\s*[#＃第]?(\d+))?", text):
        first, last = int(span[0]), int(span[1] or span[0])
        if abs(last - first) >= MOST:
            return None
        found.update(range(min(first, last), max(first, last) + 1))
    return found if len(found) <= MOST else None


@router.command(rf"(?:忽略|略过)(?:问题)?\s*{_NUMBERS}", may=STAFF)
def ignore(ctx: Context, found: re.Match[str]) -> str:
    """Take “忽略 12”, “忽略 12-30”, “忽略 12 15 18”."""
    numbers = _read(found["numbers"])
    if numbers is None:
        return REFUSED["too_many"]
    done = sorting_out.ignore(ctx.actor, ctx.db, numbers, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    again = found["numbers"].strip()
    return f"好的，{done.questions}个问题不再列出，问的人不会收到答复。弄错了回复“不忽略 {again}”。"


@router.command(rf"(?:不忽略|别忽略|恢复)(?:问题)?\s*{_NUMBERS}", may=STAFF)
def restore(ctx: Context, found: re.Match[str]) -> str:
    """Take “不忽略 12-30”."""
    numbers = _read(found["numbers"])
    if numbers is None:
        return REFUSED["too_many"]
    done = sorting_out.restore(ctx.actor, ctx.db, numbers, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    return f"好的，{done.questions}个问题又列出来了。"


@router.command(
    r"(?:先?不看|别看)\s*[#＃第]?(?P<number>\d{1,9})\s*号?的?(?:人|这个人)?[。!！]?|"
    r"[#＃第]?(?P<other>\d{1,9})\s*号?的?(?:这个)?人先?不看了?[。!！]?",
    may=STAFF,
)
def put_aside(ctx: Context, found: re.Match[str]) -> str:
    """Take “先不看 12”: whoever asked it has too much to ask."""
    number = int(found["number"] or found["other"])
    done = sorting_out.put_aside(ctx.actor, ctx.db, number, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    return (
        f"好的，问{number}号的人，他的{done.questions}个问题{ASIDE.days}天内先不列出来，都还留着。"
        f"要看回复“再看 {number}”。有危险、报体温，还和以前一样马上处理。"
    )


@router.command(
    r"(?:再看|恢复看|又看)\s*[#＃第]?(?P<number>\d{1,9})\s*号?的?人?[。!！]?", may=STAFF
)
def look_again(ctx: Context, found: re.Match[str]) -> str:
    done = sorting_out.look_again(ctx.actor, ctx.db, int(found["number"]), ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    return f"好的，他的{done.questions}个问题又列出来了。"
