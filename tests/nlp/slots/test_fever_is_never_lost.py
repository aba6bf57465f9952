"""Thousands of spellings of one fever: none is read as cooler than 37.3 or filed as normal."""

from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.slots import extract
from nlp.slots.temperature import FEVER
from tests.common import examples

AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
HAN = "零一二三四五六七八九"
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


def han_whole(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{HAN[tens]}十{HAN[ones] if ones else ''}"


def spellings(tenths: int) -> list[str]:
    """Write one temperature in every way people do."""
    whole, part = divmod(tenths, 10)
    han, one = han_whole(whole), HAN[part]
    points = [
        f"{whole}{dot}{part}"
        for dot in (".", "。", "，", ",", "点", "·", " . ", "．", "、", "..", " ")
    ]
    degrees = [f"{whole}{unit}{part}" for unit in ("度", "°", "℃")]
    chinese = [f"{han}点{one}", f"{han}度{one}", f"{han}.{part}"]
    chinese += [f"{HAN[whole // 10]}{HAN[whole % 10]}点{one}"] if whole % 10 else []
    if part == 5:
        chinese += [f"{han}度半", f"{whole}度半"]
    if part == 0:
        chinese += [f"{whole}度", f"{han}度", f"{whole}°", f"{whole}℃"]
    fahrenheit = [f"{tenths / 10 * 1.8 + 32:.1f}F", f"华氏{tenths / 10 * 1.8 + 32:.1f}度"]
    wide = [f"{whole}.{part}".translate(FULL), f"{whole}.\u200b{part}", f"\u202e{whole}.{part}"]
    return points + degrees + chinese + fahrenheit + wide


def slips(tenths: int) -> list[str]:
    """Write it so that only the words around it tell what it is: 378, 3.78, 38."""
    bare = [f"{tenths // 10}", han_whole(tenths // 10)] if tenths % 10 == 0 else []
    return [f"{tenths}", f"{tenths / 100:.2f}", *bare]


BEFORE = [
    "", "体温", "体温：", "我", "我体温", "今天", "今天早上", "现在", "刚量了", "量了一下", "孩子", "娃烧到", "老婆", "我爸", "妈妈体温是",
    "发烧", "发烧了，", "额温", "3栋2单元501，体温", "医生您好，我体温", "昨天正常，今天", "我没事，就是体温", "報平安，體溫", "大概", "一直", "快",
    "G37次回来后体温", "37岁，体温", "老公36.5，孩子", "我36.4，老伴", "早上36.6，晚上", "36.7打错了，是", "没有咳嗽，", "一切正常，体温",
]  # fmt: skip
UNTOLD = ("", "一直", "大概", "快")  # these alone do not say that a bare number is a temperature
AFTER = [
    "", "度", "℃", "了", "，头疼", "，怎么办", "，正常吗", "有点高", "，没有不舒服", "，其他正常", "。", "！", "😷", "左右", "多", "，需要去医院吗",
    " 无咳嗽", "，谢谢", "，一切正常", "，刚吃了退烧药", "，孩子36.5", "，老公正常", "，今天天气好热", "，住3-2-601",
]  # fmt: skip


TENTHS = range(373, 420)
TOLD = [
    (before, spelling)
    for before in BEFORE
    for tenths in TENTHS
    for spelling in spellings(tenths) + (slips(tenths) if before not in UNTOLD else [])
]


@settings(max_examples=examples(4000), deadline=None)
@given(st.sampled_from(TOLD), st.sampled_from(AFTER))
def test_a_fever_stays_a_fever(told: tuple[str, str], after: str) -> None:
    before, spelling = told
    if spelling[-1] in "度°℃FF半" and after in ("度", "℃"):
        after = ""

    slots = extract(before + spelling + after, AT)

    assert not slots.get("normal"), slots
    assert any(may_be_fever(reading) for reading in slots.get("temps", [])), slots


def may_be_fever(reading: dict[str, object]) -> bool:
    """Tell whether nobody would file this reading as well: a fever, an open limit, or a question back."""
    if reading.get("plausible") is False:
        return True
    values = [reading.get(key) for key in ("c", "c_min", "c_max")]
    known = [value for value in values if isinstance(value, float)]
    approximate = reading.get("approx_c")
    if isinstance(approximate, float):
        known.append(approximate + 0.9)
    return any(value >= FEVER for value in known)


@settings(max_examples=examples(600), deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert isinstance(extract(text, AT), dict)


PIECES = "36.8 37度 三十八 我 老婆 不是 打错了 没量 - 到 以上 ， 。 号 月 年 大年初 周 下 前 后 天 从 回 去 北京 朝阳 栋 单元 1380000 两 斤 米 半 \u200b 😷 ( ) : / G D CA 点 晚上".split()


@settings(max_examples=examples(1500), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_mixture_of_our_own_words_breaks_the_reading(pieces: list[str]) -> None:
    assert isinstance(extract("".join(pieces), AT), dict)
