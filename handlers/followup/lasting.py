"""For how long staff watch over somebody: 十五天, 两周, 半个月, 到12月1日; whole days only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.numerals import HAN, to_int

_N = rf"\d+(?:\.\d+)?|半|[{HAN}]{{1,4}}"
_SPOKEN = re.compile(
    rf"(?<![第\d.\-月{HAN}])(?!\d{{3,}}\s*周)(?P<n>{_N})\s*(?P<unit>个半月|天|日(?![报程])|周|个?星期|个?礼拜|个月)(?P<half>半)?(?![前后内])"
)
_DATE = re.compile(r"\d{1,2}月\d{1,2}[日号]?")
_UP_TO = re.compile(r"(?:到|至|截止)\s*$")
_MORE = re.compile(
    r"延长|再(?:观察|监测|看|加|报)|往后[延推]|延期|[加延]一?[周天]|加(?=[\d一二三四五六七八九十两])"
)
_LESS = re.compile(
    r"缩短|少(?:观察|监测|看|报|待)|提前(?!到)|减少|减(?=[\d一二三四五六七八九十两])"
)
_SIZE = {"半月": 45, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


@dataclass(frozen=True, slots=True)
class ObservationLength:
    """For how many days: None where nothing was said; `is_wrong`: not a whole number of days."""

    days: int | None = None
    is_wrong: bool = False
    is_more: bool = False  # beside what runs already
    is_less: bool = False  # of what runs already


def read(text: str, slots: Mapping[str, Any], today: date) -> ObservationLength:
    """Read a length or a last day; `slots` are those of the text."""
    more, less = bool(_MORE.search(text)), bool(_LESS.search(text))
    if (last := _last_day(text, slots)) is not None:
        days = (last - today).days
        return ObservationLength(days, is_wrong=days < 1)
    found = _SPOKEN.search(_DATE.sub(" ", text))
    if found is None:
        return ObservationLength(is_more=more, is_less=less)
    number, size = found["n"], _SIZE.get(found["unit"].lstrip("个"), 1)
    if number == "半":
        half = 15 if size == 30 else None
        return ObservationLength(half, is_wrong=size != 30, is_more=more, is_less=less)
    if "." in number or (found["half"] and size != 30):
        return ObservationLength(is_wrong=True)
    days = (to_int(number) or 0) * size + (15 if found["half"] else 0)
    return ObservationLength(days, is_wrong=days < 1, is_more=more, is_less=less)


def without(text: str) -> str:
    """Return a text without the lengths it names."""
    return _SPOKEN.sub(" ", text)


def _last_day(text: str, slots: Mapping[str, Any]) -> date | None:
    if until := slots.get("until"):
        return date.fromisoformat(str(until)[:10])
    for said in slots.get("dates", []):
        at = text.find(str(said.get("raw") or "\0"))
        if at > 0 and _UP_TO.search(text[:at]):
            return date.fromisoformat(str(said.get("end") or said["start"])[:10])
    return None
