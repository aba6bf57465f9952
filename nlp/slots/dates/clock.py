"""The part of a day and the hour that go with a date: 晚上8点半, 15:30, 夜里12点."""

import re
from dataclasses import dataclass

from core.numerals import to_int

_PARTS = {
    "早上": "morning", "早晨": "morning", "清晨": "morning", "上午": "morning", "凌晨": "morning", "一早": "morning",
    "一大早": "morning", "大清早": "morning", "早": "morning", "中午": "noon", "正午": "noon", "午间": "noon", "下午": "afternoon", "午后": "afternoon",
    "傍晚": "evening", "晚上": "evening", "夜里": "evening", "夜间": "evening", "半夜": "evening", "深夜": "evening", "午夜": "evening", "晚": "evening",
}  # fmt: skip
_WORDS = "|".join(sorted(_PARTS, key=len, reverse=True))
_SMALL_HOURS = ("半夜", "深夜", "夜里", "夜间", "午夜")
_HOUR = r"(?P<h>2[0-4]|1\d|0?\d|二?十[一二三四五六七八九]?|[一二两三四五六七八九零])"
_CLOCK = (
    rf"{_HOUR}\s*(?:点钟?|时(?!间|候))\s*(?P<m>半|一刻|三刻|[0-5]?\d(?!\d|天|人|号)|[一二三四五]?十[一二三四五六七八九]?(?!号|天|人))?(?:分)?"
    rf"|(?P<h2>2[0-4]|1\d|0?\d):(?P<m2>[0-5]\d)(?!\d)"
)
_ADJACENT = re.compile(
    rf"\s*(?:的|那天|当天|\(|,)?\s*(?P<part>{_WORDS})?(?![点些睡饭餐起])\s*(?:的)?\s*(?:{_CLOCK})?"
)
# Midnight said alone is the coming one.
MIDNIGHT = re.compile(
    rf"(?:(?:{'|'.join(_SMALL_HOURS)}|晚上?)\s*(?:的)?\s*(?:十二|12|24|零|0)|(?<![\d:.一二三四五六七八九十])(?:零|0|24))(?:点整?|时)(?![\d二三四五六七八九半间候]|一(?![过到]))"
)


@dataclass(frozen=True)
class Hour:
    """What is said of the hour: part of the day, time, where it ends, and days beyond the date."""

    part: str | None
    time: str | None
    end: int
    beyond: int = 0


def read(clean: str, start: int, limit: int | None, day_part: str | None = None) -> Hour:
    """Read the part and hour right after a date; `day_part` is what the date itself says (今晚)."""
    stop = limit if limit is not None else len(clean)
    match = _ADJACENT.match(clean, start, min(stop, start + 16))
    if match is None or not (match["part"] or match["h"] or match["h2"]):
        return Hour(None, None, start)
    word = match["part"] or ""
    part = _PARTS.get(word)
    hour = to_int(match["h"] or match["h2"] or "")
    minutes = _minutes(match)
    if hour is None or hour > 24 or minutes >= 60:
        return Hour(part, None, match.end())
    hour, beyond = _counted(hour, word, part or day_part, tonight=day_part == "evening")
    return Hour(part, f"{hour:02d}:{minutes:02d}", match.end(), beyond)


def _minutes(match: re.Match[str]) -> int:
    named = {"半": 30, "一刻": 15, "三刻": 45}
    return named.get(match["m"] or "", to_int(match["m"] or match["m2"] or "0") or 0)


def _counted(hour: int, word: str, part: str | None, *, tonight: bool) -> tuple[int, int]:
    """Return the hour by the 24-hour clock, and 1 when it is after the midnight that ends the day."""
    early = word in ("凌晨", "清晨", "早上", "早晨")
    if hour == 24 or (part == "evening" and hour in (0, 12) and not early):
        return 0, 1
    if tonight and hour < 5 and not early:
        return hour, 1
    late = part in ("afternoon", "evening") or (word in ("中午", "正午") and hour < 10)
    if late and hour < 12 and not early and not (word in _SMALL_HOURS and hour < 6):
        hour += 12
    return (0 if early and hour == 12 else hour), 0
