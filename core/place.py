"""What is so in a place and public: how each fact is called, and what it must look like."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import Field

from core.piece import Piece

LONGEST = 80  # characters of a value: it stands in one line of an answer


class FactSpec(Piece):
    """A fact of the place that staff fill in: the office's phone, where the fever clinic is."""

    name: str = Field(pattern=r"^[a-z][a-z_]{1,39}$")
    label: str = Field(min_length=2, max_length=12)
    kind: Literal["phone", "hours", "text"]
    called: list[str] = Field(min_length=1)  # how people say it, when they ask and when they tell
    instead: str = "可以先打12345问"  # what to do while nobody has filled it in


_URGENT = {"110", "119", "120", "122"}  # everybody's, no place's own
_RUN = re.compile(r"\d(?:[\d\s-]*\d)?")
_PHONE = re.compile(r"0\d{9,11}|[2-8]\d{6,7}|1[3-9]\d{9}|[48]00\d{7}|1[0-2]\d{3}|9[56]\d{3,4}")
_DIGIT = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_CLOCK = re.compile(
    rf"(?P<hour>{_DIGIT})\s*(?:[:：](?P<minute>\d{{2}})|点(?:半|(?P<spoken>\d{{1,2}})分?)?)"
)
_ALWAYS = re.compile(r"全天|24\s*小时|二十四小时|随时|昼夜")


def why_not(kind: str, value: str) -> str | None:
    """Return why a value cannot be of this kind, in a word; None if it can."""
    if not value or len(value) > LONGEST:
        return "too_long" if value else "empty"
    if kind == "phone":
        return _why_no_phone(value)
    return _why_no_hours(value) if kind == "hours" else None


def _why_no_phone(value: str) -> str | None:
    """Every run of figures is a telephone number, and there is one; an extension may follow.

    >>> _why_no_phone("0357-1234567 转 8")
    >>> _why_no_phone("0357-12345")
    'no_phone'
    """
    numbers = numbers_in(value)
    if any(number in _URGENT for number in numbers):
        return "urgent_phone"
    real = [number for number in numbers if _PHONE.fullmatch(number)]
    is_all = all(number in real or len(number) < 3 for number in numbers)
    return None if real and is_all else "no_phone"


def numbers_in(value: str) -> list[str]:
    """Return the runs of figures in a text, an extension, times and blanks left out.

    >>> numbers_in("0357-123 4567转8001，夜里139 0000 0000（18:00到8:00）")
    ['03571234567', '13900000000']
    """
    text = re.sub(r"转\s*\d+|分机\s*\d+", " ", _CLOCK.sub("，", value))
    return [re.sub(r"\D", "", found) for found in _RUN.findall(text)]


def _why_no_hours(value: str) -> str | None:
    if _ALWAYS.search(value):
        return None
    found = list(_CLOCK.finditer(value))
    if not found:
        return "no_hours"
    return None if all(_is_time(one) for one in found) else "no_such_time"


def _is_time(found: re.Match[str]) -> bool:
    hour = found["hour"]
    minute = int(found["minute"] or found["spoken"] or 0)
    if not hour.isdigit():
        return minute < 60
    return int(hour) * 60 + minute <= 24 * 60 and minute < 60


# -- how people say it ------------------------------------------------------------------------

_MARKS = re.compile(r"[\s，,。.!！?？:：、~～“”\"'()（）]+")
# What may stand around the name of a fact where it is asked for and nothing else is said.
_AROUND = (
    "请问|麻烦|想问|想问问|问问|问下|问一下|居委会|村委会|咱|咱们|我们|我|你们|您|你|这里|这边|这儿|那个|本|社区|小区|村里|村|镇上|街道|最近|附近|就近|有没有|有|的|在|是"
    "|哪里|哪儿|哪个|哪家|哪|什么地方|什么|啥|多少|几号|电话|号码|号|地址|位置|时间|怎么走|怎么去|怎么联系|怎么打|怎么"
    "|请|告知|贵|和|与|及|以及|还有|跟|咨询|查询|您好|你好|目前|具体|详细|好多|啷个|咋个|咋|哪哈|哪塔|哪块|嘞|哩|咧|哟|办公|设在"
    "|上不上|开不开|营不营业|营业|晚上|夜里|早上|中午|礼拜天|周六|周日|星期天|节假日|看病|打|去|到|知道|告诉|说|给|一下|下|吗|么|呢|呀|啊|吧|嘛|今天|现在|明天|周末|几点|上午|下午|上班|下班|开门|关门|开|了|能|要|查|找|谁|道|联系|想|往|得|该"
).split("|")
_BEFORE = re.compile(r"(?:请?(?:登记|设置|填写?|更新|修改|更改|改一?下?|把|将|本地信息))*[:：\s]*")
_SETS = re.compile(
    r"的?(?:现在|已经?|今天起|从今天起)*(?P<said>改成了?|改为|改到|改在|换成了?|换为|换到|更新为|变成|变更为|搬到|就是|是|为|在|[:：=])?[\s，,:：]*"
)
_NO_VALUE = re.compile(r"[?？吗呢么]|是不是|有没有|多少|哪|什么|怎么|几点|几号|谁")


def _is_made_of_these(text: str) -> bool:
    """Tell whether a text is nothing but words that may stand around, one after the other.

    As a pattern it would try each way to cut “怎么去怎么去怎么去…” into words: twice as many
    for every further one.
    """
    ends = {0}
    for at in range(len(text)):
        if at in ends:
            ends |= {at + len(word) for word in _AROUND if text.startswith(word, at)}
    return len(text) in ends


def asked_for(specs: Iterable[FactSpec], text: str) -> list[FactSpec]:
    """Return the facts that are asked for, where nothing but they are: “居委会电话是多少”.

    It may be asked in a sentence of its own before others.
    """
    words = list(_words(specs))
    for clause in (text, *_CLAUSES.split(text)):
        plain = _MARKS.sub("", clause)
        if len(plain) > _QUESTION:
            continue
        plain = _TELEPHONE.sub("电话", plain)
        several = _all(words, plain) if _AND.search(clause) else []
        if found := several or _one(words, plain):
            return found
    return []


_CLAUSES = re.compile(r"[，,。.!！?？;；\n]+")
_AND = re.compile("[和与及跟、]|还有")
_QUESTION = 60  # characters; whoever asks for a telephone needs no more
_TELEPHONE = re.compile("[电店点][话活化花画华]")  # as it is written by its sound


def _one(words: Sequence[tuple[str, FactSpec]], text: str) -> list[FactSpec]:
    """Return the fact with the longest name, if nothing else is in a text."""
    for word, spec in words:
        before, found, after = text.partition(word)
        if found and _is_made_of_these(before) and _is_made_of_these(after):
            return [spec]
    return []


def _all(words: Sequence[tuple[str, FactSpec]], text: str) -> list[FactSpec]:
    """Return the facts a text names, if it holds nothing else; each once."""
    found, rest = [], text
    for word, spec in words:
        if word in rest:
            found.append(spec)
            rest = rest.replace(word, "|")
    if not found or not all(_is_made_of_these(part) for part in rest.split("|")):
        return []
    return list({spec.name: spec for spec in found}.values())


def told(specs: Iterable[FactSpec], text: str) -> tuple[str, FactSpec, str] | None:
    """Return what somebody says is so: before the name (a place, or nothing), the fact, its value.

    >>> phone = FactSpec(name="office_phone", label="社区电话", kind="phone", called=["社区电话"])
    >>> told([phone], "把社区电话改成 0357-1234567")[2]
    '0357-1234567'
    """
    said = text.strip()
    for word, spec in _words(specs):
        before, found, rest = said.partition(word)
        if not found or len(before) > 20:
            continue
        set_by = _SETS.match(rest)
        assert set_by is not None, "every part of it may be missing"
        value = rest[set_by.end() :].strip(" 。.!！")
        if not value or _NO_VALUE.search(rest):
            continue
        said_so = set_by["said"]
        if said_so not in _LOOSE or _looks_meant(spec, value, bool(said_so) or rest[:1].isspace()):
            return _BEFORE.sub("", before, count=1).strip(" 的，,:："), spec, value
    return None


# What is said with “是” or nothing may be a complaint: “物业是真不行”.
_LOOSE = {None, "是", "就是", "为", "在"}
_CONCRETE = re.compile(
    r"\d|院|路|街|巷|号|楼|门|区|校|场|站|室|中心|厅|公司|村|旁|侧|边|对面|店|所|馆|小学|中学|操场|层"
)
_FIGURES_OR_DAYS = re.compile(r"[\d（(周一二三四五六日全每工上早]")


def _looks_meant(spec: FactSpec, value: str, is_apart: bool) -> bool:
    """Tell whether a value that is not plainly set is one: “社区电话 0357-1234567”."""
    if spec.kind == "text":
        return is_apart and bool(_CONCRETE.search(value))
    if spec.kind == "phone":
        return bool(re.search(r"\d", value)) and (is_apart or value[0].isdigit())
    return bool(_FIGURES_OR_DAYS.match(value)) and bool(re.search(r"\d|点|全天", value))


def _words(specs: Iterable[FactSpec]) -> Iterator[tuple[str, FactSpec]]:
    """Yield every way to call every fact, the longest first."""
    found = [(word, spec) for spec in specs for word in {spec.label, *spec.called}]
    yield from sorted(found, key=lambda one: (-len(one[0]), one[0]))
