"""Members of a household as they are named in a sentence: “户主刘伟，老婆张丽，孩子刘小宝5岁”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.numerals import HAN, to_int

_WORDS = (
    "老伴 爱人 配偶 妻子 丈夫 老婆 老公 媳妇 儿子 女儿 闺女 孩子 小孩 宝宝 娃 爸爸 爸 父亲 妈妈 妈 母亲 爷爷 奶奶 "
    "外公 外婆 姥姥 姥爷 孙子 孙女 外孙女 外孙 孙女婿 孙媳妇 重孙女 重孙 曾孙女 曾孙 儿媳妇 儿媳 女婿 岳父 岳母 丈人 丈母娘 "
    "公公 婆婆 哥哥 哥 姐姐 姐 弟弟 弟 妹妹 妹 弟媳 姐夫 妹夫 侄子 侄儿 侄女 外甥女 外甥 舅舅 姑姑 姑妈 姨妈 亲家 "
    "保姆 护工 月嫂 亲戚 租户 租客 室友"
).split()
KIN = "|".join(sorted(_WORDS, key=len, reverse=True))
RELATIONS = "|".join(["户主", *(word for word in KIN.split("|") if len(word) > 1)])
FULL = {
    "爸": "爸爸", "妈": "妈妈", "哥": "哥哥", "姐": "姐姐", "弟": "弟弟", "妹": "妹妹", "媳妇": "妻子",
    "闺女": "女儿", "小孩": "孩子", "宝宝": "孩子", "娃": "孩子", "租客": "租户", "护工": "保姆",
}  # fmt: skip
_HEAD = r"户主|业主|房主|男的|女的|男主人|女主人"
_NAME = r"(?![岁今刚也在和跟都一二两三四五六七八九十几个各有没的是家住来去搬要])[一-龥]{2,3}?"
_ENDS = r"(?=$|[\s\d（(]|[录加进住搬来到在今刚也的]|岁)"
_TOLD = re.compile(
    rf"(?P<kin>{_HEAD}|{KIN})(?:的?名字|姓名)?(?:叫|是|为|[:：\s])*(?P<name>{_NAME}{_ENDS})?"
    rf"[\s,，（(]*(?:今年|才|刚)?(?P<age>\d{{1,3}}(?!\d)|[{HAN}]{{1,3}}(?=岁))?岁?"
)
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_AGE = re.compile(rf"(\d{{1,3}}|[{HAN}]{{1,3}})岁")
_PIECES = re.compile(r"[、,，;；。:：\n]|(?<![一-龥])和|和(?=户主|男的|女的)")


@dataclass(frozen=True, slots=True)
class NamedMember:
    """One person of a household; without a relation the one who answers for it."""

    name: str = ""
    relation: str | None = None
    age: int | None = None
    phone: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "NamedMember":
        return cls(**kept)

    def shown(self) -> str:
        """Name them as they are shown back."""
        age = f"{self.age}岁" if self.age is not None else None
        about = "，".join(part for part in (self.relation, age, self.phone) if part)
        return f"{self.name}（{about}）" if about else self.name


def read(text: str, name: str = "", beside: Sequence[str] = ()) -> list[NamedMember]:
    """Return the people a sentence names; `name` is whom it was understood to be about.

    `beside` are those who are named right beside: 蒋小山和蔡大海.

    Who is told of by a relation alone is left out, unless `name` is theirs.
    """
    found = [told for piece in _PIECES.split(text) if (told := _one(piece)) is not None]
    named = [told for told in found if told.name]
    nameless = [told for told in found if not told.name]
    if name and all(told.name != name for told in named):
        about = nameless[0] if len(nameless) == 1 else NamedMember()
        named.insert(0, NamedMember(name, about.relation, about.age, about.phone))
    known = {told.name for told in named}
    named += [NamedMember(each) for each in beside if each not in known]
    age = _AGE.search(text)
    if len(named) == 1 and named[0].age is None and age is not None:
        named = [replace(named[0], age=to_int(age[1]))]
    return _with_phone(named, text)


def _one(piece: str) -> NamedMember | None:
    said = _TOLD.search(piece)
    if said is None:
        return None
    kin = said["kin"]
    relation = None if re.fullmatch(_HEAD, kin) else FULL.get(kin, kin)
    phone = _PHONE.search(piece)
    age = to_int(said["age"]) if said["age"] else None
    return NamedMember(said["name"] or "", relation, age, phone[0] if phone else None)


def _with_phone(people: Sequence[NamedMember], text: str) -> list[NamedMember]:
    """Give a number that stands apart to whoever comes first."""
    phone = _PHONE.search(text)
    if not people or phone is None or any(told.phone for told in people):
        return list(people)
    first, *others = people
    return [replace(first, phone=phone[0]), *others]
