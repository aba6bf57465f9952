"""Calendar days as people say them: 后天, 下周一, 25号, 12/08, 月底, 三天前."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from core.numerals import to_int
from nlp.slots.dates.moment import DAY, Moment, Span

Resolver = Callable[[re.Match[str], Moment], Span | None]

_HAN_DAY = r"(?:三十一?|[二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_D = rf"(?:3[01]|[12]\d|0?[1-9]|{_HAN_DAY})(?!\d)"
_M = rf"(?:1[0-2]|0?[1-9]|{_HAN_MONTH})"
_Y = r"(?:20\d\d|[二两][〇零○][一二三四五六七八九〇零]{2}|(?<!\d)\d\d)"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NOT_DAY = (
    r"(?!楼|栋|幢|院|线|门|厅|车|桌|文|房|病|地|口|店|台|机|馆|室|单元|公馆|通知|令|柜|坑|家|码|棚|公路|库|窗|疫苗|电|桩|位|座|铺|床|公告|决|院|公寓|公交"
    r"|商铺|住户|业主|高速|国道|省道|点位|方舱|井|住宅|基地|染|汽油|柴油|梯|仓|球|字|线路|密接|病例|患者|阳性|患|选手|工|地块|别墅)"
)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> date:
    """Return the first day of a month counted beyond December or below January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _relative(match: re.Match[str], moment: Moment) -> Span | None:
    word = match["rel"]
    great = len(match["great"] or "")
    shift = {"今": 0, "昨": -1, "明": 1, "前": -2 - great, "后": 2 + great, "当": 0, "次": 1}[word]
    tail = match["tail"]
    part = {"早": "morning", "晚": "evening", "夜": "evening", "晨": "morning", "午": "noon"}.get(
        tail[0]
    )
    return Span(moment.today + DAY * shift, part=part)


def _pair(match: re.Match[str], moment: Moment) -> Span | None:
    """Read 明后天 and 今明两天 as two days in a row."""
    start = moment.today + DAY * {"今明": 0, "明后": 1, "昨今": -1}[match["pair"]]
    return Span(start, start + DAY)


def _week(match: re.Match[str], moment: Moment) -> Span | None:
    which, day = match["which"] or "", match["wd"]
    shift = {"下": 1, "上": -1}.get(which[:1], 0) * (2 if which[1:2] in ("上", "下") else 1)
    monday = moment.today - DAY * moment.today.weekday() + DAY * 7 * shift
    if not day:
        return Span(monday, monday + DAY * 6) if which else None
    if day == "末":
        return Span(monday + DAY * 5, monday + DAY * 6)
    number = int(day) - 1 if day.isdecimal() else _WEEKDAYS[day]
    found = monday + DAY * number
    if not which and moment.tense == "past" and found > moment.today:
        found -= DAY * 7
    elif not which and moment.tense != "past" and found < moment.today:
        found += DAY * 7
    return Span(found)


def _full(match: re.Match[str], moment: Moment) -> Span | None:
    year = to_int(match["y"]) or 0
    month, day = to_int(match["m"]) or 0, to_int(match["d"]) or 0
    found = _day(year + 2000 if year < 100 else year, month, day)
    return Span(found) if found else None


def _month_day(match: re.Match[str], moment: Moment) -> Span | None:
    month, day = to_int(match["m"]) or 0, to_int(match["d"]) or 0
    year = moment.year_named(match["yw"])
    years = range(moment.today.year - 1, moment.today.year + 2) if year is None else [year]
    days = [found for y in years if (found := _day(y, month, day))]
    if not days:
        return None
    start = moment.pick(days, default="nearest")
    return Span(start, _same_or_next_month(start, match))


def _same_or_next_month(start: date, match: re.Match[str]) -> date | None:
    """Return the end of 11月15-18日 or 11.28-12.3, if the match has one."""
    groups = match.groupdict()
    day, month = to_int(groups.get("d2") or ""), to_int(groups.get("m2") or "") or start.month
    end = _day(start.year + (month < start.month), month, day) if day else None
    return end if end and end > start else None


# 3-2-25号 is a house; 25-28号 is a stay.
_HOUSE = re.compile(r"(?:\d+-\d+|[栋幢楼单元A-Za-z]\d*)-$|^-$")


def _day_of_month(match: re.Match[str], moment: Moment) -> Span | None:
    day, which = to_int(match["d"]) or 0, match["mw"]
    today = moment.today
    if _HOUSE.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    if which:
        shift = {"下": 1, "上": -1}.get(which[0], 0)
        first = _month(today.year, today.month + shift)
        found = _day(first.year, first.month, day)
        return Span(found) if found else None
    months = [_month(today.year, today.month + shift) for shift in (-2, -1, 0, 1, 2)]
    days = [found for first in months if (found := _day(first.year, first.month, day))]
    return Span(moment.pick(days, default="next")) if days else None


def _stretch(first: date, part: str) -> Span:
    last = _month_end(first)
    return {
        "初": Span(first),
        "中": Span(first.replace(day=15)),
        "底": Span(last),
        "末": Span(last),
        "尾": Span(last),
        "上旬": Span(first, first.replace(day=10)),
        "中旬": Span(first.replace(day=11), first.replace(day=20)),
        "下旬": Span(first.replace(day=21), last),
        "中下旬": Span(first.replace(day=11), last),
        "上中旬": Span(first, first.replace(day=20)),
        "": Span(first, last),
    }[part]


def _month_part(match: re.Match[str], moment: Moment) -> Span | None:
    """Read 月底, 下个月初, 上月中旬; a bare 月初 that is over is the next one."""
    which, part = match["mw"] or "", match["mp"] or ""
    today = moment.today
    shift = {"下": 1, "上": -1}.get(which[:1], 0)
    if not part and not shift:
        return None
    span = _stretch(_month(today.year, today.month + shift), part)
    if not which and moment.tense != "past" and (span.end or span.start) < today:
        span = _stretch(_month(today.year, today.month + 1), part)
    if not which and moment.tense == "past" and span.start > today:
        span = _stretch(_month(today.year, today.month - 1), part)
    return span


def _named_month(match: re.Match[str], moment: Moment) -> Span | None:
    month, part = to_int(match["m"]) or 0, match["mp"] or ""
    year = moment.year_named(match["yw"]) or (to_int(match["y"]) if match["y"] else None)
    if year is None:
        here = moment.today.year
        firsts = [date(y, month, 1) for y in (here - 1, here, here + 1)]
        near = moment.today.replace(day=1)
        year = near.year if month == near.month else moment.pick(firsts, default="nearest").year
    return _stretch(date(year + 2000 if year < 100 else year, month, 1), part)


def _year_part(match: re.Match[str], moment: Moment) -> Span | None:
    year = moment.year_named(match["yw"]) or moment.today.year
    if match["yp"] in "底末":
        return Span(date(year, 12, 31))
    later = not match["yw"] and moment.tense != "past"
    return Span(date(year + later, 1, 1))


def _ago(match: re.Match[str], moment: Moment) -> Span | None:
    sign = -1 if match["ago"] in "前" else 1
    amount = 0.5 if match["n"] == "半" else to_int(match["n"])
    if amount is None:
        pair = [to_int(ch) or 0 for ch in match["n"]]
        amount = pair[0]
    if match["half"]:
        amount += 0.5
    found = _moved(moment.today, sign, amount, match["u"])
    if match["n2"] and found:
        other = _moved(moment.today, sign, to_int(match["n2"]) or 0, match["u"])
        return Span(min(found, other), max(found, other)) if other else None
    return Span(found) if found else None


def _moved(today: date, sign: int, amount: float, unit: str) -> date | None:
    """Move by days, weeks, months or years; half a month is fifteen days."""
    if amount > 1000:
        return None
    if unit in ("天", "日"):
        return today + timedelta(days=int(sign * amount))
    if unit in ("周", "星期", "礼拜"):
        return today + timedelta(days=int(sign * amount * 7))
    months = int(amount * (12 if unit == "年" else 1))
    first = _month(today.year, today.month + sign * months)
    moved = first.replace(day=min(today.day, monthrange(first.year, first.month)[1]))
    return moved + timedelta(days=int(sign * 15)) if amount % 1 and unit != "年" else moved


def _passing(match: re.Match[str], moment: Moment) -> Span | None:
    number = to_int(match["n"])
    sign = 1 if match["way"] == "过" else -1
    unit = match.groupdict().get("u") or "天"
    found = _moved(moment.today, sign, number, unit) if number else None
    return Span(found) if found else None


_N = r"(?P<n>\d{1,3}|半|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_LASTED = r"(?<!隔离)(?<!监测)(?<!观察)(?<!满)(?<!打完)(?<!接种)(?<!针)(?<!出院)(?<!感染)(?<!康复)(?<!退烧)(?<!转阴)(?<!入境)(?<!回来)(?<!发病)(?<!解除)(?<!停药)(?<!提前)(?<!阳性)(?<!剂)(?<!超过)(?<!返乡)(?<!出发)(?<!到达)(?<!第)(?<!\d)(?<!\.)(?<![一二三四五六七八九十百])(?<!进行)(?<!连续)(?<!回家)(?<!怀孕)(?<!吃了)(?<!手术)"
_YEAR_WORD = r"(?:(?P<yw>今年|去年|明年|前年|后年|来年)的?)?"

RULES: list[tuple[re.Pattern[str], Resolver]] = [
    (re.compile(r"(?P<pair>今明|明后|昨今)(?:两|这两)?[天日](?!的?天)"), _pair),
    (re.compile(r"(?P<great>大*)(?<!先天)(?P<rel>[前后])(?P<tail>[天日]|晚)(?!性|免疫|线|往)"), _relative),
    (re.compile(r"(?P<great>)(?P<rel>[今明昨])(?P<tail>[天日晚早夜晨午]|儿个?早?|个儿)(?!头条|星|堂|系|升|点评)"), _relative),
    (re.compile(r"(?P<which>(?:上上|下下|上|下|本|这)(?:一)?个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末1-6])(?!愉快|快乐|次|[一-龥]岁|到两|岁|个|边|天内|天[的]核)"), _week),
    (re.compile(r"(?P<which>(?:上上|下下|上|下|本|这)(?:一)?个?)(?:周|星期|礼拜)(?P<wd>)(?![一二三四五六日天末岁围边\d])"), _week),
    (re.compile(rf"(?P<y>{_Y})\s*年\s*(?P<m>{_M})\s*月\s*(?P<d>{_D})\s*[日号]?"), _full),
    (re.compile(r"(?<![\d-])(?P<y>20\d\d)\s*(?P<s>[-/.])\s*(?P<m>1[0-2]|0?[1-9])\s*(?P=s)\s*(?P<d>3[01]|[12]\d|0?[1-9])(?![\d-])"), _full),
    (re.compile(r"(?<!\d)(?P<y>20[2-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"), _full),
    (re.compile(rf"{_YEAR_WORD}(?<![\d.个])(?!三月三(?![日号十]))(?P<m>{_M})\s*月\s*(?:份的?)?(?P<d>{_D})(?:\s*[日号]?\s*[-~—–至到]+\s*(?P<d2>{_D})\s*[日号]{_NOT_DAY}|\s*[日号]?(?!个|次|度|例|人|岁))"), _month_day),
    (re.compile(r"(?P<yw>)(?<![\d/.-])(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/.%]|小时|的|分)"), _month_day),
    (re.compile(r"(?P<yw>)(?<![\d/.A-Za-z-])(?P<m>1[0-2]|0[1-9])-(?P<d>3[01]|[12]\d|0[1-9])(?=[\s,。]|$|从|回|到(?!\d)|去|来|返|抵|早|上午|下午|晚|中午|坐|乘|出发)"), _month_day),
    (re.compile(r"(?P<yw>)(?<![\d/.A-Za-z-])(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])(?=[日号从回去来返抵坐乘]|到(?!\d)|早|上午|下午|晚上|中午|出发|离|我从|开车|飞|自驾|高铁)[日号]?"), _month_day),
    (re.compile(r"(?P<yw>)(?<![\d/.A-Za-z-])(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])[日号]?\s*[-~—–至到]+\s*(?P<m2>1[0-2]|0?[1-9])\.(?P<d2>3[01]|[12]\d|0?[1-9])(?![\d.%])(?=[日号在去回来期出隔,。\s]|$)"), _month_day),
    (re.compile(rf"(?P<mw>(?:下|上|本|这)个?月的?)?(?<![\d/.A-Za-z第路街道巷弄区院苑园村线楼栋房室座床码尾号#])(?<![一二三四五六七八九十百](?=[一二三四五六七八九十]))(?P<d>{_D})\s*号{_NOT_DAY}"), _day_of_month),
    (re.compile(r"(?P<mw>(?:下|上|本|这)个?月的?)?(?<![\d/.A-Za-z第一二三四五六七八九十百-])(?P<d>(?:3[01]|[12]\d|0?[1-9])|[二]?十[一二三四五六七八九]?)\s*日(?!内|游|之|本|元|均|龄|志|子|常|报|用|间|照)"), _day_of_month),
    (re.compile(r"(?:(?P<mw>下下个?|[下上本这]个?)|(?<![一二三四五六七八九十\d个满腊正冬]))月(?P<mp>初|底|末|尾|中下旬|中旬|上旬|下旬|中(?!国|医|心|学|间|山|的))"), _month_part),
    (re.compile(r"(?P<mw>[下上](?:下|上)?个?)月(?P<mp>)(?![\d初中底末尾上下]|的?\d|台)"), _month_part),
    (re.compile(rf"{_YEAR_WORD}(?:(?P<y>20\d\d)年)?(?<![\d.个第一二三四五六七八九十])(?P<m>{_M})\s*月(?P<mp>初|底|末|尾|中下旬|上中旬|上旬|中旬|下旬)"), _named_month),
    (re.compile(rf"{_YEAR_WORD}(?:(?P<y>20\d\d)年)?(?<![\d.个第一二三四五六七八九十])(?P<m>{_M})\s*月份?(?P<mp>)(?![\d大龄子饼末底初上下中嫂]|[一二三四五六七八九十]|[前后以之内一])"), _named_month),
    (re.compile(r"(?P<yw>今|去|明)?年(?P<yp>底|末|初)(?![一二三四五六七八九十\d])"), _year_part),
    (re.compile(rf"{_LASTED}{_N}(?:[到、-]?(?P<n2>[二三四五六七八九\d]))?(?:个(?P<half>半)?)?(?P<u>天|日|周|星期|礼拜|月|年)(?:多)?(?:之|以)?(?P<ago>前|后)(?!往|台|面|天|遗|就?要做)"), _ago),
    (re.compile(r"(?:再)?(?P<way>过)(?P<n>[一两二三四五六七八九十]|\d{1,2})天(?!的|前|以前)"), _passing),
    (re.compile(r"再(?P<way>过)(?P<n>[一两二三四五六七八九十]|\d{1,2})个?(?P<u>周|星期|礼拜|月)"), _passing),
    (re.compile(r"(?:^|(?<=[我你就也,。\s才刚]))(?P<way>前)(?P<n>[两三])天(?!的|核)"), _passing),
]  # fmt: skip
