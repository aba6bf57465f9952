"""Whose a reading is that nobody was named for: the speaker's, the family's, or to be asked."""

import re
from dataclasses import replace

from nlp.normalize import Text
from nlp.slots.people import Mention
from nlp.slots.temperature import closing, doubt
from nlp.slots.temperature.meant import TWO_TOOLS
from nlp.slots.temperature.reading import FEVER, Reading

_DAY_LONG = re.compile(r"早上?(中午?)?晚上?(?:体温|量了?|测了?|分别|各|都|是|为|[\s:,两三次])*$")
_TOOLS = r"水银|电子|体温枪|额温枪|红外|体温计"
_FAMILY = re.compile(
    r"全家|一家|(?<![\d.点度])[一二两三四五六七八2-8]\s*(?:口|个人|人(?![份次])|个大人|个孩子)|我们|大家|分别|家里|各自|每个人|父母|两口子"
)
_ALL_OF_US = re.compile(
    r"(?:[口个人们家]|两口子|[二三四五六]个)\S{0,4}(?:都|均|全)(?:正常[,\s]*|没[事烧][,\s]*|是?在?)$"
)
_STORY = re.compile(
    r"昨|凌晨|半夜|夜里|[一二两三四五六七八九十]点(?![\d一二三四五六七八九])|之后|后来|又|一直|最高|\d[号日点]|\d:\d\d|第\S天|开始|回升|[两三第]\S?次|刚|然后|再|现在|升|降|之前|上次|这次|目前|先|白天|反复|突然|这样|时候|超过|会儿?|有时|平时|左[边耳]?[^,。]{0,4}\d.*右|最低|[次遍]|早晚|[Dd]\d|[初复][测量]|住院|出院|输液|一路|越来越|逐渐|往[上下]|[一-龥](?:[前后时完中间班岗途])(?=[^一-龥]*[\d三]|[是量测就])|[针药饭觉班课汗澡服][前后]|[时刻分]钟?后|小时|[吃喝喂挂输吊打灌贴敷擦推]了|[吃喝喂挂输吊打灌贴敷擦泡]完|挂水|吊瓶|点滴|睡[了一着醒]|周[一二三四五六日]"
)
_AGAIN = re.compile(
    r"[\s,度°。]*(?:(?:就是|也就是|嗯|[呃额唔欸诶]|那个|这个|我说|对|是的?|啊|哦|没错|[\s,])+|[又再]?[量测]了?(?:[两三几]|好几)[次遍回](?:都|还)?是?|重复一遍|[摄华]氏|相当于|等于|换算[成后]?|[(/=])[\s,度°就是啊哦对摄华氏]*"
)
_STAMMERS = re.compile(
    r"(?:点?[几多](?=来着))?(?:\s|,|来着|我[看想]看?想?|嗯|呃|额|哦|啊|那个|就是|是)+"
)


def settle(text: Text, readings: list[Reading], people: list[Mention]) -> list[Reading]:
    """Give what nobody was named for to the speaker or the family, and share one part of the day."""
    readings = _early_and_late(text.clean, _meant(text.clean, readings))
    readings = _unnamed(text.clean, readings, people)
    return _once(text.clean, _carried(text.clean, _share_part(readings)))


def _carried(text: str, readings: list[Reading]) -> list[Reading]:
    """Let 昨晚38.2、38.6 be of the evening both."""
    carried: list[Reading] = []
    for reading in readings:
        last = carried[-1] if carried else None
        if last and last.part and not reading.part and last.day and last.day == reading.day:
            reading = replace(reading, part=last.part if last.who != reading.who else None)
        if last and not reading.part and (last.who, last.day) == (reading.who, reading.day):
            in_a_row = re.fullmatch(r"[\s度°,、/和]{1,3}", text[last.end : reading.start])
            reading = replace(reading, part=last.part) if in_a_row else reading
        carried.append(reading)
    return carried


def _once(text: str, readings: list[Reading]) -> list[Reading]:
    """Hear once what is only said again: 三六度八就是三十六度八."""
    kept: list[Reading] = []
    for reading in readings:
        last = kept[-1] if kept else None
        if last is None or not _repeats(text, last, reading):
            kept.append(reading)
    return kept


def _meant(text: str, readings: list[Reading]) -> list[Reading]:
    """Leave out the first of 七度六,三十七度六, as the second says what it was to be."""
    if len(readings) == 2 and _is_begun(text, *readings):
        return [replace(readings[1], who=readings[0].who or readings[1].who)]
    kept: list[Reading] = []
    for reading in readings:
        guess = kept[-1].value.get("suggest_c") if kept else None
        said_again = guess is not None and guess == reading.value.get("c")
        if said_again and reading.who in (None, kept[-1].who):
            reading = replace(reading, who=kept.pop().who)
        kept.append(reading)
    return kept


def _is_begun(text: str, first: Reading, second: Reading) -> bool:
    """Tell 三十八 三十八度五, where the first is only begun."""
    one, two = first.value.get("c") or first.value.get("approx_c"), second.value.get("c")
    if one is None or two is None or one != int(one) or not one < two < one + 1:
        return False
    return first.who == second.who and bool(_STAMMERS.fullmatch(text[first.end : second.start]))


def _early_and_late(text: str, readings: list[Reading]) -> list[Reading]:
    """Deal the parts of the day in 早晚36.5 36.7 and 早中晚36.4、36.6、36.8."""
    said = _DAY_LONG.search(text[: readings[0].start]) if readings else None
    parts = ("morning", "noon", "evening") if said and said[1] else ("morning", "evening")
    if said is None or len(parts) != len(readings):
        return readings
    return [replace(r, part=part) for r, part in zip(readings, parts, strict=True)]


def _unnamed(text: str, readings: list[Reading], people: list[Mention]) -> list[Reading]:
    """Give 本人 to what nobody else can own; leave open a family's bare list and who has a fever."""
    readings = _said_again(text, closing.closed(text, readings))
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
    if any(r.highest >= FEVER for r in nameless) and doubt.may_be_anothers(text, people):
        return _of_the_titled(text, readings, people)
    return [replace(r, who=alone) if r.who is None else r for r in readings]


def _of_the_titled(text: str, readings: list[Reading], people: list[Mention]) -> list[Reading]:
    """Give to 张阿婆 what is told of her, if nobody else is spoken of; else it is asked whose it is."""
    first = next(r for r in readings if r.who is None)
    if any(m.who != "本人" for m in people):
        return readings
    who = doubt.titled_before(text, first.start)
    return [replace(r, who=who) if r.who is None else r for r in readings]


def _is_beside_ones_own(readings: list[Reading], nameless: list[Reading]) -> bool:
    """Tell whether the speaker's own reading stands beside one of somebody we do not know: 房东38.4,我36.5."""
    own = [(r.part, r.site) for r in readings if r.who == "本人"]
    return any((r.part, r.site) in own for r in nameless)


def _repeats(text: str, last: Reading, reading: Reading) -> bool:
    same = (last.who, last.value, last.day) == (reading.who, reading.value, reading.day)
    gap = text[last.end : reading.start]
    is_spoken = not gap.strip() and text[reading.start] in "三四"  # a voice that begins again
    return same and (is_spoken or _AGAIN.fullmatch(gap) is not None)


def _said_again(text: str, readings: list[Reading]) -> list[Reading]:
    """Give to the speaker what nobody is named for and what is one number, said over again."""
    if any(r.who for r in readings) or not _again(text, readings):
        return readings
    return [replace(r, who="本人") for r in readings]


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
    if TWO_TOOLS.search(text):
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
