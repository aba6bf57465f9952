"""How long staff watch over somebody, as they say it: whole days, or not at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.followup.lasting import read

TODAY = date(2026, 11, 21)
UNITS = {"天": 1, "日": 1, "周": 7, "个星期": 7, "个月": 30}
HAN = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Write a number below a hundred as it is said."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else HAN[tens])
        + ("十" if tens else "")
        + (HAN[ones] if ones or not tens else "")
    )


@given(number=st.integers(1, 60), unit=st.sampled_from(list(UNITS)), in_words=st.booleans())
def test_every_number_of_days_is_read_whole(number: int, unit: str, in_words: bool) -> None:
    said = f"观察 3-2-601 张三 {spoken(number) if in_words else number}{unit}"

    assert read(said, {}, TODAY).days == number * UNITS[unit]


@given(number=st.integers(0, 60), tenth=st.integers(0, 9), unit=st.sampled_from(["天", "周"]))
def test_a_fraction_is_never_taken_for_its_last_figure(number: int, tenth: int, unit: str) -> None:
    assert read(f"观察 3-2-601 张三 {number}.{tenth}{unit}", {}, TODAY).is_wrong


@given(ahead=st.integers(-30, 90))
def test_a_last_day_counts_from_today(ahead: int) -> None:
    last = TODAY + timedelta(days=ahead)

    found = read("观察到那天", {"until": last.isoformat()}, TODAY)

    assert found.days == ahead and found.is_wrong is (ahead < 1)


@pytest.mark.parametrize(
    ("said", "days"),
    [("半个月", 15), ("一个半月", 45), ("两周", 14), ("俩礼拜", 14), ("三天前回来的", None), ("每天两次", None),
     ("第三天了", None), ("12月1日回来，看七天", 7)],
)  # fmt: skip
def test_it_is_read_as_it_is_said(said: str, days: int | None) -> None:
    found = read(said, {}, TODAY)

    assert found.days == days and not found.is_wrong
