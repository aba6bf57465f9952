"""Who sees which menu of staff, kept as posts change hands: `bot.py menu` lays them, the clock follows."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.menu import MenuSpec
from core.ports import ChannelError, StaffButtons
from db import UNAVAILABLE, marks
from db.people import staff_phones
from ops.ports import OperatedBot
from ops.trouble import in_one_line

log = logging.getLogger(__name__)

LAID = "staff_menus"  # the job whose mark tells that menus of staff were laid
EVERY = timedelta(minutes=1)
AGAIN = timedelta(minutes=10)  # after the platform refused
Seen = dict[str, frozenset[str]]  # by title: who is to see it


def of_now(bot: OperatedBot, menu: MenuSpec) -> list[StaffButtons]:
    """Return what staff see, by post, and whose phones it is for now."""
    with bot.database.read() as db:
        posts = staff_phones.openids(db, bot.clock.now(), bot.config.community.zone)
    sees = {openid: menu.of(roles) for openid, roles in posts.items()}
    return [
        StaffButtons(
            one.title, one.laid(), [openid for openid, seen in sees.items() if seen is one]
        )
        for one in menu.staff
    ]


class StaffMenus:
    """Looks each minute who holds a post, and tells the platform where that has changed."""

    def __init__(self, bot: OperatedBot) -> None:
        self._bot = bot
        self._told: Seen | None = None
        self._thread: threading.Thread | None = None
        self._not_before: datetime | None = None

    def look(self) -> threading.Thread | None:
        """Tell the platform beside everything else, if there is something new; return who does."""
        now = self._bot.clock.now()
        if self._thread is not None and self._thread.is_alive():
            return None
        if self._not_before is not None and self._not_before - AGAIN <= now < self._not_before:
            return None
        self._not_before = now + EVERY
        try:
            menus = self._changed()
        except UNAVAILABLE:
            return None  # the database; the clock itself says so
        if not menus:
            return None
        self._thread = threading.Thread(
            target=self._tell, args=(menus, now), name="staff menus", daemon=True
        )
        self._thread.start()
        return self._thread

    def _changed(self) -> Sequence[StaffButtons]:
        menu, account = self._bot.library.menu, self._bot.config.wechat.official
        if menu is None or not menu.staff or not (account.app_id and account.secret):
            return []
        with self._bot.database.read() as db:
            if marks.last(db, LAID) is None:
                return []
        menus = of_now(self._bot, menu)
        return menus if _seen(menus) != self._told else []

    def _tell(self, menus: Sequence[StaffButtons], now: datetime) -> None:
        try:
            self._bot.platform.tell_staff_apart(menus)
        except ChannelError as error:
            self._not_before = now + AGAIN
            log.warning("各岗位的菜单没有跟着换，十分钟后再试：%s", error.reason)
        except Exception as error:
            self._not_before = now + AGAIN
            log.error("各岗位的菜单没有跟着换：%s", in_one_line(error) or type(error).__name__)
        else:
            self._told = _seen(menus)


def _seen(menus: Sequence[StaffButtons]) -> Seen:
    return {menu.title: frozenset(menu.openids) for menu in menus}
