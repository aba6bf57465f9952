"""How somebody travels: 高铁G1548, CA1234, 自己开车, 大巴, 轮渡."""

import re

from nlp.normalize import Text

_TRAIN = re.compile(
    r"(?<![A-Za-z\d粤京沪津渝苏浙])(?P<no>[GDCZTKSYLgdcztk]\s?\d{1,4})(?![\d.A-Za-z栋座号楼室单])(?!-\d)(?:\s*次)?"
)
_PLAIN_TRAIN = re.compile(
    r"(?:火车|列车|普快|绿皮车?|车次)[^\d,。]{0,4}(?P<no>\d{4})(?!\d|年|元)|(?<!\d)(?P<no2>\d{4})次"
)
_AIRLINES = (
    "CA CZ MU FM HU 3U ZH MF SC GS 8L PN G5 9C HO KN JD DR EU GJ TV KY NS BK UQ QW FU GX RY AQ LT A6 Y8 GT DZ CN OQ 9H CX KA NX HX UO HB CI BR AE B7 IT JX "
    "NH JL MM OZ KE 7C TW SQ TR TG FD VZ VN VJ MH AK D7 GA QR EK EY TK SU LH AF KL BA UA AA DL AC QF NZ PR 5J CX ET"
).split()
_FLIGHT = re.compile(
    rf"(?<![A-Za-z\d])(?P<no>(?:{'|'.join(_AIRLINES)})\s?\d{{3,4}})(?!\d|[-.]\d)", re.IGNORECASE
)

_MODES = {
    "flight": r"飞机|飞[回到过来去](?!沫)|航班|坐飞|乘机|转机|登机",
    "train": r"高铁|(?<!电)动车|火车|列车|城际|绿皮|硬座|软卧|硬卧|卧铺",
    "bus": r"大巴|客车|长途|汽车票|班车|坐汽车|长途汽车|中巴|客运|公交",
    "ship": r"轮渡|轮船|坐船|乘船|客轮|渡轮|邮轮|渔船",
    "metro": r"地铁|轻轨",
    "taxi": r"出租车|的士|打车|打的|网约车|滴滴|顺风车|拼车|专车",
    "car": r"自驾|开车|私家车|自己的车|驾车|自己开|开的?车|坐[^,。长客班火]{0,6}的车|自家车|小车|轿车|货车|卡车|摩托",
}
_MODE = re.compile("|".join(f"(?P<{mode}>{pattern})" for mode, pattern in _MODES.items()))


def read(text: Text) -> dict[str, str] | None:
    """Return how the person travels and, if given, the number."""
    if match := _FLIGHT.search(text.clean):
        return {"mode": "flight", "no": _plain(match["no"])}
    match = _TRAIN.search(text.clean)
    if match and _is_train(text.clean, match):
        return {"mode": "train", "no": _plain(match["no"])}
    if match := _PLAIN_TRAIN.search(text.clean):
        return {"mode": "train", "no": match["no"] or match["no2"]}
    if match := _MODE.search(text.clean):
        return {"mode": str(match.lastgroup)}
    return None


def _plain(number: str) -> str:
    return number.replace(" ", "").upper()


def _is_train(text: str, match: re.Match[str]) -> bool:
    """Tell G1548 from T36.5, K95 and a building's letter."""
    before, after = (
        text[max(0, match.start() - 3) : match.start()],
        text[match.end() : match.end() + 6],
    )
    if match["no"].upper() == "K95" and not match[0].endswith("次"):
        return False
    return not re.search(r"[栋座区幢#]$|维生素$|编号$", before) and not re.match(
        r"\s*(?:度|°|口罩|栋|座|号楼|路|公里|国道|[一-龥]{0,4}高速)", after
    )
