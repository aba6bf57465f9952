"""How many people: 一家三口, 两大一小, 五六个人, 我们仨, 仨老人一个娃, 两百人."""

import re
from typing import Any

from core.numerals import to_int
from nlp.normalize import Text

_HAN = "一二两俩三仨四五六七八九十百千"
_NUMBER = rf"(?<![A-Za-z\d.第{_HAN}])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|[{_HAN}]{{1,6}})"
_HEADS = r"(?:口人|口子|口(?!罩|腔|服|味|气|水|袋)|个大人|个人|位老人|[名位]成员|人(?!民|员|工|都|家|次|均|份|间|房|床|行道|生|命))"
_BIG_SMALL = re.compile(r"([一二两俩三仨四五六1-6])(?:个)?大([一二两俩三仨四五六1-6])(?:个)?小")
_SPAN = re.compile(rf"{_NUMBER}\s*[-~到至、]\s*{_NUMBER}\s*{_HEADS}")
_LOOSE = re.compile(
    rf"(?<![{_HAN}第\d])(十?)([一二两三四五六七八])([二两三四五六七八九])\s*(?:{_HEADS}|[名位]|(?<=[户人生客][一二两三四五六七八][二两三四五六七八九])个)"
)
# 两三百人, 一百五六十人, 三四百号人
_LOOSE_BIG = re.compile(
    rf"(?<![{_HAN}第\d])([一二两三四五六七八九]百)?([一二两三四五六七八])([二两三四五六七八九])([十百千])(?:来|多)?\s*[号个口名位]?人(?!民|员|工|次|均|份|生|命)"
)
_DOZENS = re.compile(
    r"(?<![一二三四五六七八九\d])((?:[一二两三四五六七八九]?[十百千]|[一二两三四五六七八九]千[一二两三四五六七八九]百|\d{1,3}0))(?:几|多|来|余)\s*(?:口人|口|个人|人|[名位])"
)
_FAMILY = re.compile(
    r"(?:一家|全家|我们家?|咱们?家?|我家|家里|家中|一共|总共|共|同行|一行|俺家|俺们|宿舍|屋里)(?:人|有|是|就|一共|总共|共|住着?)*$"
)
_EXACT = re.compile(rf"{_NUMBER}\s*{_HEADS}")
_KIN = r"老人|老头|老太太|大人|小孩子?|孩子|娃娃?|宝宝|学生|儿子|女儿|闺女|病人|孕妇"
_GROUP = re.compile(rf"(?<![第{_HAN}])([{_HAN}]{{1,2}}|\d{{1,2}})\s*[个位名]?(?:{_KIN})")
_GROUP_AFTER = re.compile(
    rf"(?:{_KIN}|租户|住户|租客|工人)(?:有|共|是)?([{_HAN}]{{1,2}}|\d{{1,2}})\s*[个位名](?![一-龥]?月)"
)
_MATES = re.compile(
    r"(?:夫妻|夫妇|父母|爸妈|公婆|小|老|我|他|她)?(?:俩|两口子?|两个人?|二老)[^,。;!?\d]{0,2}(?:加上?|带着?|和|跟|还有|外加)"
)
_STAY = re.compile(r"[^,。;!?]{0,2}(?:在家|待在家|住着?|困|没人管|等着)")
_AT_HOME = re.compile(r"(?:家里?|屋里|就|只有|只剩|一共|住着?|就剩)$")
_LIMIT = re.compile(
    rf"(?:[准限让许]|最多|只能|只需|仅)(?:[去来进带留有派一-龥]{{0,2}}?){_NUMBER}\s*[名位个人](?![一-龥]?月)"
)
_TOGETHER = re.compile(r"(?:^|[,。;!?\s])(?:就|只有|光|大概|约|有)?(我|咱|俺)们?([俩仨])(?!口子)")
_COUPLE = re.compile(r"[老小]$")
_PAIR = re.compile(
    r"(?:夫妻|夫妇|母子|父子|母女|父女|姐妹|兄弟|爷孙|婆孙|娘儿|爷儿)([俩仨])|([俩仨])(?:个)?人"
)
# A crowd is counted where somebody comes, stands or lives, not where cases are reported.
_CROWD_BEFORE = re.compile(r"(?:^|[,。;!?\s有共约来着了等要楼院厂棚地]|大概|聚集|排队)$")
_NEWS_AFTER = re.compile(r"\s*(?:确诊|感染|阳|死|新增|出院|治愈|病例|以上|以下|核酸)")


def read(text: Text) -> dict[str, Any] | None:
    """Count the people: `count`, or `count_min` and `count_max`."""
    clean = text.clean
    if match := _BIG_SMALL.search(clean):
        return {"count": _number(match[1]) + _number(match[2])}
    if match := _SPAN.search(clean):
        return {"count_min": _number(match[1]), "count_max": _number(match[2])}
    if match := _LOOSE_BIG.search(clean):
        size = {"十": 10, "百": 100, "千": 1000}[match[4] or "十"]
        base = _number(match[1] or "") if match[1] else 0
        low, high = (base + size * _number(match[at]) for at in (2, 3))
        if low < high and (match[1] or match[4]):
            return {"count_min": low, "count_max": high}
    if (match := _LOOSE.search(clean)) and _number(match[2]) < _number(match[3]):
        return {
            "count_min": _number(match[1] + match[2]),
            "count_max": _number(match[1] + match[3]),
        }
    if match := _DOZENS.search(clean):
        base = _number(match[1])
        step = next(size for size in (1000, 100, 10) if base % size == 0)
        return {"count_min": base, "count_max": base + step - 1}
    count = _kin(clean) or _exact(clean) or _few(clean)
    return {"count": count} if count else None


def _number(text: str) -> int:
    return to_int(text.replace(",", "")) or 0


def _kin(clean: str) -> int:
    """Add up 仨老人一个娃; one group counts only where a home is told of."""
    groups = list(_GROUP.finditer(clean)) or list(_GROUP_AFTER.finditer(clean))
    if not groups:
        return 0
    mates = _MATES.search(clean, 0, groups[0].start())
    at_home = _AT_HOME.search(clean[: groups[0].start()]) or _STAY.match(clean, groups[-1].end())
    if len(groups) == 1 and not (at_home or mates):
        return 0
    return sum(_number(group[1]) for group in groups) + (2 if mates else 0)


def _exact(clean: str) -> int:
    for match in _EXACT.finditer(clean):
        count = _number(match[1])
        if _COUPLE.search(clean[: match.start(1)]) and _EXACT.search(clean, match.end()):
            continue  # of 老两口带个孙子三个人 the last is all of them
        if count and (
            "口" in match[0] or match[0].strip()[-1] != "人" or _counts_people(clean, match)
        ):
            return count
    return 0


def _few(clean: str) -> int:
    """Read 我们仨, 俩人, and how many are let in."""
    if match := _LIMIT.search(clean):
        return _number(match[1])
    if match := _PAIR.search(clean):
        return _number(match[1] or match[2])
    match = _TOGETHER.search(clean)
    return _number(match[2]) if match else 0


def _counts_people(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if "个人" in match[0] and match[1] in ("一", "1"):
        return bool(re.search(r"就我|只有我|我$|独居|自己$", before))
    if "个" in match[0] or _FAMILY.search(before):
        return True
    if _NEWS_AFTER.match(text, match.end()):
        return False
    return _number(match[1]) > 1 and bool(_CROWD_BEFORE.search(before))
