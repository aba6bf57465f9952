"""On which floors somebody lives who is meant, in words: 一楼住户, 底层的, 1到3楼, 五楼以上的住户."""

import re
from dataclasses import dataclass

from community.notices import floors
from core.numerals import HAN, to_int
from handlers.notices.building_words import DASH

_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_LEAD = r"(?:全体|所有|各|住在?|家住)?(?:的)?"
_U = r"(?:层楼|[楼层])"
# “一楼大厅”, “三楼会议室”, “二楼平台” are places; people are named behind a floor, or nothing is.
_PEOPLE = r"(?:的)?(?:全体|所有)?(?:的)?(?:住户|居民|业主|租户|村民|人家?(?![防行工员车口民])|邻居|各?户|家庭)"
_ENDS = rf"(?:{_PEOPLE}(?:们)?|(?=的?[\s,，:：、和及与])|(?=的))"
_SPAN = re.compile(rf"{_LEAD}第?(?P<a>{_N}){_U}?\s*(?:{DASH})\s*(?P<b>{_N}){_U}(?:之间)?{_ENDS}")
_TWO = re.compile(rf"{_LEAD}第?(?P<a>[一二三四五六七八九\d]){_U}?[、和](?P<b>{_N}){_U}{_ENDS}")
_UP = re.compile(rf"{_LEAD}第?(?P<a>{_N}){_U}(?:及|和|或)?(?:以上|往上|朝上){_ENDS}")
_DOWN = re.compile(rf"{_LEAD}第?(?P<b>{_N}){_U}(?:及|和|或)?(?:以下|往下|朝下){_ENDS}")
_ONE = re.compile(rf"{_LEAD}第?(?P<a>{_N}){_U}{_ENDS}")
_GROUND = re.compile(rf"{_LEAD}(?:底层|底楼|最底下一层){_ENDS}")


@dataclass(frozen=True, slots=True)
class FloorSaid:
    """One trait of a floor, and where its words end."""

    trait: str
    end: int


def match(text: str, at: int) -> FloorSaid | None:
    """Read a floor at this place of a text."""
    for pattern in (_SPAN, _TWO, _UP, _DOWN, _ONE, _GROUND):
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            continue
        low, high = _floors(found)
        if not 1 <= low <= high or (pattern is _TWO and high != low + 1):
            return None
        return FloorSaid(floors.trait(low, high), found.end())
    return None


def _floors(found: re.Match[str]) -> tuple[int, int]:
    said = found.groupdict()
    low = to_int(said["a"]) if said.get("a") else 1
    high = to_int(said["b"]) if said.get("b") else None
    if high is None:
        high = floors.HIGHEST if found.re is _UP else low
    return low or 0, high or 0
