"""“她”, “那户”, “502”: whom staff spoke of just before is meant, and nobody else is guessed."""

import pytest

from tests.conftest import Town
from tests.staffing import move_posts


def settled(town: Town) -> None:
    """Two homes behind doors of 3号楼, told of by the grid worker."""
    for door, name, phone in (
        ("3-2-601", "葛秀兰", "17000001111"),
        ("3-2-1602", "贾国强", "17000002222"),
    ):
        town.grid_worker.says(f"登记住户 {door} {name} {phone}")
        town.grid_worker.says("1")
    town.clock.advance(hours=2)


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("查 3-2-601", "她电话多少"),
        ("3号楼2单元601葛秀兰的情况", "她电话多少"),
        ("葛秀兰住哪", "她电话多少"),
        ("查 3-2-601", "那户电话多少"),
        ("查 3号楼2单元1602", "查下601"),
    ],
)
def test_who_was_spoken_of_is_meant(town: Town, before: str, asked: str) -> None:
    settled(town)
    town.grid_worker.says(before)
    said = town.grid_worker.says(asked)

    assert "17000001111" in said, said


def test_a_name_ends_where_it_ends(town: Town) -> None:
    settled(town)
    town.grid_worker.says("查 3-2-601")

    assert "葛秀兰现" not in town.grid_worker.says("她现在怎么样了")


def test_the_newest_counts_though_only_its_room_was_named(town: Town) -> None:
    settled(town)
    town.grid_worker.says("查 3-2-601")
    town.grid_worker.says("查下1602")

    assert "17000002222" in town.grid_worker.says("那户电话多少")


def test_of_several_nobody_is_guessed(town: Town) -> None:
    settled(town)
    town.grid_worker.says("3-2-601葛秀兰和3-2-1602贾国强都在家")
    said = town.grid_worker.says("她电话多少")

    assert "17000001111" not in said and "17000002222" not in said


def test_half_an_hour_later_it_is_forgotten(town: Town) -> None:
    settled(town)
    town.grid_worker.says("查 3-2-601")
    town.clock.advance(minutes=31)

    assert "17000001111" not in town.grid_worker.says("她电话多少")


def test_the_only_building_need_not_be_named(town: Town) -> None:
    settled(town)
    move_posts(town, town.who["grid_worker"], "3")

    assert "17000001111" in town.grid_worker.says("查 2单元601")
    said = town.grid_worker.says("601葛36.5 1602贾36.9")
    assert "36.5℃、36.9℃" not in said, "each of two doors is somebody else's"


def test_a_number_to_call_is_no_room(town: Town) -> None:
    settled(town)
    town.grid_worker.says("3号楼2单元601葛秀兰胸口疼出冷汗")
    town.grid_worker.says("120我打了 十分钟到")
    town.send()

    assert not any("号楼120" in text for text in town.secretary.hears())


def test_nobody_else_hears_it(town: Town) -> None:
    settled(town)
    town.grid_worker.says("查 3-2-601")

    assert "17000001111" not in town.resident.says("她电话多少")
    assert "17000001111" not in town.doctor.says("她电话多少")
