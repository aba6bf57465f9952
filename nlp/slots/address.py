"""Where in the community: 3-2-601, 十二号楼三单元五零二, A座1201."""

import re

from core.numerals import to_digits
from nlp.normalize import Text

_HAN = "一二三四五六七八九十零〇两"
_NO = rf"(?:[A-Za-z]?\d{{1,3}}[A-Za-z]?|[A-Za-z]|[东西南北中]?\d{{1,3}}|[{_HAN}]{{1,4}})"
_ROOM = rf"(?:\d{{2,4}}[A-Za-z]?|[{_HAN}]{{3,4}})"
_COMMUNITY = r"(?P<community>[\u4e00-\u9fffA-Za-z\d]{1,7}?(?:小区|花园|花苑|家园|嘉园|佳苑|名苑|公寓|新村|华府|华庭|豪庭|雅苑|庄园|名城|国际城|山庄|社区|里|苑|府|湾|城|郡|院|村))"
_BUILDING = rf"(?P<building>{_NO})\s*(?:号楼|栋楼?|幢|座|号院楼|#楼?|楼(?=\s*(?:\d|[{_HAN}]+)\s*单元)|号(?=\s*[{_HAN}\d]+\s*(?:单元|室|楼)))"
_UNIT = rf"(?P<unit>{_NO})\s*(?:单元|门(?=\d|[{_HAN}]))"
_FLOOR = rf"(?P<floor>\d{{1,2}}|[{_HAN}]{{1,3}})\s*(?:层|楼(?!栋|道))"
_WRITTEN = re.compile(
    rf"{_BUILDING}[\s,-]*+(?:{_UNIT})?[\s,-]*+(?:{_FLOOR})?[\s,-]*+(?:(?P<room>{_ROOM})(?![\d.]|\s*(?:度|年|元|块|例|人|斤|个|次|路|点|月))\s*(?:室|号|房|户)?)?"
)
_UNIT_ONLY = re.compile(
    rf"(?<![{_HAN}\d-]){_UNIT}[\s,-]*+(?:{_FLOOR})?[\s,-]*+(?:(?P<room>{_ROOM})(?![\d.]|\s*(?:度|年|元|块|例|人|斤))\s*(?:室|号|房|户)?)?"
)
_DASHED = re.compile(
    r"(?<![\d./A-Za-z-])(?P<building>[A-Za-z]?\d{1,2}[A-Za-z]?)[-—–/](?P<unit>\d{1,2})[-—–/](?P<room>\d{3,4})(?![\d.-])"
)
_DASHED_SHORT = re.compile(
    r"(?<![\d./A-Za-z-])(?P<building>[A-Za-z]\d{0,2}|\d{1,2})[-—–](?P<room>[1-9]\d{2,3})(?![\d.-]|\s*(?:度|元|年|块|人|例|斤))"
)
_FLOOR_ONLY = re.compile(
    rf"(?<![{_HAN}\d-])(?:住|家|我|[在是]|^|[,。\s]){_FLOOR}(?!的?灯)|(?<![{_HAN}\d号-])(?P<floor2>\d{{1,2}})楼(?!上|下|道|栋)"
)
_ROOM_ONLY = re.compile(r"(?<![\d.])(?P<room>\d{3,4})\s*(?:室|房间?|户)(?!外|内)")
_PARCEL = re.compile(r"[取提领自验][一-龥]{0,2}码\S{0,2}\s*[\dA-Za-z-]{3,16}")
_SKIP = (
    "这小区",
    "那小区",
    "小区",
    "社区",
    "我们小区",
    "本小区",
    "咱们小区",
    "这个小区",
    "家里",
    "村",
    "里",
    "城",
    "院",
    "府",
    "湾",
)
_WORD_BEFORE = re.compile(
    r"^(?:(?:我们家?|我家?|咱们?|家|人)?(?:住在?|在|是|到|送到|去|家|来|回)|地址[是:]?|我们|我|你好|您好)+"
)


def read(text: Text) -> dict[str, str] | None:
    """Return the parts of an address that are given, digits for Chinese numerals."""
    clean = _PARCEL.sub("", text.clean)
    for pattern in (_DASHED, _WRITTEN, _DASHED_SHORT, _UNIT_ONLY):
        match = pattern.search(clean)
        if match:
            return {**_community(clean, match.start()), **_parts(match)}
    for pattern in (_ROOM_ONLY, _FLOOR_ONLY):
        if match := pattern.search(clean):
            return _parts(match)
    return _named(clean)


def _parts(match: re.Match[str]) -> dict[str, str]:
    values = {key: value for key, value in match.groupdict().items() if value}
    if "floor2" in values:
        values["floor"] = values.pop("floor2")
    return {key: to_digits(value).upper() for key, value in values.items()}


def _community(clean: str, end: int) -> dict[str, str]:
    """Find the name of a community that stands right before its building."""
    match = re.search(rf"{_COMMUNITY}\s*(?:的)?[,\s]?$", clean[max(0, end - 16) : end])
    return _name(match)


def _named(clean: str) -> dict[str, str] | None:
    """Find a community somebody says to live in, with no building."""
    match = re.search(
        r"(?:住在?|家在|小区是|小区:|地址[:是]?)(?P<community>[\u4e00-\u9fffA-Za-z\d]{2,7}?(?:小区|花园|家园|嘉园|公寓|新村|华府|华庭|豪庭|名苑|雅苑|佳苑|社区))",
        clean,
    )
    return _name(match) or None


def _name(match: re.Match[str] | None) -> dict[str, str]:
    if match is None:
        return {}
    name = _WORD_BEFORE.sub("", match["community"])
    return {} if name in _SKIP or len(name) < 2 else {"community": name}
