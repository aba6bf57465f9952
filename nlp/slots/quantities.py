"""How much: 5斤, 三斤二两, 两个半, 十来个, 三五斤, 1,200只, 廿斤, 贰佰袋, 半箱."""

import re
from dataclasses import dataclass
from typing import Any

from core.numerals import to_amount, to_int

_HAN = "零〇一二两俩仨三四五六七八九十百千万廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,6}(?:\.\d{1,2})?"
_ONE = rf"(?:{_DIGITS}|[{_HAN}]{{1,9}}?|半|几)"
_NUMBER = rf"{_ONE}(?:\s*[-~到至]\s*{_ONE})?"
# 包子, 打针, 提前, 个人 and 只有 only begin like a unit.
UNIT = (
    r"(?:公斤|千克|毫升|kg|KG|Kg|ml|mL|ML|斤|克|升|g|L|吨|尺|"
    r"包(?!子)|袋|箱|盒|瓶|罐|桶(?!装)|提(?![供前醒])|条|板(?![栗蓝])|把|颗|棵|个(?!人|月|小时|星期|礼拜|钟)|只(?![有能是要剩准让])|"
    r"支|片(?!区)|件|份|串|根|块(?!钱|[一二三四五六七八九\d])|卷|打(?![针了点包扫电车])|双|套|张|听|筐|粒|头|捆|排(?![队骨])|杯|床|台(?![风湾])|节(?!课)|"
    r"盘|枚|筒|盆|株|顶|副|对(?!面)|碗|贴|管(?![控理])|篮|缸|壶|扎|瓣|盏|坛|篓|卡|版|兜|朵|辆|架|滴|两(?![个包袋箱盒瓶罐桶条只支片斤]))"
)
AMOUNT = (
    rf"(?<![\d.第周期拜{_HAN}])(?:大概|大约|约|差不多)?{_NUMBER}\s*(?:来|多|余|几)?\s*[大小整]?{UNIT}"
    rf"(?:半(?![年月天个斤箱袋只打])|零?[一二三四五六七八九\d]两|多)?(?:左右|上下)?"
)
# 俩馒头, 仨包子: the number holds its unit.
BARE = r"(?<![我你他她咱们])[俩仨]个?(?!人|月|小时)"
# 买包烟, 带瓶水: one.
ONE_OF = r"(?<=[买带拿捎来要订])(?:包|袋|箱|盒|瓶|罐|桶|条|把|个|只|斤)"
TIMES = rf"\s*[xX×*✕]\s*(?:{_DIGITS})\s*{UNIT}?"

_PARTS = re.compile(
    rf"(?P<about>大概|大约|约|差不多)?(?P<low>{_ONE})(?:\s*[-~到至]\s*(?P<high>{_ONE}))?\s*(?P<more>来|多|余|几)?\s*[大小整]?"
    rf"(?P<unit>{UNIT})(?:(?P<half>半)|零?(?P<tenths>[一二三四五六七八九\d])两|(?P<over>多))?(?P<around>左右|上下)?"
)
_TIMES = re.compile(rf"\s*[xX×*✕]\s*(?P<low>{_DIGITS})\s*(?P<unit>{UNIT})?")
_NEXT = "一二三四五六七八九"
_PAIR = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])([十百千万]?)")
_TEENS = re.compile(r"([二三四五六七八九]?十)([一二两三四五六七八])([二三四五六七八九])")


@dataclass(frozen=True)
class Amount:
    """How much, of what unit; from `low` to `high`; neither for 几."""

    low: float | None
    high: float | None
    unit: str | None
    about: bool = False

    def as_item(self) -> dict[str, Any]:
        """Write it as an item of the schema does."""
        unit = {"unit": self.unit} if self.unit else {}
        if self.low is None:
            return {}
        if self.high is not None:
            return {"qty_min": _plain(self.low), "qty_max": _plain(self.high), **unit}
        about = {"approx": True} if self.about else {}
        return {"qty": _plain(self.low), **unit, **about}


def read(text: str) -> Amount | None:
    """Read what AMOUNT, BARE or TIMES matched."""
    if match := _TIMES.fullmatch(text):
        return Amount(_value(match["low"]), None, match["unit"])
    if re.fullmatch(BARE, text):
        return Amount(float(to_int(text[0]) or 0), None, "个")
    if re.fullmatch(UNIT, text):
        return Amount(1.0, None, text)
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        return None
    low, high = _span(match["low"])
    if match["high"]:
        high = _value(match["high"])
    more = 0.5 if match["half"] else 0.0
    if match["tenths"] and match["unit"] == "斤":
        more = (to_int(match["tenths"]) or 0) / 10
    if low is not None:
        low = round(low + more, 2)
    about = bool(match["about"] or match["more"] or match["over"] or match["around"])
    return Amount(low, high, match["unit"], about)


def _span(text: str) -> tuple[float | None, float | None]:
    """Read 三五 as 3 to 5, 十五六 as 15 to 16, 二三十 as 20 to 30, and one number as itself."""
    if match := _PAIR.fullmatch(text):
        low, high = (to_int(match[n] + match[3]) or 0 for n in (1, 2))
        return (float(low), float(high)) if low < high else (None, None)
    if match := _TEENS.fullmatch(text):
        low, high = (to_int(match[1] + match[n]) or 0 for n in (2, 3))
        return (float(low), float(high)) if low < high else (None, None)
    return _value(text), None


def _value(text: str) -> float | None:
    return to_amount(text.replace(",", "")) if text != "几" else None


def _plain(amount: float) -> int | float:
    return int(amount) if amount == int(amount) else amount
