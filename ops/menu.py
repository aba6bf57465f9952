"""`bot.py menu`: the account's menu as the content has it, laid on the platform."""

import argparse
from typing import Any

from core.menu import MenuSpec
from core.ports import ChannelError
from core.progress import tell
from core.trouble import Trouble
from db import marks
from ops import account, staff_menus
from ops.ports import OperatedBot
from ops.setup import ready, show

ALL_ALIKE = "大家看到的都是上面这份普通菜单，工作上的事打字说就行"


def lay(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Lay the menu, and print what was laid."""
    ready(bot)
    menu = bot.library.menu
    if menu is None:
        raise Trouble("内容包里没有 menu.yaml：没有菜单可铺")
    if found := [one for one in bot.content_problems() if one.startswith("菜单")]:
        raise Trouble("；".join(found))
    account.refuse_unasked(bot)
    try:
        bot.platform.lay_menu(menu.laid())
    except ChannelError as error:
        raise Trouble(f"菜单没有铺上：{account.refused(error, account.MENU_BY_HAND)}") from error
    laid = {"laid": len(_leaves(menu)), "menu": [_shown(one) for one in _rows(menu)]}
    show({**laid, **_for_staff(bot, menu)})
    return 0


def _for_staff(bot: OperatedBot, menu: MenuSpec) -> dict[str, Any]:
    """Lay what staff see in its place; where the account may not, everybody sees the plain one."""
    if not menu.staff:
        return {}
    try:
        return {"staff": lay_for_staff(bot, menu)}
    except ChannelError as error:
        why = account.refused(error, ALL_ALIKE)
        tell(f"工作人员自己的菜单没有铺上：{why}")
        return {"staff": 0, "staff_why": why}


def lay_for_staff(bot: OperatedBot, menu: MenuSpec) -> int:
    """Lay what staff see instead, by post; return how many they are.  Raises ChannelError."""
    laid = staff_menus.of_now(bot, menu)
    bot.platform.lay_staff_menus(laid)
    bot.database.write(lambda db: marks.latest(db, staff_menus.LAID, bot.clock.now()))
    return sum(len(one.openids) for one in laid)


def _rows(menu: MenuSpec) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = menu.laid()["button"]
    return rows


def _leaves(menu: MenuSpec) -> list[dict[str, Any]]:
    return [leaf for row in _rows(menu) for leaf in row.get("sub_button", [row])]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a button as it is printed: its name, and what a tap does or opens."""
    if below := row.get("sub_button"):
        return {"name": row["name"], "buttons": [_shown(one) for one in below]}
    return {"name": row["name"], "does": row.get("key") or row["url"]}
