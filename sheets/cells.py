"""One cell's value as text, and what a table program may have done to it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

Value = str | int | float | bool | date | datetime | time | timedelta

# Columns say the same few things over and over: this many texts are kept in their clean spelling.
_REMEMBERED = 8192
# A number has fifteen digits in a table program; what is longer has lost its end.
EXACT = 10**15
# What people write into a cell to say that there is nothing.
_NOTHING = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "没有",
    "暂无",
    "不详",
    "未知",
    "空",
    "N/A",
    "NULL",
}
_NOTHING |= {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "NONE"}
_UNSEEN = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_CODED = re.compile(r"^\d{1,3}\s*[-—–_.、:：|]\s*(?=\D)")


def text(value: Value) -> str:
    """Spell a value as its reader would see it, in half width, without blanks around it."""
    return _cleaned(value) if isinstance(value, str) else _spelled(value)


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(value: str) -> str:
    if value[:1] in ("'", "="):
        value = _unescaped(value)
    if value.isascii() and value.isprintable():
        return value.strip()
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", value)).strip()


def _unescaped(value: str) -> str:
    """Take off what keeps a table program from reading a text: '013… and ="013…"."""
    if value.startswith("'") and (value[1:2].isdigit() or value[1:2] in ("=", "+", "-", "@", "'")):
        return value[1:]
    quoted = value.startswith('="') and value.endswith('"') and len(value) > 2
    return value[2:-1] if quoted else value


def _spelled(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def given(value: Value) -> str:
    """Return a value's text, empty where somebody wrote that there is none."""
    return _given(value) if isinstance(value, str) else _spelled(value)


@lru_cache(maxsize=_REMEMBERED)
def _given(value: str) -> str:
    found = _cleaned(value)
    return "" if found.upper() in _NOTHING else found


def plain(value: Value) -> str:
    """Return a value's text without the number of a code list before it: 02-农民工 → 农民工."""
    return _CODED.sub("", given(value))


def digits(value: Value) -> str | None:
    """Return a figure's text; None where a table program has lost digits of it.

    1.3812345678E10 holds all eleven digits of a mobile; 3.30102E+17 holds six of eighteen.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _spelled(value) if abs(value) < EXACT else None
    found = given(value)
    if not _SCIENTIFIC.fullmatch(found.replace(" ", "")):
        return found
    try:
        number = Decimal(found)
    except InvalidOperation:
        return None
    mantissa = len(number.as_tuple().digits)
    whole = str(int(number))
    return whole if mantissa == len(whole) else None


def escaped(value: str) -> str:
    """Keep a text from being taken for a formula by whatever opens the table."""
    risky = value[:1] in ("=", "+", "-", "@", "\t", "\r") or value[:2] in ("'=", "'+", "'-", "'@")
    return f"'{value}" if risky and len(value) > 1 else value
