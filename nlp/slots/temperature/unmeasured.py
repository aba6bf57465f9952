"""Those in a household whose temperature was not taken."""

import re

from nlp.normalize import Text
from nlp.slots.people import Mention, mentions
from nlp.slots.temperature import given
from nlp.slots.temperature.reading import SOMEBODY, Reading

_MISSING = re.compile(
    r"(?:还没有?|没有?|未|忘记了?|忘了|忘|漏|来不及|没法|没办法|不能|不肯|不愿意?|[不没]让|没空|没来得及|还未|没顾上|没条件)(?:给\S{1,3})?(?:量|测)(?!到|出|过)(?:体温|温度)?|量不了|测不了|(?<!发烧)睡着了"
)
_JOINED = re.compile(r"\s*(?:和|跟|与|、|以及|还有|,)?\s*")
_NOBODY = re.compile(r"(?:谁|哪个|一个)[也都]?$|没一个|没有?一个人?")  # 今天谁都没量
_OTHER_DAY = re.compile(r"昨|前[天晚]|[上那][周个次]|周[一二三四五六日]|\d[号日]")
_IS_ME = re.compile(r"[我俺咱]|自己|本人")
_IS_HIS = re.compile(r"(?<![其吉])[他她]")
_HAS_PAST = re.compile(r"今|现在|刚")


def read(text: Text, readings: list[Reading]) -> list[str]:
    """List those whose temperature was not taken today."""
    people = mentions(text)
    measured = {r.who for r in readings}
    found: list[str] = []
    for match in _MISSING.finditer(text.clean):
        if "睡着" in match[0] and not readings:
            continue
        start = max((r.end for r in readings if r.end <= match.start()), default=0)
        if _is_of_another_day(text.clean[start : match.start()]):
            continue
        named = _whom(text.clean, people, start, match.start())
        for who in _told_before(text.clean[start : match.start()], named, start, readings):
            if who not in measured and who not in found:
                found.append(who)
    return found


def _whom(text: str, people: list[Mention], start: int, end: int) -> list[str]:
    """Return who is named before: 我和老婆忘量了 is said of two."""
    before = [p for p in people if start <= p.start and p.end <= end]
    clause = max(start, text.rfind(",", start, end) + 1)
    if _IS_HIS.search(text, clause, end) and not any(p.start >= clause for p in before):
        return []  # 我和弟弟住,他不肯量
    if not before and _NOBODY.search(text[start:end]):
        return ["全家"]
    if not before:
        called = given.name_before(text[start:end])
        is_his = _IS_HIS.search(text, start, end)
        return [called[0]] if called else [] if is_his else ["本人"]
    group = [before[-1]]
    for mention in reversed(before[:-1]):
        gap = text[mention.end : group[0].start]
        together = mention.start == group[0].start or (gap.strip() and _JOINED.fullmatch(gap))
        if not together:
            break
        group.insert(0, mention)
    return [p.who for p in group]


def _told_before(said: str, named: list[str], start: int, readings: list[Reading]) -> list[str]:
    """Let 她昨天38.8,今天还没量 be of her, and not of the speaker."""
    last = next((r for r in readings if r.end == start and r.day), None)
    if last is None or named != ["本人"] or _IS_ME.search(said):
        return named
    return [last.who] if last.who and last.who != SOMEBODY else []


def _is_of_another_day(said: str) -> bool:
    days = [m.end() for m in _OTHER_DAY.finditer(said)]
    return bool(days) and not _HAS_PAST.search(said, days[-1])
