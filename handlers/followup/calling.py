"""“电话名单”: who must be rung, the gravest first; “1到2未到3空号” types the results back."""

import re
from collections.abc import Sequence

from community.followup import calling
from community.followup.calling import CallEntry, CallReason, CallResult
from community.people.access import STAFF, Refused
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("calling")

NOBODY = "现在没有要打电话或上门的人家。"
HEAD = "{unit}要打电话或上门的{count}户："
HOW = "打完把结果一起发来，比如“1到2未到3空号”（到＝联系上了）；问到了体温，发编号和数字，比如“3 36.8”。"
SHOWN = 15
MORE = "还有{count}户，全部请管理员导出：bot.py export calls。"
REASONS = {
    CallReason.DANGER: "情况危险，还没处理完",
    CallReason.FEVER: "发热，还没处理完",
    CallReason.VISIT: "连续{missed}次没消息，请上门",
    CallReason.SILENT: "没报体温",
    CallReason.BY_PHONE: "要打电话问，不看微信",
    CallReason.NOT_YET: "这一次还没报",
}
RESULTS = {
    CallResult.REACHED: "联系上了",
    CallResult.NOT_REACHED: "没联系上",
    CallResult.NO_SUCH_NUMBER: "空号",
}
TYPED = "记下了：{new}户有新结果{known}{closed}。"
KNOWN = "，{count}户和原来记的一样"
CLOSED = "，{count}件没报体温的办结了"
UNKNOWN = "名单上没有{numbers}号，请核对。"
WHY_NOT = {
    "not_staff": NOT_STAFF,
    "no_list": "今天还没有名单，先回复“电话名单”。",
    "several_lists": "您管着几个网格，结果请由各网格员发；或者只发一个网格的。",
}
_RESULT = r"(?:没联系上|没打通|打不通|未接|没人接|没接|未到|没到|不在|空号|停机|错号|联系上了?|打通了?|接了|接|到了?|通了?)"
_ONE = rf"(?:第)?\d{{1,3}}\s*(?:号|户)?\s*[:：、.,，]?\s*{_RESULT}"
_EACH = re.compile(rf"(?P<number>\d{{1,3}})\s*(?:号|户)?\s*[:：、.,，]?\s*(?P<result>{_RESULT})")


@router.command(
    r"(?:看|给我|发一?下?|今天的?|要打的|该打的)*(?:打?电话的?名单|上门名单|电话清单|该打谁的?电话|要给谁打电话|打电话)[?？。]?",
    may=STAFF,
)
def listed(ctx: Context, _: object) -> str:
    """Take “电话名单”, “要给谁打电话”."""
    found = calling.of_actor(ctx.actor, ctx.db, ctx.house.watch, ctx.now)
    if isinstance(found, Refused):
        return NOT_STAFF
    if not found:
        return NOBODY
    lines: list[str] = []
    for grid in found:
        lines.append(HEAD.format(unit=grid.unit, count=len(grid.entries)))
        lines += [line(entry) for entry in grid.entries[:SHOWN]]
        if len(grid.entries) > SHOWN:
            lines.append(MORE.format(count=len(grid.entries) - SHOWN))
    return "\n".join([*lines, HOW])


def line(entry: CallEntry) -> str:
    """Say one household of a list: its number, door, people, telephone and why."""
    phones = f" {entry.phones[0]}" if entry.phones else " 没有电话，请上门"
    done = f"［{RESULTS[entry.result]}］" if entry.result else ""
    needs = f"，{'、'.join(entry.needs)}" if entry.needs else ""
    return (
        f"{entry.number} {entry.door} {'、'.join(entry.names)}{phones}（{why(entry)}{needs}）{done}"
    )


def why(entry: CallEntry) -> str:
    """Say why a household is on the list."""
    return "；".join(REASONS[reason].format(missed=entry.missed) for reason in entry.reasons)


@router.command(rf"(?:结果|电话结果)?[:：\s]*{_ONE}(?:[\s,，;；、]*{_ONE})*[。]?", may=STAFF)
def typed(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “1到2未到3空号”, “1号 接了，2号 没人接”."""
    results = [(int(one["number"]), _result(one["result"])) for one in _EACH.finditer(found[0])]
    house = ctx.house
    done = calling.type_back(ctx.actor, ctx.db, house.watch, results, house.library.forms, ctx.now)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason] if len(results) > 1 or done.reason != "no_list" else None
    said = TYPED.format(
        new=done.new,
        known=KNOWN.format(count=done.known) if done.known else "",
        closed=CLOSED.format(count=done.closed) if done.closed else "",
    )
    return said + _unknown(done.unknown)


def _unknown(numbers: Sequence[int]) -> str:
    return UNKNOWN.format(numbers="、".join(map(str, numbers))) if numbers else ""


def _result(word: str) -> CallResult:
    if word in ("空号", "停机", "错号"):
        return CallResult.NO_SUCH_NUMBER
    is_reached = word[0] not in "没未不打" or word.startswith("打通")
    return CallResult.REACHED if is_reached else CallResult.NOT_REACHED
