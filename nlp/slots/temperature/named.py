"""The people readings belong to: relations, names right before a number, and 他 or 她."""

import re

from core.late import late
from nlp.normalize import Text
from nlp.slots.names import BARE, SURNAMES
from nlp.slots.people import Mention, mentions
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import bystanders, english, given, pronouns
from nlp.slots.temperature.fullnames import (
    is_full_name,
    is_in_dictionary,
    may_be_full_name,
    sounds_like_name,
)
from nlp.slots.temperature.kindred import TOLD, of_his, put
from nlp.slots.temperature.meant import one_of_them
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
_ADDRESSED = re.compile(
    rf"^{given.A_SURNAME}(?:医生|大夫|护士|书记|主任|老师),(?:[我今昨天早晚量测了\s:是]|体温|现在)*$"
)
_BETWEEN = re.compile(given.BETWEEN + "$")
_MAYBE_NAME = re.compile(rf"(?:^|[^一-龥A-Za-z\d])({BARE.pattern}){given.BETWEEN}$")
_NAME_AFTER = re.compile(r"[度°\s(]{0,2}(?!谢谢|平安)(" + BARE.pattern + r")(?=$|[\s,、。;)]|\d)")
_ANY_NAME = re.compile(rf"(?:^|[^一-龥A-Za-z])([一-龥]{{2,4}}){given.BETWEEN}$")
_MYSELF = re.compile(r"(?:我是|我叫|俺是|本人)[^,。;!?]{0,14}$")
_BABIES = ("大宝", "二宝", "三宝", "孩子")  # 李小宝 is a name
_MY_CHILD = re.compile(r"(?<=[晚早天日夜晨])个(?P<word>[仔女囡孙])(?=[三\d]|[烧发又都探量])")
_NEIGHBOURS = late(
    rf"(?:^|(?<=[^一-龥])|(?<=邻居)|(?<=[楼室号栋元户门壁]))(?P<name>(?![从于和时全都应由]){given.A_SURNAME}(?:{given.TITLES}))"
)
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
    rf"|(?P<asks>{given.TITLED}|(?:{given.A_SURNAME})(?:老师|同学|师母)|[老小]{given.A_SURNAME})(?=[^。;!?\d我]{{0,12}}(?:托|让|叫|请|要|麻烦|求|喊)我[^,。;!?\d我]{{0,5}}[报登填发说量测上记转告捎])"
)
# Of whom nothing more is told: to be asked about.
_ANYBODY = re.compile(
    rf"(?:(?:我们?|咱们?|俺们?)?(?:家|屋)里?的?[那这](?:个|位|小子|家伙)|[他她]老人家|[那这]位|大人|小伙子?|男的|女的|男生|女生|[那这]个?人|病人|工人|老乡|房东|孕妇|孕妈|病号|客户|顾客|乘客|学员|病友|老师|班主任|教练|徒弟)(?={TOLD}[\d三])"
)
_I_AM = re.compile(r"(?:我|俺)(?:就)?是(?:[他她你]们?(?:家)?的?|[^,。;!?\d]{1,4}的)$")  # 我是她女婿
_NOT_ME = re.compile(r"(?<!是)(?:不是|并非|不关|没说|可不是|又不是)$")  # 不是我发烧,37.8是我妈
_JOINED_NAME = late(rf"(?:^|[^一-龥]|[和跟与])(?P<name>{BARE.pattern})[、和跟与]$")


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
    found = _said_shortly(clean, _with_titles(clean, found))
    for reading in readings:
        found = _with_name(text.clean, found, reading, beside=len(readings) > 1 and bool(found))
        follows = _NAME_AFTER.match(text.clean, reading.end)
        if follows and is_full_name(follows[1]) and not is_in_dictionary(follows[1]):
            found.append(Mention(follows[1], *follows.span(1)))
    found = of_his(clean, _spoken_for(clean, found))
    for match in _ANYBODY.finditer(clean):
        if not any(_is_told_of(m, match) for m in found):
            found = put(found, Mention(SOMEBODY, *match.span()))
    found += pronouns.read(text.clean, found, readings)
    found = [m for m in found if not _is_part_of_name(clean, m, found)]
    return one_of_them(text.clean, sorted(found, key=lambda m: m.start))


def _said_shortly(text: str, found: list[Mention]) -> list[Mention]:
    """Add 我这儿, where somebody speaks of themselves, and the 个仔 of 昨晚个仔38.9."""
    for where in _WHERE_I_AM.finditer(text):
        found = put(found, Mention("本人", *where.span()))
    for child in _MY_CHILD.finditer(text):
        found = put(found, Mention(CANONICAL[child["word"]], *child.span()))
    return found


def _with_titles(text: str, found: list[Mention]) -> list[Mention]:
    """Let the 奶奶 of 邻居张奶奶 be 张奶奶, and not one's own."""
    for match in _NEIGHBOURS.finditer(text) if found else ():
        if any(match.start() < m.start and m.end <= match.end() for m in found):
            found = put(found, Mention(match["name"], *match.span()))
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
        return _with_titled(text, found, before, titled)
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
    if called and any(m.end == called[1] and not _is_one_of_many(m, found) for m in found):
        return found  # 我女儿小雨
    if called is None or _MYSELF.search(text[max(0, called[1] - 16) : called[1]]):
        return found
    name, start = called
    found = [m for m in found if m.who not in _BABIES or not _is_in(m, start, len(name))]
    if any(m.start < start + len(name) and start < m.end for m in found):
        return found
    return [*found, *_joined_names(text, start), Mention(name, start, start + len(name))]


def _with_titled(
    text: str, found: list[Mention], before: str, titled: tuple[str, str, int]
) -> list[Mention]:
    """Add 王奶奶, who may have been spoken of as 奶奶; 王医生,38.4 is said to the doctor."""
    name, title, start = titled
    if _ADDRESSED.search(before):
        return found
    bare = next((m.who for m in found if m.end <= start and _is_bare(text, m, title)), None)
    return put(found, Mention(bare or name, start, start + len(name)))


def _is_one_of_many(mention: Mention, found: list[Mention]) -> bool:
    """Tell 室友小钱 beside 另一个室友 from 女儿小雨, whom the relation names already."""
    several = sum(m.who == mention.who for m in found) > 1
    return mention.who == "本人" or (several and mention.who in bystanders.MET)


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


def names_follow(text: str, people: list[Mention], readings: list[Reading]) -> bool:
    """Tell 36.5我 36.8老婆 from 我36.5 老婆36.8."""
    if len(readings) < 2 or not people or people[0].start < readings[0].start:
        return False
    starts = [p.start for p in people]
    return all(
        any(re.fullmatch(r"[度°\s(=→—]{0,4}是?", text[r.end : s]) for s in starts if s >= r.end)
        for r in readings
    )


def _spoken_for(text: str, found: list[Mention]) -> list[Mention]:
    """Add whom somebody reports for: 帮楼上周阿姨报一下,她36.4."""
    for match in _FOR.finditer(text):
        titled = match["title"] or match["style"] or match["asks"]
        name = titled or match["name"] or match["given"]
        if titled or (given.is_given(name) if match["given"] else is_full_name(name)):
            found = put(found, Mention(name, match.end() - len(name), match.end()))
    return found
