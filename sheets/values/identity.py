"""Numbers of identity cards (GB 11643), sexes and names."""

import re
from dataclasses import dataclass
from datetime import date

from core.register import Doubt, RowReason
from sheets.cells import Value, digits, given, plain

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_HAN_NAME = re.compile(
    r"[㐀-鿿〇\U00020000-\U0003ffff]{1,6}(?:[·•・][㐀-鿿]{1,12}){0,3}|[㐀-鿿]{2,15}"
)
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'·-]{1,40}")
_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_SEVERAL = re.compile(r"[、,，;；/\n&+]|(?<=[一-鿿])(?:和|及)(?=[一-鿿]{2,3}$)")
_COMPANY = re.compile(r"(?:公司|商店|超市|商铺|门店|幼儿园|诊所|药店|饭店|仓库|厂)$")
_VACANT = re.compile(r"空置|空房|空户|无人(?:居住)?|闲置|未入住|待售")
_GONE = re.compile(r"死亡|已故|去世|亡故|病故|迁出|搬走|搬离|已搬|注销")


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name, and what stood in brackets behind it."""

    name: str = ""
    note: str = ""
    problem: RowReason | None = None


def read_name(value: Value) -> NameRead:
    """Read one person's name; blanks that pad it are taken out."""
    found = given(value)
    note = " ".join(_BRACKETS.findall(found)).strip()
    name = _BRACKETS.sub("", found).strip(" *★☆△▲:：.。")
    if not name and not note:
        return NameRead(problem=RowReason.NO_NAME)
    if _GONE.search(found):
        return NameRead(problem=RowReason.GONE)
    if _VACANT.search(found):
        return NameRead(problem=RowReason.VACANT)
    if _SEVERAL.search(name):
        return NameRead(problem=RowReason.SEVERAL_PEOPLE)
    if _LATIN_NAME.fullmatch(name):
        return NameRead(re.sub(r"\s+", " ", name), note)
    joined = _joined(name)
    if joined is None or _COMPANY.search(joined) or not _HAN_NAME.fullmatch(joined):
        return NameRead(problem=RowReason.NAME_UNREADABLE)
    return NameRead(joined, note)


def is_vacant(text: str) -> bool:
    """Tell whether something written beside a door says that nobody lives there."""
    return _VACANT.search(text) is not None


def _joined(name: str) -> str | None:
    """李  云 is 李云; 张三 李四 are two people and no name."""
    parts = name.split()
    if len(parts) > 1 and sum(len(part) > 1 for part in parts) > 1:
        return None
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class IdRead:
    """A card's number with the birth date and the sex that it tells, or why there is none."""

    number: str = ""
    born: str = ""
    sex: str = ""
    rounded: bool = False
    doubt: Doubt | None = None


def read_id(value: Value) -> IdRead:
    """Read the number of an identity card; nothing is guessed and nothing completed."""
    found = digits(value)
    if found is None:
        return IdRead(rounded=True)
    number = re.sub(r"[\s\-_.]", "", found).upper().replace("Ｘ", "X").replace("×", "X")
    if not number:
        return IdRead()
    if re.fullmatch(r"\d{15}", number):
        return _told(number, f"19{number[6:12]}", number[14])
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return IdRead(doubt=Doubt.ID_UNREADABLE)
    if check_digit(number) != number[17]:
        return IdRead(rounded=number.endswith("00"), doubt=Doubt.ID_CHECKSUM)
    return _told(number, number[6:14], number[16])


def _told(number: str, born: str, sex: str) -> IdRead:
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:8]))
    except ValueError:
        return IdRead(doubt=Doubt.ID_CHECKSUM)
    return IdRead(number, day.isoformat(), "男" if int(sex) % 2 else "女")


def check_digit(number: str) -> str:
    """Return the eighteenth digit that the first seventeen ask for."""
    weighed = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[weighed % 11]


_SEXES = {
    "男": "男",
    "女": "女",
    "男性": "男",
    "女性": "女",
    "M": "男",
    "F": "女",
    "1": "男",
    "2": "女",
}
_SEXES |= {"MALE": "男", "FEMALE": "女", "先生": "男", "女士": "女"}


def read_sex(value: Value) -> str | None:
    """Return 男, 女, or nothing; None where it cannot be read."""
    found = plain(value).upper()
    return _SEXES.get(found) if found else ""
