"""The many ways a temperature is written: 36。8, 37度8, 三十六度半, 三六点五, 98.6F, 366, 3.65."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from core.late import late
from core.numerals import to_digits, to_int
from nlp.normalize import Text
from nlp.slots.relations import CANONICAL
from nlp.slots.rewriting import rewritten

_HAN_TENS = "[一二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|九十[一二三四五六七八九]?"
_HAN_PAIR = r"[三四][〇零一二三四五六七八九](?=\s*(?:[.。点·]|度))"
_HUNDRED = "一百零?[一二三四五六七八九]?"
_WHOLE = rf"(?:\d{{1,3}}|{_HUNDRED}|{_HAN_TENS}|{_HAN_PAIR}|[三四]十|[五六七八九](?=度))"
# 三十六度六二宝三十七度一: the second numeral is of whoever comes next.
_NTH = "[宝娃姐哥弟妹叔姑姨舅嫂爷奶婆伯婶孩丫妞胖毛闺孙儿女]"
_HAN_DIGIT = "[〇零一二三四五六七八九]"
_TENTH = rf"(?:\d{{1,3}}|{_HAN_DIGIT}(?:{_HAN_DIGIT}(?!{_NTH}))?)"
# After these a digit counts something else: 37度3天了, 38，2号楼, 三十八度四肢无力.
_COUNTS = (
    r"(?!\d|[.:]\d|\s*(?:次|个(?!儿)|天|遍|回|人(?![没直已晕迷糊昏蔫软烫难还]|都(?:烧|糊|晕|迷|没|蔫|软|站|起))|口|岁|小时|分钟|月|楼|号|栋|幢|单元|片|颗|粒|支|盒|包|袋|周(?![一二三四五六日天末])|年|日|种"
    r"|位|项|时|名|例|点(?!\d)|家(?![里人])|间|直|下(?!午)|些|般|样|定|起|切|共|会|旦|肢|官|成|处|十|百|千|者|杯|瓶|块|元|斤|台|辆|来))"
)
_UNIT = r"\s*(?:度|°|[cC](?![a-zA-Z0-9]))"
_FAHRENHEIT = r"\s*(?:°?[fF](?![a-zA-Z])|华氏度?|度?[(]?华氏[)]?)"

_DECIMAL = (
    rf"(?P<dot>{_WHOLE})\s*(?:[.·・]{{1,3}}\s*(?P<f1>{_TENTH})(?!\d)"
    rf"|(?:。{{1,3}}|[.,]{{1,3}}|[,、;'’`:]\s?)(?P<f2>[\d一二三四五六七八九])(?!度[\d一二三四五六七八九]){_COUNTS}"
    rf"|\s?[,、]?点儿?\s?(?P<f3>{_TENTH}){_COUNTS})"
)
_DEGREES = rf"(?P<deg>{_WHOLE}){_UNIT}(?:\s*[点.。]?\s*(?P<f4>{_TENTH}|半)(?!(?<=[\d一二三四五六七八九]{{2}})\s*(?:度|°))(?!\s*[.。点]\s*\d){_COUNTS})"
_SPACED = r"(?P<gap>3[4-9]|4[0-2]) (?P<f5>\d)(?![\d.-]|\s*\d)" + _COUNTS
_PAIR = r"三十(?P<low>[四五六七八九])(?P<high>[零一二三四五六七八九])(?=度(?![零一二三四五六七八九\d])|$|[,。 我俺咱他她]|老[公婆人伴头]|[爸妈爷奶姥公婆岳姐哥弟妹孩宝娃儿女]|外[公婆孙])"
_PLAIN = rf"(?P<int>{_WHOLE}|\d{{3}}|[三四][〇零一二三四五六七八九]{{2}})(?![\d])"
# Letters before a number make it a train, a mask or a bus; T36.5 is how nurses write.
_FORM = late(
    rf"(?<!\d)(?<!\d\.)(?<![a-su-zA-SU-Z](?=\d))(?:{_PAIR}|{_DECIMAL}|{_DEGREES}|{_SPACED}|{_PLAIN})"
    rf"(?P<f>{_FAHRENHEIT})?(?P<unit>{_UNIT})?"
)

MIDNIGHT = 24
# 这支表是华氏的,102.2; and the 37.2 of 37.2摄氏度不是华氏 stays as it is.
_SAYS_FAHRENHEIT = re.compile(r"华氏|华度|°[fF](?![a-zA-Z])")
# 4点37.6,5点38.1,8点39: once told by the hour, the last is no time of day.
_WHOLE_END = re.compile(r"(?:3[4-9]|4[0-2])(?=$|[\s,。;!])")
_OF_DEGREES = re.compile(r"(?:3[4-9]|4[0-2])\s*(?:度|°)")


@dataclass(frozen=True)
class Number:
    """A number that may be a temperature, with how it was written."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    fahrenheit: bool = False
    unit: bool = False
    exact: bool = False  # has a decimal part
    short: bool = False  # 六度八 for 36.8

    @property
    def celsius(self) -> Decimal:
        return round_up((self.value - 32) * 5 / 9) if self.fahrenheit else round_up(self.value)


def round_up(value: Decimal) -> Decimal:
    """Keep one decimal, halves upwards: rounding must never cool a fever."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


# 体温 in Latin letters and in the homophones that voice and pinyin input leave behind.
_MEANT = re.compile(
    r"(?:(?<![A-Za-z])(?:[tT][iI]?|体)\s?(?:[wW](?:[eE][nN])?)|(?<![A-Za-z])(?:[tT][iI]\s?温|[tT]emp)|[题提体替踢][稳问文纹吻]|[题提替踢]温)(?=[\s:=是为,]*[\d三])"
)


# 叁拾陆点伍, as on a cheque; a lone 伍 or 陆 is a surname.
_FORMAL = re.compile(
    r"(?:[贰叁肆玖]?拾[壹贰叁肆伍陆柒捌玖]?|[叁肆][零壹贰叁肆伍陆柒捌玖])(?:[点度.][零壹贰叁肆伍陆柒捌玖]{1,2})?"
    r"|(?<=[\d三四五六七八九十][点度])[壹贰叁肆伍陆柒捌玖]"
)
_PLAIN_HAN = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")

# A recorder that hears every digit by itself: 3 8.2, 3 8 度 5, 三十 八度二.
_APART = re.compile(
    r"(?<![\d.] )(?<![\d.])(?:3 [4-9]|4 [0-2])(?: ?[.度点] ?\d(?![\d.]| \d)| ?度)|三十 [四五六七八九](?:[度点]| ?[四五六七八九])"
    r"|(?<![\d.] )(?<![\d.])(?:3 ?[4-9]|4 ?[0-2]) ?[.度点] \d(?![\d.]| \d)"
)

# What a recorder hears for 三十六度: 三时六度, 山十六度, 三十六渡五.
_MISHEARD = re.compile(
    r"(?<![一二三四五六七八九十老第小周])[三山伞散叁参][十时石实食拾是](?=\s?[四五六七八九][度点.])(?<!三十)"
    r"|(?<![一二三四五六七八九十老第小周])四[时石实食拾](?=\s?[零一二]?[度点.])"
    r"|(?<=[三四]十[一四五六七八九][度点])[散伞流留午舞酒久](?=$|[\s,。;!?我俺])"
    r"|(?<=三十[四五六七八九])[渡肚杜镀](?=[零一二三四五六七八九半\s,。;!?]|$)"
)
_HEARD_RIGHT = {
    **dict.fromkeys("散伞", "三"),
    **dict.fromkeys("流留", "六"),
    **dict.fromkeys("午舞", "五"),
    **dict.fromkeys("酒久", "九"),
    "四": "四十",
    "渡": "度",
    "肚": "度",
    "杜": "度",
    "镀": "度",
}

# One numeral in two hands: 三十6度5, 3十7.
_IN_TWO_HANDS = re.compile(
    r"(?:三十|(?<!\d)3十)(?=[4-9](?:[.度点]|\d?$))|(?:四十|(?<!\d)4十)(?=[0-2][.度点])"
)
# A message typed or heard letter by letter: 3 8 . 2 度 我 爸.
_LETTER_BY_LETTER = re.compile(r"(?<!\S)\S(?: \S){4,}(?!\S)")
_HAN_APART = re.compile(r"(?<![一-龥])[一-龥](?: [一-龥])+(?![一-龥])")
_HAN = re.compile(r"[一-龥]")

_LISTED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")


def plainly(text: Text) -> Text:
    """Spell 叁拾陆 as 三十六, 3 8.2 as 38.2, and put a comma in the place of ①, which is no digit of what follows."""
    pairs = (m for m in _HAN_APART.finditer(text.clean) if _is_kin(m[0].replace(" ", "")))
    text = rewritten(text, ((m, m[0].replace(" ", "")) for m in pairs))
    letters = (m for m in _LETTER_BY_LETTER.finditer(text.clean) if _HAN.search(m[0]))
    text = rewritten(text, ((m, m[0].replace(" ", "")) for m in letters))
    text = rewritten(text, ((m, m[0].replace(" ", "")) for m in _APART.finditer(text.clean)))
    hands = _IN_TWO_HANDS.finditer(text.clean)
    text = rewritten(text, ((m, "3" if m[0][0] in "三3" else "4") for m in hands))
    text = rewritten(
        text, ((m, _HEARD_RIGHT.get(m[0][0], "三十")) for m in _MISHEARD.finditer(text.clean))
    )
    clean = _FORMAL.sub(lambda match: match[0].translate(_PLAIN_HAN), text.clean)
    if _LISTED.search(text.raw):
        marks = (_LISTED.match(text.raw[at]) for at in text.starts)
        clean = "".join("," if mark else ch for ch, mark in zip(clean, marks, strict=True))
    return replace(text, clean=clean)


def _is_kin(word: str) -> bool:
    return word in CANONICAL or word.removeprefix("我") in CANONICAL


def spell(clean: str) -> str:
    """Bring the degree signs and the word 体温 to one form without moving any character."""
    out = (
        clean.replace("°C", " 度")
        .replace("°c", " 度")
        .replace("摄氏度", "  度")
        .replace("摄氏", "  ")
    )
    return _MEANT.sub(_widened, out.replace("°F", " F").replace("°f", " F"))


def _widened(match: re.Match[str]) -> str:
    return "体温".rjust(len(match[0]))


def last(pattern: re.Pattern[str], text: str, start: int = 0) -> re.Match[str] | None:
    """Return the last match of a pattern in a text from a place on."""
    return next(iter(reversed(list(pattern.finditer(text, start)))), None)


def find(text: str) -> list[Number]:
    """List every number in spelled text that has the shape of a temperature."""
    return [number for match in _matches(text) if (number := _number(match, text))]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """List what has the shape of a number; of 凌晨3点39度 the hour is none of it."""
    at, told = 0, False
    while match := _FORM.search(text, at):
        at = match.end()
        if _is_hour(match, text, told):
            at, told = match.start("f3"), True
            continue
        told = told or text[match.start() - 1 : match.start()] == "点"
        yield match


def _is_hour(match: re.Match[str], text: str, told: bool) -> bool:
    """Tell the 3 of 3点39度 from that of 3点9."""
    if not match["f3"] or (to_int(match["dot"]) or 0) > MIDNIGHT:
        return False
    behind = match.start("f3")
    return bool(_OF_DEGREES.match(text, behind) or (told and _WHOLE_END.match(text, behind)))


def _number(match: re.Match[str], text: str) -> Number | None:
    groups = match.groupdict()
    start, end = match.span()
    if groups["low"]:
        low, high = to_int(groups["low"]) or 0, to_int(groups["high"]) or 0
        end = match.end()
        if high != low + 1:  # 三十六八 is 36.8
            return Number(start, end, Decimal(f"{30 + low}.{high}"), unit=True, exact=True)
        return Number(start, end, Decimal(30 + low), Decimal(30 + high), unit=True)
    whole = groups["dot"] or groups["deg"] or groups["gap"] or groups["int"]
    value = to_int(whole) if whole else None
    if value is None:
        return None
    part = next((groups[f"f{i}"] for i in range(1, 6) if groups[f"f{i}"]), None)
    tail = "5" if part == "半" else to_digits(part or "0")
    unit = bool(groups["unit"] or groups["deg"])
    if groups["f3"] and value < 30 or (":" in match[0] and value < 34):
        return None
    f = bool(groups["f"]) or (94 <= value <= 109 and _SAYS_FAHRENHEIT.search(text) is not None)
    spoken = groups["f4"] or ""
    upper = None
    if len(spoken) == 2 and not spoken.isdecimal() and int(tail[1]) == int(tail[0]) + 1:
        tail, upper = tail[0], Decimal(f"{value}.{tail[1]}")  # 三十七度五六
    return Number(
        start, end, Decimal(f"{value}.{tail}"), upper, fahrenheit=f, unit=unit, exact=part is not None,
        short=bool(groups["deg"]) and 5 <= value <= 9 and part is not None,
    )  # fmt: skip
