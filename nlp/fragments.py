"""Takes a text apart for comparing: the same number, hour, day or place has one value however written."""

import re
from collections.abc import Callable, Iterator

from core.fragments import Fragment, FragmentKind, Stop
from core.late import late
from core.numerals import DIGITS, HAN, UNITS, to_amount, to_int
from nlp.normalize import Text, normalize
from nlp.spans import PART, clock, half_of, joined

_LOOKALIKE = str.maketrans("OolI", "0011")
# A run of figures in which letters may stand for 0 and 1, and no Latin word.
_FIGURES = r"(?:(?<![A-Za-z])(?=[OolI]*\d)[\dOolI]+(?![A-Za-z])|\d+)"
_LARGE = "".join(UNITS)
_NUM = (
    rf"(?:(?<![\d.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_FIGURES}(?:\.\d+)?"
    rf"(?:[{_LARGE}]+(?:\d+[{_LARGE}]+)*)?|[{HAN}]+)"
)
_CONNECTS = r"\s?[-—–~]+\s?"
_TLD = "com|cn|net|org|top|xyz|cc|vip|info|shop|club|io|link|site|online|app|me|tv|ltd|wang"

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "link",
        rf"(?:https?://|www\.)[!-~]+|(?<![\w@-])[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,8}}\.(?:{_TLD})(?![A-Za-z])(?:[/?:][!-~]*)?",
    ),
    (
        "phone",
        r"(?<![\dA-Za-z])(?:\+?86[- ]?)?(?:1[3-9oOlI\d]|l[3-9])[\dOolI](?:[- ]?[\dOolI]){8}(?![\dA-Za-z])"
        r"|(?<![\dA-Za-z])(?:\(?0\d{2,3}\)?[- ]?)?[\dOolI]{3,4}[- ]?[\dOolI]{4}(?![\dA-Za-z元块])"
        r"|(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)|[幺一二三四五六七八九零〇]{7,}",
    ),
    (
        "date",
        rf"(?:(?P<year>\d{{4}}|[{''.join(DIGITS)}]{{4}})\s?[年./-]\s?)?(?P<month>\d{{1,2}}|[{HAN}]{{1,3}})"
        rf"\s?(?:月(?:份)?\s?(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})\s?(?:[日号](?!楼|院|门))?"
        r"|(?<=\d)/(?P<day2>\d{1,2})(?![\d/])"
        r"|(?<=\d)(?P<day3>(?(year)[.-]\d{1,2}|\.[0-3]\d))(?:日|号(?!楼))?(?![\d.元块%度-]))",
    ),
    ("weekday", r"(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"),
    ("near", r"(?P<near>大后|[今明后昨])(?:[天日]|(?=[早晚]))"),
    (
        "time",
        rf"(?P<part>{PART})?\s?(?P<hour>{_NUM})\s?(?:[点时](?!间|候|常|代)(?:(?P<half>半)|整|钟|(?P<quarter>[一三])刻"
        rf"|(?P<minute>\d{{2}}|[{HAN}]{{2,3}})分?(?![{HAN}元块])|(?P<few>\d|[{HAN}])分)?(?:钟|整)?"
        r"|(?<=\d):(?P<minutes>\d{2})(?::\d{2})?(?!\d))",
    ),
    ("part", PART),
    (
        "dayonly",
        r"(?P<only>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号](?!楼|院|门|线|机|码|常|子)",
    ),
    ("place", rf"(?P<place>{_NUM})\s?(?:号楼|栋楼?|幢楼?|座(?!位|谈)|#楼?)"),
    (
        "amount",
        rf"(?:人民币|[¥￥])\s?(?P<sum>{_NUM})\s?(?:[元圆块]钱?整?)?|(?P<sum2>{_NUM})\s?(?:[元圆块](?:钱|整)?)(?P<dime>[一二三四五六七八九](?![{HAN}\d元块]))?",
    ),
    ("percent", rf"百分之(?P<percent>{_NUM})|(?P<percent2>{_NUM})\s?%"),
    ("decimal", r"(?P<decimal>[零一二两三四五六七八九十百]+点[零一二三四五六七八九]+)"),
    ("number", _NUM),
    ("to", rf"(?<=[\d{HAN}点时分半整日号月天元块年]){_CONNECTS}(?=[\d{HAN}周星上下早晚中])|[到至]"),
    ("latin", r"[A-Za-z]+"),
    ("word", r"[^\W\d_]"),
    ("stop", r"[。!?;\n…]|[,、:]"),
)
_MASTER = late("|".join(f"(?P<_{name}>{pattern})" for name, pattern in _PATTERNS))


def read(text: str) -> list[Fragment]:
    """Return the fragments of a text in their order, without punctuation and what cannot be read."""
    known = normalize(text)
    return joined(_fragments(known))


def _fragments(known: Text) -> Iterator[Fragment]:
    clean, stop = _broken(known), Stop.SENTENCE
    for found in _MASTER.finditer(clean):
        name = (found.lastgroup or "")[1:]  # the outer group closes last
        if name == "stop":
            stop = max(stop, Stop.CLAUSE if found[0] in ",、:" else Stop.SENTENCE)
            continue
        for kind, value, start, end in _MEANS[name](found):
            said = known.original(start, end).strip()
            first, last = known.starts[start], known.starts[end - 1] + 1
            tricks = kind in _FIGURED and bool(re.search("[OolI]", clean[start:end]))
            yield Fragment(kind, value, said, first, last, stop, tricks)
            stop = Stop.NONE


def _broken(known: Text) -> str:
    """Return the clean text with its line ends, which cleaning takes for blanks."""
    chars = list(known.clean)
    for at, start in enumerate(known.starts):
        if known.raw[start] == "\n":
            chars[at] = "\n"
    return "".join(chars)


_FIGURED = {
    FragmentKind.AMOUNT,
    FragmentKind.TIME,
    FragmentKind.PLACE,
    FragmentKind.PHONE,
    FragmentKind.NUMBER,
}
Meant = tuple[FragmentKind, str, int, int]


def _whole(kind: FragmentKind, value: Callable[[re.Match[str]], str]) -> Callable[..., list[Meant]]:
    return lambda found: [(kind, value(found), found.start(), found.end())]


def _number(text: str) -> str:
    """Spell a number in any script as plain figures: 5O, 五十, 5十, 1,000 and 50.00 as 50, 1000."""
    plain = text.replace(",", "").translate(_LOOKALIKE)
    if re.fullmatch(r"\d+\.\d+", plain):
        return plain.rstrip("0").rstrip(".")
    scaled = re.fullmatch(rf"(\d+\.\d+)([{_LARGE}]+)", plain)
    if scaled:
        factor = to_int("1" + scaled[2]) or 1
        return f"{float(scaled[1]) * factor:.6f}".rstrip("0").rstrip(".")
    value = to_int(plain)
    return str(value) if value is not None else plain


def _digits(text: str) -> str:
    plain = text.translate(_LOOKALIKE)
    figures = "".join(str(DIGITS.get(ch, ch)) for ch in plain if ch.isdigit() or ch in DIGITS)
    return figures[2:] if len(figures) == 13 and figures.startswith("86") else figures


def _link(found: re.Match[str]) -> str:
    plain = re.sub(r"^https?://", "", found[0], flags=re.IGNORECASE).rstrip(".,;:!?)/\"'")
    host, slash, path = plain.partition("/")
    return host.lower().removeprefix("www.") + slash + path


def _date(found: re.Match[str]) -> list[Meant]:
    day = found["day"] or found["day2"] or found["day3"][1:]
    value = f"{_number(found['month'])}-{_number(day)}"
    if found["year"] is None:
        return [(FragmentKind.DATE, value, found.start(), found.end())]
    split = found.end("year") + 1
    return [
        (FragmentKind.YEAR, _digits(found["year"]), found.start(), split),
        (FragmentKind.DATE, value, split, found.end()),
    ]


_NEAR = {"昨": "-1", "今": "+0", "明": "+1", "后": "+2", "大后": "+3"}


def _time(found: re.Match[str]) -> list[Meant]:
    minute = found["minute"] or found["minutes"] or found["few"] or "0"
    if found["half"]:
        minute = "30"
    elif found["quarter"]:
        minute = {"一": "15", "三": "45"}[found["quarter"]]
    value = clock(_number(found["hour"]), _number(minute), found["part"])
    return [(FragmentKind.TIME, value, found.start(), found.end())]


def _amount(found: re.Match[str]) -> str:
    value = _number(found["sum"] or found["sum2"])
    return f"{value}.{_number(found['dime'])}" if found["dime"] else value


def _percent(found: re.Match[str]) -> list[Meant]:
    name = "percent" if found["percent"] else "percent2"
    value = _number(found[name])
    return [(FragmentKind.NUMBER, f"{value}%", found.start(), found.end())]


def _decimal(found: re.Match[str]) -> str:
    value = to_amount(found["decimal"])
    return found["decimal"] if value is None else f"{value:g}"


_MEANS: dict[str, Callable[[re.Match[str]], list[Meant]]] = {
    "link": _whole(FragmentKind.LINK, _link),
    "phone": _whole(FragmentKind.PHONE, lambda found: _digits(found[0])),
    "date": _date,
    "weekday": _whole(FragmentKind.DATE, lambda m: "w" + m["week"].replace("天", "日")),
    "near": _whole(FragmentKind.DATE, lambda m: _NEAR[m["near"]]),
    "time": _time,
    "part": _whole(FragmentKind.HALF, lambda m: half_of(m[0])),
    "dayonly": _whole(FragmentKind.DATE, lambda m: _number(m["only"])),
    "place": _whole(FragmentKind.PLACE, lambda m: _number(m["place"])),
    "amount": _whole(FragmentKind.AMOUNT, _amount),
    "percent": _percent,
    "decimal": _whole(FragmentKind.NUMBER, _decimal),
    "number": _whole(FragmentKind.NUMBER, lambda m: _number(m[0])),
    "to": _whole(FragmentKind.TO, lambda _: "to"),
    "latin": _whole(FragmentKind.WORD, lambda m: m[0].lower()),
    "word": _whole(FragmentKind.WORD, lambda m: m[0]),
}
