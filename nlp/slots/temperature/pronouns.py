"""Whom 他 and 她 mean before a number: the relative spoken of last, or somebody to be asked about."""

import re

from nlp.slots.people import Mention
from nlp.slots.temperature.meant import AT_ANOTHER_TIME, TENDING, TENDS
from nlp.slots.temperature.reading import SOMEBODY, Reading

_PRONOUN = re.compile(r"(?<![其吉])[他她它](?!们?家)")
# “他刚睡醒38.0”: what he did stands between; who is only met or spoken to is not the one measured.
_WITH_THEM = re.compile(
    r"(?:[跟和与同陪见接触碰离随等找送看望照顾伺候护理]|接触过?|照顾|伺候|离开|告诉|通知|听|问|被|遇[到见])了?$"
)
_TOGETHER = re.compile(r"[和跟与、]")  # 老公和儿子都在,他38.2: which of them
_TOLD = re.compile(
    rf"(?:们|俩|仨|几个)?(?:[^,。;!?\d]{{0,16}}|[^。;!?\d]{{0,24}}我(?:{TENDS})[^。;!?\d]{{0,12}})$"
)
_ALL = re.compile(r"们?(?:俩|仨|几个)?\s*(?:都|全|均|[\d三])")


def read(text: str, found: list[Mention], readings: list[Reading]) -> list[Mention]:
    """Let 他 and 她 before a number mean the relative spoken of last; else it is to be asked who.

    Who has a reading already, of the same time, is somebody else: 我妈36.3,他38.8.
    """
    meant = []
    for match in _PRONOUN.finditer(text):
        if any(m.start <= match.start() < m.end for m in found):
            continue  # 孩子他妈
        if not _is_measured(text, match, found, readings):
            continue
        meant.append(Mention(_whom(text, match, found, readings), *match.span()))
    return meant


def _is_measured(
    text: str, match: re.Match[str], found: list[Mention], readings: list[Reading]
) -> bool:
    """Tell whether a reading follows in the same clause, with nobody else between."""
    after = next((r for r in readings if r.start >= match.end()), None)
    if after is None or not _TOLD.fullmatch(text[match.end() : after.start]):
        return False
    between = [m for m in found if match.end() <= m.start < after.start]
    if not all(_may_stand_between(text, m) for m in between):
        return False
    with_them = _WITH_THEM.search(text, 0, match.start())
    return with_them is None or bool(_ALL.match(text, match.end()))


def _may_stand_between(text: str, mention: Mention) -> bool:
    """Tell 她自己 and whoever tends her from somebody else that is measured."""
    is_self = text[mention.start : mention.end] == "自己"
    return mention.who == "本人" and (is_self or bool(TENDING.match(text, mention.end)))


def _whom(text: str, match: re.Match[str], found: list[Mention], readings: list[Reading]) -> str:
    before = [m for m in found if m.end <= match.start() and m.who not in ("本人", "全家")]
    pair = len(before) > 1 and _TOGETHER.fullmatch(text[before[-2].end : before[-1].start])
    if pair or text[match.end() : match.end() + 1] in tuple("们俩仨几") or not before:
        return SOMEBODY
    last = max(before, key=lambda m: m.end)
    told = [
        r
        for r in readings
        if _is_of(r, last, found)
        and r.start < match.start()
        and not text[: r.start].endswith("不是")
    ]
    if told and not AT_ANOTHER_TIME.search(text, told[-1].end, match.end() + 4):
        return SOMEBODY
    return last.who


def _is_of(reading: Reading, mention: Mention, found: list[Mention]) -> bool:
    """Tell whether a reading stands behind somebody named, and nobody is named between."""
    return mention.end <= reading.start and not any(
        mention.end <= other.start < reading.start for other in found
    )
