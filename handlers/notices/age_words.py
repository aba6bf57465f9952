"""How old somebody is who is meant, in words: 60岁以上的老人, 七八十岁, 老人, 学龄前的孩子."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from community.notices import aged
from core.numerals import HAN, to_int

OLD, VERY_OLD = 60, 80  # 老年人 by the law; 高龄 where it is paid for
_N = rf"(?:\d{{1,3}}|[{HAN}]{{1,4}})"
_LEAD = r"(?:全体|所有|各位?|各家|家里|家中|家)?(?:的)?有?(?:年龄|年纪)?(?:在|满|够|超过|大于|小于|不满|不到|未满|过了?)?"
_YEARS = r"(?:周)?岁"
_SPAN = re.compile(
    rf"{_LEAD}(?P<a>{_N})(?:{_YEARS})?\s*(?:到|至|[-－—–~～])\s*(?P<b>{_N}){_YEARS}(?:之间|的|(?=[老孩儿居人]))"
)
_FROM = re.compile(rf"{_LEAD}(?P<a>{_N}){_YEARS}(?:及|或|和)?(?:以上|往上|朝上|起|开外)")
_UNDER = re.compile(rf"{_LEAD}(?P<b>{_N}){_YEARS}(?:及|或|和)?(?:以下|以内|往下)")
_TEN = re.compile(rf"{_LEAD}(?P<a>{_N})(?:多|几|来){_YEARS}(?=[的老])")
_AT_LEAST = re.compile(
    rf"(?:全体|所有|各位?|家里|家中|家)?有?(?:年龄|年纪)?(?:满|够|超过|大于|过了?|上了)(?P<a>{_N}){_YEARS}(?=[的老])"
)
_YOUNGER = re.compile(
    rf"(?:全体|所有|各位?|家里|家中|家)?有?(?:年龄|年纪)?(?:小于|不满|不到|未满)(?P<b>{_N}){_YEARS}(?=[的孩儿])"
)
_THINGS = r"(?![节卡机院协证大公食活优乐日])"  # 老人节, 老人卡, 老年大学
_VERY_OLD = re.compile(
    rf"(?:全体|所有|各位?|家里有|家有)?(?:的)?高龄(?:的)?(?:老年?人|者|户|居民)?{_THINGS}"
)
_OLD = re.compile(
    rf"(?:全体|所有|各位?|家里有|家有)?(?:的)?(?:老年?人家?{_THINGS}|老年朋友|(?:大爷大妈|爷爷奶奶|老头老太太?|老爷爷老奶奶)|长者{_THINGS}|(?:年纪|岁数|年龄)大(?:一点|些)?的|上了?(?:年纪|岁数)的)"
)
_CHILDREN = re.compile(r"(?:的)?(?:孩子|儿童|小孩|小朋友|学生|少年|娃娃?)?")


@dataclass(frozen=True, slots=True)
class AgeSaid:
    """One trait of age, and where its words end."""

    trait: str
    end: int


def match(text: str, at: int) -> AgeSaid | None:
    """Read an age, or a word for one, at this place of a text."""
    for pattern, of in _READERS:
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            continue
        low, high = of(found)
        if low is None or high is None or not 0 <= low <= high:
            return None
        end = found.end()
        if high < OLD and (children := _CHILDREN.match(text, end)):
            end = children.end()
        return AgeSaid(aged.trait(low, high), end)
    return None


def _number(said: str) -> int | None:
    return to_int(said)


_MOST = aged.OLDEST
Span = tuple[int | None, int | None]
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]], ...] = (
    (_SPAN, lambda found: (_number(found["a"]), _number(found["b"]))),
    (_FROM, lambda found: (_number(found["a"]), _MOST)),
    (_UNDER, lambda found: (0, _number(found["b"]))),
    (_TEN, lambda found: (_number(found["a"]), (_number(found["a"]) or 0) + 9)),
    (_AT_LEAST, lambda found: (_number(found["a"]), _MOST)),
    (_YOUNGER, lambda found: (0, (_number(found["b"]) or 1) - 1)),
    (_VERY_OLD, lambda _: (VERY_OLD, _MOST)),
    (_OLD, lambda _: (OLD, _MOST)),
)
