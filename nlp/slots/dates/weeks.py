"""Weeks and their days: 下下周三, 本周, 周5, 下周的星期二, 周一至五."""

import re

from nlp.slots.dates.moment import DAY, Moment, Span
from nlp.slots.dates.numerals import shift

DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
WEEK = r"(?:周|星期|礼拜)"
WHICH = r"(?:上{1,4}|再?下{1,4}|本|这)(?:一)?个?"
# A number that counts something else behind the week: 本周6号楼, 上周2次, 本周36.8.
_COUNTS = r"\s*(?:号[楼院栋]|号(?!$|[,。\s去回来到走])|楼(?![上下道梯])|栋|幢|单元|层|门(?!诊)|座|室|户|家|个|人|次|例|名|位|度|℃|小时|斤|场|轮|条|元|块|%|起|批|针|瓶|盒|袋|包|片|天|年|路|区)"
_DIGIT = rf"[1-7](?![\d%A-Za-z]|[.,:/]\d|-\d|{_COUNTS})"
_HAN = r"[一二三四五六日天](?!号[楼院栋]|楼(?![上下道梯])|栋|幢|单元|层)"
_NOT_AFTER = r"(?!愉快|快乐|次|[一-龥]岁|到两|岁|个|边|天内|天[的]核)"
WEEKDAY = rf"(?P<which>{WHICH})?{WEEK}(?:的?{WEEK})?(?P<wd>{_HAN}|末|{_DIGIT})"


def weekday(word: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return int(word) - 1 if word.isdecimal() else DAYS[word]


def monday(moment: Moment, which: str | None) -> Span:
    """Return the week that 本, 下下 or 上 names."""
    first = moment.today - DAY * moment.today.weekday() + DAY * 7 * shift(which)
    return Span(first, first + DAY * 6)


def _week(match: re.Match[str], moment: Moment) -> Span | None:
    return monday(moment, match["which"])


def _weekday(match: re.Match[str], moment: Moment) -> Span | None:
    which, day = match["which"], match["wd"]
    first = monday(moment, which).start
    if day == "末":
        return Span(first + DAY * 5, first + DAY * 6)
    found = first + DAY * weekday(day)
    if not which and moment.tense == "past" and found > moment.today:
        found -= DAY * 7
    elif not which and moment.tense != "past" and found < moment.today:
        found += DAY * 7
    last = match.groupdict().get("wd2")
    ahead = (weekday(last) - weekday(day)) % 7 if last else 0
    return Span(found, found + DAY * ahead if ahead else None)


RULES = [
    (re.compile(rf"{WEEKDAY}{_NOT_AFTER}"), _weekday),
    (
        re.compile(
            rf"(?P<which>{WHICH})?{WEEK}(?P<wd>[一二三四五六1-6])\s*[-~—–至到]\s*(?P<wd2>[二三四五六日2-7])(?!{_COUNTS}|[\d.点:一二三四五六七八九十])"
        ),
        _weekday,
    ),
    (
        re.compile(rf"(?P<which>{WHICH}){WEEK}(?![日天末岁围边]|[一二三四五六](?!{_COUNTS}))"),
        _week,
    ),
]
