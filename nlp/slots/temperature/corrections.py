"""Which readings a correction takes back: 不对是36.7, 打错了, 不是36.5是37.5, 36.2写成38.2了."""

import re
from dataclasses import replace

from core.late import late
from nlp.normalize import Text
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature.reading import Reading

# A slip of hand, eye or tongue: 打错, 看反, 说岔.
_SLIP = r"[打写说输发报弄搞记看填按听读认敲录数抄贴选量](?:[错反串岔混倒颠乱多漏]|差(?!不多|别))"
_SORRY = r"(?:不好意思|对不起|抱歉|哎呀|哎哟|哎|哦|噢|喔|啊|呃|额|[sS]orry)"
_CORRECTION = late(
    rf"(?<![对])不对(?![劲头付])|(?<!是)不是(?=[,。!?、\s]|\d|三十)|{_SLIP}|手[滑误抖快]|没看[清准]|看不清|(?<![一-龥])[弄搞]?(?:反|颠倒)了(?=[,。!\s]|$)|眼花|口误|更正|纠正|订正|改[成为]|不算(?:数)?(?=[,。;])|作废|撤回|重[发报]|"
    r"(?:没甩|没夹[好紧]|夹歪|不准|坏了|(?<![请放休病事寒暑长])(?<![请放休][了个])假的?)[^。;!?\d]{0,10}(?:重新|再|又|重|换[^,。;!?\d]{0,3}|其实|实际)[量测]?|应该?是\s*$|应为|才对|错了|为准|"
    rf"(?:其实|实际|事实)上?(?:应该)?[是为]?\s*$|{_SORRY}[,\s]*(?:不[,\s]*)+[一-龥]{{0,4}}(?:应该)?是?\s*$|{_SORRY}[,\s]*(?:不[,\s]*)?[^,。;!?\d]{{0,8}}?(?:[,\s]*应该)?[,\s]*是\s*$"
    r"|(?:^|[,。;!?\s])(?:不[,\s]*)+(?:应该)?是?\s*$|(?:^|[,。;!?.\s])不[,\s]*是[一-龥]{0,4}$|[✗✘❌×]|(?<![没不])错(?=[,。;\s])|\.\.[,\s]*(?:哦|噢|呃|啊)[,\s]*$|等等|等一下|等会儿?[,\s]*(?:是|不)|\*\s*$"
)
_ADDS = re.compile(
    rf"{_SLIP}了?[,\s]*是[一-龥]{{1,6}}的|还有|另外|加上|忘了说|漏了"
)  # 等等还有我妈37.6
_EARLIER = re.compile(
    r"(?:刚才|刚刚|此前|之前|前面|上面|原来|先前|早先|上一?[条次]|前一?[条次])[^,。;!?\d]{0,4}$"
)
_VOID = re.compile(
    rf"[度°\s]*(?:都?[是为系])?(?:我)?(?:作废|不算|无效|手[滑误抖]|假的|错的|{_SLIP})"
)
# 刚才38那个没甩下去不算
_VOID_BEHIND = re.compile(
    r"[度°\s]*的?那[个次下遍回][^。;!?\d我]{0,10}?(?:不算|不准|作废|无效|不作数|别记|不要记|甭记)"
)
# 早上那个38.4是误测
_MISTAKEN = re.compile(r"[度°\s]*(?:都?[是为系])?(?:误[报测写填量]|笔误|有误)")
_NOT_TO_BE = re.compile(
    r"(?:刚才?|刚刚|之前|前面|上面)[^,。;!?\d]{0,3}[写报打填发记输看]错?成了?\s*$|(?:别|甭|莫|不要|不用)(?:给我|再|又)?[记写登填录报当看][成为]?\s*$"
)  # 别记成38.6
_KIN = "|".join(sorted(map(re.escape, CANONICAL), key=len, reverse=True))
_NOT_OF = late(rf"(?<!是)不是(?:体温|[我他她]|{_KIN})?的?\s*$")
_SWAPPED = re.compile(
    r"[度°\s,。]*(?:刚才|刚刚|前面|上面|之前|先前|[上前]一?[条次])[^,。;!?\d]{0,3}[反混颠倒串]"
)
_ILL = r"(?:在?发?[烧热]|不舒服|难受|有事|生病|病|高)"
# 爸爸37.9妈妈36.5,写反了: each has the other's.
_THE_WRONG_WAY = re.compile(
    rf"(?:度|[^一-龥\d])*(?:{_SORRY}|不对|不(?=[,\s]|[弄搞写])|我|又|给|老眼昏花|看错了|[,\s。!])*(?:(?:把[一-龥]{{2,8}}|(?:上面|前面|以上|这)?[两俩]个?人?)?(?:(?:[写说报打发填弄搞记][反颠倒混]+|颠倒|反)[了咯啦嘞]?)+|(?:不对|错[了啦咯]|[写说打发]错[了啦咯]?)[\s,。!]*(?={_ILL}的))(?:{_SORRY}|[\s,。!~])*(?P<rest>[^\d]*)$"
)
_IS_ILL = re.compile(
    rf"{_ILL}的?(?:人|那个)?(?:其实|应该|才)?是(?P<who>[一-龥]{{1,4}}?)(?=$|才对|啊|呀|不是|[\s,。;!~])"
)
_IS_WELL = re.compile(
    r"(?:^|[\s,。;!])(?P<who>[一-龥]{1,4}?)(?:才?是)?(?:没有?(?:发?烧|事)|不烧|好好的|正常)"
)
_TWO_SWAPPED = re.compile(
    r"[^一-龥\d]*(?:度[^一-龥\d]*)?(?:不对|错了|哎呀|[\s,!。])*(?:我们?家?)?(?P<a>[一-龥]{1,4}?)(?:和|跟|与)(?:我们?家?)?(?P<b>[一-龥]{1,4}?)(?:两个|俩)?的?(?:给|被|我|又)*(?:[写说报打发填弄搞记][反颠倒混串错]+|颠倒|反)了"
)
_TURNED = re.compile(r"[写说报打发填弄搞记][反颠倒混串]+|颠倒|反了")
_WRITTEN_AS = re.compile(
    r"[\s,度°]*(?:我|给|被|又)*(?:[写打输发报说看记填]错?|错[写打输发报说看记填])成了?\s*"
)
_SORRY_OF = re.compile(
    rf"[度°\s,。]*(?:{_SORRY}|不对|[说写报]错了?|[,\s])+(?:应该)?是[^,。;!?\d]{{1,6}}$"
)
_WRONG = rf"(?:{_SLIP}|手[滑误抖]|错了|不对(?!劲))"


def correct(text: Text, readings: list[Reading]) -> list[Reading]:
    """Take back what a later 不对, 打错了 or 不是 replaces."""
    readings = _without_echo(text.clean, readings)
    if swapped := _swapped(text.clean, readings):
        one, other = swapped
        whose = {one.start: other.who, other.start: one.who}
        return [replace(r, who=whose.get(r.start, r.who)) for r in readings]
    kept: list[Reading] = []
    denied = [r for r in readings if _denied(text.clean, r)] or _miswritten(text.clean, readings)
    if len(denied) < len(readings):
        readings = [_like(r, denied) for r in readings if r not in denied]
    if denied and len({(r.who, str(r.value), r.day, r.part) for r in readings}) == 1:
        readings = readings[:1]  # said before the wrong one, and again behind it
    taken_back: list[Reading] = []
    for i, reading in enumerate(readings):
        left = readings[i - 1].end if i else 0
        if kept and _is_anothers(text.clean, kept[-1], reading):
            kept.pop()  # 我妈38.1,不好意思是我婆婆38.1
        elif kept and _is_corrected(text.clean, left, reading.start):
            taken_back, left_over = list(kept), _without(kept, reading)
            reading = _like(reading, [r for r in kept if r not in left_over])
            kept = left_over
        else:  # 妈妈36.8爸爸37.5,说反了,妈妈37.5爸爸36.8 takes back both
            kept = [r for r in kept if r not in taken_back or not _is_same(r, reading)]
        kept.append(reading)
    if (
        kept
        and not denied
        and not _is_of_before(text.clean, kept)
        and kept[-1].instead_of is None
        and re.match(
            rf"[度°\s,]*(?:上面|刚才|刚刚)?(?:是|我)?{_WRONG}(?!人?了?[,\s]*(?:应该)?是(?!三)[一-龥]{{1,6}})",
            text.clean[kept[-1].end :],
        )
    ):
        last = kept[-1]
        doubt = {
            "c": None,
            "raw": text.original(last.start, last.end),
            "plausible": False,
            "suggest_c": None,
        }
        kept[-1] = replace(last, value=doubt)
    return kept


def _without_echo(text: str, readings: list[Reading]) -> list[Reading]:
    """Leave out what is only said again: 老公38.2,我36.5,说反了,我才是38.2."""
    if len(readings) != 3 or not _TURNED.search(text, readings[1].end, readings[2].start):
        return readings
    one, other, again = readings
    is_turned = again.who == other.who and again.value == one.value and one.who != other.who
    return [replace(one, who=other.who), replace(other, who=one.who)] if is_turned else readings


def _swapped(text: str, readings: list[Reading]) -> tuple[Reading, Reading] | None:
    """Return the two readings of which each is the other's: 写反了; 儿子和老伴写反了."""
    if len(readings) == 2 and _is_the_wrong_way(text, *readings):
        return readings[0], readings[1]
    said = _TWO_SWAPPED.match(text, readings[-1].end) if len(readings) > 2 else None
    if said is None:
        return None
    of = [[r for r in readings if r.who == CANONICAL.get(said[key], said[key])] for key in "ab"]
    return (of[0][0], of[1][0]) if all(len(own) == 1 for own in of) else None


def _is_the_wrong_way(text: str, one: Reading, other: Reading) -> bool:
    """Tell 我36.9老公38.3,写反了: each has the other's, unless 发烧的是老公 says that it is right."""
    said = _THE_WRONG_WAY.match(text, other.end)
    if said is None:
        return False
    ill = max(one, other, key=lambda reading: reading.highest)
    is_ill, is_well = _IS_ILL.search(said["rest"]), _IS_WELL.search(said["rest"])
    if is_ill:
        return CANONICAL.get(is_ill["who"], is_ill["who"]) != ill.who
    return is_well is None or CANONICAL.get(is_well["who"], is_well["who"]) == ill.who


def _is_of_before(text: str, kept: list[Reading]) -> bool:
    """Tell 女儿36.9,我36.4,刚才写反了: what was said the wrong way round is an earlier message."""
    return len({r.who for r in kept}) > 1 and bool(_SWAPPED.match(text, kept[-1].end))


def _like(reading: Reading, replaced: list[Reading]) -> Reading:
    """Let a reading know the one whose place it takes, and be of the same part of the day."""
    if len(replaced) != 1 or replaced[0].who != reading.who or replaced[0].day != reading.day:
        return reading
    old = replaced[0]
    return replace(reading, part=reading.part or old.part, instead_of=old.value.get("c"))


def _denied(text: str, reading: Reading) -> bool:
    """Tell 不是36.5是37.5, 是37.9不是36.9 and 刚才的38.6作废."""
    before = text[max(0, reading.start - 8) : reading.start]
    if _EARLIER.search(before) and _VOID.match(text, reading.end):
        return True
    if _MISTAKEN.match(text, reading.end) or _VOID_BEHIND.match(text, reading.end):
        return True
    return bool(_NOT_OF.search(before) or _NOT_TO_BE.search(before))


def _miswritten(text: str, readings: list[Reading]) -> list[Reading]:
    """Find the number that 36.2写成38.2了 takes back."""
    pairs = zip(readings, readings[1:], strict=False)
    return [r for last, r in pairs if _WRITTEN_AS.fullmatch(text[last.end : r.start])]


def _is_corrected(text: str, left: int, right: int) -> bool:
    """Tell whether what stands between two readings takes the first one back."""
    sign = _CORRECTION.search(text, left, right) if left < right else None
    return sign is not None and not _ADDS.search(text, left, right)


def _is_anothers(text: str, last: Reading, reading: Reading) -> bool:
    """Tell whether the same value is given to somebody else instead."""
    if last.value != reading.value or last.who == reading.who:
        return False
    return _SORRY_OF.match(text, last.end, reading.start) is not None


def _is_same(one: Reading, other: Reading) -> bool:
    """Tell whether two readings are of one person at one time."""
    return (one.who, one.day, one.part) == (other.who, other.day, other.part)


def _without(kept: list[Reading], new: Reading) -> list[Reading]:
    same = [r for r in kept if r.who == new.who] or kept[-1:]
    same = [r for r in same if new.part and r.part == new.part] or same[-1:]
    return [r for r in kept if r is not same[-1]]
