"""For any notice: altering one piece is told, spelling it otherwise is not."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.notices.comparing import Days, Difference, compare
from core.numerals import to_int
from nlp.fragments import read
from tests.common import examples

TODAY = date(2026, 11, 21)
DAYS = Days(TODAY, TODAY)
HAN = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
EVENTS = ("停水", "停电", "消杀", "核酸检测", "电梯检修", "接种疫苗")
ORDERS = ("必须登记", "不必登记", "禁止停车", "可以停车", "收取费用", "不收取费用")
LINKS = ("http://a.gov.cn/x", "https://b-pay.top/y", "www.c.com/z")


def han(number: int) -> str:
    """Say a number below 10,000 in Chinese."""
    said, rest, zero = "", number, False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            said += ("零" if zero and said else "") + HAN[digit] + name
            zero = False
        else:
            zero = True
    said = said or "零"
    return said[1:] if 10 <= number < 20 else said


def numbers(number: int) -> list[str]:
    return [str(number), han(number), str(number).translate(WIDE), han(number).translate(FORMAL)]


Slots = dict[str, object]
slots = st.fixed_dictionaries(
    {
        "building": st.integers(1, 60),
        "month": st.integers(1, 12),
        "day": st.integers(1, 28),
        "hour": st.integers(6, 20),
        "minute": st.sampled_from((0, 30)),
        "event": st.sampled_from(EVENTS),
        "order": st.sampled_from(ORDERS),
        "sum": st.integers(1, 9999),
        "phone": st.integers(13000000000, 19999999999).map(str),
        "link": st.sampled_from(LINKS),
    }
)


def clock_spellings(hour: int, minute: int) -> list[str]:
    half, short = ("下午" if hour > 12 else "上午", hour - 12 if hour > 12 else hour)
    half = "中午" if hour == 12 else "晚上" if hour > 17 else half
    tail, spoken = ("半", "三十分") if minute else ("", "整")
    return [
        f"{half}{short}点{tail}",
        f"{half}{han(short)}点{spoken}",
        f"{hour}:{minute:02d}",
        f"{hour}：{minute:02d}",
        f"{hour}时{f'{minute}分' if minute else ''}",
    ]


def spellings(made: Slots) -> dict[str, list[str]]:
    """Return in how many ways each piece of a notice can be written."""
    building, total, phone = int(str(made["building"])), int(str(made["sum"])), str(made["phone"])
    month, day = int(str(made["month"])), int(str(made["day"]))
    link = str(made["link"])
    return {
        "building": [f"{n}{u}" for n in numbers(building)[:3] for u in ("号楼", "栋", "幢")],
        "date": [f"{month}月{day}日", f"{han(month)}月{han(day)}号", f"{month}月{day}号"],
        "clock": clock_spellings(int(str(made["hour"])), int(str(made["minute"]))),
        "event": [str(made["event"])],
        "order": [str(made["order"])],
        "sum": [f"{n}元" for n in numbers(total)] + [f"￥{total}.00", f"{total}块钱"],
        "phone": [phone, phone.translate(WIDE), f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"],
        "link": [link, link.removeprefix("https://").removeprefix("http://") + "/"],
    }


def write(pieces: dict[str, str]) -> str:
    return (
        "{building}住户请注意，{date}{clock}起{event}，届时{order}，"
        "材料费{sum}，咨询电话{phone}，详情见 {link} 。"
    ).format(**pieces)


def found(original: str, pasted: str) -> list[Difference]:
    return compare(original, pasted, read, DAYS)


BEFORE = ("", "转发：", "王阿姨：", "请问这个是真的吗？", "【转发】", "@所有人 ", "群里看到的：")
BEHIND = ("", "🙏🙏", "谢谢！", "是真的吗？", "\n梧桐社区居委会", "\n物业服务中心\n2026年11月21日")


@given(slots, st.data())
@settings(max_examples=examples(300), deadline=None)
def test_another_spelling_is_never_warned_of(made: Slots, data: st.DataObject) -> None:
    ways = spellings(made)
    original = write({name: each[0] for name, each in ways.items()})
    respelled = write({name: data.draw(st.sampled_from(each)) for name, each in ways.items()})
    around = data.draw(st.sampled_from(BEFORE)), data.draw(st.sampled_from(BEHIND))
    dotted = respelled.replace(
        "，", data.draw(st.sampled_from(("，", ", ", "。", "！", " ", "\n")))
    )

    assert found(original, around[0] + dotted + around[1]) == []


@given(slots, slots, st.data())
@settings(max_examples=examples(400), deadline=None)
def test_one_piece_altered_is_always_warned_of(
    made: Slots, other: Slots, data: st.DataObject
) -> None:
    ways, others = spellings(made), spellings(other)
    name = data.draw(
        st.sampled_from([n for n in ways if not set(ways[n]) & set(others[n])] or ["x"])
    )
    if name == "x":
        return
    pieces = {piece: each[0] for piece, each in ways.items()}
    changed = data.draw(st.sampled_from(others[name]))
    pasted = write({**{p: e[0] for p, e in ways.items()}, name: changed})
    around = data.draw(st.sampled_from(BEFORE)), data.draw(st.sampled_from(BEHIND))

    assert found(write(pieces), around[0] + pasted + around[1]) != []


@given(slots, st.sampled_from(["请先付款到", "加微信", "点开"]), slots)
@settings(max_examples=examples(100), deadline=None)
def test_an_added_payment_is_always_warned_of(made: Slots, words: str, other: Slots) -> None:
    text = write({name: each[0] for name, each in spellings(made).items()})
    link = str(other["link"])

    assert any(each.is_costly for each in found(text, f"{text}{words}{link}"))
    assert any(each.is_costly for each in found(text, f"{words}{link}。{text}"))


@given(slots, st.integers(0, 4), st.integers(1, 5))
@settings(max_examples=examples(100), deadline=None)
def test_a_part_is_a_part(made: Slots, first: int, count: int) -> None:
    text = write({name: each[0] for name, each in spellings(made).items()})
    clauses = text.split("，")

    assert found(text, "，".join(clauses[first : first + count])) == []


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None)
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert found(one, one) == []
    assert all(each.ours or each.theirs for each in found(one, other))


@given(st.integers(1, 9999))
def test_the_numbers_of_these_tests_are_chinese(number: int) -> None:
    assert to_int(han(number)) == number


def test_tomorrow_is_the_day_it_was_when_the_notice_was_published() -> None:
    days = Days(TODAY, TODAY + timedelta(days=1))

    assert compare("明天9点停水", "11月22日9点停水", read, days) == []
    assert compare("明天9点停水", "今天9点停水", read, days) == []
    assert compare("明天9点停水", "明天9点停水", read, days) == []
    assert compare("明天9点停水", "后天9点停水", read, days) != []


@pytest.mark.parametrize(
    ("notice", "pasted"),
    [
        ("停水检修" * 150, "停电检修" * 700),
        ("1 " * 600, "1 2 " * 1400),
        ("每户收取50元，" * 80, "每户收取500元，" * 300),
    ],
)
def test_a_text_that_repeats_itself_is_compared_in_a_moment(notice: str, pasted: str) -> None:
    begun = perf_counter()

    assert found(notice, pasted) != []
    assert perf_counter() - begun < 5  # laid side by side word by word it took half a minute
