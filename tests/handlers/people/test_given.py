"""A name and a telephone that are told are shown to be written down, and not looked up."""

import pytest

from tests.conftest import Town

CHANGED = [
    "林德胜 电话换成13812345678",
    "林德胜的手机号改成13812345678了",
    "3-1-201 林德胜 新号13812345678",
    "林德胜 13812345678",
]


@pytest.mark.parametrize("text", CHANGED)
def test_another_number_is_shown_before_it_is_written_down(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "林德胜" in said and "13812345678，对吗" in said, said
    assert "改好了" in town.secretary.says("1")


@pytest.mark.parametrize(
    "text", ["闻海住3-1-404 电话13912345678", "3号楼1单元404 闻海，联系电话13912345678"]
)
def test_somebody_unknown_with_a_door_is_shown_to_be_registered(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "登记：3号楼1单元404 闻海（13912345678），对吗" in said, said
    assert "登记好了" in town.secretary.says("1")


def test_somebody_unknown_without_a_door_changes_nothing(town: Town) -> None:
    assert "没有登记阮建军" in town.secretary.says("阮建军 电话换成13812345678")


@pytest.mark.parametrize("text", ["13812345678是谁的", "17000007168 这是谁家电话"])
def test_a_number_that_is_asked_about_is_looked_up(town: Town, text: str) -> None:
    assert "对吗" not in town.secretary.says(text)
