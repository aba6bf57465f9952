"""From when to when, and which half of the day an hour belongs to."""

import re
from collections.abc import Iterator
from dataclasses import replace

from core.fragments import Fragment, FragmentKind

PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|(?<=[今明昨后当一二三四五六日])[早晚])"
_HALVES = {"凌晨": "dawn", "清晨": "am", "早": "am", "上午": "am", "中午": "noon", "下午": "pm"}
_EVENING = ("傍晚", "晚", "夜", "半夜")


def half_of(part: str) -> str:
    """Return which part of the day a word names: dawn, am, noon, pm, night."""
    if part.startswith(_EVENING):
        return "night"
    return next((half for word, half in _HALVES.items() if part.startswith(word)), "am")


def clock(hour: str, minute: str, part: str | None) -> str:
    """Spell an hour by the 24-hour clock."""
    if not hour.isdigit():
        return f"{hour}:{minute}"
    h, half = int(hour), half_of(part) if part else "am"
    if (half == "pm" and h < 12) or (half == "night" and 4 < h < 12) or (half == "noon" and h < 3):
        h += 12
    midnight = h == 24 or (half in ("dawn", "night") and h == 12)
    h = 0 if midnight else h
    return f"{h}:{int(minute or 0):02d}"


def joined(found: Iterator[Fragment]) -> list[Fragment]:
    """Read “9-11点” as two hours, “下午2点到5点” as two of the afternoon, “50-100元” as two sums."""
    fragments = list(found)
    for at, (first, _to, last) in _spans(fragments):
        if first.kind is FragmentKind.NUMBER:
            fragments[at] = _as(first, last)
    fragments = list(_halved(fragments))
    for at, (first, _, last) in _spans(fragments):
        if first.kind is last.kind is FragmentKind.TIME:
            fragments[at + 2] = _later(first, last)
    return fragments


def _spans(fragments: list[Fragment]) -> list[tuple[int, tuple[Fragment, Fragment, Fragment]]]:
    threes = enumerate(zip(fragments, fragments[1:], fragments[2:], strict=False))
    return [(at, three) for at, three in threes if three[1].kind is FragmentKind.TO]


def _as(number: Fragment, other: Fragment) -> Fragment:
    """Take a bare number before “到” for what stands behind it."""
    if other.kind is FragmentKind.TIME:
        return replace(number, kind=FragmentKind.TIME, value=clock(number.value, "0", None))
    if other.kind in (FragmentKind.AMOUNT, FragmentKind.PLACE):
        return replace(number, kind=other.kind)
    return number


def _later(first: Fragment, last: Fragment) -> Fragment:
    """What ends before it begins ends in the same half of the day."""
    (h1, _), (h2, m2) = first.value.split(":"), last.value.split(":")
    same_half = h1.isdigit() and h2.isdigit() and 12 <= int(h1) < int(h2) + 12 < 24
    as_shown = ":" in last.said and not re.search(PART, first.said)
    if not same_half or as_shown or re.search(PART, last.said):
        return last
    return replace(last, value=f"{int(h2) + 12}:{m2}")


def _halved(fragments: list[Fragment]) -> Iterator[Fragment]:
    """Join a half of the day with the hour behind it, which was first read as a bare number."""
    waiting: Fragment | None = None
    for fragment in fragments:
        half, waiting = waiting, None
        if half is not None and fragment.kind is FragmentKind.TIME and half.end == fragment.start:
            hour, minute = fragment.value.split(":")
            value = clock(hour, minute, half.said)
            said = half.said + fragment.said
            fragment = replace(fragment, value=value, said=said, start=half.start, stop=half.stop)
        elif half is not None:
            yield half
        if fragment.kind is FragmentKind.HALF:
            waiting = fragment
        else:
            yield fragment
    if waiting is not None:
        yield waiting
