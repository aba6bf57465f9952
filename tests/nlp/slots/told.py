"""Tables of readings with their right values: a kind, what somebody writes, whose reading of which day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from nlp.slots import extract

ZONE = timezone(timedelta(hours=8))
FEVER = 37.3  # °C
AT = datetime(2026, 11, 21, 9, tzinfo=ZONE)  # a Saturday
_TOKEN = re.compile(
    r"(?P<who>[^@/=~<>?:!]+)(?:@(?P<days>-\d+))?(?:/(?P<part>\w+))?(?P<how>[=~<>?])(?P<value>[\d.]*)"
)


@dataclass
class Told:
    """One message: `readings` are who, day, c, c_min, c_max, approx_c, suggest_c; `parts` beside them."""

    kind: str
    text: str
    at: datetime
    readings: list[tuple[Any, ...]] = field(default_factory=list)
    parts: list[str | None] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    symptoms_of: dict[str, list[str]] = field(default_factory=dict)


def read(path: Path) -> Iterator[Told]:
    for line in path.read_text("utf-8").splitlines():
        kind, text, right = [*line.split("\t"), ""][:3]
        name, _, hour = kind.partition("@")
        told = Told(name, text, AT.replace(hour=int(hour or 9)))
        for token in right.split():
            _add(told, token)
        yield told


def _add(told: Told, token: str) -> None:
    if token.startswith("!"):
        told.missing.append(token[1:])
    elif (match := _TOKEN.fullmatch(token)) is None:
        who, words = token.split(":")
        told.symptoms_of[who] = words.split(",")
    else:
        day = told.at.date() + timedelta(days=int(match["days"] or 0))
        whom: str | None = None if match["who"] == "-" else match["who"]
        told.readings.append((whom, day.isoformat(), *_values(match["how"], match["value"])))
        told.parts.append(match["part"])


def _values(how: str, value: str) -> tuple[float | None, ...]:
    numbers = [float(part) for part in value.split("..")] if value else [None]
    low = numbers[0]
    if len(numbers) == 2:
        return None, low, numbers[1], None, None
    return {
        "=": (low, None, None, None, None),
        ">": (None, low, None, None, None),
        "<": (None, None, low, None, None),
        "~": (None, None, None, low, None),
        "?": (None, None, None, None, low),
    }[how]


def heard(told: Told) -> dict[str, Any]:
    return extract(told.text, told.at)


def of(slots: dict[str, Any], at: datetime) -> list[tuple[Any, ...]]:
    today = at.date().isoformat()
    keys = ("c", "c_min", "c_max", "approx_c", "suggest_c")
    return [
        (each.get("who"), each.get("day") or today, *(each.get(key) for key in keys))
        for each in slots.get("temps", [])
    ]


def wrong(told: Told) -> list[str]:
    """Say what of a message is heard otherwise than it is meant; nothing if all is right."""
    slots = heard(told)
    found = of(slots, told.at)
    said = []
    if sorted(map(str, found)) != sorted(map(str, told.readings)):
        said.append(f"readings {slots.get('temps', [])}")
    else:
        parts = [each.get("part") for each in slots.get("temps", [])]
        if any(right and part != right for right, part in zip(told.parts, parts, strict=True)):
            said.append(f"parts {parts}")
    if set(told.missing) != set(slots.get("missing", [])):
        said.append(f"missing {slots.get('missing', [])}")
    of_whom = slots.get("symptoms_of", {})
    if told.symptoms_of and of_whom != told.symptoms_of:
        said.append(f"symptoms {of_whom}")
    return said


def lost_fevers(told: Told) -> int:
    """Count the fevers that have no reading of their own, as high and of the same person."""
    left = [(each[0], highest(each)) for each in of(heard(told), told.at)]
    lost = 0
    for right in sorted(told.readings, key=highest, reverse=True):
        own = [one for one in left if one[0] == right[0] and one[1] >= highest(right)]
        if highest(right) < FEVER:
            continue
        if own:
            left.remove(min(own, key=lambda one: one[1]))
        else:
            lost += 1
    return lost


def highest(reading: tuple[Any, ...]) -> float:
    return max((value for value in reading[2:] if value is not None), default=0.0)
