"""Saying an answer the way a person would."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.phrases import say_day

MODES = {
    "train": "火车", "flight": "飞机", "car": "自驾", "bus": "大巴", "ship": "坐船",
    "taxi": "打车", "metro": "地铁", "walk": "步行", "bike": "骑车",
}  # fmt: skip
_PARTS = {"morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "晚上"}


def show(value: Any) -> str:
    """Say an answer the way a person would."""
    if isinstance(value, Mapping):
        return _show_mapping(value)
    if isinstance(value, list):
        return "、".join(map(show, value)) if value else "没有"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _show_mapping(value: Mapping[str, Any]) -> str:
    if "date" in value:
        return _show_days(value)
    if "building" in value:
        entrance = f"{value['unit']}单元" if value.get("unit") else ""
        return f"{value['building']}号楼{entrance}{value.get('room') or ''}"
    if "mode" in value:
        mode = str(value["mode"])
        return f"{MODES.get(mode, mode)}{value.get('no') or ''}"
    if "name" in value:  # goods: 三段奶粉2罐
        parts = (value.get(key) for key in ("spec", "name", "qty", "unit"))
        return "".join(str(part) for part in parts if part)
    return _show_place(value)


def _show_days(value: Mapping[str, Any]) -> str:
    first = _day(value["date"]) + (value.get("time") or _PARTS.get(str(value.get("part")), ""))
    end = value.get("end")
    return f"{first}到{_day(end)}" if end and end != value["date"] else first


def _day(text: Any) -> str:
    return say_day(datetime.fromisoformat(str(text)[:10]).date())


def _show_place(value: Mapping[str, Any]) -> str:
    names = [value.get(key) for key in ("province", "city", "district")]
    if value.get("country") and not names[0]:
        return str(value["country"])
    spelled = "".join(dict.fromkeys(str(name) for name in names if name))
    return spelled or str(value.get("raw", ""))
