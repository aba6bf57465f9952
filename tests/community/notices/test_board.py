from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.notices.board import (
    asks_about_event,
    bare,
    read_code,
    topic,
)

LEADS = st.sampled_from(["", "通知", "编号", "通知编号", "通知编号：", "#"])
GAPS = st.sampled_from(["", " ", "-", "#"])
TAILS = st.sampled_from(["", "号", "？", "。", " "])


@given(LEADS, st.sampled_from("NnＮｎ"), GAPS, st.integers(0, 999_999_999), TAILS)
def test_a_code_is_read_however_it_is_written(
    lead: str, letter: str, gap: str, number: int, tail: str
) -> None:
    assert str(read_code(f"{lead}{letter}{gap}{number}{tail}")) == f"N{number}"


@given(st.text(max_size=40))
def test_reading_a_code_fails_on_nothing(text: str) -> None:
    code = read_code(text)

    assert code is None or read_code(str(code)) == code


@pytest.mark.parametrize(
    "text", ["12", "999", "通知", "G1548", "XQ-2026-015", "36.5", "N", "2026年12号文", ""]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("明天停水吗", {"停水"}),
        ("停水什么时候恢复", {"停水"}),
        ("请问我们小区今晚几点停电啊", {"停电"}),
        ("什么时候", set()),
    ],
)
def test_what_a_question_is_about_is_left_when_the_asking_is_taken_away(
    said: str, about: set[str]
) -> None:
    assert topic(said) == about
    assert asks_about_event(said)


@pytest.mark.parametrize(
    "pasted",
    [
        "【3号楼通知】明天9点停水\n（通知编号 N12，到11月22日（周日）有效）",
        "转发：明天9点停水",
        "> 明天9点停水",
    ],
)
def test_what_forwarding_puts_around_a_notice_is_taken_off(pasted: str) -> None:
    assert bare(pasted) == "明天9点停水"


@pytest.mark.parametrize("piece", ["转发：", "听说", "3-", "（通知编号", " ", "a@", "各位居民停水"])
def test_ten_thousand_characters_are_looked_at_in_a_moment(piece: str) -> None:
    book = (piece * 10_000)[:10_000]
    begun = perf_counter()
    topic(book), asks_about_event(book), bare(book), read_code(book)

    assert perf_counter() - begun < 1  # a slip into squares would take minutes
