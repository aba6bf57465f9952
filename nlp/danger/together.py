"""Signs that are no danger one by one, and are one together."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.danger import cues
from nlp.danger.lexicon import HERE, compiled, rows

ENOUGH = 4
GRAVE = 2  # the weight of a sign one of which must be among them
NAME = "快不行了"
_NOT_NOW = re.compile(
    r"疫苗|打完?针|加强针|打了针|吃完药|跑步|健身|登革热(疫苗|检测)|[两二三四五六七八九十几]天了?,?(一直)?没事"
)


@dataclass(frozen=True, slots=True)
class Lesser:
    """One group of such signs."""

    group: str
    weight: int
    pattern: re.Pattern[str]


@cache
def _parts() -> tuple[Lesser, ...]:
    return tuple(
        Lesser(group, int(weight), compiled(pattern))
        for group, weight, pattern in rows(HERE / "together.txt")
    )


def add_up(sentences: list[str], *, is_notice: bool) -> bool:
    """Tell whether enough of them are said of somebody, now."""
    whole = "".join(sentences)
    if is_notice or _NOT_NOW.search(whole) or not cues.somebody_has_it(whole, "", ""):
        return False
    found = {part.group: part.weight for part in _parts() if _is_said(part, sentences)}
    return sum(found.values()) >= ENOUGH and GRAVE in found.values()


def _is_said(part: Lesser, sentences: list[str]) -> bool:
    for sentence in sentences:
        for match in part.pattern.finditer(sentence):
            before, after = sentence[: match.start()][-60:], sentence[match.end() :][:60]
            if not _is_away(before, match[0], after, sentence):
                return True
    return False


def _is_away(before: str, sign: str, after: str, sentence: str) -> bool:
    return (
        cues.is_denied(before, sign, after)
        or cues.is_supposed(before, sign, after, is_mind=False)
        or cues.is_past(before, sign, after)
        or cues.is_exaggerated(before, sign, after, is_loose=True)
        or cues.is_told_of_others(before, sign, after, is_mind=False)
        or cues.is_mended(after)
    )
