"""Readers for how many, from when to when, which goods, and the number of an identity card."""

import re
from datetime import datetime
from typing import Any

from core import doubtful_days
from core.numerals import to_amount, to_int
from core.ports import Unreadable
from nlp.normalize import normalize
from nlp.slots import dates
from nlp.slots import items as goods

_NUMERAL = re.compile(
    r"\d{1,9}(?:\.\d{1,4})?|[零〇一二两俩三四五六七八九十百千万廿]+(?:点[一二三四五六七八九])?"
)
_NO_NUMBER = re.compile(r"(?:一个也|一桌也)?(?:没有?|无|不)(?:了|的|摆|请)?")
_MANY = 100  # characters; a list longer than this is read by a person
# GB 11643: weights of the first 17 digits, and the check character by the remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def count(text: str, at: datetime) -> int:
    """Read how many; of “三四十” and “30到40” the most that is meant."""
    clean = _several(normalize(text).clean)
    found = [value for m in _NUMERAL.findall(clean) if (value := to_int(m)) is not None]
    if found:
        return max(found)
    if _NO_NUMBER.fullmatch(clean.strip(" ,。.!")):
        return 0
    raise Unreadable("请写一个数字，比如：8")


def _several(clean: str) -> str:
    """Take 三四十 for 四十, 七八桌 for 八桌: the higher of two neighbours."""
    return re.sub(r"[一二两三四五六七八]([二三四五六七八九])(?=[十百桌个人位])", r"\1", clean)


def number(text: str, at: datetime) -> float:
    """Read a number that may have decimals: 2.5, 两点五, 半."""
    clean = normalize(text).clean
    found = [v for m in _NUMERAL.findall(clean) if (v := to_amount(m)) is not None]
    if not found and "半" in clean:
        return 0.5
    if len(found) != 1:
        raise Unreadable("请写一个数字，比如：2.5")
    return found[0]


def period(text: str, at: datetime) -> dict[str, Any]:
    """Read from which day to which: 12月1号到5号, 明天去下周三回, or one day only."""
    found = dates.read(normalize(text), at)
    if not found:
        raise Unreadable("请写哪天到哪天，比如：12月1号到5号")
    if doubt := doubtful_days.of(found):
        raise Unreadable(doubtful_days.question(doubt))
    first, last = found[0], found[-1]
    end = last.get("end") or last["start"]
    if end < first["start"]:
        raise Unreadable("回来的日子比走的早了，请再写一次，比如：12月1号到5号")
    return {"date": first["start"], **({"end": end} if end != first["start"] else {})}


def wares(text: str, at: datetime) -> list[dict[str, Any]]:
    """Read a list of goods; what is not known as one is kept as it was written."""
    found = goods.read(normalize(f"买{text.strip()}"))
    if found:
        return found
    words = " ".join(normalize(text).raw.split())
    if not re.search(r"[\u3400-\u9fffA-Za-z]{2}|[药菜米面油盐肉蛋奶]", words):
        raise Unreadable("请写要买什么、买多少，比如：米20斤、降压药1盒")
    return [{"name": words[:_MANY]}]


def id_number(text: str, at: datetime) -> str:
    """Read the 18 characters of an identity card; a mistyped one does not add up."""
    plain = re.sub(r"[\s\-]", "", normalize(text).clean).upper()
    found = re.search(r"(?<!\d)\d{17}[\dX](?!\d)", plain)
    if found is None or not _adds_up(found[0]):
        raise Unreadable("这个证件号不对，请核对18位数字（末位可能是X）再写一次")
    return found[0]


def _adds_up(digits: str) -> bool:
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == digits[17]


READERS = {
    "count": count,
    "number": number,
    "period": period,
    "items": wares,
    "id_number": id_number,
}
