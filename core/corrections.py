"""“不是明天是后天”, “打错了 是502”, “9点半不是9点”: what somebody puts right of words said just before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.numerals import HAN

LONGEST = 48  # characters; what is longer tells something new
_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
# What a value is, looked for in this order: a new one takes the place of one of its kind.
KINDS = {
    "phone": re.compile(r"(?<!\d)1\d{10}(?!\d)"),
    "reading": re.compile(r"(?<![\d.])(?:3[4-9]|4[0-2])\.\d{1,2}(?:度|℃)?(?![\d.])"),
    "clock": re.compile(rf"{_N}(?:点|时(?!间)|[:：](?=\d\d))(?:半|{_N}分?)?(?:钟|整)?"),
    "door": re.compile(r"\d{1,3}(?:号楼|栋|幢|[-－—])\s*\d{1,2}(?:单元|[-－—])\s*\d{3,4}(?!\d)室?"),
    "building": re.compile(r"(?<!\d)\d{1,3}(?:号楼|栋|幢)"),
    "entrance": re.compile(r"(?<!\d)\d{1,2}单元"),
    "days": re.compile(rf"(?:\d{{1,3}}|[{HAN}]{{1,3}})天(?!后|前)"),
    "day": re.compile(
        r"大后天|[今明后昨前]天|[今明]晚|明早|(?:这|下|本)?(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}月\d{1,2}[日号]|(?<!\d)\d{1,2}号(?!楼|线|\d)"
    ),
    "room": re.compile(r"(?<![\d.])\d{3,4}(?![\d.]|元|块|人|户)室?"),
}
_GAP = r"(?:[\s,，。!！~:：、]|\.(?!\d))"
_FIRST = rf"(?:哎呀?|诶|唉|呃|额|等等|等一下|不对|不好意思|抱歉|啊|哦|噢|嗯|那个|更正(?:一下)?|{_GAP}){{0,6}}"
_WRONG = r"(?:我|刚才|刚刚|上面|前面|给){0,2}(?:(?:打|写|说|看|记|弄|输|搞|报|填|念|听|录)(?:错|反|岔)了?|错了|口误|手误|不对)"
_IS = r"(?:应该|其实|实际上?|真正)?(?:是|为|改成|改为|叫)"
_ONE = r"[^\s,，。;；!！?？]{1,20}?"
# Why it is so may follow, and changes nothing.
_WHY = rf"(?:的|哈|啊|吧|才对|呢|哦){{0,2}}(?:{_GAP}+(?P<why>[^?？]{{0,30}}))?"
_ABOUT = rf"(?:(?P<about>[^\s,，。不是]{{1,8}}?)(?:的|那个|那条)?{_GAP}*(?:{_WRONG}){_GAP}*)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_FIRST}{_ABOUT}不是(?P<old>{_ONE}){_GAP}*(?:而|应该)?(?:是|改成)(?P<new>{_ONE}){_WHY}",
        rf"{_FIRST}(?:应该)?是?(?P<new>{_ONE}){_GAP}*不是(?P<old>{_ONE}){_WHY}",
        rf"{_FIRST}(?:{_WRONG}){_GAP}*(?:{_WRONG})?{_GAP}*(?:{_IS})?(?P<new>{_ONE}){_WHY}",
        rf"{_FIRST}(?P<old>[^\s,，。]{{1,12}}?){_GAP}*(?:{_WRONG}){_GAP}*(?:{_IS})?(?P<new>{_ONE}){_WHY}",
        rf"{_FIRST}(?P<old>[\u4e00-\u9fff]{{1,4}}?)的?(?:全名|大名|本名)(?:叫|是|就是)?\s*(?P<new>[\u4e00-\u9fff·]{{2,4}})",
        rf"{_FIRST}应该(?:是|叫|为)(?P<new>{_ONE}){_WHY}",
    )
)
_OF_NAMES = re.compile(r"(?:名字|姓名|名|姓|人名)")
_ASKS = re.compile(r"[?？]|吗|怎么|谁|哪|是不是|能不能")
_MORE = re.compile(
    r"改|换|加|添|也|还|另外|不是|取消|别|不发|撤"
)  # what follows is more than a reason


@dataclass(frozen=True, slots=True)
class Righting:
    """A new value, and the old one or whose it is, as far as that was said."""

    new: str
    old: str = ""
    about: str = ""


def read(text: str) -> Righting | None:
    """Read what is put right; None where words tell something else."""
    said = text.strip()
    if len(said) > LONGEST or _ASKS.search(said):
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(said)
        groups = found.groupdict() if found is not None else {}
        if not groups or _MORE.search(groups.get("why") or ""):
            continue
        new, old = groups["new"].strip(), (groups.get("old") or "").strip()
        if new and new != old and (old or kind_of(new) or _is_name(new)):
            return Righting(new, old, (groups.get("about") or "").strip())
    return None


def kind_of(value: str) -> str:
    """Return what a value is; "" for words."""
    return next((kind for kind, one in KINDS.items() if one.fullmatch(value.strip())), "")


def _is_name(value: str) -> bool:
    return re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", value) is not None


def apply(text: str, said: Righting, names: Sequence[str] = ()) -> str | None:
    """Return words with the new value in the old one's place; None where it is not clear which that is."""
    kind = kind_of(said.new)
    if said.old in text and said.old and (kind_of(said.old) == kind or not kind):
        return _swap(text, said.old, said.new)
    if kind:
        return _of_kind(text, kind, said.new, said.old or said.about)
    is_said_of = not said.old or _OF_NAMES.fullmatch(said.old)
    alone = names[0] if len(names) == 1 and is_said_of else ""
    return _swap(text, alone, said.new) if alone and _is_name(said.new) else None


def _swap(text: str, old: str, new: str) -> str | None:
    """Put one value for another where it stands; a number is not cut out of a longer one."""
    guarded = rf"(?<!\d){re.escape(old)}(?![\d半])" if re.search(r"\d|点", old) else re.escape(old)
    changed, many = re.subn(guarded, lambda _: new, text)
    return changed if many and changed != text else None


def _of_kind(text: str, kind: str, new: str, about: str) -> str | None:
    """Put a value for the only one of its kind, or for the first behind whose it is."""
    found = [one for one in KINDS[kind].finditer(text) if kind_of(one[0]) == kind]
    at = text.find(about) if about else -1
    behind = [one for one in found if one.start() >= at] if at >= 0 else []
    old = behind[0] if behind else found[0] if len(found) == 1 else None
    if old is None or old[0] == new:
        return None
    return f"{text[: old.start()]}{new}{text[old.end() :]}"
