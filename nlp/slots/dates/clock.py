"""The part of a day and the hour that go with a date: 晚上8点半, 15:30."""

import re

from core.numerals import to_int

_PARTS = {
    "早上": "morning", "早晨": "morning", "清晨": "morning", "上午": "morning", "凌晨": "morning", "一早": "morning",
    "一大早": "morning", "大清早": "morning", "早": "morning", "中午": "noon", "正午": "noon", "午间": "noon", "下午": "afternoon", "午后": "afternoon",
    "傍晚": "evening", "晚上": "evening", "夜里": "evening", "半夜": "evening", "深夜": "evening", "晚": "evening",
}  # fmt: skip
_WORDS = "|".join(sorted(_PARTS, key=len, reverse=True))
_HOUR = r"(?P<h>2[0-4]|1\d|0?\d|二?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_CLOCK = (
    rf"{_HOUR}\s*(?:点钟?|时(?!间|候))\s*(?P<m>半|一刻|三刻|[0-5]?\d(?!\d|天|人|号)|[一二三四五]?十[一二三四五六七八九]?(?!号|天|人))?(?:分)?"
    rf"|(?P<h2>2[0-3]|1\d|0?\d):(?P<m2>[0-5]\d)(?!\d)"
)
_ADJACENT = re.compile(
    rf"\s*(?:的|那天|当天|\(|,)?\s*(?P<part>{_WORDS})?(?![点些睡饭餐起])\s*(?:的)?\s*(?:{_CLOCK})?"
)


def later(time: str) -> str:
    """Turn an evening's 08:00 into 20:00."""
    return f"{int(time[:2]) + 12:02d}{time[2:]}"


def read(clean: str, start: int, limit: int | None) -> tuple[str | None, str | None, int]:
    """Read the part and hour right after a date; return where they end too."""
    stop = limit if limit is not None else len(clean)
    match = _ADJACENT.match(clean, start, min(stop, start + 16))
    if match is None or not (match["part"] or match["h"] or match["h2"]):
        return None, None, start
    part = _PARTS.get(match["part"] or "")
    return part, _time(match, match["part"] or ""), match.end()


def _time(match: re.Match[str], word: str) -> str | None:
    hour = to_int(match["h"] or match["h2"] or "")
    if hour is None or hour > 24:
        return None
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(
        match["m"] or "", to_int(match["m"] or match["m2"] or "0") or 0
    )
    late = _PARTS.get(word) in ("afternoon", "evening") or (word in ("中午", "正午") and hour < 10)
    if late and hour < 12 and not (word in ("半夜", "深夜", "夜里") and hour < 6):
        hour += 12
    return f"{hour % 24:02d}:{minutes:02d}" if minutes < 60 else None
