"""`check` tells whether a real community could use it now, and which command helps."""

import pytest

from tests.ops.conftest import Furnisher
from tests.ops.place import Place

REGISTER = """小区,楼栋,单元,房号,姓名,电话
阳光里,3号楼,2,601,张三,13800001111
阳光里,3号楼,2,602,李四,13800001112
月亮里,8号楼,1,102,王五,13800001113
"""


def notes(place: Place) -> list[str]:
    """Return what `check` says lacks; it stops nothing."""
    done = place.run("check")
    assert (done.code, done.lines) == (0, ["ok"]), done.out
    return [line.removeprefix("提醒：") for line in done.err.splitlines()]


def about(found: list[str], *words: str) -> str:
    """Return the one note in which all of these stand."""
    fitting = [note for note in found if all(word in note for word in words)]
    assert len(fitting) == 1, found
    return fitting[0]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_new_community_is_told_everything_it_needs_at_once(
    furnish: Furnisher, engine: str
) -> None:
    place = furnish(engine, bare=True)
    place.run("init")

    found = notes(place)

    about(found, "还没有楼栋和住户", "bot.py import")
    about(found, "还没有书记", "bot.py invite secretary 邻报示范社区")
    about(found, "空着的岗位", "社区医生", "bot.py invite")
    about(found, "菜单还没铺", "bot.py menu")
    about(found, "本地信息还没填", "社区电话", "12345")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_was_done_is_no_longer_missing(furnish: Furnisher, engine: str) -> None:
    place = furnish(engine, bare=True)
    place.run("init")
    table = place.folder / "表.csv"
    table.write_text(REGISTER, "utf-8")
    place.run("import", str(table))
    place.run("menu")

    found = notes(place)

    assert not [note for note in found if "楼栋和住户" in note or "菜单还没铺" in note]
    about(found, "3 户没人管", "bot.py import")
    about(found, "3 户里有 3 户还没人关注", "bot.py qr")


def test_a_community_that_is_staffed_lacks_only_what_it_lacks(place: Place) -> None:
    found = notes(place)

    assert not [note for note in found if "还没有书记" in note or "楼栋和住户" in note]
    about(found, "本地信息还没填")


def test_a_menu_nobody_may_look_at_is_no_reason_to_stop(place: Place) -> None:
    place.platform.fault("/cgi-bin/menu/get", times="forever", errcode=48001)

    about(notes(place), "看不到菜单铺了没有", "48001", "手工设置")
