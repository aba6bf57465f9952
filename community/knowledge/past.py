"""Questions about what once held: whether one is asked, of which time, and what held then."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from community.knowledge.shelf import Held
from core.library import Entry, Rule

# Words that name a rule of a former time, whatever else is said.
_NAMED = re.compile(r"第[一二三四五六七八九]版|二十条|新十条|乙类甲管")
_YEAR = re.compile(r"(20\d\d)\s*年(?:\s*(1[0-2]|[1-9])\s*月)?")
_LAST_YEAR = re.compile(r"(去年|前年)")
_ONCE = re.compile(
    r"以前|当年|当时|之前|(?<![熬挺扛撑挨走跑送传寄拿赶搬飞打漏渗刷挤转通得不冲蹚趟开骑爬游翻跨闯绕推递接])过去|那时候|那会儿|从前|早先"
)
_NOW = re.compile(r"现在|目前|如今|今天|今年|明天|后天|还要|还用|还能|还需|还得|还有没有")
# “我之前阳过”, “以前打过疫苗”, “爹去年走了”, “之前给的彩礼”: what once happened to somebody, not what
# once held.
_HAPPENED = re.compile(
    r"(以前|之前|过去|从前|早先)[^，,。?？]{0,8}[过了]|[天周年月]\s*(以前|之前)|过去了|出示?过去"
    r"|(以前|之前|早先|当时|去年|前年)[给交借买付送存租答应办签说]{1,3}的|[世婚]前"
    r"|([我俺咱家爸妈爹娘爷奶]|老[公婆伴]|公司|单位|老板|房东|物业)[^，,。?？\s]{0,4}[去前]年[^，,。?？\s]{0,10}[过了]"
    r"|[去前]年(?:刚|才|也|就|还|都|已经)?[得打做住长生患感发摔查][\u4e00-\u9fff]{0,4}过"
    r"|(以前|之前|从前|过去)(都是?|也|可以|就)(随便|能|可以|直接)?[^，,。?？怎咋几吗啥]{0,8}([，,。!！]|$)"
    r"|[去前]年([我俺咱家]|物业|房东|公司|单位|老板)[^，,。?？\s]{0,10}[过了]"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The time somebody asks about: by the name of its rules, by year and month, or just “then”."""

    name: str = ""
    first: date | None = None
    last: date | None = None

    def touches(self, one: Held[Rule] | Held[Entry]) -> int:
        """Return for how many days a version held in this period."""
        if self.first is None or self.last is None:
            return 1
        begins = one.from_at.date() if one.from_at else date.min
        ends = one.until_at.date() if one.until_at else date.max
        return max(0, (min(ends, self.last) - max(begins, self.first)).days)

    def names(self, *texts: str) -> bool:
        return not self.name or any(self.name in text for text in texts)


def asked(text: str, moment: datetime) -> Period | None:
    """Return which former time a question is about; None if it is about the present."""
    if named := _NAMED.search(text):
        return Period(name=named[0])
    if _NOW.search(text):
        return None
    if (year := _YEAR.search(text)) and int(year[1]) < moment.year:
        return _month(int(year[1]), int(year[2])) if year[2] else _year(int(year[1]))
    if _HAPPENED.search(text):
        return None
    if ago := _LAST_YEAR.search(text):
        return _year(moment.year - (1 if ago[1] == "去年" else 2))
    if _ONCE.search(text):
        return Period()
    return None


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def _month(year: int, month: int) -> Period:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(first=date(year, month, 1), last=after - timedelta(days=1))


def rule_of(
    held: Iterable[Held[Rule]], intents: Sequence[str], period: Period, moment: datetime
) -> Held[Rule] | None:
    """Return the rule that held longest in that period about these questions, and is over."""
    over = [
        one
        for one in held
        if one.until_at is not None
        and one.until_at <= moment
        and set(one.piece.intents) & set(intents)
        and period.names(one.piece.title, one.piece.answer)
        and period.touches(one) > 0
    ]
    return max(over, key=lambda one: (_share(one, period), one.until_at), default=None)


def _share(one: Held[Rule], period: Period) -> int:
    return period.touches(one) if period.first else 0


def fits(one: Held[Entry], period: Period, moment: datetime) -> bool:
    """Tell whether an entry speaks of that period and no longer holds."""
    is_over = one.piece.status == "historical" or bool(one.until_at and one.until_at <= moment)
    entry = one.piece
    texts = (entry.topic, entry.answer, *entry.questions, *(s.title for s in entry.sources))
    return is_over and period.touches(one) > 0 and period.names(*texts)
