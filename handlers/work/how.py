"""How staff say a thing so that it is done, with what they said filled in; what cannot be done here."""

from collections.abc import Callable
from typing import Any

from dialog import Context

NOT_YET = "“{title}”现在还不能在这里一句话办。回复“帮助”看现在能办的。"
SAY = "要{title}，请写“{example}”。"
# What is not there yet, and what helps today instead.
INSTEAD = {
    "staff_list": (
        "要哪份名单直接问：“3号楼独居老人名单”“谁在监测”“谁没报”，通知的问“谁没收到”；查一个人写“查 3-2-601”。"
        "核查名单现在还不能在这里导入、分派和登记结果，请照原来的表办。"
    ),
    "staff_relay": (
        "逐级转达和签收现在还不能在这里办，请照原来的办法传。"
        "要发给居民，写“发通知 全体 …”；急的写“发紧急通知 全体 …”。"
    ),
}


def _whom(slots: dict[str, Any]) -> str:
    return f"{_door(slots) or '3-2-601'} {slots.get('name') or '张三'}"


def _door(slots: dict[str, Any]) -> str | None:
    """Return 3-2-601 as it was said; None without building and room."""
    address = slots.get("address") or {}
    parts = [address.get(part) for part in ("building", "unit", "room")]
    return "-".join(part for part in parts if part) if parts[0] and parts[2] else None


def _where(slots: dict[str, Any]) -> str:
    return str((slots.get("scope") or ["3号楼"])[0])


def _number(slots: dict[str, Any], key: str = "ticket") -> str:
    return str(slots.get(key) or 12)


EXAMPLES: dict[str, Callable[[dict[str, Any]], str]] = {
    "staff_broadcast": lambda s: f"发通知 {_where(s)} {s.get('say') or '明天9点停水'}",
    "staff_notice_status": lambda s: "通知情况",
    "staff_notice_change": lambda s: "撤回 N12”或“替换 N12 新内容",
    "staff_roll_call": lambda s: "谁没报",
    "staff_report_for": lambda s: f"替 {_whom(s)}报 36.5",
    "staff_history": lambda s: f"{s.get('name') or '张三'}这几天体温",
    "staff_observe": lambda s: f"观察 {_whom(s)} {s.get('duration_days') or 7}天",
    "staff_release": lambda s: f"结束观察 {_whom(s)}",
    "staff_ticket_list": lambda s: "待办",
    "staff_ticket_take": lambda s: f"收到 {_number(s)}",
    "staff_ticket_done": lambda s: f"办结 {_number(s)} 药送到了",
    "staff_reply": lambda s: f"回 {_number(s)} 我马上到",
    "staff_answer": lambda s: f"答 {_number(s, 'question')} 可以的，带身份证就行",
    "staff_lookup": lambda s: f"查 {_door(s) or '3-2-601'}”或“查 {s.get('name') or '何金花'}",
    "staff_register": lambda s: f"登记住户 {_whom(s)} 13800000000",
    "staff_household": lambda s: f"搬走 {_whom(s)}”“改电话 {_whom(s)} 13800000000",
    "staff_leave": lambda s: "我明天请假三天，李梅替",
    "staff_roster": lambda s: "今晚谁值班",
    "staff_rule": lambda s: "新规定 …”，或“改规定 R12 …",
}


def say(ctx: Context, intent: str) -> str:
    """Say how this is put, or what helps where it cannot be done here yet."""
    slots = dict(ctx.slots)
    if intent in INSTEAD:
        return INSTEAD[intent]
    title = ctx.house.library.titles.get(intent, "办这件事")
    example = EXAMPLES.get(intent)
    if example is None:
        return NOT_YET.format(title=title)
    return SAY.format(title=title, example=example(slots))
