"""Whom a notice is for, in words: 1到9号楼、12号楼; 全体网格员; 3号楼的独居老人; 上次没看的; 除了5号楼."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from community.notices.audience import ANY, LAST, Addressees, Places
from community.people.access import Role
from core.numerals import to_int
from handlers.notices import programme_words, trait_words
from handlers.notices.building_words import BUILDINGS, JOINS, N, read
from handlers.notices.everybody_words import EVERYBODY, WHO_LIVE_THERE
from handlers.notices.programme_words import NOBODY
from handlers.notices.role_words import ROLE, ROLES, TONIGHT

_AREA = re.compile(rf"第?(?P<n>{N})\s*(?P<kind>网格|片区|小组|组)")
_SILENT = re.compile(
    rf"(?:(?P<code>[Nn]\d{{1,9}})|上次|上一次|上一?条|刚才(?:那条)?|还|(?P<topic>[^\s\d:,，。]{{2,10}})那[条个])(?:的)?(?:通知)?(?:还)?(?:没有?|未)(?:看|回|读|办|收到|回复|签收|反应)+{trait_words.KIN}"
)
_BUT = re.compile(
    r"[\s,，(（]*(?:除了?|不含|不包括|(?:别|不|不要|不用)(?:再)?(?:发给|给|发|通知)|排除)\s*"
)
_AFTER_BUT = re.compile(
    r"\s*(?:以外|之外|外|不发|除外)?[)）]?(?:的|,)?(?:其他|其余)?(?:的)?(?:人|户|居民|楼栋?)?(?:都|均)?"
)
_OUT = re.compile(r"\s*(?:除外|以外|之外|不发|不用发|不通知|不算|不在内|不包括在内)\s*\)?")
_BEFORE_OUT = re.compile(r"[\s,(]*(?:但是?|其中|不过)?")
_BLANK = re.compile(r"\s+")
_APART = re.compile(r"\s|[:：,，]")
_OF = re.compile(r"的(?=[\s:,])")
_ITS_ENTRANCE = re.compile(rf"(?P<e>{N})\s*单元")
_ENTRANCE = re.compile(
    rf"第?(?P<e>{N})\s*单元(?![门楼道里]{{1,2}}[^的\s:,])"
)  # “2单元门禁” is a thing
_BOTH = r"并且|而且|同时|又|且|并|也|还(?!有)|里面?|当中|中"
_GLUE = re.compile(rf"(?:{JOINS}|{_BOTH}|的)+")
_JOINS = re.compile(JOINS)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom words name, and where they end."""

    wanted: Addressees
    end: int


def take(text: str, programmes: Mapping[str, str] = NOBODY) -> Named | None:
    """Read whom a text names at its very beginning; None if it names nobody.

    `programmes` are those that run: by title their ids.
    """
    return _AudienceReader(unicodedata.normalize("NFKC", text), programmes).read()


class _AudienceReader:
    """Goes through words from the left as long as they name somebody."""

    def __init__(self, text: str, programmes: Mapping[str, str]) -> None:
        self._text = text
        self._programmes = programmes
        self._at = 0
        self._buildings: list[tuple[str, str]] = []
        self._names: list[str] = []
        self._roles: set[Role] = set()
        self._traits: list[set[str]] = []
        self._is_apart = (
            True  # what comes next stands beside what was named, and narrows it no more
        )
        self._is_named = False  # the last trait is a name by itself
        self._said: dict[str, str] = {}
        self._without = Places()
        self._behind_comma = 0, 0  # so many buildings and names stand before the last comma

    def read(self) -> Named | None:
        if self._match(_BUT):  # “除了1号楼以外的所有人”: all but those
            self._except()
            self._said.update({"everybody": "1"} if self._at else {})
            self._one()
            return Named(self._wanted(), self._at) if self._at else None
        while self._one():
            glue = _GLUE.match(self._text, self._at)
            here = self._at
            if glue and self._begins(glue.end()):
                self._at = glue.end()
                self._is_apart = self._is_apart or _JOINS.search(glue[0]) is not None
                if "," in glue[0]:
                    self._behind_comma = len(self._buildings), len(self._names)
            elif not self._goes_on(here):
                break
        if self._at == 0:
            return None
        if live_there := self._match(WHO_LIVE_THERE):
            self._at = live_there.end()
        self._in_brackets()
        self._except()
        return Named(self._wanted(), self._at)

    def _in_brackets(self) -> None:
        """Read “独居老人（3号楼）”; and pass by the 的 of “在监测的、3号楼的”."""
        if (of := _OF.match(self._text, self._at)) is not None:
            self._at = of.end()
        other = _AudienceReader(self._text, self._programmes)
        other._at = self._at + 1
        if self._text[self._at : self._at + 1] != "(" or not other._places():
            return
        if self._text[other._at : other._at + 1] == ")":
            self._buildings += other._buildings
            self._names += other._names
            self._at = other._at + 1

    def _goes_on(self, at: int) -> bool:
        """Tell whether somebody more is named here, or stands alone behind a blank."""
        blank = _BLANK.match(self._text, at)
        if blank is None:
            return self._begins(at)
        other = _AudienceReader(self._text, self._programmes)
        other._at = blank.end()
        apart = other._one() and _APART.match(self._text, other._at) is not None
        if apart and "everybody" not in self._said:
            self._at, self._is_apart = blank.end(), True
            return True
        return False

    def _begins(self, at: int) -> bool:
        """Tell whether somebody more is named there."""
        other = _AudienceReader(self._text, self._programmes)
        other._at = at
        return other._one()

    def _one(self) -> bool:
        return (
            self._silent()
            or self._role()
            or self._trait()
            or self._programme()
            or self._areas()
            or self._numbers()
            or self._entrance()
            or self._all()
        )

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        return found if found and found.end() > self._at else None

    def _silent(self) -> bool:
        if (found := self._match(_SILENT)) is None:
            return False
        code = found["code"].upper() if found["code"] else ""
        self._said["silent"] = code or found["topic"] or LAST
        self._at = found.end()
        return True

    def _role(self) -> bool:
        if (tonight := self._match(TONIGHT)) is not None:
            self._roles.add(Role.DUTY)
            self._said["tonight"], self._at = "1", tonight.end()
            return True
        if (found := self._match(ROLE)) is None:
            return False
        for words, roles in ROLES.items():
            if re.fullmatch(words, found["role"]):
                self._roles |= roles
        self._at = found.end()
        return True

    def _trait(self) -> bool:
        """“没手机的独居老人” are one kind of people; “独居老人和孕妇”, “独居老人孕妇” are two."""
        if (found := trait_words.match(self._text, self._at)) is None:
            return False
        if self._traits and not self._is_apart and not (found.is_named and self._is_named):
            self._traits[-1].add(found.trait)
        else:
            self._traits.append({found.trait})
        self._is_named, self._is_apart, self._at = found.is_named, False, found.end
        return True

    def _programme(self) -> bool:
        found = programme_words.match(self._text, self._at, self._programmes)
        if found is None or self._said.get("programme", found[0]) != found[0]:
            return False
        self._said["programme"], self._at = found
        return True

    def _areas(self) -> bool:
        if (found := self._match(_AREA)) is None:
            return False
        number = to_int(found["n"])
        self._names.append(f"第{number}{found['kind']}")
        self._at = found.end()
        return True

    def _numbers(self) -> bool:
        if (found := self._match(BUILDINGS)) is None:
            return False
        words = found[0]
        if "," in words and _OUT.match(self._text, found.end()):
            words = words[: words.rindex(",")]  # “1到5号楼，3号楼除外”: what is left out comes next
        named = list(read(words))
        if not named:
            return False
        last = max(end for _, end in named)
        self._buildings += [one for several, _ in named for one in several]
        self._at += last
        return True

    def _entrance(self) -> bool:
        """Read “2单元” alone: of which building is not said."""
        if (found := self._match(_ENTRANCE)) is None:
            return False
        self._buildings.append((ANY, str(to_int(found["e"]))))
        self._at = found.end()
        return True

    def _all(self) -> bool:
        if (found := self._match(EVERYBODY)) is None:
            return False
        self._said["everybody"], self._at = "1", found.end()
        return True

    def _except(self) -> None:
        but = None if self._left_out() else self._match(_BUT)
        if but is None:
            return
        other = _AudienceReader(self._text, self._programmes)
        other._at = but.end()
        begun = other._at
        if entrance := _ITS_ENTRANCE.match(self._text, begun):
            number = str(to_int(entrance["e"]))
            self._without = Places(((ANY, number),))
            after = _AFTER_BUT.match(self._text, entrance.end())
            self._at = after.end() if after else entrance.end()
            return
        if not other._places():
            return
        self._without = other._named_places()
        after = _AFTER_BUT.match(self._text, other._at)
        self._at = after.end() if after else other._at

    def _left_out(self) -> bool:
        """Read “（2号楼除外）”, “，5号楼不发” behind those who are named; tell whether it stands there."""
        if any(self._behind_comma) and (out := self._match(_OUT)):
            buildings, names = self._behind_comma
            self._without = Places(tuple(self._buildings[buildings:]), tuple(self._names[names:]))
            del self._buildings[buildings:], self._names[names:]
            self._at = out.end()
            return True
        before = self._match(_BEFORE_OUT)
        other = _AudienceReader(self._text, self._programmes)
        other._at = before.end() if before else self._at
        if other._places() and (out := other._match(_OUT)):
            self._without, self._at = other._named_places(), out.end()
            return True
        return False

    def _places(self) -> bool:
        """Read places as long as they go on; tell whether there were any."""
        begun = self._at
        while self._areas() or self._numbers():
            glue = _GLUE.match(self._text, self._at)
            if glue is None or not self._begins(glue.end()):
                break
            self._at = glue.end()
        return self._at > begun

    def _named_places(self) -> Places:
        return Places(tuple(dict.fromkeys(self._buildings)), tuple(dict.fromkeys(self._names)))

    def _each_of(self, left_out: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Take an entrance that is left out as one of the buildings that were named."""
        for building, entrance in left_out:
            mine = [number for number, _ in self._buildings] if building == ANY else []
            yield from ((number, entrance) for number in mine or [building])

    def _wanted(self) -> Addressees:
        return Addressees(
            self._named_places(),
            replace(self._without, buildings=tuple(self._each_of(self._without.buildings))),
            is_everybody="everybody" in self._said,
            roles=frozenset(self._roles),
            is_tonight="tonight" in self._said,
            traits=frozenset(map(frozenset, self._traits)),
            programme=self._said.get("programme", ""),
            silent_of=self._said.get("silent", ""),
        )
