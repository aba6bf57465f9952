"""The people readings belong to: relations, names right before a number, and 他 or 她."""

import re

from core.late import late
from nlp.normalize import Text
from nlp.slots.names import BARE, SURNAMES
from nlp.slots.people import WORDS, Mention, mentions
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import bystanders, english, given, pronouns
from nlp.slots.temperature.fullnames import (
    is_full_name,
    is_in_dictionary,
    may_be_full_name,
    sounds_like_name,
)
from nlp.slots.temperature.meant import CHILDREN, one_of_them
from nlp.slots.temperature.reading import FEVER, SOMEBODY, Reading

# What a row of a list tells of somebody before the reading: (户主), 女, 45岁, a telephone.
_ABOUT_THEM = r"(?:[\s,;|]*(?:\([^)]{1,8}\)|[男女](?=[\s,;|])|\d{1,3}岁|1[3-9]\d{9}|(?<=[,|\s])\d{1,3}(?=[,|\s])|年龄\s*:?\s*\d{1,3}岁?|性别\s*:?\s*[男女]))*[\s,]*"
_NAME_BEFORE = late(
    rf"(?:^|号楼|户主|配偶|成员|姓名|{given.LABELS}|[^一-龥A-Za-z]|[CcFf和跟与度室号栋座户房楼上下壁元的家天日晚早夜午儿晨里]|现在|周[一二三四五六日]|[儿昨今]个)("
    + BARE.pattern
    + rf")(?P<style>老人家?|同学|同志|小朋友|宝宝|本人)?{_ABOUT_THEM}报?(?:不对|错了|更正|改成)?"
    + given.BETWEEN
    + r"$"
)
_BETWEEN = re.compile(given.BETWEEN + "$")
_MAYBE_NAME = re.compile(rf"(?:^|[^一-龥A-Za-z\d])({BARE.pattern}){given.BETWEEN}$")
_NAME_AFTER = re.compile(r"[度°\s(]{0,2}(?!谢谢|平安)(" + BARE.pattern + r")(?=$|[\s,、。;)]|\d)")
_ANY_NAME = re.compile(rf"(?:^|[^一-龥A-Za-z])([一-龥]{{2,4}}){given.BETWEEN}$")
_MYSELF = re.compile(r"(?:我是|我叫|俺是|本人)[^,。;!?]{0,14}$")
_BABIES = ("大宝", "二宝", "三宝", "孩子")  # 李小宝 is a name
_TOLD = r"(?:的|体温|现在|[今昨前][天早晚日夜晨]|昨儿|凌晨|半夜|夜里|到|量|测|早上|上午|中午|下午|晚上|是|刚才|刚刚?|也|就|都|才|又|还|一直|最高|有点|有些|发|高|低|烧到?|热|量了?|测了?|说|到|们|俩|仨|几个|[\s,:])*"
_MY_CHILD = re.compile(r"(?<=[晚早天日夜晨])个(?P<word>[仔女囡孙])(?=[三\d]|[烧发又都探量])")
_MEANS = re.compile(r"的?(?:手机|微信|电话|号码|账号|号(?!楼))")  # 用我妈手机报 is not of her
_HELPS = re.compile(
    r"(?:刚才|刚|今天|来|过来|用\S{1,4})*[帮给替为](?:我|俺|咱)(?!们?带|们?看[孩娃]|们?接送)"
)
# 王叔托我报他的: who is asked to report is not the one measured.
_ASKED = re.compile(r"(?:托|请|让|叫|喊|要|求|拜托|麻烦|央|派|嘱咐)$")
_TO_REPORT = re.compile(r"(?:帮忙?|代|替|来|给)*[^,。;!?\d我]{0,4}[报登填发说量测上记夹]")
# 我这儿冻得要命,体温36.6: where somebody is, and what they measured there.
_WHERE_I_AM = re.compile(
    r"(?:^|(?<=[,。;!?\s]))(?:我|俺|咱)(?:这|们这)[儿边里头]?(?=[^。;!?\d]{0,24}[三\d])"
)  # 邻居帮我量的 is of me
_FOR = late(
    rf"(?:帮|替|给|代)(?:[^,。;!?]{{0,6}}?(?P<title>{given.TITLED})|(?:我们?)?(?P<name>{BARE.pattern})|(?P<given>[一-龥]{{2}}))(?=[代报量测上填记也一的,:]|家)"
    rf"|(?:帮|替|给|代)[^,。;!?]{{0,6}}?(?P<style>(?:{given.A_SURNAME})(?:老师|同学|师母|姐夫))"
    rf"|(?P<asks>{given.TITLED}|(?:{given.A_SURNAME})(?:老师|同学|师母)|[老小]{given.A_SURNAME})(?=[^。;!?\d我]{{0,12}}(?:托|让|叫|请|要|麻烦|求|喊)我[^,。;!?\d我]{{0,5}}[报登填发说量测上记])"
)
# Of whom nothing more is told: to be asked about.
_ANYBODY = re.compile(
    rf"(?:(?:我们?|咱们?|俺们?)?(?:家|屋)里?的?[那这](?:个|位|小子|家伙)|[他她]老人家|[那这]位|大人|小伙子?|男的|女的|男生|女生|[那这]个?人|病人|工人|老乡|房东|孕妇|孕妈|病号|客户|顾客|乘客|学员|病友|老师|班主任|教练|徒弟)(?={_TOLD}[\d三])"
)
_I_AM = re.compile(r"(?:我|俺)(?:就)?是(?:[他她你]们?(?:家)?的?|[^,。;!?\d]{1,4}的)$")  # 我是她女婿
_NOT_ME = re.compile(r"(?<!是)(?:不是|并非|不关|没说|可不是|又不是)$")  # 不是我发烧,37.8是我妈
_HIS = late(rf"[他她]们?家?的?(?P<word>{WORDS})(?=[^,。;!?\d]{{0,16}}[\d三])")
_OF_THEM = late(rf"(?:家的?|的)?(?P<word>{WORDS})(?={_TOLD}[\d三])")
_FULL_NAME = re.compile(rf"(?:^|{given.LABELS}|[^一-龥])(?P<name>{BARE.pattern})$")
_JOINED_NAME = late(rf"(?:^|[^一-龥]|[和跟与])(?P<name>{BARE.pattern})[、和跟与]$")
_LABELLED = re.compile(rf"(?:{given.LABELS}|隔离|住院|发烧|生病)$")
_OF_A_HOUSE = re.compile(rf"(?:^|[^一-龥]){given.A_SURNAME}$")
_OWN_CHILDREN = frozenset(("孩子", "儿子", "女儿", "大宝", "二宝", "三宝"))
_SPOUSES = {"爸爸": "老公", "妈妈": "老婆"}


def people(text: Text, readings: list[Reading], kin: list[Mention] | None = None) -> list[Mention]:
    """List relations, which may be known as `kin`, and names that stand right before a reading."""
    clean = text.clean
    found = [
        m
        for m in (mentions(text) if kin is None else kin)
        if not (
            _MEANS.match(clean, m.end)
            or _HELPS.match(clean, m.end)
            or _I_AM.search(clean, max(0, m.start - 12), m.start)
            or (m.who == "本人" and _is_not_measured(clean, m))
            or bystanders.is_bystander(clean, m)
        )
    ]
    found = _said_shortly(clean, found)
    for reading in readings:
        found = _with_name(text.clean, found, reading, beside=len(readings) > 1 and bool(found))
        follows = _NAME_AFTER.match(text.clean, reading.end)
        if follows and is_full_name(follows[1]) and not is_in_dictionary(follows[1]):
            found.append(Mention(follows[1], *follows.span(1)))
    found = _of_his(clean, _spoken_for(clean, found))
    for match in _ANYBODY.finditer(clean):
        if not any(_is_told_of(m, match) for m in found):
            found = _put(found, Mention(SOMEBODY, *match.span()))
    found += pronouns.read(text.clean, found, readings)
    found = [m for m in found if not _is_part_of_name(clean, m, found)]
    return one_of_them(text.clean, sorted(found, key=lambda m: m.start))


def _said_shortly(text: str, found: list[Mention]) -> list[Mention]:
    """Add 我这儿, where somebody speaks of themselves, and the 个仔 of 昨晚个仔38.9."""
    for where in _WHERE_I_AM.finditer(text):
        found = _put(found, Mention("本人", *where.span()))
    for child in _MY_CHILD.finditer(text):
        found = _put(found, Mention(CANONICAL[child["word"]], *child.span()))
    return found


def _is_not_measured(text: str, mention: Mention) -> bool:
    """Tell whether 我 is denied (不是我,是我妈) or only asked to report for somebody (王叔托我报)."""
    if _NOT_ME.search(text, 0, mention.start):
        return True
    asked = _ASKED.search(text, max(0, mention.start - 3), mention.start)
    return asked is not None and _TO_REPORT.match(text, mention.end) is not None


def _with_name(text: str, found: list[Mention], reading: Reading, *, beside: bool) -> list[Mention]:
    """Add the full name, the title with a surname, or the given name right before a reading."""
    begin = max(0, reading.start - 24)
    before = text[: reading.start]
    if titled := given.titled_before(before):
        name, title, start = titled
        bare = next((m.who for m in found if m.end <= start and _is_bare(text, m, title)), None)
        return _put(found, Mention(bare or name, start, start + len(name)))
    match = _NAME_BEFORE.search(text[begin : reading.start])
    if match and is_full_name(match[1]):
        start = begin + match.start(1)
        if _MYSELF.search(text[max(0, start - 16) : start]):
            return found
        end = start + len(match[1])
        found = [m for m in found if not end <= m.start < end + len(match["style"] or "")]
        found = [m for m in found if not (_may_be_called(text, m) and start < m.start < end)]
        found = [m for m in found if not _begins_name(text, m, start, match[1])]
        if not any(m.start < end and start < m.end for m in found):
            found += [*_joined_names(text, start), Mention(match[1], start, end)]
        return found
    called = _called_before(before, reading, beside=beside)
    if called and any(m.end == called[1] and m.who != "本人" for m in found):
        return found  # 我女儿小雨
    if called is None or _MYSELF.search(text[max(0, called[1] - 16) : called[1]]):
        return found
    name, start = called
    found = [m for m in found if m.who not in _BABIES or not _is_in(m, start, len(name))]
    if any(m.start < start + len(name) and start < m.end for m in found):
        return found
    return [*found, *_joined_names(text, start), Mention(name, start, start + len(name))]


def _called_before(before: str, reading: Reading, *, beside: bool) -> tuple[str, int] | None:
    """Return the given name, or what can only be one, right before a reading, and its start."""
    called = given.name_before(before) or given.word_before(before, beside=beside)
    if called and reading.highest < FEVER and given.is_praise(before, *called):
        return None
    return called or english.name_before(_BETWEEN.sub("", before)) or _unread_name(before)


def _unread_name(before: str) -> tuple[str, int] | None:
    """Ask whose it is where a clause begins like a full name nobody reads as one."""
    start = max(0, len(before) - 24)
    match = _MAYBE_NAME.search(before, start)
    if match and may_be_full_name(match[1]):
        return SOMEBODY, match.start(1)
    match = _ANY_NAME.search(before, start)
    return (SOMEBODY, match.start(1)) if match and sounds_like_name(match[1]) else None


def _is_in(mention: Mention, start: int, length: int) -> bool:
    """Tell the 宝 of 宝珠 and of 李小宝."""
    within = start <= mention.start < start + length
    return within and mention.end - mention.start < length


def _joined_names(text: str, start: int) -> list[Mention]:
    """List who is named before somebody and joined to them: 刘德贵、王翠花都是36.5."""
    found: list[Mention] = []
    while match := _JOINED_NAME.search(text, max(0, start - 6), start):
        if not is_full_name(match["name"]):
            break
        start = match.start("name")
        found.insert(0, Mention(match["name"], *match.span("name")))
    return found


def _is_told_of(mention: Mention, word: re.Match[str]) -> bool:
    """Tell the 孕妇 of 我老婆孕妇38.1, who is named, from one nobody knows."""
    inside = mention.start <= word.start() and word.end() <= mention.end
    beside = mention.end == word.start() and mention.who not in ("本人", "全家")
    return inside or beside


def _may_be_called(text: str, mention: Mention) -> bool:
    """Tell whether a word for kin may be part of a name: 李小宝, 杜十娘, 何三姑."""
    is_little = text[mention.start : mention.end] in ("小妹", "小弟", "阿妹", "阿弟", "幺妹")
    return mention.who in _BABIES or is_little or text[mention.start] in "二三四五六七八九十"


def _begins_name(text: str, mention: Mention, start: int, name: str) -> bool:
    """Tell the 孙子 of 孙子轩 and 孙子涵 from a grandson."""
    is_longer = mention.start == start and mention.end - start == 2 < len(name)
    return is_longer and name.startswith("孙") and given.is_chosen(name[2])


def _is_part_of_name(text: str, mention: Mention, found: list[Mention]) -> bool:
    """Tell the 小宝 of 儿子张小宝."""
    before = mention.start - 1
    joined = any(other.end == before for other in found)
    return joined and _may_be_called(text, mention) and text[before] in SURNAMES


def _is_bare(text: str, mention: Mention, title: str) -> bool:
    """Tell 奶奶 who is 王奶奶 later on from the 奶奶 of an earlier 王奶奶."""
    at = mention.end - len(title)
    return text[at : mention.end] == title and text[max(0, at - 1) : at] not in SURNAMES


def called(word: str) -> str | None:
    """Return a word that is somebody's name, full or given; None of any other."""
    if word in ("他", "她"):
        return SOMEBODY
    is_name = given.is_given(word) and (len(word) < 3 or word[0] == "小")
    return word if is_name or is_full_name(word) else None


def _put(found: list[Mention], mention: Mention) -> list[Mention]:
    """Add a mention in the place of those inside of it: 王奶奶 holds 奶奶."""
    return [m for m in found if m.end <= mention.start or mention.end <= m.start] + [mention]


def names_follow(text: str, people: list[Mention], readings: list[Reading]) -> bool:
    """Tell 36.5我 36.8老婆 from 我36.5 老婆36.8."""
    if len(readings) < 2 or not people or people[0].start < readings[0].start:
        return False
    starts = [p.start for p in people]
    return all(
        any(re.fullmatch(r"[度°\s(]{0,3}是?", text[r.end : s]) for s in starts if s >= r.end)
        for r in readings
    )


def _spoken_for(text: str, found: list[Mention]) -> list[Mention]:
    """Add whom somebody reports for: 帮楼上周阿姨报一下,她36.4."""
    for match in _FOR.finditer(text):
        titled = match["title"] or match["style"] or match["asks"]
        name = titled or match["name"] or match["given"]
        if titled or (given.is_given(name) if match["given"] else is_full_name(name)):
            found = _put(found, Mention(name, match.end() - len(name), match.end()))
    return found


def _of_his(text: str, found: list[Mention]) -> list[Mention]:
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
        found = _put(found, Mention(who, start, match.end()))
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
