"""Which readings a correction takes back: 不对是36.7, 打错了, 不是36.5是37.5, 36.2写成38.2了."""

import re
from dataclasses import replace

from nlp.normalize import Text
from nlp.slots.temperature.reading import Reading

_CORRECTION = re.compile(
    r"(?<![对])不对(?![劲头付])|(?<!是)不是(?=[,。!?、\s]|\d|三十)|[打写说输发报弄搞记看填按]错|手滑|手误|更正|纠正|改成|改为|不算(?:数)?(?=[,。;])|(?:没甩|没夹[好紧]|夹歪|不准|坏了)[^。;!?\d]{0,10}(?:重新|再|又|重)[量测]|应该是(?=\s*[\d三])|应为|才对|错了|(?:不好意思|对不起|抱歉|哎呀|哦|噢|啊|呃|[sS]orry)[,\s]*(?:不[,\s]*)?(?:应该)?是$"
)
_WRITTEN_AS = re.compile(
    r"[\s,度°]*(?:我|给|被|又)*(?:[写打输发报说看记填]错?|错[写打输发报说看记填])成了?\s*"
)
_WRONG = r"(?:[打写说输发报弄搞记看填按]错|手滑|手误|错了|不对(?!劲))"


def correct(text: Text, readings: list[Reading]) -> list[Reading]:
    """Take back what a later 不对, 打错了 or 不是 replaces."""
    kept: list[Reading] = []
    denied = [r for r in readings if _denied(text.clean, r)] or _miswritten(text.clean, readings)
    if len(denied) < len(readings):
        readings = [_like(r, denied) for r in readings if r not in denied]
    if denied and len({(r.who, str(r.value), r.day, r.part) for r in readings}) == 1:
        readings = readings[:1]  # said before the wrong one, and again behind it
    for i, reading in enumerate(readings):
        left = readings[i - 1].end if i else 0
        if kept and reading.start > left and _CORRECTION.search(text.clean, left, reading.start):
            left_over = _without(kept, reading)
            reading = _like(reading, [r for r in kept if r not in left_over])
            kept = left_over
        kept.append(reading)
    if kept and re.match(
        rf"[度°\s,]*(?:上面|刚才|刚刚)?(?:是|我)?{_WRONG}", text.clean[kept[-1].end :]
    ):
        last = kept[-1]
        doubt = {
            "c": None,
            "raw": text.original(last.start, last.end),
            "plausible": False,
            "suggest_c": None,
        }
        kept[-1] = replace(last, value=doubt)
    return kept


def _like(reading: Reading, replaced: list[Reading]) -> Reading:
    """Let a reading know the one whose place it takes, and be of the same part of the day."""
    if len(replaced) != 1 or replaced[0].who != reading.who or replaced[0].day != reading.day:
        return reading
    old = replaced[0]
    return replace(reading, part=reading.part or old.part, instead_of=old.value.get("c"))


def _denied(text: str, reading: Reading) -> bool:
    """Tell 不是36.5是37.5 and 是37.9不是36.9."""
    return bool(
        re.search(
            r"(?<!是)不是(?:体温|[我他她])?\s*$", text[max(0, reading.start - 8) : reading.start]
        )
    )


def _miswritten(text: str, readings: list[Reading]) -> list[Reading]:
    """Find the number that 36.2写成38.2了 takes back."""
    pairs = zip(readings, readings[1:], strict=False)
    return [r for last, r in pairs if _WRITTEN_AS.fullmatch(text[last.end : r.start])]


def _without(kept: list[Reading], new: Reading) -> list[Reading]:
    same = [r for r in kept if r.who == new.who] or kept[-1:]
    same = [r for r in same if new.part and r.part == new.part] or same[-1:]
    return [r for r in kept if r is not same[-1]]
