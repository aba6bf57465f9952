"""A sentence of staff with whom and what it names put aside, so that how it is said can be read.

Whoever is in the register becomes one sign, a door another: “赵敏她老公叫…” and “司马倩她老公叫…” are
one sentence then, and no name is cut in half.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.people import households, kinship, mentioned, seeking
from community.people.access import Refused
from community.people.mentioned import NamedResidents
from community.people.registering import Resident
from community.people.seeking import Sought
from core.numerals import HAN, to_digits, to_int
from dialog import Context
from handlers.people.kin import FULL, KIN

_FIRST = {"who": 0xE000, "door": 0xE100, "phone": 0xE200, "card": 0xE300}
P, D, _, CARD = (f"[{chr(first)}-{chr(first + 0xFF)}]" for first in _FIRST.values())
_N = rf"[\d{HAN}]"
_DOOR = re.compile(
    rf"(?<![\d.])(?:(?P<b>{_N}{{1,3}})(?:号楼|栋|幢|座)\s*|(?P<b2>\d{{1,3}})[-－—/])"
    rf"(?:(?:(?P<u>{_N}{{1,2}})(?:单元|[-－—/]))?(?P<r>{_N}{{2,4}})(?:室|号|户)?)?(?![\d.])"
)
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{6}(?:19|20)\d{8,11}[\dXx]?(?!\d)")
_LEAD = re.compile(
    r"^(?:麻烦[你您]?|帮我|帮忙|那个|对了|还有|跟[你您]说(?:一下|个事)?|说(?:一下|个事)|(?:再)?(?:登记|更新|补充|记|改|备注)一下|[,:，：\s])+"
)
_TAIL = re.compile(
    r"[,，。\s]*(?:麻烦|帮我|帮忙|请|你|您|给|都|要)*(?:重新)?(?:记|登记|改|更新|备注|标|标注|补|录|写|存)(?:一)?(?:下|上|好)(?:来|吧|哈|谢谢|啊|哦)*[。.!！]*$|[。.!！~]+$"
)
SUBJECT = (
    rf"(?:给|把|将)?(?:(?P<door>{D})[的那户个,，\s]{{0,3}})?(?P<who>{P})?(?:\s*(?P<door2>{D}))?"
    rf"(?:一?家里?的?|[她他]们?家?的?|的)?(?P<kin>{KIN})?[,，:：\s]*"
)


@dataclass(frozen=True, slots=True)
class SaidTemplate:
    """The sentence with signs, and what they stand for."""

    text: str
    people: Sequence[NamedResidents]
    doors: Sequence[Mapping[str, Any]]
    phones: Sequence[str]
    cards: Sequence[str]

    def mention(self, sign: str | None) -> NamedResidents | None:
        return self.people[ord(sign) - _FIRST["who"]] if sign else None

    def door(self, sign: str | None) -> Mapping[str, Any]:
        return self.doors[ord(sign) - _FIRST["door"]] if sign else {}

    def card(self, sign: str) -> str:
        return self.cards[ord(sign) - _FIRST["card"]]

    def plain(self, text: str) -> str:
        """Return a piece of it as it was said; a door is left out, which reads like part of a name."""
        said = []
        for sign in text:
            code = ord(sign)
            if _FIRST["who"] <= code < _FIRST["door"]:
                said.append(self.people[code - _FIRST["who"]].said)
            elif _FIRST["door"] <= code < _FIRST["phone"]:
                said.append("，")
            elif _FIRST["phone"] <= code < _FIRST["card"]:
                said.append(f" {self.phones[code - _FIRST['phone']]} ")
            elif not _FIRST["card"] <= code < _FIRST["card"] + 256:
                said.append(sign)
        return "".join(said)


class _Signs:
    """What is put aside of a text, and where it stood."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Any]] = {name: [] for name in _FIRST}
        self._marks: list[tuple[int, int, str]] = []

    def put(self, name: str, begin: int, end: int, value: Any) -> None:
        """Set a sign for a piece, unless part of it has one already."""
        kept = self.kept[name]
        if any(begin < e and b < end for b, e, _ in self._marks) or len(kept) > 0xFF:
            return
        self._marks.append((begin, end, chr(_FIRST[name] + len(kept))))
        kept.append(value)

    def signed(self, text: str) -> str:
        pieces, at = [], 0
        for begin, end, sign in sorted(self._marks):
            pieces += [text[at:begin], sign]
            at = end
        return "".join([*pieces, text[at:]])


def read(ctx: Context) -> SaidTemplate:
    """Return what somebody said with signs in it."""
    text = " ".join(unicodedata.normalize("NFKC", ctx.text).split())
    text = _TAIL.sub("", _LEAD.sub("", text))
    signs = _Signs()
    for found in _CARD.finditer(text):
        signs.put("card", *found.span(), found[0].upper())
    for found in _PHONE.finditer(text):
        signs.put("phone", *found.span(), found[0])
    for found in _DOOR.finditer(text):
        if address := _address(found):
            signs.put("door", *found.span(), address)
    for each in mentioned.mentioned(ctx.actor, ctx.db, text):
        signs.put("who", each.begin, each.end, each)
    return SaidTemplate(signs.signed(text), *signs.kept.values())


def _address(found: re.Match[str]) -> dict[str, Any]:
    building, entrance = to_int(found["b"] or found["b2"]), to_int(found["u"] or "")
    room = to_digits(found["r"]) if found["r"] else ""
    if building is None or (found["b2"] and not room):
        return {}
    unit = str(entrance) if entrance is not None else ""
    return {"building": str(building), "unit": unit, "room": room}


# -- who is meant ------------------------------------------------------------------------------


def subject(
    ctx: Context, said: SaidTemplate, found: re.Match[str]
) -> list[Resident] | Refused | None:
    """Return whom a SUBJECT means: a name, a door, or the relation of either; None where it names nobody."""
    groups = found.groupdict()
    mention = said.mention(groups.get("who"))
    address = said.door(groups.get("door") or groups.get("door2"))
    relation = FULL.get(groups.get("kin") or "", groups.get("kin") or "")
    if mention is None and not address.get("room"):
        return None
    if mention is None:
        return seeking.seek(ctx.actor, ctx.db, Sought(address, "", relation))
    people = [one for one in mention.people if _is_behind(one, address)]
    if not relation:
        return people
    return [
        Resident(person, one.door)
        for one in people
        for person in kinship.related(
            one.person, relation, households.family_of(ctx.db, one.person)
        )
    ]


def _is_behind(one: Resident, address: Mapping[str, Any]) -> bool:
    home = households.address_of(one.person)
    return all(not value or home.get(part) == value for part, value in address.items())


def called(said: SaidTemplate, found: re.Match[str]) -> str:
    """Return how whoever is meant was called, to be said back."""
    groups = found.groupdict()
    mention, relation = said.mention(groups.get("who")), groups.get("kin") or ""
    name = mention.said if mention else ""
    return f"{name}的{relation}" if name and relation else name or relation or "这一户"
