"""Which words are goods, and where the noun behind an amount ends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.slots.quantities import AMOUNT, BARE

_TABLE = Path(__file__).parent / "data" / "goods.txt"
NOT_AFTER = r"(?!蛋|鱼塘|价|票|市场|场|摊|店|厂|箱(?![一二两三四五六七八九十半\d])|车|里面|会|度|管|费|表|龙头|泥|坑|灾|痘|肿|电|平|准|温|果店|对|前|试|临|乡|民|站|库|国|人|雾|鸟|农|园|贩|房|监局|尿)"
# What cannot be part of a noun: the next amount, a link, a verb or a closing word.
_END = re.compile(
    rf"$|[^一-龥A-Za-z0-9]|{AMOUNT}|{BARE}|[xX×*]\s*\d|[0-9]"
    r"|[和跟与及或送到去回吧啊呢哦呀嘛吗呗哈哇咯噻嗯了给帮再另还顺放谢麻请急快就行可都也各我你他她您们在是有没不用能要买来拿只先然最多并外分捎缺这那从把被让由]"
    rf"|带(?={AMOUNT})|(?<![海胶绷皮腰磁领鞋背彩])带|(?<!糖)精?确|上[来楼门]|下[来楼]|过来|怎|什|多少|一[起共]|其[他它]|明|今|后天|以|之"
)
_SKIP = re.compile(r"\s*(?:新鲜|本地|普通|便宜|好|那种|这种)?的?\s*")
_LONGEST = 8  # characters of a noun
_NOT_NOUN = re.compile(
    r"[天人月年次星小时点分的了是在有没和我你他]|左右|以上|多|^[一二两三四五六七八九十半几]|楼|栋|单元|[买要带送领想照就吃拿]|平|度|级|路|岁|针|家|票|股|基金|房|车|保险|会员|流量|话费|课|号|码|证|单|表|忙|话|饭$|人$"
)
# Units that count nearly anything; with them a noun must be wished for to be goods.
_LOOSE = frozenset(
    "个 条 只 片 份 张 套 床 头 块 件 台 两 打 排 对 节 根 管 辆 架 顶 副 滴 卡 版 贴 株 盆 把 支 枚 朵 盘 双 串".split()
)


@dataclass(frozen=True)
class Noun:
    """The noun behind an amount: its name, where it comes from, and where it stands."""

    name: str
    start: int
    end: int
    is_known: bool
    origin: str | None = None


@cache
def words() -> Mapping[str, str]:
    """Return the goods that are known, each with what stands for it (某物, 某药) or ""."""
    found: dict[str, str] = {}
    for line in _TABLE.read_text("utf-8").splitlines()[1:]:
        mark, *names = line.split()
        for name in names:
            found.setdefault(name, mark[1:])
    return found


@cache
def known() -> str:
    """Return a pattern of the goods that are known, the longest first; most places fail at once."""
    first = "".join(sorted({re.escape(word[0]) for word in words()}))
    longest = sorted(map(re.escape, words()), key=len, reverse=True)
    return f"(?=[{first}])(?:{'|'.join(longest)})"


@cache
def pattern() -> re.Pattern[str]:
    """Return `known` with what may not follow it."""
    return re.compile(known() + NOT_AFTER)


def noun(clean: str, at: int) -> Noun | None:
    """Read the noun that begins at `at`; a known one may have words of origin before it."""
    start = at
    stop = _stop(clean, start)
    for begin in range(start, min(stop, start + 6)):
        for end in range(min(len(clean), begin + _LONGEST), begin, -1):
            if clean[begin:end] in words() and (end >= stop or _END.match(clean, end)):
                return _known_noun(clean, start, begin, end)
    begins = pattern().match(clean, start)
    if begins and stop - start > 6:
        return Noun(begins[0], start, begins.end(), is_known=True)
    if stop == start or stop - start > 6:
        return None
    return Noun(clean[start:stop], start, stop, is_known=False)


def _known_noun(clean: str, start: int, begin: int, end: int) -> Noun:
    """Keep what stands before a known good as its origin: 烟台 of 烟台苹果, nothing of 花生米."""
    origin, name = clean[start:begin].removesuffix("的"), clean[begin:end]
    if origin and len(name) == 1 and clean[begin - 1] != "的":
        return Noun(origin + name, start, end, is_known=True)
    return Noun(name, begin, end, is_known=True, origin=origin or None)


def _stop(clean: str, start: int) -> int:
    for at in range(start, min(len(clean), start + 12)):
        if _END.match(clean, at) and not _known_over(clean, start, at):
            return at
    return min(len(clean), start + 12)


def _known_over(clean: str, start: int, at: int) -> bool:
    """Tell whether a known good goes over this place: the 带 of 胶带, the 多 of 多肉."""
    for begin in range(max(start, at - 5), at + 1):
        for end in range(at + 1, min(len(clean), begin + _LONGEST) + 1):
            if clean[begin:end] in words():
                return True
    return False


def could_be(name: str, unit: str | None, *, wished: bool) -> bool:
    """Tell whether a noun nobody knows may be goods: 三根蜡烛 where it is asked for."""
    if unit in _LOOSE and not wished:
        return False
    return not _NOT_NOUN.search(name)
