"""Readers for answers to form questions: the value, or a kind sentence saying what to write."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from core import doubtful_days
from core.numerals import to_int
from core.ports import Unreadable
from nlp import amounts
from nlp.normalize import Text, normalize
from nlp.slots import address, contact, dates, names, places, symptoms, temperature, transport

_YES = re.compile(
    r"是的?|对的?|好的?|可以|嗯+|恩|行|要|有|同意|确认|承诺|已|完成|没错|没问题|愿意|需要|知道|明白|收到|ok|okay|yes|y|1|√|✓|✅|👌|👍|当然|肯定|中|得|能|会|做了|正确|属实"
)
_NO = re.compile(r"不|没|未|否|无|别|木有|冇|错|算了|拒绝|取消|no\b|n$|×|❌|2$")
_DOUBLE_NO = re.compile(r"没(?:有)?(?:问题|错|意见)|不错|无误|不变")
_NONE = re.compile(
    r"没有?|无|都?好|都没有?|正常|一切正常|健康|没症状|无症状|没有症状|没(?:有)?不舒服|没啥|没事|无不适|都正常|都挺好|很好|挺好|无异常|没有异常|没什么|平安|否|不疼不痒|0"
)
_NAME_LEAD = re.compile(
    r"^(?:你好|您好)?[,\s]*(?:我的?名字(?:叫|是)?|我叫|我是|名字(?:叫|是)?|姓名|本人|叫|是|俺叫)\s*[:是]?\s*"
)
_NAME = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,10}(?:[·•・.][\u3400-\u9fff]{1,10}){1,3}|[A-Za-z][A-Za-z .'-]{1,40}"
)
_NOT_A_NAME = re.compile(
    r"不|没|什么|怎么|为什么|吗|呢|谢谢|你好|您好|可以|好的|是的|知道|取消|报备|社区|小区|隔离|核酸|体温"
)


def name(text: str, at: datetime) -> str:
    """Read a personal name."""
    clean = _NAME_LEAD.sub("", normalize(text).clean.strip()).strip(" ,。.!")
    clean = re.sub(r"(?:先生|女士|同志)$", "", clean)
    joined = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", clean)
    stated = names.read(normalize(text)) or _among(clean)
    if _NAME.fullmatch(joined) and not _NOT_A_NAME.search(joined):
        return re.sub(r"[•・.](?=[\u3400-\u9fff])", "·", joined)
    if stated:
        return stated
    raise Unreadable("请写您的姓名，比如：王建国")


def _among(clean: str) -> str | None:
    """Find the name among the pieces of 王建国，男."""
    pieces = [_NAME_LEAD.sub("", piece) for piece in re.split(r"[,。、;\s]+", clean)]
    found = (p for p in pieces if names.BARE.fullmatch(p) and not _NOT_A_NAME.search(p))
    return next(found, None)


def phone(text: str, at: datetime) -> str:
    """Read a telephone number as digits."""
    found = contact.read_phones(normalize(text))
    if not found:
        raise Unreadable("这个号码好像不完整，请写11位手机号，比如：13800001234")
    return found[0]


def date(text: str, at: datetime) -> dict[str, Any]:
    """Read a day, and the part of it or the hour if given."""
    clean = normalize(text)
    found = dates.read(clean, at) or dates.read(_as_date(clean), at)
    if not found:
        raise Unreadable("请写是哪一天，比如：明天，或者12月8日")
    if doubt := doubtful_days.of(found):
        choices = [(said, {"date": day.isoformat()}) for said, day in doubtful_days.labels(doubt)]
        raise Unreadable(doubtful_days.question(doubt), choices)
    first = found[0]
    return {
        "date": first["start"],
        **{key: first[key] for key in ("end", "part", "time") if key in first},
    }


def _as_date(text: Text) -> Text:
    """Take 12.8, 12-8, 8 or 初三 for a day when nothing else was asked."""
    plain = text.clean.strip()
    if match := re.fullmatch(
        r"(1[0-2]|0?[1-9])\s*[.\-/ ,、]\s*(3[01]|[12]\d|0?[1-9])[号日]?", plain
    ):
        return normalize(f"{match[1]}月{match[2]}日")
    if re.fullmatch(r"3[01]|[12]\d|0?[1-9]", plain):
        return normalize(f"{plain}号")
    if match := re.fullmatch(
        r"(?:就|是|在)?(早上|上午|中午|下午|晚上|现在|马上|刚到|已经到了?|当天|即日)(.*)", plain
    ):
        return normalize(f"今天{plain}")
    return text


_PLACE_WORD = re.compile(r"[省市区县乡镇村屯寨庄组州旗盟岛湾港国路街巷坊苑园里]")


def place(text: str, at: datetime) -> dict[str, Any]:
    """Read a place; an unknown one is kept as it was written."""
    clean = normalize(text)
    raw = clean.raw.strip()
    if not re.search(r"[\u3400-\u9fffA-Za-z]", clean.clean):
        raise Unreadable("请写从哪里来，写到县或区，比如：四川省内江市东兴区")
    found = places.read(clean) or places.read(normalize(f"从{clean.clean.strip()}回来"))
    if not found:
        if not _PLACE_WORD.search(clean.clean):
            raise Unreadable(f"“{raw[:12]}”是哪里？请写省和市，比如：山西太原")
        return {"raw": raw}
    best = found[0]
    return {"raw": raw, **{key: value for key, value in best.items() if key not in ("role", "raw")}}


def home(text: str, at: datetime) -> dict[str, str]:
    """Read a building, unit and room."""
    found = address.read(normalize(text)) or _bare_address(normalize(text).clean)
    if not found:
        raise Unreadable("请写楼栋、单元和房号，比如：3-2-601")
    return found


def _bare_address(clean: str) -> dict[str, str] | None:
    """Read 3 2 601, 3.2.601 or 3，601."""
    match = re.fullmatch(
        r"\s*([A-Za-z]?\d{1,2})[\s.,/、]+(?:(\d{1,2})[\s.,/、]+)?(\d{3,4})\s*", clean
    )
    if match is None:
        return None
    parts = {"building": match[1].upper(), "unit": match[2], "room": match[3]}
    return {key: value for key, value in parts.items() if value}


def travel(text: str, at: datetime) -> dict[str, str]:
    """Read how somebody travels, with the number of the train or flight."""
    clean = normalize(text)
    found = transport.read(clean) or transport.read(normalize(f"{clean.clean.strip()}次"))
    if found:
        return found
    for word, mode in (
        ("骑", "bike"),
        ("车", "car"),
        ("飞", "flight"),
        ("走路", "walk"),
        ("步行", "walk"),
        ("船", "ship"),
    ):
        if word in clean.clean:
            return {"mode": mode}
    raise Unreadable("请写怎么来的和车次，比如：高铁G1548，或者自己开车")


def ailments(text: str, at: datetime) -> list[str]:
    """Read a list of symptoms; 没有 is an empty list."""
    clean = normalize(text)
    present, absent = symptoms.read(clean)
    if present:
        return present
    plain = re.sub(r"[\s,。.!~的了呢啊呀]", "", clean.clean)
    if absent or _NONE.fullmatch(plain) or re.match(r"(?:都)?(?:没|无)", plain):
        return []
    raise Unreadable("请写哪里不舒服，比如：发烧、咳嗽；没有就回复“没有”")


def yes_no(text: str, at: datetime) -> bool:
    """Read yes or no."""
    plain = re.sub(r"[\s,。.!~吧啊呀哦呢的了]", "", normalize(text).clean).lower()
    if _DOUBLE_NO.search(plain):
        return True
    if _NO.match(plain) or re.search(r"(?<!是)不(?!断|久|仅)|没有", plain[:8]):
        return False
    if _YES.match(plain):
        return True
    raise Unreadable("请回复“是”或者“否”")


def degrees(text: str, at: datetime) -> dict[str, Any]:
    """Read one temperature; what cannot be right is asked again."""
    sentence = "没看清体温，请再写一次，比如：36.8"
    found, _ = temperature.read(normalize(text), at.date())
    if not found:
        found, _ = temperature.read(normalize(f"体温{text.strip()}"), at.date())
    if not found:
        raise Unreadable(sentence)
    worst = max(found, key=lambda reading: reading.highest).as_slot()
    if worst.get("plausible") is False:
        guess = worst.get("suggest_c")
        raise Unreadable(
            f"您写的是“{worst['raw']}”，是{guess}度吗？请再写一次，比如：36.8"
            if guess
            else sentence
        )
    keys = ("c", "c_min", "c_max", "approx_c", "approx", "site", "part")
    value: dict[str, Any] = {key: worst[key] for key in keys if key in worst}
    return {**value, "grade": "fever" if _is_fever(worst) else "normal"}


def _is_fever(slot: dict[str, Any]) -> bool:
    """Grade towards fever: an open or rounded value counts by the highest it may be."""
    if slot.get("approx_c") is not None:
        return bool(slot["approx_c"] + 0.9 >= temperature.FEVER)
    if slot.get("c") is not None:
        return bool(slot["c"] >= temperature.FEVER)
    return slot.get("c_max") is None or bool(slot["c_max"] >= temperature.FEVER)


def integer(text: str, at: datetime) -> int:
    """Read a whole number in digits or characters."""
    match = re.search(r"-?\d{1,9}|[零〇一二两俩三四五六七八九十百千万廿]+", normalize(text).clean)
    value = None
    if match:
        value = int(match[0]) if re.fullmatch(r"-?\d+", match[0]) else to_int(match[0])
    if value is None:
        raise Unreadable("请写一个数字，比如：3")
    return value


def plain(text: str, at: datetime) -> str:
    """Read any words, trimmed."""
    words = " ".join(normalize(text).raw.split())
    if not words:
        raise Unreadable("请写几个字，比如：需要帮忙买菜")
    return words


def place_or_not(text: str, at: datetime) -> dict[str, Any]:
    """Read a place; whoever does not know, or says something else, is not asked again."""
    try:
        return place(text, at)
    except Unreadable:
        return {"raw": text.strip()}


def date_or_not(text: str, at: datetime) -> dict[str, Any]:
    """Read a day; whoever does not know is not asked again."""
    try:
        return date(text, at)
    except Unreadable:
        return {"raw": text.strip()}


READERS: dict[str, Callable[[str, datetime], Any]] = {
    "name": name,
    "phone": phone,
    "date": date,
    "date_or_not": date_or_not,
    "place": place,
    "place_or_not": place_or_not,
    "address": home,
    "transport": travel,
    "symptoms": ailments,
    "yes_no": yes_no,
    "temperature": degrees,
    "integer": integer,
    "text": plain,
    **amounts.READERS,
}
