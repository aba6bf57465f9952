"""Until when something holds: said with it (“到11月30日有效”), or seen from the days it speaks of."""

import re
from datetime import date

from core.ports import Unreadable
from dialog import Context

_UNTIL = re.compile(
    r"[\s，,。;；（(]{0,9}(?:有效期?限?\s*[:：]?\s*(?:到|至|为|截至|截止到?)|(?:到|至|截至|截止到?)(?=[^，,。;；\s]{1,14}?(?:有效|失效|作废)))"
    r"\s*(?P<day>[^，,。;；\s()（）]{1,14}?)\s*(?:为止|止|前|之?内)?\s*(?:有效|失效|作废)?(?=[，,。;；\s)）]|$)[)）]?"
)
_BEGINS = re.compile(r"\s*(?:起|开始|以后|之后|后)")
_SINCE = re.compile(r"(?:从|自)\s*$")


def take(ctx: Context, text: str) -> tuple[str, date | None]:
    """Return the text without what says how long it holds, and the last day if it names one."""
    found = _UNTIL.search(text)
    if found is None:
        return text, None
    try:
        read = ctx.house.readers["date"](found["day"], ctx.local_sent_at)
    except Unreadable:
        return text, None
    rest = f"{text[: found.start()]}{text[found.end() :]}".strip(" ，,")
    last = str(read.get("end") or read["date"])
    return rest or text, date.fromisoformat(last[:10])


def seen_from(ctx: Context, text: str) -> date | None:
    """Return the last day a text speaks of; “今天起” begins something and ends nothing."""
    today = ctx.local_sent_at.date()
    days = []
    for each in ctx.slots.get("dates", []):
        raw = str(each.get("raw") or "")
        at = text.find(raw)
        if not raw or at < 0:
            continue
        if _BEGINS.match(text[at + len(raw) :]) or _SINCE.search(text[:at]):
            return None
        days.append(date.fromisoformat(str(each.get("end") or each["start"])[:10]))
    return max((day for day in days if day >= today), default=None)
