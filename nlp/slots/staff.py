"""What staff sentences carry beside what everybody's do: whom, scope, numbers, by when."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.numerals import HAN, to_digits, to_int
from nlp.normalize import Text, normalize
from nlp.slots import named, saying, scopes
from nlp.slots.flags import read_urgent
from nlp.slots.temperature import FEVER
from nlp.words import Words

COMMON = 300  # so often in jieba's dictionary, and it is a word rather than a name

_N = rf"(\d{{1,9}}|[{HAN}]{{1,4}})"
_TICKET = re.compile(
    rf"(?:收到|办结|不?同意|接单|我?接|办好了?|处理完了?|完成|转告|编号|单号|#)\s*[#第]?{_N}(?!\d|\s*(?:[天人户度点月年楼栋]|号楼))"
    rf"|第?{_N}号?(?:单子?|工单)(?!元)"
    rf"|{_N}号\s*(?:我|交给|处理|办|搞|已|完|结|弄|解决|归我)"
)
# A number that comes first and what became of it: “1 已办 已送医院”.
_LEADING = re.compile(
    r"^\s*[#第]?(\d{1,9})\s*[号件]?[\s,、:]*(?:已|都?办|处理|完成|解决|搞[定好]|弄[好完]|结[了案掉]|送[到了])"
)
_QUESTION = re.compile(
    rf"第{_N}个?(?:条?的?问题|个?提问|问)|(?:问题|提问)\s*[#第]?{_N}(?!\d|个|天|条)|{_N}号(?:的)?(?:问题|提问)|改?答\s*[#第]?{_N}\s*[号:,，\s]"
)
_ROW = re.compile(rf"第{_N}(?:条|行)|第{_N}个(?=[^题问]*(?:打|拒|接|核|查|标|空号|不在|本人))")
_COUNT = re.compile(rf"{_N}\s*多?(?:条|份|人|个)")
_OF_A_LIST = re.compile(r"名单|数据|核查|协查|推|导入|摸排")
_DAYS = re.compile(
    rf"(?<!第)(?<![\d.\-{HAN}])(?!\d{{3,}}\s*周)({_N}|半)\s*个?(天|日(?!报)|周|星期|礼拜|个?月)(?!前|后|以前|内|[一二三四五六日]|\d|一次)"
)
_SIZE = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_ROOM_APART = re.compile(
    rf"(?:号楼|栋|幢|座|单元)[^,。\d{HAN}]{{0,4}}?(\d{{3,4}}|[一二三四五六七八九][{HAN}]{{2,3}})(?=的|那|室|户|\s|$)"
)
_PARTS = {"下午": 12, "晚上": 12, "今晚": 12, "傍晚": 12, "晚": 12, "夜里": 12, "中午": 12}
_TIME = rf"(?P<day>今天|明天|后天|今晚|明晚|明早|今早|明)?\s*(?P<part>上午|早上|早|下午|晚上|傍晚|中午|夜里)?\s*(?P<hour>\d{{1,2}}|[{HAN}]{{1,3}})(?:点|:)(?P<half>半)?(?:钟|整)?"
_WHEN = re.compile(
    rf"^(?:等下|等会儿?|到)?{_TIME}(?:准时|的时候)?\s*(?=再?(?:给|通知|发|群发|向|跟|推|全体))"
)
_DEADLINE = re.compile(
    rf"{_TIME}(?:之|以)?前|截止到?{_TIME.replace('?P<', '?P<by_')}|{_TIME.replace('?P<', '?P<to_')}截止"
)
_PRESSING = re.compile(
    r"红色|转移|撤离|疏散|泄洪|往\S{1,6}撤|快快|抓紧|火速|速[速发]|急件|急令|快发|快[叫喊]"
)
_CALM = re.compile(r"解除|演练|演习|取消|作废|不用|谁|哪|几户|多少")
_ALONE = re.compile(r"(?:就|只有|只)[他她]?一个人")
_BESIDE = re.compile(r"[\s,、]+|\s*[和跟与及]\s*")
_AT_HOME = re.compile(r"..居家")  # 何三居家观察 is about 何三
_WEEK = "一二三四五六日"
# What a household calls its old people is how staff call somebody of it.
_CALLED_SO = {"本人", "老人", None}


def extract(text: str, at: datetime, slots: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Add to what anybody's words hold what staff put into theirs."""
    clean = normalize(text[:1000])
    found = dict(slots)
    address = _address(clean, dict(slots.get("address") or {}))
    people = _people(clean, words)
    name = people[0] if people else None
    days = _days(clean.clean)
    more: dict[str, Any] = {
        "address": address,
        "name": name or slots.get("name"),
        "people": people if len(people) > 1 else [],
        "names": named.read_same(clean, lambda word: words.frequency(word) >= COMMON),
        "substitute": named.read_substitute(clean),
        "scope": [] if address.get("room") else scopes.read(clean),
        "urgent": read_urgent(clean) or _presses(clean),
        "say": saying.read(clean),
        "ticket": _number(_TICKET, clean.clean) or _number(_LEADING, clean.clean),
        "question": _number(_QUESTION, clean.clean),
        "row": _number(_ROW, clean.clean),
        "count": _number(_COUNT, clean.clean) if _OF_A_LIST.search(clean.clean) else None,
        "dates": _dates(clean.clean, slots.get("dates") or []),
        "normal": slots.get("normal") or _is_nothing(clean.clean, slots.get("temps") or []),
        "persons": slots.get("persons") or ({"count": 1} if _ALONE.search(clean.clean) else None),
        "when": _moment(_WHEN.search(clean.clean), at),
        "deadline": _moment(_DEADLINE.search(clean.clean), at),
    }
    found |= {key: value for key, value in more.items() if value}
    if days is not None:
        found["duration_days"] = days
        if days == 0:
            found["ask"] = True
    _spans(clean.clean, found)
    if name:
        _of_another(found, name, clean.clean)
    return found


def _people(text: Text, words: Words) -> list[str]:
    """Return the first who is named and all who stand right beside: 何二 何三, 何二、何三和何四."""
    clean = text.clean
    found: list[str] = []
    end = 0
    for at, said in named.spans(text, lambda word: words.frequency(word) >= COMMON):
        if found and (at < end or not _BESIDE.fullmatch(clean[end:at])):
            if at < end:
                continue
            break
        name = said[:-1] if _AT_HOME.match(said + clean[at + len(said) :]) else said
        found.append(name)
        end = at + len(name)
    return list(dict.fromkeys(found))


def _is_nothing(clean: str, temps: list[dict[str, Any]]) -> bool:
    """Read a bare 无 behind readings that are no fever."""
    values = [each.get("c") for each in temps]
    well = values and all(value is not None and value < FEVER for value in values)
    return bool(well and re.search(r"\d\s*[,、]?\s*无(?:异常|症状)?\s*[。!]?$", clean))


def _presses(text: Text) -> bool:
    return bool(_PRESSING.search(text.clean)) and not _CALM.search(text.clean)


def _number(pattern: re.Pattern[str], clean: str) -> int | None:
    match = pattern.search(clean)
    return to_int(next(group for group in match.groups() if group)) if match else None


def _address(text: Text, address: dict[str, str]) -> dict[str, str]:
    """Find a room that stands a little apart from its building: 二号楼那个七零二."""
    if address and not address.get("room") and (match := _ROOM_APART.search(text.clean)):
        address["room"] = to_digits(match[1])
    return address


def _days(clean: str) -> int | None:
    match = _DAYS.search(clean)
    if match is None:
        return None
    size = _SIZE.get(match[3], 30)
    return size // 2 if match[1] == "半" else (to_int(match[1]) or 0) * size


def _dates(clean: str, dates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Read 下周三四 as two days."""
    read = []
    for one in dates:
        raw = str(one.get("raw") or "")
        after = clean[clean.find(raw) + len(raw) :][:1] if raw else ""
        is_next = after and raw[-1:] in _WEEK and after in _WEEK and "end" not in one
        if is_next and (gap := _WEEK.index(after) - _WEEK.index(raw[-1])) > 0 and one.get("start"):
            last = date.fromisoformat(str(one["start"])[:10]) + timedelta(days=gap)
            one = {**one, "end": last.isoformat()}
        read.append(one)
    return read


def _moment(match: re.Match[str] | None, at: datetime) -> str | None:
    """Return the moment a time of day means: the next one, unless the day is named."""
    if match is None:
        return None
    parts = {
        key.removeprefix("by_").removeprefix("to_"): value
        for key, value in match.groupdict().items()
        if value
    }
    hour = to_int(parts["hour"])
    if hour is None or hour > 24:
        return None
    day, part = parts.get("day", ""), parts.get("part", "")
    evening = _PARTS.get(part) or (12 if day.endswith("晚") else 0)
    if evening and hour < 12 and not (part == "中午" and hour >= 11):
        hour += evening
    ahead = 2 if day.startswith("后") else 1 if day.startswith("明") else 0
    start = at.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = start + timedelta(days=ahead, hours=hour, minutes=30 if "half" in parts else 0)
    while not day and not part and moment <= at:
        moment += timedelta(hours=12 if hour <= 12 else 24)
    return moment.isoformat()


def _spans(clean: str, found: dict[str, Any]) -> None:
    """Tell from when and until when, by what stands beside a date."""
    for one in found.get("dates", []):
        raw, start = str(one.get("raw") or ""), one.get("start")
        at = clean.find(raw)
        if not raw or not start or at < 0:
            continue
        if re.search(r"(?:到|至|延到|延至|截止)\s*$", clean[:at]):
            found.setdefault("until", start)
        elif re.match(r"\s*(?:起|开始|算起)", clean[at + len(raw) :]) or re.search(
            r"[从自]\s*$", clean[:at]
        ):
            found.setdefault("from", start)


def _of_another(found: dict[str, Any], name: str, clean: str) -> None:
    """Give a reading that stands beside somebody's name to them, not to whoever speaks."""
    temps = found.get("temps") or []
    if len(temps) == 1 and "我自己" not in clean:
        who = temps[0].get("who")
        if who in _CALLED_SO or (who and name.endswith(who)) or who == name[1:]:
            found["temps"] = [{**temps[0], "who": name}]
    if found.get("missing") == ["本人"]:
        found["missing"] = [name]
