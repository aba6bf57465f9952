"""Calendar days as people say them: 后天, 下周一, 25号, 12/08, 月底, 三天前."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from core.numerals import to_int
from nlp.slots.dates import days, months, ordinals, weeks
from nlp.slots.dates.moment import DAY, Moment, Span, Why
from nlp.slots.dates.numerals import month

Resolver = Callable[[re.Match[str], Moment], Span | None]


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


# 退烧3天后 and 打了针3天后 count from what happened, not from today.
_HAPPENED = re.compile(
    r"(?:隔离|监测|观察|打完|接种|针|出院|感染|康复|退烧|转阴|入境|回来|发病|解除|停药|提前|阳性|剂|超过|返乡|出发|到达|连续|进行|回家|怀孕|手术|术|结束|开始|之日)$"
    r"|(?:了|完|毕|过(?!年)|满|后|起)[一-龥]{0,3}$"
)


def _ago(match: re.Match[str], moment: Moment) -> Span | None:
    clause = re.split(r"[,。;!?\s]", match.string[max(0, match.start() - 16) : match.start()])[-1]
    if _HAPPENED.search(clause) and not re.search(r"[再还]过$|^过了?$", clause):
        return None
    sign = -1 if match["ago"] in "前" else 1
    amount = 0.5 if match["n"] == "半" else to_int(match["n"])
    if amount is None:
        return None
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
    count = int(amount * (12 if unit == "年" else 1))
    first = month(today.year, today.month + sign * count)
    moved = first.replace(day=min(today.day, monthrange(first.year, first.month)[1]))
    return moved + timedelta(days=int(sign * 15)) if amount % 1 and unit != "年" else moved


def _passing(match: re.Match[str], moment: Moment) -> Span | None:
    number = to_int(match["n"])
    sign = 1 if match["way"] == "过" else -1
    unit = match.groupdict().get("u") or "天"
    found = _moved(moment.today, sign, number, unit) if number else None
    return Span(found) if found else None


def _vague(match: re.Match[str], moment: Moment) -> Span | None:
    """Ask when 节后, 年后 and 过完年 are."""
    return moment.doubt(Why.VAGUE)


_N = r"(?P<n>\d{1,3}|半|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_NTH_AFTER = r"(?:的?第[一二三四五六七\d]{1,2}天)?"

RULES: list[tuple[re.Pattern[str], Resolver]] = [
    (re.compile(r"(?P<pair>今明|明后|昨今)(?:两|这两)?[天日](?!的?天)"), _pair),
    (re.compile(r"(?P<great>大*)(?<!先天)(?P<rel>[前后])(?P<tail>[天日]|晚|儿个?(?!子|童))(?!性|免疫|线|往)"), _relative),
    (re.compile(r"(?P<great>)(?P<rel>[今明昨])(?P<tail>[天日晚早夜晨午]|儿个?早?|个儿)(?!头条|星|堂|系|升|点评)"), _relative),
    *weeks.RULES,
    *days.RULES,
    *months.RULES,
    *ordinals.rules(months.NAMED),
    (re.compile(rf"(?<!第)(?<![\d.一二三四五六七八九十百]){_N}(?:[到、-]?(?P<n2>[二三四五六七八九\d]))?(?:个(?P<half>半)?)?(?P<u>天|日|周|星期|礼拜|月|年)(?:多)?(?:之|以)?(?P<ago>前|后)(?!往|台|面|天|遗|就?要做)"), _ago),
    (re.compile(r"(?:再)?(?P<way>过)(?P<n>[一两二三四五六七八九十]|\d{1,2})天(?!的|前|以前)后?"), _passing),
    (re.compile(r"再(?P<way>过)(?P<n>[一两二三四五六七八九十]|\d{1,2})个?(?P<u>周|星期|礼拜|月)后?"), _passing),
    (re.compile(r"(?:^|(?<=[我你就也,。\s才刚]))(?P<way>前)(?P<n>[两三])天(?!的|核)"), _passing),
    (re.compile(rf"(?<![春情阳女树人年动童军师庆诞午宵秋夕明元佳细环章调时季骨关枝])(?:过完?|过了)?节(?:日|假日)?(?:过后|以后|之后|后|前)(?!缀|奏){_NTH_AFTER}"), _vague),
    (re.compile(r"过完[年节]|过了[年节](?=再|就|以?后|回|去|来|走)|过年(?:以|之)?后|过[节](?:以|之)?后|放完假|收假(?:以|之)?后"), _vague),
    (re.compile(r"(?<![今明去前后来周中老少成\d一二两三四五六七八九十几多半每])年后(?!头|续|期|代)"), _vague),
]  # fmt: skip
