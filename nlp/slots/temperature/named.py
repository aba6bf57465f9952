"""The people readings belong to: relations, names right before a number, and 他 or 她."""

import re

from nlp.normalize import Text
from nlp.slots.names import BARE
from nlp.slots.people import Mention, mentions
from nlp.slots.temperature.reading import Reading

_NAME_BEFORE = re.compile(
    r"(?:^|号楼|[\s,.。;、:\d度室号栋座户房楼上下壁元的])("
    + BARE.pattern
    + r")(?:\([^)]{1,4}\))?[\s,]*(?:1[3-9]\d{9}\s*)?(?:今天|今早|今晚|早上|晚上|现在)?报?(?:体温)?是?\s*:?\s*$"
)
_NAME_AFTER = re.compile(r"[度°\s(]{0,2}(?!谢谢|平安)(" + BARE.pattern + r")(?=$|[\s,、。;)]|\d)")
_MYSELF = re.compile(r"(?:我是|我叫|俺是|本人)[^,。;!?]{0,14}$")
_NAME_GIVEN = re.compile(
    r"^(?:周[一二三四五六日末天]|单[元位]|司机|安好|安全|康复|常规|方便|万幸|高兴|于是|乐观|路上|牛奶|平静|和好)|[咳嗽痛疼吐泻晕烧温度量测热午晚早天次时点在是有到了说上下约最概部该家的都体来人候日低高多正常然后今昨样我你他她后内外前会也还就又再出入左右氏内室房均区]"
)
_BABIES = ("大宝", "二宝", "三宝", "孩子")  # 李小宝 is a name
_PRONOUN = re.compile(r"[他她](?=(?:的|体温|现在|今天|是|刚才|[\s,:])*[\d三])")


def people(text: Text, readings: list[Reading]) -> list[Mention]:
    """List relations, and names that stand right before a reading."""
    found = mentions(text)
    for reading in readings:
        begin = max(0, reading.start - 24)
        match = _NAME_BEFORE.search(text.clean[begin : reading.start])
        if match and BARE.fullmatch(match[1]) and not _NAME_GIVEN.search(match[1]):
            start = begin + match.start(1)
            if _MYSELF.search(text.clean[max(0, start - 16) : start]):
                continue
            end = start + len(match[1])
            found = [m for m in found if m.who not in _BABIES or not start < m.start < end]
            if not any(m.start < end and start < m.end for m in found):
                found.append(Mention(match[1], start, end))
        follows = _NAME_AFTER.match(text.clean, reading.end)
        if follows and not _NAME_GIVEN.search(follows[1]):
            found.append(Mention(follows[1], *follows.span(1)))
    found += _pronouns(text.clean, found)
    return sorted(found, key=lambda m: m.start)


def names_follow(text: str, people: list[Mention], readings: list[Reading]) -> bool:
    """Tell 36.5我 36.8老婆 from 我36.5 老婆36.8."""
    if len(readings) < 2 or not people or people[0].start < readings[0].start:
        return False
    starts = [p.start for p in people]
    return all(
        any(re.fullmatch(r"[度°\s(]{0,3}是?", text[r.end : s]) for s in starts if s >= r.end)
        for r in readings
    )


def _pronouns(text: str, found: list[Mention]) -> list[Mention]:
    """Let 他 and 她 before a number mean the relative spoken of last."""
    meant = []
    for match in _PRONOUN.finditer(text):
        before = [m for m in found if m.end <= match.start() and m.who != "本人"]
        if before:
            meant.append(Mention(max(before, key=lambda m: m.end).who, *match.span()))
    return meant
