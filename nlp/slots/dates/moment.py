"""The moment a message was written, and which side of it a phrase points to."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

DAY = timedelta(days=1)

Tense = Literal["past", "future", "open"]

_PAST = re.compile(
    r"(?:[回到来去走做开触会聚飞接打吃阳烧疼吐]|出差|旅游|隔离)了|[去到来回做待住留出接触打呆路经看见吃用发]过|没有?(?:回|去|出)(?!来|现)|过(?:武汉|湖北)"
    r"|[去回来到走]的(?=[一-龥])(?!人|时候|地方|路|话|那|车|票|高铁|飞机|时间|航班)"
    r"|(?:做|打|发|测|量|出|开|退|起|抽|拍|查|吃|阳|感染|确诊|咳|得|领|拿|收|办|签|摔)的(?=[一-龥])(?!人|时候|地方|路|话|那|车|票|高铁|飞机|时间|航班)"
    r"|(?:回|到|来|去|做|走|出发|抵达|返|坐|开|打|飞|买|经|转|测|阳|确诊|退|搬|出院)[^,。;!?]{0,10}的(?=$|[,。;!?\s])|(?:吐|拉|咳|烧|疼|痛|好|起|得|病|摔|领|收|签|办|交|拿|取|见|碰|遇|聚|吃|住|发|转|出|染|晕|停|断)的(?=$|[,。;!?\s])"
    # 周五发烧: an illness is told of the day it was on, unless somebody asks or plans.
    r"|(?:[日号一二三四五六天]|[早晚]上|[上下]午|夜里)(?:就|又|开始|起|突然)?(?:发高?烧|发热|咳嗽|咳|头[疼痛]|拉肚子|吐|烧[了到起]|确诊|转[阴阳]|退烧|退了)(?![门要吗能会药针])"
    r"|刚|曾|已经|之前|以前|开始|至今|忘了|忘记|没报|从[^,。;!?到至]{1,8}一直(?!到)|体温\d|体温[是:]?\d"
)
_FUTURE = re.compile(
    r"要|想|打算|准备|计划|将|会(?!议)|能(?!力)|可以|需|预计|[买订抢]了|[买订抢]到|到时|预备|预定|拟"
)


def tense(clause: str) -> Tense:
    """Tell whether a clause speaks of what was or what will be."""
    if _PAST.search(clause) and not re.search(
        r"打算|准备|计划|预计|[买订抢](?:了|到|好)|要(?:回|去|来)|想", clause
    ):
        return "past"
    return "future" if _FUTURE.search(clause) else "open"


class Why(StrEnum):
    """Why a day must be asked about instead of guessed."""

    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_MONTH = "no_such_month"
    WEEKDAY_DIFFERS = "weekday_differs"
    VAGUE = "vague"


@dataclass(frozen=True)
class OpenDay:
    """What is doubtful about a day, and which days may be meant."""

    why: Why
    suggest: tuple[date, ...] = ()


@dataclass(frozen=True)
class Span:
    """A day, or the days from start to end; with a doubt, `start` only tells where it would sort."""

    start: date
    end: date | None = None
    part: str | None = None
    doubt: OpenDay | None = None


@dataclass(frozen=True)
class Moment:
    """Today, and the tense of the clause being read."""

    today: date
    tense: Tense

    def year_named(self, words: str | None) -> int | None:
        if not words:
            return None
        shifts = {"今": 0, "本": 0, "去": -1, "明": 1, "前": -2, "后": 2, "来": 1}
        shift = shifts.get(words[0])
        return int(words[:4]) if shift is None else self.today.year + shift

    def pick(self, days: list[date], default: Literal["next", "nearest"]) -> date:
        """Choose among the same day of several years or months."""
        past = [day for day in days if day <= self.today]
        ahead = [day for day in days if day >= self.today]
        if self.tense == "past" and past:
            return max(past)
        if (self.tense == "future" or default == "next") and ahead:
            return min(ahead)
        return min(days, key=lambda day: abs(day - self.today))

    def doubt(self, why: Why, *suggest: date) -> Span:
        """Return a day that must be asked about."""
        return Span(suggest[0] if suggest else self.today, doubt=OpenDay(why, suggest))
