"""Places in a message with their official names; a name shared by several is asked about."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from nlp.normalize import Text
from nlp.slots.names import SURNAMES
from nlp.slots.places import roles
from nlp.slots.places.gazetteer import Name, Place, Strength, by_start, names

_GLUE = re.compile(r"[\s·/的,(-]{0,2}(?:省|市)?")
_CITY_LETTERS = {
    "京": "北京", "沪": "上海", "津": "天津", "渝": "重庆", "粤": "广东", "陕": "陕西", "甘": "甘肃", "皖": "安徽", "浙": "浙江", "赣": "江西", "湘": "湖南",
    "鄂": "湖北", "豫": "河南", "鲁": "山东", "晋": "山西", "冀": "河北", "闽": "福建", "桂": "广西", "琼": "海南省", "黔": "贵州", "滇": "云南", "川": "四川",
    "杭": "杭州", "甬": "宁波", "穗": "广州", "蓉": "成都", "汉": "武汉", "苏": "江苏", "疆": "新疆", "藏": "西藏", "蒙": "内蒙古",
    "深": "深圳", "港": "香港", "澳": "澳门",
}  # fmt: skip
_LETTER = re.compile(
    rf"(?<![一-龥]回)(?P<verb>来|返|离|抵|进|出|赴|入|回|在)(?P<letter>[{''.join(_CITY_LETTERS)}])(?=$|[\s,。;!?、\d]|人|后|前|的|返|隔|要|需|吗|了|时|以|旅|务|探|工作|上班|航班|高铁|怎么|政策|能|做|报|通|车|应|是|可|复|过年|就|有|还|核|来|途|须)"
)
_CALLED = re.compile(
    r"(?P<lead>我叫|名字叫?是?|姓名[:是]?|联系人[:是]?|收件人[:是]?|我是)\s*(?P<surname>[^\W从在到去回来自往向于经过])?$"
)
_MOST_HITS = 30  # places told of in one message
_MOST = 8  # more candidates than this cannot be offered in one question


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    places: tuple[Place, ...]
    strength: Strength


def spans(clean: str) -> list[tuple[int, int]]:
    """Return where places of this country are named."""
    return [(hit.start, hit.end) for hit in _named(clean) if not hit.places[0].country]


@lru_cache(16)  # what a message is heard as and what is read from it are asked one after the other
def _named(clean: str) -> list[_Found]:
    return _joined(clean, _hits(clean))


def read(text: Text) -> list[dict[str, Any]]:
    """List the places of a message in order, each with its role."""
    hits = _resolved(_letters(text.clean, _named(text.clean))[:_MOST_HITS])
    found: list[dict[str, Any]] = []
    previous: tuple[int, str] | None = None
    for hit in hits:
        role = roles.role(text.clean, hit.start, hit.end, previous)
        previous = (hit.end, role)
        value = {
            "role": role,
            "raw": text.original(hit.start, hit.end).strip(),
            **as_value(hit.places),
        }
        if not any(_same(value, other) for other in found):
            found.append(value)
    return found


def as_value(places: tuple[Place, ...]) -> dict[str, Any]:
    """Write one place, or the candidates of an ambiguous name, as the schema does."""
    if len(places) == 1:
        return {**places[0].as_value(), "code": places[0].code}
    provinces = {p.province for p in places}
    shared = {
        "province": provinces.pop() if len(provinces) == 1 else None,
        "city": None,
        "district": None,
    }
    return {**shared, "ambiguous": [{**p.as_value(), "code": p.code} for p in places[:_MOST]]}


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    keys = ("role", "province", "city", "district", "country", "ambiguous")
    return all(one.get(key) == other.get(key) for key in keys)


def _hits(clean: str) -> list[_Found]:
    """Find names left to right, the longest first; weak ones wait for their surroundings."""
    starts = by_start()
    found: list[_Found] = []
    i = 0
    while i < len(clean) - 1 and len(found) < 2 * _MOST_HITS:
        hit = None
        for name in starts.get(clean[i : i + 2], ()):
            if clean.startswith(name.text, i) and (hit := _hit(clean, i, name)):
                break
        if hit is None:
            i += 1
            continue
        found.append(hit)
        i = hit.end
    return found


def _hit(clean: str, start: int, name: Name) -> _Found | None:
    end = start + len(name.text)
    if name.strength is Strength.FULL:
        return _Found(start, end - _shares_suffix(clean, end, name), name.places, name.strength)
    if name.strength is Strength.WEAK and _stronger_inside(clean, start, end):
        return None
    if _is_station(name) and not roles.has_border(clean, end):
        return None
    if _is_given_name(clean, start, name) or _is_other_unit(clean, end, name):
        return None
    if name.places[0].country and clean[end : end + 1] in tuple("城村街馆店"):
        return None
    if not _goes_on(clean, end, name) and roles.is_something_else(clean, start, end):
        return None
    if clean[end : end + 1] in ("县", "区", "市", "州") and _takes(
        name, clean[end], clean[end + 1 : end + 2]
    ):
        return _Found(start, end + 1, name.places, Strength.FULL)
    return _Found(start, end, name.places, name.strength)


def _is_other_unit(clean: str, end: int, name: Name) -> bool:
    """Tell 平江区, once a district of Suzhou, from 平江县: a county is not called a district."""
    county = all(p.level == 3 and not (p.district or "").endswith("区") for p in name.places)
    return clean[end : end + 1] == "区" and clean[end + 1 : end + 2] != "域" and county


def _is_station(name: Name) -> bool:
    """Tell 北京南, the station, from a name that merely ends so."""
    return len(name.text) == 3 and name.text[-1] in "东南西北" and name.places[0].level == 3


def _goes_on(clean: str, end: int, name: Name) -> bool:
    """Tell whether a place inside this one follows at once: 唐山路南区 is not a 唐山路."""
    return any(
        clean.startswith(inner.text, end) and p.within(q)
        for inner in by_start().get(clean[end : end + 2], ())
        for p in inner.places
        for q in name.places
    )


def _shares_suffix(clean: str, end: int, name: Name) -> int:
    """Return 1 when 市 belongs to what follows: 济南市中区, 青岛市南区."""
    shared = clean[end - 1 : end + 2]
    if shared not in ("市中区", "市南区", "市北区"):
        return 0
    return int(any(p.within(q) for p in names()[shared].places for q in name.places))


def _stronger_inside(clean: str, start: int, end: int) -> bool:
    """Tell whether a surer name begins inside a doubtful one: 从江苏 and 从江津 are no 从江."""
    return any(
        clean.startswith(name.text, i) and i + len(name.text) > end
        for i in range(start + 1, end)
        for name in by_start().get(clean[i : i + 2], ())
        if name.strength > Strength.WEAK or (i == start + 1 and clean[start] in "从自到在去回来往")
    )


def _is_given_name(clean: str, start: int, name: Name) -> bool:
    """Tell 我叫王朝阳 and 联系人高平 from a place."""
    said = _CALLED.search(clean[max(0, start - 8) : start])
    if said and (said["surname"] in SURNAMES or (not said["surname"] and name.text[0] in SURNAMES)):
        return said["surname"] is not None or said["lead"] != "我是"
    if len(name.places) == 1 and name.strength is not Strength.WEAK:
        return False
    surname = re.search(r"(?:叫|名|是|姓|^|[\s,:])([^从在到去回来自往向于经\W])$", clean[:start])
    return surname is not None and surname[1] in SURNAMES


def _takes(name: Name, suffix: str, after: str) -> bool:
    """Tell whether a suffix that is no longer official (双流县) belongs to the name."""
    if suffix == "区":
        return False
    if suffix == "州":
        return all((p.city or "").endswith("自治州") for p in name.places)
    return len(name.places) == 1 and name.places[0].level == 3 and after not in ("长", "委", "政")


def _joined(clean: str, hits: list[_Found]) -> list[_Found]:
    """Make one place of neighbouring names: 河北省三河市燕郊, 北京朝阳."""
    joined: list[_Found] = []
    for hit in hits:
        last = joined[-1] if joined else None
        beside = bool(last and _GLUE.fullmatch(clean[last.end : hit.start]))
        if last and beside:
            inner = tuple(p for p in hit.places if any(p.within(q) for q in last.places))
            if not inner and hit.strength < Strength.FULL:
                inner = _inner(clean[hit.start : hit.end], last.places)
            if inner:
                joined[-1] = _Found(last.start, hit.end, inner, Strength.FULL)
                continue
            if set(hit.places) & set(last.places):
                joined[-1] = replace(last, end=hit.end)
                continue
        if _is_any_district(clean[hit.start : hit.end], beside=beside):
            continue
        if hit.strength > Strength.WEAK or roles.is_believable(clean, hit.start, hit.end):
            joined.append(hit)
    return joined


def _is_any_district(word: str, *, beside: bool) -> bool:
    """Tell 郊区 and 城区, which every city has, from the few that are called so by law."""
    return word in ("城区", "郊区", "老城区") or (
        beside and word in ("新城区", "新区", "矿区", "新市区")
    )


def _inner(word: str, outer: tuple[Place, ...]) -> tuple[Place, ...]:
    """Find a county that only its city can tell from a bigger namesake: 沈阳和平, 大连中山."""
    full = [names().get(word + suffix) for suffix in ("区", "县", "市")]
    return tuple(p for name in full if name for p in name.places if any(p.within(q) for q in outer))


def _letters(clean: str, hits: list[_Found]) -> list[_Found]:
    """Add 来沪, 返京 and 离陕."""
    found = list(hits)
    for match in _LETTER.finditer(clean):
        start, end = match.span("letter")
        if not any(h.start < end and start < h.end for h in hits):
            found.append(
                _Found(start, end, names()[_CITY_LETTERS[match["letter"]]].places, Strength.SHORT)
            )
    return sorted(found, key=lambda h: h.start)


def _resolved(hits: list[_Found]) -> list[_Found]:
    """Let another place of the message decide an ambiguous name when exactly one candidate lies in it."""
    resolved = []
    for hit in hits:
        if len(hit.places) > 1:
            others = [p for h in hits if h is not hit and len(h.places) == 1 for p in h.places]
            inside = tuple(p for p in hit.places if any(p.within(o) for o in others))
            hit = replace(hit, places=inside) if len(inside) == 1 else hit
        resolved.append(hit)
    return resolved
