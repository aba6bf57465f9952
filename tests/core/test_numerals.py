"""Numbers in both scripts."""

import pytest

from core.numerals import to_amount, to_digits, to_int


@pytest.mark.parametrize(
    ("text", "number"),
    [("三十六", 36), ("廿八", 28), ("卅七", 37), ("十", 10), ("二十", 20), ("一百零五", 105), ("三百六", 360), ("两千三", 2300),
     ("一万五", 15000), ("二零二六", 2026), ("三六", 36), ("12", 12), ("1百", 100), ("", None), ("好", None), ("²", None)],
)  # fmt: skip
def test_whole_numbers(text: str, number: int | None) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    ("text", "digits"), [("五零二", "502"), ("十二", "12"), ("05", "05"), ("A", "A"), ("一", "1")]
)
def test_digits(text: str, digits: str) -> None:
    assert to_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "amount"), [("半", 0.5), ("2.5", 2.5), ("三点五", 3.5), ("两", 2.0), ("多", None)]
)
def test_amounts(text: str, amount: float | None) -> None:
    assert to_amount(text) == amount
