"""A post that changes hands takes its menu along, and nobody has to run `bot.py menu` again."""

import re
from argparse import Namespace

import pytest

from ops import menu
from ops.staff_menus import StaffMenus
from tests.conftest import Someone, Town


def look(menus: StaffMenus) -> None:
    if (thread := menus.look()) is not None:
        thread.join()


def sees(town: Town, someone: Someone) -> set[str]:
    rows = town.platform.menu_of(someone.phone.openid)
    return {leaf["name"] for row in rows for leaf in row.get("sub_button", [row])}


def takes_a_post(town: Town) -> Someone:
    town.secretary.says("邀请 医生 梧桐里社区 新同事")
    town.secretary.says("1")
    said = town.secretary.says("1")  # in place of whoever holds it
    code = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}", said)
    assert code, said
    new = town.newcomer()
    new.phone.follows()
    new.says(f"加入 {code[0]}")
    new.says("是")
    return new


@pytest.fixture
def laid(town: Town, capsys: pytest.CaptureFixture[str]) -> StaffMenus:
    for role in ("resident", "grid_worker", "secretary", "doctor", "township"):
        town.platform.follower(town.who[role])
    menu.lay(town.bot, Namespace())
    menus = StaffMenus(town.bot)
    look(menus)
    return menus


def test_who_takes_a_post_sees_its_menu_and_who_leaves_sees_the_plain_one(
    town: Town, laid: StaffMenus
) -> None:
    new = takes_a_post(town)
    assert sees(town, new) == sees(town, town.resident)
    town.clock.advance(minutes=2)
    look(laid)

    assert "待办" in sees(town, new)
    assert sees(town, town.doctor) == sees(town, town.resident)


def test_nothing_is_asked_of_the_platform_where_nothing_changed(
    town: Town, laid: StaffMenus
) -> None:
    calls = len(town.platform.calls)
    for _ in range(5):
        town.clock.advance(minutes=2)
        look(laid)

    assert len(town.platform.calls) == calls


def test_what_the_platform_refused_is_told_again_later(town: Town, laid: StaffMenus) -> None:
    new = takes_a_post(town)
    fault = town.platform.fault("tags/get", errcode=-1, times="forever")
    town.clock.advance(minutes=2)
    look(laid)
    fault.lift()
    town.clock.advance(minutes=11)
    look(laid)

    assert "待办" in sees(town, new)


def test_where_no_menu_was_laid_nothing_is_asked(town: Town) -> None:
    calls = len(town.platform.calls)
    look(StaffMenus(town.bot))

    assert len(town.platform.calls) == calls
