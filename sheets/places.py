"""A row's door out of whatever columns tell of it; what is not certain is no door."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from core.doors import Door, DoorReason, DoorUnreadable, clean, merge, number, read, with_floor
from core.numerals import to_digits
from sheets.cells import Value, given
from sheets.headings import Field

DOOR_FIELDS = (
    Field.COMMUNITY,
    Field.ESTATE,
    Field.GRID,
    Field.GROUP,
    Field.BUILDING,
    Field.ENTRANCE,
    Field.FLOOR,
    Field.ROOM,
    Field.ADDRESS,
)
_FIGURE = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百廿卅]{1,5}|[IVX]{1,4}|[A-Z]\d{0,3}|\d{1,3}[A-Z]|[东西南北中]\d{0,3}|[甲乙丙丁戊])"
_ENDS = {
    Field.BUILDING: r"(?:号楼|号?栋楼?|号?幢楼?|座|号院楼|#楼?|号|楼)?",
    Field.ENTRANCE: r"(?:单元|门洞|门|梯|号)?",
    Field.FLOOR: r"(?:楼|层)?",
    Field.GROUP: r"(?:村民小组|小组|组|队|社)?",
    Field.GRID: r"(?:号)?(?:微|基础)?(?:网格)?",
}
_BARE = {field: re.compile(rf"(?:第|网格)?(?P<it>{_FIGURE}){end}") for field, end in _ENDS.items()}
_ROOM = re.compile(
    r"(\d{1,4}[A-Z]?|[A-Z]\d{2,4}|[一二三四五六七八九零〇]{3,4})(?:号房间?|号室|室|房间?|户|号)?"
)
_SUB_ROOM = re.compile(r"(\d{1,4})号?(?:附|之|-)(\d{1,2})号?室?")
_ENTRANCE_ROOM = re.compile(r"(\d{1,2})\s*[-—–/#]\s*(\d{3,4}[A-Z]?)室?")
_SIDE = re.compile(r"[东西中南北左右](?:户|边|侧)?")
_NAMED_BUILDING = re.compile(r"[一-龥A-Z]{2,10}(?:楼|栋|大厦|公寓|排|院|座|幢|宿舍)|\d{1,3}排")
_NAME = re.compile(r"[一-龥A-Z\d()·]{2,24}")


def read_door(cells: Mapping[Field, Value]) -> Door:
    """Put a door together.  Raises DoorUnreadable; an empty door where no cell says anything."""
    door, floor = Door(), ""
    for field in DOOR_FIELDS:
        value = cells.get(field, "")
        if isinstance(value, date):
            raise DoorUnreadable(DoorReason.BECAME_DATE)
        text = clean(given(value))
        if not text:
            continue
        if field is Field.FLOOR:
            floor = _bare(field, text) or _unclear()
        elif field is Field.ROOM:
            door = _with_room(door, text)
        else:
            door = merge(door, _part(field, text))
    return with_floor(door, floor) if floor and door.room else door


def check_complete(door: Door, *, household_known: bool) -> None:
    """Refuse a door that does not say which.  A village's house may have no number."""
    if not re.search(r"[\dA-Z]", door.room):  # 东户 alone does not say on which floor
        if not door.room and household_known and (door.group or door.community.endswith("村")):
            return
        raise DoorUnreadable(DoorReason.NO_ROOM)
    if not (door.building or door.group or door.community.endswith("村")):
        raise DoorUnreadable(DoorReason.NO_BUILDING)


@lru_cache(maxsize=4096)
def _part(field: Field, text: str) -> Door:
    if field is Field.ADDRESS:
        return read(text)
    if field in (Field.COMMUNITY, Field.ESTATE):
        return _name(field, text)
    if bare := _bare(field, text):
        return Door(**{field.value: bare})
    if field is Field.BUILDING and _NAMED_BUILDING.fullmatch(text):
        return Door(building=text)
    if field is Field.GRID:
        return Door(grid=_grid(text))
    if field is Field.GROUP and re.fullmatch(r"[一-龥]{1,6}(?:组|队|社|屯|庄|湾)?", text):
        return Door(group=text)
    return _inside(field, text)


def _inside(field: Field, text: str) -> Door:
    """A column that says more than its heading: 3号楼2单元 under 楼栋."""
    door = read(text)
    if not getattr(door, field.value):
        _unclear()
    return door


def _bare(field: Field, text: str) -> str:
    match = _BARE[field].fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return ""
    if field is not Field.ENTRANCE and re.fullmatch(r"[IVX]+", match["it"]):
        return match["it"]  # a letter; Roman numerals are for entrances only
    return number(match["it"])


def _grid(text: str) -> str:
    """Return a grid's number or name: 幸福社区第二网格 → 2, 网格员之家 stays."""
    if match := re.search(rf"第?({_FIGURE})号?(?:微|基础)?网格$", text):
        return number(match[1])
    return text[:24]


def _name(field: Field, text: str) -> Door:
    name = re.sub(r"(?:(?<=村)民?|居民?)委(?:员会|会)$", "", re.sub(r"\s", "", text)) or text
    if not _NAME.fullmatch(name):
        _unclear()
    if field is Field.ESTATE:
        return Door(estate=name)
    if re.search(r"\d组|[一-龥]组$", name):
        return read(name)
    if re.search(r"(?:街道|镇|乡).+", name):
        name = re.sub(r"^.+?(?:街道|镇|乡)(?=.{2})", "", name)
    return Door(community=name)


def _with_room(door: Door, text: str) -> Door:
    """Read a room's cell, which may hold the entrance or the whole door too."""
    text = re.sub(r"\s+", "", text) if not re.search(r"\d\s+\d", text) else text
    if match := _ROOM.fullmatch(text):
        return merge(door, Door(room=_digits(match[1])))
    if _SIDE.fullmatch(text):
        return merge(door, Door(room=f"{text[0]}户"))
    if match := _ENTRANCE_ROOM.fullmatch(text):
        return _with_pair(door, number(match[1]), match[2])
    if (match := _SUB_ROOM.fullmatch(text)) and (door.group or door.entrance or door.building):
        dash = "-" if "-" in text and not door.group else "附"
        return merge(door, Door(room=f"{match[1]}{dash}{match[2]}"))
    whole = read(text)
    if not whole.room:
        raise DoorUnreadable(DoorReason.NO_ROOM)
    return merge(door, whole)


def _with_pair(door: Door, first: str, room: str) -> Door:
    """Read 2-601: behind a building it is an entrance, alone a building, else it must agree."""
    if door.entrance:
        if first not in (door.entrance, door.building):
            raise DoorUnreadable(DoorReason.CONTRADICTS)
        return merge(door, Door(room=room))
    if not door.building:
        return replace(door, building=first, room=room)
    if first == door.building:
        _unclear()  # the building once more, or an entrance of the same number
    return merge(door, Door(entrance=first, room=room))


def _digits(room: str) -> str:
    return to_digits(room) if not room.isascii() else room


def _unclear() -> str:
    raise DoorUnreadable(DoorReason.UNCLEAR)
