"""Buildings as they are named: 1到9号楼、12号楼; 9-1栋; 3号楼1、2单元."""

import re
from collections.abc import Iterator

from core.late import late
from core.numerals import HAN, to_int

MOST = 200  # buildings one range may stand for
N = rf"(?:\d{{1,3}}|[{HAN}]{{1,3}})"
U = r"(?:号楼|号院|栋楼?|幢|座|#楼?)"
DASH = r"[-－—–‐‑−~～到至]{1,2}"
JOINS = r"[、,，;；/和及与跟]|以及|还有"
_E = rf"{N}(?:\s*{DASH}\s*{N})?"
_ENTRANCES = (
    rf"(?:{_E}\s*(?:单元)?(?:{JOINS}))*{_E}\s*单元"  # of one building: 1、2单元, 1单元和3单元
)
_ONE = rf"{N}\s*{U}?(?:\s*{DASH}\s*{N}\s*{U}?)?(?:\s*{_ENTRANCES})?"
BUILDINGS = late(rf"{_ONE}(?:(?:{JOINS}){{1,3}}{_ONE})*")
_EACH = re.compile(
    rf"(?P<a>{N})\s*(?P<u>{U})?(?:\s*{DASH}\s*(?P<b>{N})\s*(?P<v>{U})?)?(?:\s*(?P<e>{_ENTRANCES}))?"
)


def read(text: str) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """Read each building or range, as far as a word says that these are buildings.

    In “1、3、5号楼 9点” the last number is none of them.
    """
    found = list(_EACH.finditer(text))
    named = [i for i, each in enumerate(found) if each["u"] or each["v"]]
    if not named:
        return
    for each in found[: named[-1] + 1]:
        first, last = to_int(each["a"]), to_int(each["b"]) if each["b"] else None
        if first is None:
            continue
        low, high = sorted((first, last if last is not None else first))
        numbers = range(low, min(high, low + MOST) + 1)
        entrances = _entrances(each["e"] or "")
        yield [(str(number), entrance) for number in numbers for entrance in entrances], each.end()


def _entrances(words: str) -> list[str]:
    """Read “1、3单元”, “1到3单元”; one that is "" where none is named."""
    found: list[str] = []
    for each in re.finditer(rf"(?P<a>{N})(?:\s*{DASH}\s*(?P<b>{N}))?", words):
        first, last = to_int(each["a"]), to_int(each["b"] or each["a"])
        if first is not None and last is not None:
            found += [str(number) for number in range(first, min(last, first + MOST) + 1)]
    return found or [""]
