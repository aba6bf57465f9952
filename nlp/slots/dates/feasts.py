"""Feasts and lunar days: 大年初三, 腊月二十八, 小年, 元宵节前一天, 国庆."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from lunardate import LunarDate

from core.late import late
from core.numerals import to_int
from nlp.slots.dates.moment import DAY, Moment, Span, Why

# Month and day; negative months are lunar, so (-12, 23) is 腊月二十三.
_FEASTS: dict[str, tuple[int, int]] = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "植树节": (3, 12), "愚人节": (4, 1),
    "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建军节": (8, 1),
    "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "平安夜": (12, 24),
    "圣诞": (12, 25), "跨年": (12, 31), "双十二": (12, 12),
    "春节": (-1, 1), "大年初一": (-1, 1), "元宵": (-1, 15), "龙抬头": (-2, 2), "二月二": (-2, 2), "端午": (-5, 5), "三月三": (-3, 3), "七夕": (-7, 7),
    "中元": (-7, 15), "中秋": (-8, 15), "重阳": (-9, 9), "腊八": (-12, 8), "小年": (-12, 23), "除夕": (-12, 30),
    "大年三十": (-12, 30), "年三十": (-12, 30), "大年夜": (-12, 30), "大年30": (-12, 30), "年夜饭": (-12, 30), "年根": (-12, 29), "腊月底": (-12, 30), "腊月末": (-12, 30),
}  # fmt: skip
_SOLAR_TERMS = {
    "清明": (4, 4.81),
    "冬至": (12, 21.94),
    "立春": (2, 3.87),
    "夏至": (6, 21.37),
    "立冬": (11, 7.438),
}

# 过年 names the day only where something happens on it; 回家过年 says what for.
_NEW_YEAR = r"(?<!家)(?<!乡)(?P<guonian>过年)(?=期间|的?时候|那几?天|那会|回|放假|当天)"
_NAMES = "|".join(sorted([*_FEASTS, *_SOLAR_TERMS], key=len, reverse=True))
_DAY = r"(?:初[一二三四五六七八九十]|初\d{1,2}|[二三]十[一二三四五六七八九]?|十[一二三四五六七八九]|廿[一二三四五六七八九]|\d{1,2})"
_DAYS = ("eve", "new", "new2", "bare", "day", "day2", "day3")
_LUNAR_MONTHS = {
    "正": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "冬": 11,
    "十一": 11,
    "十二": 12,
    "腊": 12,
}
_LUNAR = (
    rf"(?:大年|(?<![今明去全一两三半几每前])年|春节)(?P<new>初(?:[一二三四五六七八九十]|\d{{1,2}}))"
    rf"|(?:大年|(?<![今明去全一两三半几每前\d])年)(?P<eve>二十[三四五六七八九]|廿[三四五六七八九]|2[3-9](?!\d))"
    rf"|(?:农历|阴历|旧历)?的?(?P<month>[正腊冬])月(?P<day>{_DAY})(?:日|号)?"
    rf"|(?:农历|阴历|旧历)?的?(?P<whole>[正腊冬])月(?![初一二三四五六七八九十廿\d底末饼半肉])"
    rf"|(?:农历|阴历|旧历)的?(?P<month2>十[一二]|[正二三四五六七八九十冬腊])月(?P<day2>{_DAY})"
    rf"|(?P<month3>十[一二]|[二三四五六七八九十])月(?P<day3>初[一二三四五六七八九十])"
    rf"|(?:农历|阴历|旧历)(?P<new2>初[一二三四五六七八九十])"
    rf"|(?<![年月最起当开太始高读上念学第是子])(?P<bare>初[一二三四五六七八九十])(?![一二三高]?(?:学生|年级|毕业|班|开学|的?孩子|女生|男生|的?学|,?高|高|上课|复课|返校|物理|语文|英语|数学|家长|老师|期末|期中))"
)
_FEAST = rf"(?P<feast>{_NAMES})(?!路|广场|街|大道|村|小学|中学|大桥|公社|社区|月饼|轻|糕|粥|饺子|档|套餐|促销|工程|棚|长假票|上河|木|儿童|幼儿园|汤圆|粿|蒜|树|帽|老人|贺卡|(?:佳?节)?(?:快乐|愉快|安康|吉祥|大吉|福利|大促))(?:佳?节)?"
_YEAR = r"(?:(?P<year>今年|去年|明年|前年|后年|来年|\d{4}年)的?)?"
_N = r"[一二两三四五六七八九十\d]{1,2}"
_WEEKS = r"(?:周|个?星期|个?礼拜)"
_SHIFT = (
    rf"(?:的?(?:(?P<before>前|提前|之前)(?P<b>{_N})[天日]|(?P<b2>{_N})天(?:之|以)?前|(?P<week>前一周|前一个?星期|前一个?礼拜)"
    rf"|(?P<after>过?后|之后|以后)(?:的?第(?P<nth2>{_N})天|(?P<a>{_N})[天日]|(?P<aw>{_N}){_WEEKS})|(?P<a2>{_N})天(?:之|以)?后|(?P<aw2>{_N}){_WEEKS}(?:之|以)?后"
    rf"|第(?P<nth>[二三四五六七])天|(?P<vague>过?后|之后|以后)(?!勤|面|边|续|来)|前夕|期间|假期|长假|小长假|放假|当天|那天|当晚|那会儿?))?"
)
PATTERN = late(rf"(?P<over>过完|过了)?{_YEAR}(?:{_LUNAR}|{_FEAST}|{_NEW_YEAR}){_SHIFT}")


def lunar_day(year: int, month: int, day: int) -> date | None:
    """Turn a lunar date into a calendar day; the 30th of a short month is its 29th."""
    for attempt in (day, day - 1):
        try:
            found: date = LunarDate(year, month, attempt).to_solar_date()
            return found
        except ValueError:
            continue
    return None


def _solar_term(year: int, month: int, base: float) -> date:
    short = year % 100
    return date(year, month, int(short * 0.2422 + base) - (short - (0 if month > 2 else 1)) // 4)


def _maker(match: re.Match[str]) -> Callable[[int], date | None] | None:
    """Return a function from a year to the day this phrase means in it."""
    name = "春节" if match["guonian"] else match["feast"]
    if name in _SOLAR_TERMS:
        month, base = _SOLAR_TERMS[name]
        return lambda year: _solar_term(year, month, base)
    if name:
        month, day = _FEASTS[name]
    else:
        spoken = (
            ("腊" if match["eve"] else None) or match["month"] or match["month2"] or match["month3"]
        )
        month = -_LUNAR_MONTHS[spoken or "正"]
        number = next(match[key] for key in _DAYS if match[key])
        day = to_int(number.removeprefix("初")) or 0
    if not 1 <= day <= (31 if month > 0 else 30):
        return None
    if month < 0:
        return lambda year: lunar_day(year, -month, day)
    return lambda year: date(year, month, day)


def resolve(match: re.Match[str], moment: Moment) -> Span | None:
    """Find the day meant: the next one, or the last one after a past tense."""
    if match["feast"] == "十一" and not re.match(
        r"(?:国庆|放假|假期|长假|期间|黄金周|小长假|回|去|出去)", match.string[match.end("feast") :]
    ):
        return None
    if (
        match["feast"] == "元宵"
        and "节" not in match[0]
        and not match["before"]
        and not match["after"]
    ):
        return None
    if match["vague"] or match["over"]:
        return moment.doubt(Why.VAGUE)
    if match["whole"]:
        return _whole_month(match, moment)
    make = _maker(match)
    if make is None:
        return None if match["feast"] else moment.doubt(Why.NO_SUCH_DAY)
    shift = _shift(match)
    year = moment.year_named(match["year"])
    if year is not None:
        found = make(year)
        return Span(found + shift) if found else None
    years = range(moment.today.year - 2, moment.today.year + 3)
    days = [day + shift for y in years if (day := make(y))]
    return Span(moment.pick(days, default="next"))


def _whole_month(match: re.Match[str], moment: Moment) -> Span | None:
    """Read 腊月里 as the lunar month."""
    month = _LUNAR_MONTHS[match["whole"]]
    year = moment.year_named(match["year"])
    here = moment.today.year
    years = [year] if year is not None else list(range(here - 2, here + 3))
    firsts = {first: y for y in years if (first := lunar_day(y, month, 1))}
    if not firsts:
        return None
    first = moment.pick(list(firsts), default="next")
    return Span(first, lunar_day(firsts[first], month, 30))


def _shift(match: re.Match[str]) -> timedelta:
    def said(*names: str) -> int:
        return to_int(next((match[name] for name in names if match[name]), "")) or 0

    back = 7 if match["week"] else said("b", "b2")
    nth = (said("nth") or 1) - 1
    return DAY * (said("a", "a2", "nth2") + 7 * said("aw", "aw2") - back + nth)
