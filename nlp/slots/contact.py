"""Numbers people are reached by, and number plates."""

import re

from core.numerals import to_digits
from nlp.normalize import Text

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PLATE = re.compile(
    rf"(?<![一-龥](?=[新云青黑宁]))([{_PROVINCES}])\s*([A-HJ-NP-Za-hj-np-z])[\s·.・-]*((?:[A-HJ-NP-Za-hj-np-z0-9]\s?){{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])(?![A-Za-z0-9])"
)
_MOBILE = re.compile(
    r"(?<![\d.])(?:\+?86[\s-]?)?(1[3-9]\d)[\s.-]?(\d{4})[\s.-]?(\d{4})(?!\d)|(?<![\d.])(?:\+?86[\s-]?)?(1[3-9]\d{2})[\s-](\d{3})[\s-](\d{4})(?!\d)"
)
_SPACED = re.compile(r"(?<![\d.])(1[\s-]?[3-9](?:[\s-]?\d){9})(?![\s-]?\d)")
_LANDLINE = re.compile(
    r"(?<!\d)\(?(0(?:10|2\d|[3-9]\d{2}))\)?\s?[-—–]?\s?([1-9]\d{2,3}[\s-]?\d{4})(?!\d)"
)
_HAN = "零〇一幺二三四五六七八九"
_SPOKEN = re.compile(rf"(?<![{_HAN}])([一幺][三四五六七八九][{_HAN}]{{9}})(?![{_HAN}十百])")
_SERVICE = re.compile(r"(?<!\d)([48]00)[\s-]?(\d{3,4})[\s-]?(\d{3,4})(?!\d)")


def read_plates(text: Text) -> list[str]:
    """List number plates without separators."""
    found = []
    for match in _PLATE.finditer(text.clean):
        plate = re.sub(r"[\s·.・-]", "", "".join(match.groups())).upper()
        if len(plate) in (7, 8) and re.search(r"\d", plate[2:]) and plate not in found:
            found.append(plate)
    return found


def read_phones(text: Text) -> list[str]:
    """List telephone numbers as digits only."""
    spans: list[tuple[int, str]] = []
    taken: set[int] = set()
    for pattern in (_MOBILE, _SPACED, _SPOKEN, _LANDLINE, _SERVICE):
        for match in pattern.finditer(text.clean):
            said = "".join(group for group in match.groups() if group)
            digits = to_digits(said) if pattern is _SPOKEN else re.sub(r"\D", "", said)
            if not taken & set(range(*match.span())) and _length_fits(digits):
                spans.append((match.start(), digits))
                taken |= set(range(*match.span()))
    return list(dict.fromkeys(digits for _, digits in sorted(spans)))


def _length_fits(digits: str) -> bool:
    return len(digits) == 11 if digits.startswith("1") else 10 <= len(digits) <= 12
