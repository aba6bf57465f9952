from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import likeness, marks, sameness, threes

TEXTS = st.text("明天九点停水打疫苗要带身份证吗0123，。 好的", max_size=40)
NOTICES = st.text("明天上午停水请提前储备小区居民打疫苗带证件", min_size=20, max_size=60)


@given(TEXTS, TEXTS)
def test_likeness_goes_both_ways_and_stays_between_nothing_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert sameness(one, other) == sameness(other, one)
    assert 0 <= sameness(one, other) <= 1
    assert 0 <= likeness(one, other) <= 1


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert likeness(text, text) == sameness(text, text) == 1


@given(NOTICES, st.integers(0, 8), st.integers(12, 60))
def test_a_piece_of_a_text_leaves_marks_of_the_whole(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]

    assert marks(piece) & marks(text)


@given(NOTICES, st.sampled_from(["【】", "：", " ", "\n", "！！"]))
def test_signs_and_spaces_change_no_marks(text: str, sign: str) -> None:
    spread = sign.join([text[:7], text[7:]])

    assert marks(spread) == marks(text)
    assert threes(spread) == threes(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3号楼明天停水吗", "5号楼明天停水吗"),
        ("隔离要7天吗", "隔离要14天吗"),
        ("孕妇能打流感疫苗吗", "老人能打流感疫苗吗"),
        ("明天晚上停水吗", "明天早上停水吗"),
        ("从太原回来要隔离吗", "从北京回来要隔离吗"),
    ],
)
def test_questions_that_differ_where_it_matters_are_not_the_same(one: str, other: str) -> None:
    assert sameness(one, other) < 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小区的喷泉几点开放呀", "请问小区喷泉几点开放"),
        ("阳台上能不能养鸡", "您好，阳台上能不能养鸡呢？"),
    ],
)
def test_politeness_makes_no_other_question(one: str, other: str) -> None:
    assert sameness(one, other) >= 0.85


def test_a_pasted_book_costs_a_glance() -> None:
    book = "各位居民明天上午九点到十七点停水，请提前储水。" * 450
    begun = perf_counter()
    marks(book)

    assert len(book) > 10_000
    assert perf_counter() - begun < 0.5  # a slip into squares would take seconds
