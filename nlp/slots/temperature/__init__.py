"""Temperatures people report; in doubt towards fever, and asked about rather than lost."""

import re
from datetime import date
from typing import Any

from nlp.normalize import Text
from nlp.slots.people import mentions
from nlp.slots.temperature import corrections, days, grid, named, owners, settling, unmeasured
from nlp.slots.temperature.numbers import find, plainly, spell
from nlp.slots.temperature.reading import FEVER, Reading, candidates, is_doubtful

__all__ = ["FEVER", "Reading", "as_slots", "is_doubtful", "read"]

_CUE = re.compile(
    r"\d\d|\d\.\d|[三四五六七八九][十〇零一二三四五六七八九点度]|[五六七八九]度|[廿卅]|\d度|百"
)
_FILLER = re.compile(
    r"体温|温度|测温|今天|今日|今早|今晚|昨天|昨晚|早上|上午|中午|下午|晚上|现在|刚才|刚刚|刚|量了?|测了?|报平安|报告?|打卡|度|°|是|的|都|了|早|午|晚|左右|多|大概|约|"
    r"没量|没测|以上|以下|不到|超过|高于|低于|没到|快|一直|将近|大约|正常|和|分别|不对|打错了|[\s,，。、;:!?/~()|.-]|家里人?|这边|您好|你好|谢谢|好的|嗯|有|就"
)


def read(text: Text, today: date) -> tuple[list[Reading], list[str]]:
    """Return the readings in a message of that day, and who was not measured."""
    text = plainly(text)
    if not _CUE.search(text.clean):
        return [], unmeasured.read(text, [])
    kin = mentions(text)
    ends = frozenset(p.end for p in kin)
    found = candidates(text, ends, _is_list(text, people_spans=[(p.start, p.end) for p in kin]))
    people = named.people(text, found, kin) if found else []
    dated = days.give(text.clean, owners.assign(text, found, people), today)
    placed = grid.place(text, dated, today)
    readings = settling.settle(text, corrections.correct(text, placed), people)
    return readings, unmeasured.read(text, readings)


def _is_list(text: Text, people_spans: list[tuple[int, int]]) -> bool:
    """Tell whether a message holds nothing but numbers, people and times of day."""
    if len(text.clean) > 120:
        return False
    spelled = spell(text.clean)
    spans = people_spans + [(n.start, n.end) for n in find(spelled)]
    rest = "".join(ch for i, ch in enumerate(spelled) if not any(a <= i < b for a, b in spans))
    return len(_FILLER.sub("", rest)) <= 1


def as_slots(readings: list[Reading]) -> list[dict[str, Any]]:
    """Return the readings as the slot schema writes them."""
    return [reading.as_slot() for reading in readings]
