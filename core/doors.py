"""Where a household lives, as tables write it: read whole and for certain, or not at all.

The chat finds an address inside a sentence (nlp/slots/address.py); here a cell is nothing
but an address, and a reading that leaves a character over is none.
"""

import re
import unicodedata
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache

from core.late import late
from core.numerals import HAN, to_digits


@dataclass(frozen=True, slots=True)
class Door:
    """One door.  Numbers are ASCII digits without zeros before them, except in rooms."""

    community: str = ""  # 幸福社区, 张家沟村
    estate: str = ""  # 阳光花园, 阳光花园二期, 人民路
    grid: str = ""  # 2, or its name
    group: str = ""  # of villagers: 3
    building: str = ""  # 3, A, 3A, 5排
    entrance: str = ""  # 2
    room: str = ""  # 601, 0601, 6东户; in a village the number on the house


_PARTS = tuple(field.name for field in fields(Door))


class DoorReason(StrEnum):
    """Why an address cannot be used."""

    UNCLEAR = "door_unclear"  # more than one reading, or none
    CONTRADICTS = "door_contradicts"  # two columns, or a floor and its room, disagree
    NO_ROOM = "room_missing"
    NO_BUILDING = "building_missing"
    BECAME_DATE = "door_became_date"  # 3-2101, which the table program took for March 2101


class DoorUnreadable(ValueError):
    """An address that is not certain."""

    def __init__(self, reason: DoorReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


_SIMPLE = str.maketrans("樓棟單號戶門區組層網園路鎮鄉莊東", "楼栋单号户门区组层网园路镇乡庄东")
_N = rf"(?:\d{{1,4}}|[{HAN}]{{1,5}})"
_B = rf"(?:[东西南北中]?{_N}|[A-Z]\d{{0,3}}|\d{{1,3}}[A-Z]|[甲乙丙丁戊])"
_E = rf"(?:{_N}|[IVX]{{1,4}}|[A-Z]|[甲乙丙丁戊]|[东西南北中])"
_SIDE = r"[东西中南北左右](?:户|边|侧)?"
_LONGEST = 60  # characters; no address is longer, and no reading may take long
# One separator between two figures.
_DASH = r"\s*[-—–_/,、·.\s]\s*"
_GAP = r"[\s,、/·_—–-]*"
_ROOM = (
    rf"(?:\d{{1,2}}-\d{{1,2}}|\d{{1,4}}号?(?:附|之)\d{{1,2}}|\d{{3,4}}-\d{{1,2}}|\d{{1,4}}[A-Z]?"
    rf"|[A-Z]\d{{2,4}}|[{HAN}]{{1,4}}|{_SIDE}|[A-Z])"
)
_ROOM_END = r"(?:号房间?|号室|室|房间?|户|号)"
_FULL_ROOM = rf"(?:\d{{3,4}}[A-Z]?|[{HAN}]{{3,4}})"
_TAIL = late(
    rf"(?:第?(?P<grid>{_N})号?网格{_GAP})?"
    rf"(?:第?(?P<group>{_N})(?:村民小组|生产队|小组|组|队|社)(?!区){_GAP})?"
    rf"(?:第?(?P<building>{_B})\s*(?:号楼栋?|号?栋楼?|号?幢楼?|座|#楼?|(?P<row>排)|楼(?=\s*{_E}\s*单元)"
    rf"|号(?={_GAP}(?:{_E}\s*单元|{_FULL_ROOM}\s*(?:室|房|$)))|-(?={_E}\s*单元)){_GAP})?"
    rf"(?:第?(?P<entrance>{_E})\s*(?:单元|门洞|门|梯位?|-(?={_FULL_ROOM}(?:室|号|房|户)?$)){_GAP})?"
    rf"(?:第?(?P<floor>{_N})(?:层|楼){_GAP})?"
    rf"(?:(?P<room>{_ROOM})(?P<end>{_ROOM_END})?)?"
)
_DASHED = (
    re.compile(
        rf"(?P<building>{_B})\#?{_DASH}(?P<entrance>{_E}){_DASH}(?:(?P<floor>\d{{1,2}}){_DASH})?"
        rf"(?P<room>{_FULL_ROOM})(?:室|号|房|户)?"
    ),
    re.compile(rf"(?P<building>{_B})\#?{_DASH}(?P<room>{_FULL_ROOM})(?:室|号|房|户)?"),
)
_LEAD = re.compile(r"^(?:现|家|居|租|暂)?住(?:址|在|于)?[::]?|^(?:家庭)?地址[::]?")
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_ADMIN = re.compile(
    r"(?:[一-龥]{2,7}?(?:省|自治区))?(?:[一-龥]{2,7}?(?:市|自治州|盟|地区))?"
    r"(?:[一-龥]{1,6}?(?<![小社园])(?:区|县|旗|市))?(?:[一-龥]{2,8}?(?:街道办事处|街道|镇|乡))?"
)
_COMMUNITY = re.compile(
    r"(?P<community>[一-龥A-Z]{1,12}?(?:社区(?!\d)|(?<!新)村|嘎查))(?:居?民?委(?:员会|会))?"
)
_ESTATE_END = (
    r"(?:小区|社区|新村|花园|家园|[园苑府湾城郡院里坊居庭墅庄寓邸湖岸廷台厦宿舍房巷弄街路道屯寨])"
)
_PHASE = rf"(?:[东西南北中]区|第?{_N}期|{_N}区|[A-Z]区)"
_ESTATE = re.compile(
    rf"[一-龥A-Z\d]{{1,14}}?{_ESTATE_END}{_PHASE}?|[一-龥]{{1,12}}(?:路|街|巷|弄|道|胡同){_N}号院?"
    rf"|{_PHASE}|{_N}号院"
)
_PLAIN_NAME = re.compile(r"[一-龥]{2,8}(?:\d{2,3})?")
_NOT_A_NAME = re.compile(
    r"[住租搬原家我他]|附近|对面|旁|后面|前面|隔壁|楼上|楼下|路口|门口|东头|西头|期|单元|栋|幢|层|号|网格|组"
)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Half width, simplified where doors need it, upper case, nothing unseen."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIMPLE).replace("井", "#")
    return re.sub(r"[\u200b-\u200f\ufeff]", "", plain).strip().strip("。.;").upper()


def number(text: str) -> str:
    """Return a number as ASCII digits without zeros before it: 三 → 3, 03 → 3, Ⅱ → 2, A → A."""
    text = clean(text)
    if re.fullmatch(r"[IVX]+", text):
        return str(_roman(text))
    side, digits = (text[:1], text[1:]) if text[:1] in "东西南北中" else ("", text)
    digits = to_digits(digits) if digits and all(ch in HAN for ch in digits) else digits
    return side + (digits.lstrip("0") or digits)


def read(text: str) -> Door:
    """Read a whole address.  Raises DoorUnreadable unless there is just one reading."""
    text = _LEAD.sub("", clean(text))
    if len(text) > _LONGEST:
        raise DoorUnreadable(DoorReason.UNCLEAR)
    inside = "".join(_BRACKETS.findall(text))
    spellings = [re.sub(r"[()\[\]【】〔〕]", " ", text)]
    if inside and not re.search(r"\d{3}", inside):
        spellings.append(_BRACKETS.sub("", text))
    spellings.append(re.sub(r"(?<=[一-龥])\s+|\s+(?=[一-龥])", "", spellings[0]))
    for spelling in dict.fromkeys(spellings):
        if (door := _whole(spelling.strip())) is not None:
            return door
    raise DoorUnreadable(DoorReason.UNCLEAR)


def merge(one: Door, other: Door) -> Door:
    """Put together what two columns say.  Raises DoorUnreadable where they disagree."""
    values = {}
    for name in _PARTS:
        a, b = getattr(one, name), getattr(other, name)
        if a and b and a != b and not _same_name(a, b):
            raise DoorUnreadable(DoorReason.CONTRADICTS)
        values[name] = a if len(a) >= len(b) else b
    return Door(**values)


def with_floor(door: Door, floor: str) -> Door:
    """Check a room against its floor, or complete it: 6层东户 → 6东户, 6楼3号 → 603."""
    floor = number(floor)
    if not floor.isdecimal() or not door.room:
        raise DoorUnreadable(DoorReason.NO_ROOM if not door.room else DoorReason.UNCLEAR)
    digits = re.match(r"\d+", door.room)
    if digits is None:
        return replace(door, room=floor + door.room) if len(door.room) < 3 else door
    if len(digits[0]) < 3:
        if "-" in door.room or "附" in door.room:
            raise DoorUnreadable(DoorReason.UNCLEAR)
        return replace(door, room=f"{floor}{int(digits[0]):02d}{door.room[digits.end() :]}")
    if digits[0][:-2].lstrip("0") != floor:
        raise DoorUnreadable(DoorReason.CONTRADICTS)
    return door


def _whole(text: str) -> Door | None:
    """Return the only reading of a text, None if there is none."""
    for pattern in _DASHED:
        if match := pattern.fullmatch(text):
            return _door(match)
    for start in range(len(text)):
        match = _TAIL.fullmatch(text, start)
        if match and (head := _head(text[:start].strip(" ,、-"), match)) is not None:
            return merge(_door(match), head)
    dashed = (
        (start, match)
        for start in range(1, len(text))
        for pattern in _DASHED
        if not text[start - 1].isalnum() or not text[start - 1].isascii()
        if (match := pattern.fullmatch(text, start))
    )
    for start, match in dashed:
        if (head := _head(text[:start].strip(" ,、-"), match)) is not None:
            return merge(_door(match), head)
    return _head(text, None)


def _door(match: re.Match[str]) -> Door:
    values = {key: value for key, value in match.groupdict().items() if value}
    row, floor, end = (values.pop(key, "") for key in ("row", "floor", "end"))
    room = _room(values.pop("room", ""), end, values)
    door = Door(room=room, **{key: number(value) for key, value in values.items()})
    if row:
        door = replace(door, building=f"{door.building}排")
    return with_floor(door, floor) if floor else door


def _room(text: str, end: str, before: dict[str, str]) -> str:
    """Spell a room; a lone figure is one only where it is called so."""
    if not text:
        return ""
    if re.fullmatch(_SIDE, text):
        return f"{text[0]}户"
    text = to_digits(text) if all(ch in HAN for ch in text) else text
    if re.fullmatch(r"\d{1,2}|[A-Z]", text) and not (end or "group" in before):
        raise DoorUnreadable(DoorReason.UNCLEAR)
    return re.sub(r"号?[附之]", "附", text)


def _head(text: str, tail: re.Match[str] | None) -> Door | None:
    """Read the names before the numbers; None where they are no names of places."""
    for rest in dict.fromkeys((_without_admin(text), text)):
        found = _COMMUNITY.match(rest)
        for match in (found, None) if found else (None,):
            left = rest[match.end() :].strip(" ,、") if match else rest
            grid = re.match(rf"第?({_N})号?网格", left)
            left = left[grid.end() :].strip(" ,、") if grid else left
            if not left or _is_estate(left, tail):
                return Door(
                    community=match["community"] if match else "",
                    estate=re.sub(r"\s", "", left),
                    grid=number(grid[1]) if grid else "",
                )
    return None


def _is_estate(text: str, tail: re.Match[str] | None) -> bool:
    text = re.sub(r"\s", "", text)
    if re.fullmatch(_ESTATE_END, text):
        return False
    if _ESTATE.fullmatch(text):
        return not re.search(r"附近|对面|旁|隔壁|路口|门口", text)
    certain = tail is not None and tail["building"] and tail["room"]
    return bool(certain and _PLAIN_NAME.fullmatch(text) and not _NOT_A_NAME.search(text))


def _without_admin(text: str) -> str:
    """Take province, city, district and town away, where at least one is certain."""
    match = _ADMIN.match(text)
    names = match[0] if match else ""
    certain = re.search(r"街道|镇$|乡$|省|县|自治", names) or re.search(r"市.{1,20}区$", names)
    return text[len(names) :].strip() if certain else text


def _same_name(one: str, other: str) -> bool:
    """阳光花园 and 阳光花园小区, 幸福 and 幸福社区 are one place."""
    short, long = sorted((one, other), key=len)
    return not short[-1].isdecimal() and long in {short + "小区", short + "社区", short + "村"}


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[ch] for ch in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
