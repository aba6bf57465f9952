"""A complaint never goes to whom it is about: past them to the next level, whoever stands in."""

import pytest

from tests.conftest import Someone, Town
from tests.staffing import stand_in


def heard(town: Town, someone: Someone, words: str) -> bool:
    town.send()
    return any(words in text for text in someone.phone.texts())


@pytest.mark.parametrize(
    "words",
    ["我要投诉书记，从来不管事", "投诉村主任，低保全给了他家亲戚", "投诉社区领导，打电话从来不接"],
)
def test_about_the_secretary_it_goes_to_the_township(town: Town, words: str) -> None:
    said = town.resident.says(words)

    assert "街道" in said and "没有给社区书记看" in said
    assert heard(town, town.township, words)
    assert not heard(town, town.secretary, words)


def test_by_name_it_is_known_too(town: Town) -> None:
    name = town.secretary.says("我的信息").partition("姓名：")[2].partition("\n")[0]
    words = f"投诉{name}，办事态度太差"
    town.resident.says(words)

    assert heard(town, town.township, words) and not heard(town, town.secretary, words)


def test_about_a_grid_worker_who_stands_in_it_goes_past_them(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["grid_worker"])
    words = "投诉网格员态度恶劣"
    town.resident.says(words)

    assert not heard(town, town.grid_worker, words)
    assert heard(town, town.township, words)


def test_nobody_hears_of_themselves_later_either(town: Town) -> None:
    words = "投诉书记乱收钱"
    town.resident.says(words)
    town.send()
    for _ in range(4):
        town.clock.advance(hours=25)
        town.tick()
        assert not heard(town, town.secretary, words)


def test_what_is_told_without_a_name_goes_past_them_too(town: Town) -> None:
    for said in ("举报", "1", "6", "书记收红包才给办证明", "居委会", "上周"):
        town.resident.says(said)

    said = town.resident.says("是")
    assert "街道核实" in said and "没有给社区书记看" in said
    assert heard(town, town.township, "收红包") and not heard(town, town.secretary, "收红包")


@pytest.mark.parametrize(
    "words", ["请书记管管，物业三天不收垃圾，我要投诉", "投诉物业，垃圾三天没人收"]
)
def test_a_complaint_about_others_goes_to_the_secretary(town: Town, words: str) -> None:
    assert "社区书记" in town.resident.says(words)
    assert heard(town, town.secretary, words)
