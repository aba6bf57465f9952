"""Whose reading it is, when and where it was taken."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.normalize import Text
from nlp.slots.people import Mention
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import bystanders, named
from nlp.slots.temperature.meant import TENDING, TWO_TOOLS
from nlp.slots.temperature.reading import SOMEBODY, Reading

_PARTS = {
    "morning": r"早上|早晨|清晨|上午|今早|一早|明早|昨早|早起|晨起|起床|凌晨|早间|天亮|早[饭餐]|[晨早]检|头晌|(?<=[日号一二三四五六])早|早(?=\s*[:是]?\s*[\d三])|晨(?=\s*[:是]?\s*[\d三])|\(早\)",
    "noon": r"中午|正午|午间|晌午|[午中]饭|午餐|午检|午睡|(?<![上中下])午(?=\s*[:是]?\s*[\d三])|(?<![家其当之高初])中(?=\s*[:是]?\s*[\d三])|\(中?午\)",
    "afternoon": r"下午|午后|后晌|\(下午\)",
    "evening": r"晚上|傍晚|擦黑|天黑|黄昏|入夜|临睡|(?<=[日号一二三四五六])晚|夜里|半夜|夜间|今晚|昨晚|前晚|[昨前当今]夜|晚间|晚检|晚[饭餐]|睡前|睡觉前|夜晚|晚(?=\s*[:是]?\s*[\d三])|\(晚\)",
}
_SITES = {
    "额": r"额温|额头|脑门|额",
    "腋": r"腋下|腋窝|腋温|腋|胳肢窝|胳膊下|夹[了的着]",
    "耳": r"耳温|耳朵|耳",
    "口": r"口腔|口温|舌下",
    "肛": r"肛温|肛门",
}
_ALL_THOSE = re.compile(r"(?:今天|今早|现在|今晚|早上|晚上)[^,。;!?\d]{0,3}(?:都|全)是?$")
# 全家除了老二38.5都36度多
_ALL_BUT = re.compile(
    r"[度°\s,]*(?:[之以]?外)?[,\s]*(?:其[他它余]的?人?|剩下的?|别人|我们)?都[是在]?$"
)
# 两个孩子一个38.2一个36.5: to be asked which.
_ONE_OF_THEM = re.compile(r"(?<!第)一个(?:是|量|测|都|[了的])*$")
# 刚才报的37.9是我妈的; 37.8不是我,是我老婆.
_SAID_OF = re.compile(
    r"[度°\s,]*(?P<whose>的)?(?:[那这][个位]?)?(?:哎呀?|啊|哦|唉|糟了|抱歉|对不起|不好意思|[,\s])*(?P<denied>(?:不是[^,。;!?\d]{1,4}|[报写发打填弄记]错人?了?)[,\s]*)?(?:应该|其实|实际上?|才|可能|也?就|正)?(?P<measured>(?:[量测烧病]|发烧)的人?)?(?:是|属于|归)(?:(?:我们?|俺|咱们?)家?的?)?(?P<who>(?!的|体温)[一-龥]{1,6}?)(?P<of>的(?:体温)?|量的)?(?=$|[\s,。;!?]|不是|可?别|不算)"
)
_MEASURED_BY = re.compile(
    r"(?:护士|医生|大夫|保安|门卫|门口|志愿者|网格员|药店|诊所|医院|卫生站|社区|单位|学校|家里?|自己)[^,。;!?\d]{0,3}[量测打](?:的|了|我|出来?的?)?是?$"
)
_OF_THEIR_BODY = re.compile(r"的?(?:体温|温度|度数)(?!正常|没事)[^,。;!?\d]*$")
_HELPERS = frozenset("护工 保姆 月嫂 邻居 亲戚 朋友 同事".split())
_MEASURES = re.compile(r"[就也都先再又]?(?:[帮给替来]+[他她忙]?)[量测夹]")
# 爷爷睡着了我悄悄量的,38.4: who cannot do it, and who does.
_CANNOT = re.compile(
    r"(?:还|又|已经|刚|都|现在|一直|自己)*(?:睡|不[肯让愿会能懂方想]|躺|迷糊|没醒|动不了|[看听]不[清见]|瘫|哭|闹|起不来|手抖|眼[睛花])[^。;!?\d]{0,8}$"
)
_I_MEASURE = re.compile(r"[^,。;!?\d]{0,4}[量测夹][的了出个]")
_JOINED = re.compile(r"\s*(?:和|跟|与|、|以及|还有|,)?\s*")


def assign(text: Text, readings: list[Reading], people: list[Mention]) -> list[Reading]:
    """Give every reading its owner, part of the day and place on the body."""
    several = _are_several(text.clean)
    after = named.names_follow(text.clean, people, readings)
    owned: list[Reading] = []
    latest: list[str] = []
    first = said_until = 0
    for i, reading in enumerate(readings):
        left = max(readings[i - 1].end if i else 0, said_until)
        right = readings[i + 1].start if i + 1 < len(readings) else len(text.clean)
        marked = _marked(text.clean, left, reading, right)
        gap = text.clean[left : reading.start]
        if several and _ONE_OF_THEM.search(gap):
            names = [SOMEBODY]
        elif behind := _said_of(text.clean, reading.end, _alone(text.clean, people, left, reading)):
            names, said_until = [behind[0]], behind[1]
        elif after:
            names = [next(p for p in people if p.start >= reading.end).who]
        else:
            names = _all_but(text.clean, left, gap)
            names = names or _owners(text.clean, people, left, reading, right, latest)
        if names:
            latest, first = names, i
        elif latest:
            names = latest
            if _ALL_THOSE.search(gap):
                names, first = _all_named(people, reading), i
        else:
            names = _of_the_measured(gap, len(readings))
        shared = _dealt(text.clean, readings[first:], i - first, names)
        owners: Sequence[str | None] = shared or names or (None,)
        owned += [_named(marked, who, people) for who in owners]
    return owned


def _are_several(text: str) -> bool:
    """Tell whether readings are dealt out one by one to people: 一个38.2一个36.5."""
    return len(re.findall(r"(?<!第)一个", text)) > 1 and not TWO_TOOLS.search(text)


def _all_but(text: str, left: int, gap: str) -> list[str]:
    """Give to the rest of a family what is said of all but one."""
    return ["其他人"] if "除" in text[:left] and _ALL_BUT.match(gap) else []


def _of_the_measured(gap: str, count: int) -> list[str]:
    """Give what a nurse or a guard measured to whoever reports: 护士量的38.1,我自己量36.9."""
    return ["本人"] if count > 1 and _MEASURED_BY.search(gap) else []


def _alone(text: str, people: list[Mention], left: int, reading: Reading) -> bool:
    """Tell a reading that begins its clause, with nobody before it: …,37.6是我爸."""
    begins = re.search(r"(?:^|[,。;!?\s])$", text[left : reading.start]) is not None
    in_clause = max(left, reading.start - 1)  # 我妈那个写成我的了,38.1是我妈
    if re.search(r"[,。;!?]$", text[left : reading.start]) and len(people) > 1:
        left = in_clause
    return begins and not any(left <= p.start < reading.start for p in people)


def _said_of(text: str, end: int, alone: bool) -> tuple[str, int] | None:
    """Return whose a reading is said to be right behind it, and where that ends."""
    said = _SAID_OF.match(text, end)
    marks = ("of", "denied", "whose", "measured")
    if said is None or not (alone or any(said[mark] for mark in marks)):
        return None
    who = CANONICAL.get(said["who"]) or named.called(said["who"])
    return (who, said.end()) if who else None


def _all_named(people: list[Mention], reading: Reading) -> list[str]:
    """Return everybody named so far: of 昨天我36.6老婆36.9,今天都是36.5 both have the last."""
    return list(dict.fromkeys(p.who for p in people if p.end <= reading.start and p.who))


def _named(reading: Reading, who: str | None, people: list[Mention]) -> Reading:
    """Give a reading its owner, and the place where that one was named last before it."""
    said = [p.start for p in people if p.who == who and p.end <= reading.start]
    return replace(reading, who=who, named_at=max(said, default=-1))


def _dealt(text: str, run: list[Reading], place: int, names: list[str]) -> list[str]:
    """Deal 爸妈36.4 36.7 out one by one, when there are as many readings in a row as people."""
    row = 1
    while row < len(run) and re.fullmatch(
        r"[\s度°,、/和]{0,3}", text[run[row - 1].end : run[row].start]
    ):
        row += 1
    if len(names) > 1 and row == len(names) and place < row:
        return [names[place]]
    return names[-1:] if place else names


def _owners(
    text: str,
    people: list[Mention],
    left: int,
    reading: Reading,
    right: int,
    latest: list[str],
) -> list[str]:
    if inside := _in_brackets(text, people, left, reading, right):
        return [inside]
    before = [p for p in people if left <= p.start and p.end <= reading.start]
    before = [p for p in before if not bystanders.is_away(text, p, reading.start)]
    if latest and latest != ["本人"]:
        before = [p for p in before if not bystanders.only_acts(text, p, reading.start)]
    if not before:
        return []
    last = _last_of(text, before, reading)
    return _together(text, before, last, reading) if last else []


def _last_of(text: str, before: list[Mention], reading: Reading) -> Mention | None:
    """Return who is measured of those named before a reading; None where 我 only tends somebody."""
    last = before[-1]
    others = [p for p in before if p.who != "本人"]
    if last.who == "本人":
        if not others:  # 儿子38.5我就喂美林了,现在37.9
            return None if TENDING.match(text, last.end) else last
        return last if _is_mine(text, others[-1], last, reading) else others[-1]
    if len(others) > 1 and last.who in _HELPERS and text.startswith("量的", last.end):
        return others[-2]  # 舅姥爷不能自理,体温是护工量的
    if len(others) > 1 and _MEASURES.match(text, last.end):
        return others[-2]  # 姐夫没精神,姐姐给量的38.1
    return last


def _together(text: str, before: list[Mention], last: Mention, reading: Reading) -> list[str]:
    """Return who shares a reading with the last who was named: 我和老公都是36.5."""
    group = [last]
    for mention in reversed(before[: before.index(last)]):
        if (
            mention.end == group[0].start
            and mention.start == group[0].start
            or mention.start == group[0].start
            or (
                mention.end <= group[0].start
                and _JOINED.fullmatch(text[mention.end : group[0].start])
                and (
                    text[mention.end : group[0].start].strip() not in ("", ",")
                    or _shared(text[group[-1].end : reading.start])
                )
            )
        ):
            group.insert(0, mention)
        else:
            break
    return [p.who for p in group if not (len(group) > 1 and p.who == "全家")] or [last.who]


def _is_mine(text: str, other: Mention, me: Mention, reading: Reading) -> bool:
    """Tell whether 我 is measured, and not 小姨 of 小姨的体温是我拿的表:38.2 or 爷爷睡了我量的."""
    told = max(other.end, me.start)
    if _OF_THEIR_BODY.match(text, other.end, told):
        return False
    if _CANNOT.match(text, other.end, told) and _I_MEASURE.match(text, me.end):
        return False
    return _close(text[me.end : reading.start])


def _in_brackets(
    text: str, people: list[Mention], left: int, reading: Reading, right: int
) -> str | None:
    """Return who stands in brackets behind a reading: 36.7(老公)."""
    bracket = re.match(r"[度°\s]*\(", text[reading.end : right])
    if bracket is None:
        return None
    opened, shut = reading.end + bracket.end(), text.find(")", reading.end)
    inside = [p for p in people if opened <= p.start < shut]
    if left and len(inside) > 1:
        return None  # 36.6+37.9(我+老公)
    begins = inside and (inside[0].start <= opened + 1 or text.startswith("不是", opened))
    return inside[0].who if begins else None


def _close(gap: str) -> bool:
    """Tell whether 我 is the one measured: 我今天早上36.5, but not 我很担心,38.5."""
    return (
        not re.search(r"[。;!?]", gap)
        and not TENDING.match(gap)
        and len(re.sub(r"[\s,]|体温|今天|早上|晚上|中午|下午|刚才|现在|昨天|开始|自己", "", gap))
        <= 5
    )


def _shared(gap: str) -> bool:
    return bool(re.search(r"都|均|分别|全|各", gap))


def _marked(text: str, left: int, reading: Reading, right: int) -> Reading:
    before = text[left : reading.start]
    tail = re.match(r"[度°\s]*\([^)]{1,6}\)", text[reading.end : right])
    return replace(reading, part=_last(_PARTS, before, tail), site=_last(_SITES, before, tail))


def _last(table: dict[str, str], before: str, tail: re.Match[str] | None) -> str | None:
    best: tuple[int, str | None] = (-1, None)
    for name, pattern in table.items():
        if tail and re.search(pattern, tail[0]):
            return name
        # The digit after the stretch is gone, so a lone 早 or 晚 is looked for at its very end too.
        for match in re.finditer(pattern, before + "3"):
            best = max(best, (match.start(), name), key=lambda pair: pair[0])
    return best[1]


def part_of(words: str) -> str | None:
    """Return the part of the day some words name."""
    return _last(_PARTS, words, None)
