"""Saying that the database was restored, and what is held since."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from core.phrases import say_moment
from db.models import Epoch

KINDS = {
    "alert": "警报", "answer": "答复", "reminder": "提醒", "notice": "通知", "info": "告知",
}  # fmt: skip


def say_held(held: Mapping[str, int]) -> str:
    return "、".join(f"{KINDS.get(kind, kind)} {count} 条" for kind, count in held.items())


def say_epoch(epoch: Epoch, held: Mapping[str, int], zone: ZoneInfo) -> str:
    """Say that the database was restored and what waits for a word."""
    when, until = say_moment(epoch.opened_at, zone), say_moment(epoch.copied_at, zone)
    waits = f"恢复前在排队的消息扣着：{say_held(held)}" if held else "没有扣着的消息"
    return f"{when}从备份恢复，数据到{until}为止；{waits}。"
