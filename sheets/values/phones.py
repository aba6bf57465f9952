"""Telephone numbers, one or several in a cell."""

import re
from dataclasses import dataclass

from core.register import Doubt
from sheets.cells import Value, digits

_MOBILE = re.compile(r"(?<!\d)(?:\+?0?0?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
_FIXED = re.compile(
    r"(?<!\d)\(?(0\d{2,3})\)?[ -]?([2-8]\d{6,7})(?:(?:转|-|ext\.?)(\d{1,6}))?(?!\d)"
)
_LOCAL = re.compile(r"(?<!\d)([2-8]\d{6,7})(?!\d)")


@dataclass(frozen=True, slots=True)
class PhonesRead:
    """The numbers of a cell, mobiles as eleven digits, and what was wrong with others."""

    numbers: tuple[str, ...] = ()
    doubt: Doubt | None = None


def read_phones(value: Value) -> PhonesRead:
    """Read all numbers of a cell; words between them do not matter, figures left over do."""
    found = digits(value)
    if found is None:
        return PhonesRead(doubt=Doubt.PHONE_ROUNDED)
    if not found:
        return PhonesRead()
    numbers: list[str] = []
    rest = _MOBILE.sub(lambda m: _kept(numbers, re.sub(r"\D", "", m[1])), found)
    rest = _FIXED.sub(lambda m: _kept(numbers, "-".join(part for part in m.groups() if part)), rest)
    rest = _LOCAL.sub(lambda m: _kept(numbers, m[1]), rest)
    lost = re.search(r"\d{3,}|[*×xX]{3,}", rest) or not numbers
    return PhonesRead(tuple(dict.fromkeys(numbers)), Doubt.PHONE_UNREADABLE if lost else None)


def _kept(numbers: list[str], number: str) -> str:
    numbers.append(number)
    return " "
