"""Whether a real community could use it now: what lacks though it stops nothing, and what helps."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import facts
from community.notices.rights import PUBLISHERS
from community.people.access import Role
from core.phrases import listed
from core.ports import ChannelError
from db.models import Unit
from db.people import readiness, units
from ops import account
from ops.ports import OperatedBot


def lacks(bot: OperatedBot) -> Iterator[str]:
    """Yield what a community still needs before it can work with this, the first thing first."""
    now, zone = bot.clock.now(), bot.config.community.zone
    with bot.database.read() as db:
        yield from _of_register(db, now, zone)
        root = units.root_community(db)
        if root is not None:
            yield from _of_place(bot, db, root)


def _of_register(db: Session, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    root = units.root_community(db)
    if root is None:
        yield "还没有社区：bot.py init 会按 community.name 建一个"
        return
    buildings = readiness.buildings(db)
    if not buildings:
        yield "还没有楼栋和住户：bot.py import 登记表.xlsx（空表用 bot.py import --template 登记表.xlsx）"
    yield from _of_posts(db, root, now.astimezone(zone).date())
    yield from _of_households(db)


def _of_posts(db: Session, root: Unit, day: date) -> Iterator[str]:
    """Yield whether nobody can publish; which posts stand empty is told with the register."""
    held = readiness.held_roles(db, day)
    if not held & PUBLISHERS - {Role.GRID_WORKER}:
        yield f"还没有书记，没人能发通知、填本地信息：bot.py invite secretary {root.name}"


def _of_households(db: Session) -> Iterator[str]:
    if empty := readiness.empty_households(db):
        yield f"{empty} 户一个人也没登记：补进登记表再 bot.py import"
    if unbound := readiness.unbound_households(db):
        total = readiness.households(db)
        yield f"{total} 户里有 {unbound} 户还没人关注，通知发不到：bot.py qr 楼栋，把海报贴到楼门口"


def _of_place(bot: OperatedBot, db: Session, root: Unit) -> Iterator[str]:
    gaps = facts.missing(bot.library.facts, facts.known(db, root.path))
    if gaps:
        names = listed([spec.label for spec in gaps])
        yield f"本地信息还没填：{names}。居民问到只能请他打12345：请书记在微信里回复“本地信息”"


def lacks_menu(bot: OperatedBot) -> Iterator[str]:
    """Yield whether the account's menu was laid; only for a platform that hears us."""
    if bot.library.menu is None:
        return
    try:
        if not bot.platform.has_menu():
            yield "公众号的菜单还没铺：bot.py menu"
    except ChannelError as error:
        yield f"看不到菜单铺了没有：{account.refused(error, account.MENU_BY_HAND)}"
