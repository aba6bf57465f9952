"""Days of a month and of a year: 25号, 12月8日, 12/08, 下下个月5号; those that are not are asked about."""

import re

from nlp.slots.dates.moment import Moment, Span, Why
from nlp.slots.dates.numerals import ANY_D, ANY_M, YEAR_WORD, D, M, Y, day, month, month_end, number
from nlp.slots.dates.numerals import shift as shifted
from nlp.slots.dates.numerals import year as year_of

NOT_DAY = (
    r"(?!楼|栋|幢|院|线|门|厅|车|桌|文|房|病|地|口|店|台|机|馆|室|单元|公馆|通知|令|柜|坑|家(?!里(?!有人)|中|有(?!人)|来)|码|棚|公路|库|窗|疫苗|电|桩|位|座|铺|床|公告|决|院|公寓|公交"
    r"|商铺|住户|业主|高速|国道|省道|点位|方舱|井|住宅|基地|染|汽油|柴油|梯|仓|球|字|线路|密接|病例|患者|阳性|患|选手|工|地块|别墅)"
)
_TO = r"\s*[-~—–至到]+\s*"


def _full(match: re.Match[str], moment: Moment) -> Span | None:
    return _dated(year_of(match["y"]), number(match["m"]), number(match["d"]), moment)


def _dated(year: int, month_no: int, day_no: int, moment: Moment) -> Span | None:
    found = day(year, month_no, day_no)
    return Span(found) if found else _no_such(moment, year, month_no)


def _no_such(moment: Moment, year: int, month_no: int) -> Span | None:
    """Ask about a day that is not: the last of its month, or the first of the next?"""
    if not 2000 <= year < 2100:
        return None
    if not 1 <= month_no <= 12:
        return moment.doubt(Why.NO_SUCH_MONTH)
    last = month_end(month(year, month_no))
    return moment.doubt(Why.NO_SUCH_DAY, last, month(year, month_no + 1))


def _month_day(match: re.Match[str], moment: Moment) -> Span | None:
    month_no, day_no = number(match["m"]), number(match["d"])
    year = moment.year_named(match["yw"])
    years = range(moment.today.year - 1, moment.today.year + 2) if year is None else [year]
    days = [found for y in years if (found := day(y, month_no, day_no))]
    if not days:
        return None
    start = moment.pick(days, default="nearest")
    groups = match.groupdict()
    end_day, end_month = number(groups.get("d2")), number(groups.get("m2")) or start.month
    end = day(start.year + (end_month < start.month), end_month, end_day) if end_day else None
    return Span(start, end if end and end > start else None)


def _unlikely(match: re.Match[str], moment: Moment) -> Span | None:
    """Ask about 11月31号 and 13月5号; what is a day is read by the other rules."""
    month_no, day_no = number(match["m"]), number(match["d"])
    ordinary = 1 <= month_no <= 12 and 1 <= day_no <= 31
    if not ordinary and not match["mark"]:
        return None
    year = moment.year_named(match["yw"])
    years = range(moment.today.year - 1, moment.today.year + 2) if year is None else [year]
    if any(day(y, month_no, day_no) for y in years):
        return None
    if year is None and 1 <= month_no <= 12:
        ends = [month_end(month(y, month_no)) for y in years]
        year = moment.pick(ends, default="nearest").year
    return _no_such(moment, year or moment.today.year, month_no)


_NUMERIC = re.compile(
    r"[A-Za-z%点时]|\s*(?:号?楼|号[栋院]|路(?!上)|栋|幢|单元|层|片|粒|颗|杯|勺|袋|瓶|斤|两|剂|针|份|段|期|场|次|个|人|户|家|岁|天|周|月|年|度|元|块|米|以上|以下|左右|多)"
    r"|的(?!飞机|火车|高铁|动车|航班|[车票船班会号]|大巴|机票|核酸|报告|结果|疫苗|体温|预约|通知|行程|数据|夜|晚)"
)
_SHARE_AFTER = re.compile(r"\s*(?:都|没|不|还没)")
_SHARE_BEFORE = re.compile(
    r"(?:[吃服喝掉切占约超近剩缺差只]|大概|差不多|超过|不到|血压|视力|第)(?:了|过|有|到了?)?\s*$"
)
_HAPPENS = re.compile(
    r"\s*(?:[日号]|[-~—–至到]|早|上午|中午|下午|晚|凌晨|\d{1,2}[:点]|[回去来返抵走从坐乘飞])"
)


def _slashed(match: re.Match[str], moment: Moment) -> Span | None:
    """Tell 12/8 from a part of a whole, from two buildings and from 4/5G."""
    text, groups = match.string, match.groupdict()
    if _NUMERIC.match(text, match.end()):
        return None
    small = number(match["m"]) < number(match["d"]) <= 10
    if small and _SHARE_AFTER.match(text, match.end()):
        return None
    before = text[max(0, match.start() - 6) : match.start()]
    if _SHARE_BEFORE.search(before) and not _HAPPENS.match(text, match.end()):
        return None
    found = _month_day(match, moment)
    if found is None and not groups.get("d2"):
        year = moment.today.year + (number(match["m"]) < moment.today.month)
        return _no_such(moment, year, number(match["m"]))
    return found


# 3-2-25号 is a house; 25-28号 is a stay.
_HOUSE = re.compile(r"(?:\d+-\d+|[栋幢楼单元A-Za-z]\d*)-$|^-$")


def _day_of_month(match: re.Match[str], moment: Moment) -> Span | None:
    day_no, today = number(match["d"]), moment.today
    if _HOUSE.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    if match["mw"]:
        first = month(today.year, today.month + shifted(match["mw"]))
        return _dated(first.year, first.month, day_no, moment)
    months = [month(today.year, today.month + shift) for shift in (-2, -1, 0, 1, 2)]
    days = [found for first in months if (found := day(first.year, first.month, day_no))]
    return Span(moment.pick(days, default="next")) if days else None


def _beyond(match: re.Match[str], moment: Moment) -> Span | None:
    """Ask about 32号 where somebody comes or goes on it."""
    return moment.doubt(Why.NO_SUCH_DAY)


_MW = r"(?P<mw>(?:上{1,4}|下{1,4}|本|这)(?:一)?个?月的?)"
_NO_DIGITS = r"(?<![\d/.A-Za-z-])"
_MD = rf"(?P<yw>){_NO_DIGITS}(?P<m>1[0-2]|0?[1-9])"
_MD0 = rf"(?P<yw>){_NO_DIGITS}(?P<m>1[0-2]|0[1-9])"
_DD = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_GOES = r"(?=[日号从回去来返抵坐乘]|到(?!\d)|早|上午|下午|晚上|中午|出发|离|我从|开车|飞|自驾|高铁)"

RULES = [
    (re.compile(rf"(?P<y>{Y})\s*年\s*(?P<m>{ANY_M})\s*月\s*(?P<d>{ANY_D})\s*[日号]?"), _full),
    (
        re.compile(
            r"(?<![\d-])(?P<y>20\d\d)\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?![\d-])"
        ),
        _full,
    ),
    (
        re.compile(
            r"(?<![\d/.A-Za-z-])(?P<y>2[4-9])(?P<s>[/.])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/.%])"
        ),
        _full,
    ),
    (
        re.compile(
            r"(?<![\d/.-])(?P<d>3[01]|[12]\d|0?[1-9])(?P<s>[/.])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<y>20[2-4]\d)(?!\d)"
        ),
        _full,
    ),
    (
        re.compile(r"(?<!\d)(?P<y>20[2-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
        _full,
    ),
    (
        re.compile(
            rf"{YEAR_WORD}(?<![\d.个])(?!三月三(?![日号十]))(?P<m>{M})\s*月\s*(?:份的?)?(?P<d>{D})(?:\s*[日号]?{_TO}(?P<d2>{D})\s*[日号]{NOT_DAY}|\s*[日号]?(?!个|次|度|例|人|岁))"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"{YEAR_WORD}(?<![\d.个一二三四五六七八九十])(?P<m>{ANY_M})\s*月\s*(?:份的?)?(?P<d>{ANY_D})\s*(?P<mark>[日号])?(?!个|次|度|例|人|岁|天|周){NOT_DAY}"
        ),
        _unlikely,
    ),
    (
        re.compile(
            rf"{_MD}/{_DD}(?:{_TO}(?:(?P<m2>1[0-2]|0?[1-9])/)?(?P<d2>3[01]|[12]\d|0?[1-9]))?(?![\d/.%]|小时|分|[室栋幢座]|单元|号楼)"
        ),
        _slashed,
    ),
    (
        re.compile(
            rf"{_MD0}-(?P<d>3[01]|[12]\d|0[1-9])(?=[\s,。]|$|从|回|到(?!\d)|去|来|返|抵|早|上午|下午|晚|中午|坐|乘|出发)"
        ),
        _month_day,
    ),
    (re.compile(rf"{_MD}\.{_DD}{_GOES}[日号]?"), _month_day),
    (re.compile(rf"(?<=[一二三四五六日天]\(){_MD}\.{_DD}(?=\))"), _month_day),
    (
        re.compile(
            rf"{_MD}\.{_DD}[日号]?{_TO}(?P<m2>1[0-2]|0?[1-9])\.(?P<d2>3[01]|[12]\d|0?[1-9])(?![\d.%])(?=[日号在去回来期出隔休请放住探值不,。\s]|$)"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"{_MW}?(?<![\d/.A-Za-z第路街道巷弄区院苑园村线楼栋房室座床码尾号#])(?<![一二三四五六七八九十百](?=[一二三四五六七八九十]))(?P<d>{D})\s*号{NOT_DAY}"
        ),
        _day_of_month,
    ),
    (re.compile(rf"{_MW}(?P<d>{ANY_D})\s*[号日]{NOT_DAY}"), _day_of_month),
    (
        re.compile(
            r"(?<![\d/.A-Za-z第路街道巷弄区院苑园村线楼栋房室座床码尾号#月-])(?P<d>3[2-9])号(?=回|到(?!\d)|去|来|走|返|出发|才)"
        ),
        _beyond,
    ),
    (
        re.compile(
            rf"{_MW}?(?<![\d/.A-Za-z第一二三四五六七八九十百-])(?P<d>(?:3[01]|[12]\d|0?[1-9])|[二]?十[一二三四五六七八九]?)\s*日(?!内|游|之|本|元|均|龄|志|子|常|报|用|间|照)"
        ),
        _day_of_month,
    ),
]
