"""From numbers to readings: ranges, limits, guesses, and values that must be asked back."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.normalize import Text
from nlp.slots.names import BARE
from nlp.slots.temperature import context
from nlp.slots.temperature.fullnames import is_full_name
from nlp.slots.temperature.limits import is_rule
from nlp.slots.temperature.numbers import Number, find, round_up, spell
from nlp.slots.temperature.quoted import is_quoted
from nlp.slots.temperature.things import is_clock, is_thing

FEVER = 37.3  # °C
MOST = 80  # numbers looked at; a household has fewer members than that
SOMEBODY = "他"  # of whom nothing was said before: to be asked about
LOWEST, HIGHEST = Decimal("34.0"), Decimal("42.5")

_TO = re.compile(r"\s*(?:度|°)?\s*(?:[-~—–―至]+|到(?!了))\s*")
_AND = re.compile(r"\s*(?:度|°)?\s*[和跟与、]\s*")
_ABOVE_BEFORE = re.compile(
    r"(?<!没有)(?<![没不未])(?:超过|高于|大于|高过|不止|不低于|至少|起码|≥|>=?|突破)了?\s*$|(?:(?<![没不未])[超破]|(?:^|[\s,都已])过)$"
)
_NAMED_CHAO = re.compile(rf"(?:^|[^一-龥]|[楼室元户号和跟栋天早晚])({BARE.pattern})(?<=超)\s*$")
_BELOW_BEFORE = re.compile(
    r"(?:不到|(?<!不)低于|小于|没到|没有到|未到|不足|(?:没有?|不|未)(?:超过?|高于|高过|过|大于)|(?:[他她我娃子爸妈]|从来|根本|并|都)没有?|不高于|没上过?|没有?[到高]过|≤|<=?)\s*$"
)
_ABOVE_AFTER = re.compile(r"\s*(?:度|°)?\s*(?:以上|往上|朝上|\+(?!\d|[一-龥]{2,4}\s*\d))")
_BELOW_AFTER = re.compile(r"\s*(?:度|°)?\s*(?:以下|以内|往下|不到)")
_SOME_AFTER = re.compile(r"\s*(?:度|°)?\s*[点.]?\s*(?:多|出头|好几|几)(?!次|个|天|人|回)")
_POINT_SOME = re.compile(r"点\s*[几多]|\s*(?:度|°)?\s*(?:多一?[点丢些]|出头)")
_NEARLY = re.compile(r"(?:快到?|将近|接近|靠近|逼近)\s*$")
_ABOUT_BEFORE = re.compile(r"(?:大概|大约|约|差不多|估计|好像|可能)[是有在]?\s*$")
# “38以上，没敢细看”: nothing else begins a message so.
_BOUND_BEGINS = re.compile(
    r"(?:有|都|将将|刚好|正好|快到?|接近|将近|逼近|差不多|大概|约|大于|超过?了?|过了?|高于|低于|小于|不到|[≥>])?"
)
_BARE_BOUND = re.compile(r"\s*(?:多|几|以上|往上|出头|左右)?(?:了|吧)?\s*(?:$|[,。;!])")
# 5点38.1,8点39 and 周五38.1,周六39.
_IN_A_ROW = re.compile(r"(?:\d点(?:半|钟|多)?|(?:周|星期|礼拜)[一二三四五六日天]|\d[号日])\s*$")
_AFTER_TEMPERATURE = re.compile(r"体温(?:是|为|有|:|只有)?\s*$")
_ABOUT_AFTER = re.compile(r"\s*(?:度|°|%)?\s*(?:左右|上下|那里|的样子|这样|附近|吧)")


@dataclass(frozen=True)
class Reading:
    """One temperature somebody reports, and where it stands in the message."""

    start: int
    end: int
    value: dict[str, Any]
    who: str | None = None
    part: str | None = None
    site: str | None = None
    day: date | None = None  # None is the day of the message
    instead_of: float | None = None  # the value they take back
    named_at: int = -1  # where its owner was named; -1 if nowhere

    def as_slot(self) -> dict[str, Any]:
        day = self.day.isoformat() if self.day else None
        extras = {"day": day, "part": self.part, "site": self.site, "instead_of": self.instead_of}
        who = None if self.who == SOMEBODY else self.who
        return {"who": who, **self.value, **{k: v for k, v in extras.items() if v}}

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the value must be asked back."""
        return self.value.get("plausible") is False

    @property
    def highest(self) -> float:
        """The highest temperature this reading may mean."""
        if self.value.get("c_min") is not None and self.value.get("c_max") is None:
            return float(HIGHEST)
        known = [self.value.get(key) for key in ("c", "c_max", "c_min", "suggest_c")]
        known.append(self.value["approx_c"] + 0.9 if "approx_c" in self.value else None)
        return max((v for v in known if v is not None), default=float(HIGHEST))


def plausible(celsius: Decimal) -> bool:
    """Tell whether a living person can have this temperature."""
    return LOWEST <= celsius <= HIGHEST


def candidates(text: Text, people_end: frozenset[int], is_list: bool) -> list[Reading]:
    """List readings without their owners; `people_end` are the places where a person was just named."""
    spelled = spell(text.clean)
    found: list[Reading] = []
    numbers = find(spelled)[:MOST]
    skip = -1
    for i, number in enumerate(numbers):
        if i == skip:
            continue
        high = _upper(spelled, number, numbers[i + 1] if i + 1 < len(numbers) else None)
        end = high.end if high else number.end
        if _unwanted(spelled, number, high):
            skip = i + 1 if high else -1
            continue
        near = _after_person(spelled, number.start, people_end) or is_list
        near = near or (
            _BOUND_BEGINS.fullmatch(spelled, 0, number.start) is not None
            and bool(_BARE_BOUND.match(spelled, number.end))
        )
        known = near or _POINT_SOME.match(spelled, number.end) is not None
        known = known or context.measures(spelled, number) or _continues(spelled, found, number)
        known = known or bool(found and _goes_on(spelled, number))
        value = _range(number, high) if high else _value(spelled, number, known)
        if value is None or (found and _merely_bounds(spelled, found[-1], number)):
            continue
        skip = i + 1 if high else -1
        if value.get("plausible") is False:
            value["raw"] = text.original(number.start, number.end).strip()
        found.append(Reading(number.start, end, value))
    return found


def _unwanted(text: str, number: Number, high: Number | None) -> bool:
    tail = replace(number, end=high.end, unit=number.unit or high.unit) if high else number
    return (
        context.is_other(text, tail)
        or is_rule(text, tail)
        or context.is_weather(text, tail)
        or is_thing(text, tail)
        or is_clock(text, tail)
        or is_quoted(text, tail)
    )


def _upper(text: str, low: Number, high: Number | None) -> Number | None:
    """Return the upper end when two numbers are one range."""
    if low.high is not None:
        return replace(low, value=low.high)
    if (
        high is None
        or not (plausible(low.celsius) and plausible(high.celsius))
        or high.celsius < low.celsius
    ):
        return None
    if re.match(r"\s*[-/—–~]+\d", text[high.end : high.end + 3]) or re.search(
        r"\d[-/—–~]+$", text[: low.start]
    ):
        return None
    gap, after = text[low.end : high.start], text[high.end : high.end + 4]
    if _TO.fullmatch(gap) or (
        _AND.fullmatch(gap) and re.match(r"\s*(?:度|°)?\s*(?:之间|中间)", after)
    ):
        return high
    return None


def _range(low: Number, high: Number) -> dict[str, Any]:
    return {"c_min": float(low.celsius), "c_max": float(high.celsius)}


def _after_person(text: str, start: int, people_end: frozenset[int]) -> bool:
    gap = re.search(
        r"[\s:,的是都也今天早中晚上午下刚才现在量测了体温就只有应该估计可能大概约差不多得怕快过超到]{0,8}$",
        text[max(0, start - 8) : start],
    )
    width = len(gap[0]) if gap else 0
    return any(end in people_end for end in range(start - width, start + 1))


def _continues(text: str, found: list[Reading], number: Number) -> bool:
    return bool(found) and bool(
        re.fullmatch(r"[\s,、/;。度°和]{0,4}", text[found[-1].end : number.start])
    )


def _goes_on(text: str, number: Number) -> bool:
    """Tell a further reading by the hour or the day before it, or by 左右 behind it."""
    before = text[max(0, number.start - 6) : number.start]
    return bool(_IN_A_ROW.search(before) or re.match(r"\s*度?(?:左右|上下)", text[number.end :]))


def _merely_bounds(text: str, last: Reading, number: Number) -> bool:
    """Tell 37度没超过37.2 and 36.9靠近37: the second number only says more about the first."""
    gap = text[last.end : number.start].strip("度° ,多了已经都")
    c = last.value.get("c") or last.value.get("approx_c")
    if c is None or not gap:
        return False
    below = _BELOW_BEFORE.fullmatch(gap) and c <= float(number.celsius)
    above = _ABOVE_BEFORE.fullmatch(gap) and c >= float(number.celsius)
    return bool(below or above or _NEARLY.fullmatch(gap))


def is_doubtful(text: Text) -> bool:
    """Tell whether any number could be a fever that nobody read as one."""
    spelled = spell(text.clean)
    for number in find(spelled):
        scales = (number.celsius, number.celsius / 10, number.celsius * 10)
        if any(Decimal("37.3") <= c <= HIGHEST for c in scales) and not _unwanted(
            spelled, number, None
        ):
            return True
    return False


def _value(text: str, number: Number, known: bool) -> dict[str, Any] | None:
    celsius = number.celsius
    if not plausible(celsius):
        return _implausible(text, number, known)
    if not (number.unit or number.exact or number.fahrenheit or known):
        return None
    before, after = text[max(0, number.start - 8) : number.start], text[number.end : number.end + 6]
    c = float(celsius)
    if _BELOW_BEFORE.search(before) or _BELOW_AFTER.match(after):
        return {"c_min": None, "c_max": c}
    is_above = _ABOVE_BEFORE.search(before) and not _is_called_so(before)
    if is_above or _ABOVE_AFTER.match(after):
        return {"c_min": c, "c_max": None}
    if _SOME_AFTER.match(after) and not number.exact or _NEARLY.search(before):
        return {"c": None, "approx_c": c}
    if _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after):
        return {"c": c, "approx": True}
    return {"c": c}


def _is_called_so(before: str) -> bool:
    """Tell 邓超38.0 and 李文超38.2 from 超38."""
    name = _NAMED_CHAO.search(before)
    return name is not None and is_full_name(name[1])


def _implausible(text: str, number: Number, known: bool) -> dict[str, Any] | None:
    """Give a value nobody can have so that it is asked about; guess only the obvious slip."""
    if number.value > 1100 or not (known or number.unit):
        return None
    guess = _guess(text, number)
    if guess is None and not (known and _is_told(text, number)):
        return None
    return {
        "c": None,
        "plausible": False,
        "suggest_c": None if guess is None else float(round_up(guess)),
    }


def _guess(text: str, number: Number) -> Decimal | None:
    """Return what 366, 3.65, 七度八 or 98.6 was surely meant to be."""
    value = number.value
    if 340 <= value <= 425 and not number.exact:
        return value / 10
    if Decimal("3.4") <= value <= Decimal("4.25") and value.as_tuple().exponent == -2:
        return value * 10
    one_decimal = value.as_tuple().exponent == -1
    if number.short or (one_decimal and 5 <= value < 10 and _says_temperature(text, number)):
        return value + 30
    if 94 <= value <= 108 and (number.exact or _says_temperature(text, number)):
        return (value - 32) * 5 / 9
    return None


def _is_told(text: str, number: Number) -> bool:
    """Tell whether an impossible value was clearly given as a temperature."""
    if number.value < 10:
        return bool(_AFTER_TEMPERATURE.search(text[max(0, number.start - 6) : number.start]))
    given = number.exact or number.unit or _says_temperature(text, number)
    return 20 <= number.value < 94 and given


def _says_temperature(text: str, number: Number) -> bool:
    return bool(
        re.search(
            r"(?:体温|温度|烧到|烧了|腋温|额温|耳温|[量测][了的是]?)[^,。;!?\d]{0,5}$",
            text[max(0, number.start - 12) : number.start],
        )
    )
