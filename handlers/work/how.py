"""How staff say a thing so that it is done at once, with what they said already filled in."""

from collections.abc import Callable
from typing import Any

from dialog import Context

NOT_YET = "“{title}”现在还不能在这里一句话办。回复“帮助”看现在能办的。"
SAY = "要{title}，请写“{example}”。"


def door(slots: dict[str, Any]) -> str | None:
    """Return 3-2-601 as it was said; None without building and room."""
    address = slots.get("address") or {}
    parts = [address.get(part) for part in ("building", "unit", "room")]
    return "-".join(part for part in parts if part) if parts[0] and parts[2] else None


def _whom(slots: dict[str, Any]) -> str:
    return f"{door(slots) or '3-2-601'} {slots.get('name') or '张三'}"


def _where(slots: dict[str, Any]) -> str:
    return str((slots.get("scope") or ["3号楼"])[0])


def _number(slots: dict[str, Any], key: str = "ticket") -> str:
    return str(slots.get(key) or 12)


EXAMPLES: dict[str, Callable[[dict[str, Any]], str]] = {
    "staff_broadcast": lambda s: f"发通知 {_where(s)} {s.get('say') or '明天9点停水'}",
    "staff_notice_status": lambda s: "通知情况",
    "staff_notice_change": lambda s: "撤回 N12”或“替换 N12 新内容",
    "staff_observe": lambda s: f"观察 {_whom(s)} {s.get('duration_days') or 7}天",
    "staff_release": lambda s: f"结束观察 {_whom(s)}",
    "staff_ticket_list": lambda s: "待办",
    "staff_ticket_take": lambda s: f"收到 {_number(s)}",
    "staff_ticket_done": lambda s: f"办结 {_number(s)} 药送到了",
    "staff_reply": lambda s: f"回 {_number(s)} 我马上到",
    "staff_answer": lambda s: f"答 {_number(s, 'question')} 可以的，带身份证就行",
    "staff_rule": lambda s: "新规定 …”，或“改规定 R12 …",
}
FEVER = 37.3
FOR_ANOTHER = (
    "代别人报体温现在还不能在这里记，请这家人自己发一句“36.5”。"
    "没有手机的请记在您的本子上，告诉社区医生。"
)
FOR_ANOTHER_ILL = "这位体温到了发热：请马上告诉社区医生；喘不上气、叫不醒马上打120。\n"


def say(ctx: Context, intent: str) -> str:
    """Say how this is put, or that it cannot be done here yet."""
    slots = dict(ctx.slots)
    if intent == "staff_report_for":
        return f"{FOR_ANOTHER_ILL if _is_fever(slots) else ''}{FOR_ANOTHER}"
    title = ctx.house.library.titles.get(intent, "办这件事")
    example = EXAMPLES.get(intent)
    if example is None:
        return NOT_YET.format(title=title)
    return SAY.format(title=title, example=example(slots))


def _is_fever(slots: dict[str, Any]) -> bool:
    """Err towards fever: what may be one is one."""
    keys = ("c", "c_max", "approx_c", "suggest_c")
    values = [each.get(key) for each in slots.get("temps", []) for key in keys]
    return any(value is not None and value >= FEVER for value in values)
