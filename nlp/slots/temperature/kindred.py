"""Whose kin somebody is: 他妈, 王芳的老公 and 我姐的孩子 are of another home, 闺女她爸 is of this one."""

import re

from core.late import late
from nlp.slots.names import BARE
from nlp.slots.people import WORDS, Mention
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import given
from nlp.slots.temperature.fullnames import is_full_name
from nlp.slots.temperature.meant import CHILDREN
from nlp.slots.temperature.reading import SOMEBODY

TOLD = r"(?:的|体温|现在|[今昨前][天早晚日夜晨]|昨儿|凌晨|半夜|夜里|到|量|测|早上|上午|中午|下午|晚上|是|刚才|刚刚?|也|就|都|才|又|还|一直|最高|有点|有些|发|高|低|烧到?|热|量了?|测了?|说|到|们|俩|仨|几个|[\s,:])*"
_HIS = late(rf"[他她]们?家?的?(?P<word>{WORDS})(?=[^,。;!?\d]{{0,16}}[\d三])")
# What any of those words begins with: looked for first, as there are a thousand of them.
_FIRST = "".join(sorted({word[0] for word in CANONICAL} | set("家的")))
_OF_THEM = late(rf"(?=[{_FIRST}])(?:家的?|的)?(?P<word>{WORDS})(?={TOLD}[\d三])")
_FULL_NAME = re.compile(rf"(?:^|{given.LABELS}|[^一-龥])(?P<name>{BARE.pattern})$")
_LABELLED = re.compile(rf"(?:{given.LABELS}|隔离|住院|发烧|生病)$")
_OF_A_HOUSE = re.compile(rf"(?:^|[^一-龥]){given.A_SURNAME}$")
_OWN_CHILDREN = frozenset(("孩子", "儿子", "女儿", "大宝", "二宝", "三宝"))
_SPOUSES = {"爸爸": "老公", "妈妈": "老婆"}


def put(found: list[Mention], mention: Mention) -> list[Mention]:
    """Add a mention in the place of those inside of it: 王奶奶 holds 奶奶."""
    return [m for m in found if m.end <= mention.start or mention.end <= m.start] + [mention]


def of_his(text: str, found: list[Mention]) -> list[Mention]:
    """Ask who 他妈, 王芳的老公 and 我姐的孩子 are: somebody else's; but 闺女她爸 is the husband, as 孩子他爸 is."""
    for match in sorted([*_HIS.finditer(text), *_OF_THEM.finditer(text)], key=re.Match.start):
        whole = next((m for m in found if m.start < match.start() < m.end), None)
        if whole is not None or text[: match.start()].endswith(("我是", "俺是", "我就是")):
            continue
        child = next((m for m in found if m.end == match.start() and m.who != "本人"), None)
        child = child or _only_child(match, found)
        if match.re.pattern == _OF_THEM.pattern:
            child = _owner_of(text, match, child)
            if child is None:
                continue
        who = SOMEBODY
        if child is not None and child.who in {*CHILDREN, "孩子"}:
            kin = CANONICAL[match["word"]]
            who = _SPOUSES.get(kin, kin) if child.who in _OWN_CHILDREN else SOMEBODY
        joined = (
            child
            and child.end == match.start()
            and (who != SOMEBODY or match.re.pattern == _OF_THEM.pattern)
        )
        start = child.start if child and joined else match.start()
        found = put(found, Mention(who, start, match.end()))
    return found


def _only_child(match: re.Match[str], found: list[Mention]) -> Mention | None:
    """Return the child that is meant where only one is spoken of: 我跟孩子37度,他爸38度3."""
    if match.re.pattern != _HIS.pattern or CANONICAL[match["word"]] not in _SPOUSES:
        return None
    before = [m for m in found if m.end <= match.start() and m.who not in ("本人", "全家")]
    is_only = len({m.who for m in before}) == 1 and before[-1].who in _OWN_CHILDREN
    return before[-1] if is_only else None


def _owner_of(text: str, match: re.Match[str], child: Mention | None) -> Mention | None:
    """Return whose kin a word means: 我姐的孩子, 王芳的老公, 王芳老公."""
    home = text[max(0, match.start() - 2) : match.start()]
    if match[0].startswith("家") and _OF_A_HOUSE.search(home):
        return Mention(SOMEBODY, match.start() - 1, match.start())  # 赵家老二
    if match[0].startswith(("的", "家")):
        return child or _named_at_end(text[: match.start()])
    full = _FULL_NAME.search(text, max(0, match.start() - 8), match.start())
    if (
        child
        or not full
        or full["name"].endswith(("和", "跟", "与", "同", "及"))
        or not is_full_name(full["name"])
        or given.is_common(full["name"])
    ):
        return None
    return Mention(full["name"], full.start("name"), match.start())


def _named_at_end(text: str) -> Mention | None:
    """Return whoever is named at the very end of a text: 王芳, 王阿姨, 乐乐."""
    if _LABELLED.search(text):
        return None  # 同住的小姑子 is one's own
    if titled := given.titled_before(text):
        return Mention(titled[0], titled[2], len(text))
    full = _FULL_NAME.search(text, max(0, len(text) - 8))
    if full and is_full_name(full["name"]) and not given.is_common(full["name"]):
        return Mention(full["name"], full.start("name"), len(text))
    called = given.name_before(text)
    return Mention(called[0], called[1], len(text)) if called else None
