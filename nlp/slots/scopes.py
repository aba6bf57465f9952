"""To whom something is to be said: buildings, entrances, parts of the place, kinds of people."""

import re

from core.numerals import HAN, to_digits
from nlp.normalize import Text

_BUILDING = re.compile(
    rf"(?P<number>\d{{1,3}}|[{HAN}]{{1,3}})\s*(?:号楼|栋楼?|幢|#楼?|座)(?:\s*(?P<entrance>\d|[{HAN}])\s*单元)?"
    rf"(?!\s*-?\s*(?:\d|[{HAN}]+\s*(?:室|零|〇))|那个)"
)
_ENTRANCE = re.compile(rf"(?<![栋楼幢座\d{HAN}-])(?:\d|[{HAN}])\s*单元(?!\s*[\d{HAN}])")
_EVERYBODY = re.compile(
    r"全小区|全社区|全村|全体(?:居民|业主|住户|村民)?|全院|全员|所有(?:人|居民|住户|业主|户)|各家各户|家家户户|"
    r"整个小区|全楼|各户|各楼栋?|大家伙?儿?|大伙儿?|每家每户|每户"
)
_KIND = re.compile(
    r"独居老人|高龄老人|慢病老人|空巢老人|老年人|老人家?们|残疾人|孕产?妇|困难户|低保户|租户|租客|党员|家长|监测户|"
    r"志愿者|商户|养[狗犬]的?(?:住户|人家)?|住平房的|(?:有小孩|有孩子)的家庭|高楼层|各?楼长|组长|网格长"
)
_AREA = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2}}(?=片区|小组)|第?[\d{HAN}]{{1,2}}(?=网格|组|小组|片区?)|[东西南北](?=片区?|区))"
    r"(?:片区?|网格|小组|组|区)"
)

_ALL_OF_IT = {"所有户", "所有人", "所有住户", "所有居民", "所有业主", "每户", "各户"}


def spans(text: Text) -> list[tuple[int, int, str]]:
    """Return where a message names whom it is for, from where to where, as it stands there."""
    found: dict[int, tuple[int, str]] = {}
    for match in _BUILDING.finditer(text.clean):
        entrance = f"{to_digits(match['entrance'])}单元" if match["entrance"] else ""
        found[match.start()] = match.end(), f"{to_digits(match['number'])}号楼{entrance}"
    for pattern in (_ENTRANCE, _EVERYBODY, _KIND, _AREA):
        for match in pattern.finditer(text.clean):
            found.setdefault(match.start(), (match.end(), re.sub(r"\s", "", match[0])))
    return [(at, *found[at]) for at in sorted(found)]


def read(text: Text) -> list[str]:
    """Return whom a message names, buildings with digits, in the order they stand."""
    named = list(dict.fromkeys(one for _, _, one in spans(text)))
    # All of a part is no more than the part.
    return [one for one in named if one not in _ALL_OF_IT] or named[:1]
