"""Whose reading it is, when and where it was taken, and which ones a correction takes back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.normalize import Text
from nlp.slots.people import Mention
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import named
from nlp.slots.temperature.reading import SOMEBODY, Reading

_PARTS = {
    "morning": r"早上|早晨|清晨|上午|今早|一早|明早|昨早|早起|晨起|起床|凌晨|早间|早(?=\s*[:是]?\s*[\d三])|晨(?=\s*[:是]?\s*[\d三])|\(早\)",
    "noon": r"中午|正午|午间|午睡|(?<![上中下])午(?=\s*[:是]?\s*[\d三])|(?<![家其当之高初])中(?=\s*[:是]?\s*[\d三])|\(中?午\)",
    "afternoon": r"下午|午后|\(下午\)",
    "evening": r"晚上|傍晚|夜里|半夜|夜间|今晚|昨晚|前晚|[昨前当今]夜|晚间|睡前|夜晚|晚(?=\s*[:是]?\s*[\d三])|\(晚\)",
}
_SITES = {
    "额": r"额温|额头|脑门|额",
    "腋": r"腋下|腋窝|腋温|腋|胳肢窝|胳膊下|夹[了的着]",
    "耳": r"耳温|耳朵|耳",
    "口": r"口腔|口温|舌下",
    "肛": r"肛温|肛门",
}
_DAY_LONG = re.compile(r"早上?(中午?)?晚上?(?:体温|量了?|测了?|分别|各|都|是|为|[\s:,两三次])*$")
_TOOLS = r"水银|电子|体温枪|额温枪|红外|体温计"
_FAMILY = re.compile(
    r"全家|一家|[一二两三四五六七八2-8]\s*(?:口|个人|人(?![份次])|个大人|个孩子)|我们|大家|分别|家里|各自|每个人|父母|两口子"
)
_ALL_OF_US = re.compile(r"(?:[口个人们家]|两口子|[二三四五六]个)\S{0,4}(?:都|均|全)是?在?$")
_STORY = re.compile(
    r"昨|之后|后来|又|一直|最高|\d[号日点]|\d:\d\d|第\S天|开始|回升|[两三第]\S?次|刚|然后|再|现在|升|降|之前|上次|这次|目前|先|白天|反复|突然|这样|超过|一会|有时|平时|左[边耳]?[^,。]{0,4}\d.*右|最低|[次遍]|早晚|[Dd]\d|[初复][测量]|[药饭]前|[药饭]后|住院|出院|输液|[时刻分]钟?后|小时|[吃喝喂]了|吃完|周[一二三四五六日]"
)
_ALL_THOSE = re.compile(r"(?:今天|今早|现在|今晚|早上|晚上)[^,。;!?\d]{0,3}(?:都|全)是?$")
_AGAIN = re.compile(
    r"[\s,度°。]*(?:就是|也就是|嗯+|对+|是的?|啊|哦|没错|重复一遍)[\s,度°就是啊哦对]*"
)
_ALL_OF = re.compile(r"[度°\s,]*(?:这)?(?:都|全)是(我|[一-龥]{1,4})的")
_IT_IS_OF = re.compile(
    r"[度°\s,]*(?:这个?)?是(?:(?:我们?|俺|咱们?)家?的?)?([一-龥]{1,6}?)(?:的(?:体温)?|量的)(?=$|[\s,。;!?])"
)
_FOR_SOMEBODY = re.compile(r"[给帮替喂][他她]")
_JOINED = re.compile(r"\s*(?:和|跟|与|、|以及|还有|,)?\s*")


def assign(text: Text, readings: list[Reading]) -> list[Reading]:
    """Give every reading its owner, part of the day and place on the body."""
    people = named.people(text, readings)
    after = named.names_follow(text.clean, people, readings)
    owned: list[Reading] = []
    latest: list[str] = []
    first = 0
    for i, reading in enumerate(readings):
        left = readings[i - 1].end if i else 0
        right = readings[i + 1].start if i + 1 < len(readings) else len(text.clean)
        marked = _marked(text.clean, left, reading, right)
        if after:
            names = [next(p for p in people if p.start >= reading.end).who]
        else:
            names = _owners(text.clean, people, left, reading, right)
        if names:
            latest, first = names, i
        elif latest and _ALL_THOSE.search(text.clean[left : reading.start]):
            names, first = _all_named(people, reading), i
        elif latest:
            names = latest
        shared = _dealt(text.clean, readings[first:], i - first, names)
        owners: Sequence[str | None] = shared or names or (None,)
        owned += [_named(marked, who, people) for who in owners]
    return owned


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


def _owners(text: str, people: list[Mention], left: int, reading: Reading, right: int) -> list[str]:
    bracket = re.match(r"[度°\s]*\(", text[reading.end : right])
    if bracket:
        inside = [p for p in people if 0 <= p.start - reading.end - bracket.end() <= 1]
        if inside:
            return [inside[0].who]
    before = [p for p in people if left <= p.start and p.end <= reading.start]
    if not before:
        return []
    last = before[-1]
    others = [p for p in before if p.who != "本人"]
    if last.who == "本人" and others and not _close(text[last.end : reading.start]):
        last = others[-1]
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


def _close(gap: str) -> bool:
    """Tell whether 我 is the one measured: 我今天早上36.5, but not 我很担心,38.5."""
    return (
        not re.search(r"[。;!?]", gap)
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


def settle(text: Text, readings: list[Reading]) -> list[Reading]:
    """Give what nobody was named for to the speaker or the family, and share one part of the day."""
    readings = _unnamed(text.clean, _early_and_late(text.clean, readings))
    return _once(text.clean, _share_part(readings))


def _once(text: str, readings: list[Reading]) -> list[Reading]:
    """Hear once what is only said again: 三六度八就是三十六度八."""
    kept: list[Reading] = []
    for reading in readings:
        last = kept[-1] if kept else None
        if last is None or not _repeats(text, last, reading):
            kept.append(reading)
    return kept


def _early_and_late(text: str, readings: list[Reading]) -> list[Reading]:
    """Deal the parts of the day in 早晚36.5 36.7 and 早中晚36.4、36.6、36.8."""
    said = _DAY_LONG.search(text[: readings[0].start]) if readings else None
    parts = ("morning", "noon", "evening") if said and said[1] else ("morning", "evening")
    if said is None or len(parts) != len(readings):
        return readings
    return [replace(r, part=part) for r, part in zip(readings, parts, strict=True)]


def _unnamed(text: str, readings: list[Reading]) -> list[Reading]:
    """Give 本人 to what nobody else can own; leave a family's bare list open."""
    readings = _closed(text, readings)
    nameless = [r for r in readings if r.who is None]
    crowd = [r for r in readings if r.who == "全家"]
    if len(crowd) > 1 and not _told_apart(text, crowd):
        readings = [replace(r, who=None) if r.who == "全家" else r for r in readings]
        nameless = [r for r in readings if r.who is None]
    single = len(nameless) == 1 and not crowd or (len(nameless) > 1 and _told_apart(text, nameless))
    tells = _STORY.search(text) or any(r.day for r in readings)
    if not tells and _is_beside_ones_own(readings, nameless):
        return readings
    if not nameless or not (single or (not _FAMILY.search(text) and tells)):
        return readings
    alone = (
        "全家" if len(nameless) == 1 and _ALL_OF_US.search(text[: nameless[0].start]) else "本人"
    )
    return [replace(r, who=alone) if r.who is None else r for r in readings]


def _is_beside_ones_own(readings: list[Reading], nameless: list[Reading]) -> bool:
    """Tell whether the speaker's own reading stands beside one of somebody we do not know: 房东38.4,我36.5."""
    own = [(r.part, r.site) for r in readings if r.who == "本人"]
    return any((r.part, r.site) in own for r in nameless)


def _repeats(text: str, last: Reading, reading: Reading) -> bool:
    same = (last.who, last.value, last.day) == (reading.who, reading.value, reading.day)
    return same and _AGAIN.fullmatch(text[last.end : reading.start]) is not None


def _closed(text: str, readings: list[Reading]) -> list[Reading]:
    """Give what nobody was named for to whom the end of the message names, or to 他 who was cared for."""
    if not readings or any(r.who for r in readings):
        return readings
    last = readings[-1].end
    behind = _ALL_OF.match(text, last) or (len(readings) == 1 and _IT_IS_OF.match(text, last))
    who = (CANONICAL.get(behind[1]) or named.called(behind[1])) if behind else None
    if who is None and len(readings) == 1 and _FOR_SOMEBODY.search(text) and "我" not in text:
        who = SOMEBODY
    if who is None and _again(text, readings):
        who = "本人"
    return [replace(r, who=who) for r in readings] if who else readings


def _again(text: str, readings: list[Reading]) -> bool:
    """Tell whether several numbers are one, said over again."""
    pairs = zip(readings, readings[1:], strict=False)
    return len(readings) > 1 and all(
        a.value == b.value and _AGAIN.fullmatch(text[a.end : b.start]) for a, b in pairs
    )


def _told_apart(text: str, readings: list[Reading]) -> bool:
    """Tell one person's several readings by the part of day, the place or the instrument."""
    marks = [(r.day, r.part, r.site) for r in readings]
    if len(set(marks)) == len(marks):
        return True
    return len(set(re.findall(_TOOLS, text))) >= len(readings)


def _share_part(readings: list[Reading]) -> list[Reading]:
    """Let 早上我36.5老婆36.8 mean the morning for both."""
    parts = {r.part for r in readings if r.part}
    days = {r.day for r in readings}
    if len(parts) != 1 or len(days) != 1 or not readings[0].part:
        return readings
    if len({r.who for r in readings}) < len(readings):
        return readings
    return [replace(r, part=readings[0].part) for r in readings]
