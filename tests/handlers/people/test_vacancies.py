"""“空岗”, as staff see it; residents are answered as ever."""

from tests.conftest import Town
from tests.staffing import end_posts


def test_staff_see_which_posts_are_empty_and_who_is_left_alone(town: Town) -> None:
    end_posts(town, town.who["grid_worker"])

    said = town.secretary.says("空岗")

    assert "空着的岗位1个：第1网格网格员" in said
    assert "没人管的有" in said and "号楼" in said
    assert "缺口：1个岗位空着" in town.secretary.says("待办")
    assert town.secretary.says("谁没人管") == town.secretary.says("缺口") == said


def test_a_resident_who_says_so_hears_nothing_of_it(town: Town) -> None:
    end_posts(town, town.who["grid_worker"])

    said = town.resident.says("空岗")

    assert "没有人担任" not in said and "第1网格" not in said and "户没" not in said
