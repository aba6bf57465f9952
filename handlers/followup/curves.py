"""“体温曲线 3-2-502 邢小雨”: a link to the picture, good for a short while and for whoever asked."""

import re

from community.followup import boards
from community.people import tree
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router
from handlers.people import whom
from handlers.people.whom import WHY_NOT, sought

router = Router("curves")

LINK = "{name}近{days}天的体温曲线（{minutes}分钟内有效，请不要转发）：\n{link}"
NO_LINK = "还不能在手机上看曲线：服务器没有设网址，请管理员填 server.public_url。要看数字，说“{name}这几天体温”。"
NOTHING = "{name}近{days}天没有报过，没有曲线。"
MINUTES = 30


@router.command(
    r"(?:看看?|查看?|给我)?(?:体温)?曲线图?[:：\s]*(?P<rest>[^\n]{2,40})"
    r"|(?:看看?|查看?|给我)?(?P<rest2>[^\n]{2,40}?)的?(?:体温)?曲线图?[。？?]?",
    may=STAFF,
)
def curve(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “体温曲线 3-2-502 邢小雨”, “3-2-502邢小雨的曲线”."""
    named = found["rest"] or found["rest2"]
    return whom.about(ctx, sought(ctx, named), "curve_of", _link)


def _link(ctx: Context, person_id: int) -> str:
    drawn = boards.curve(ctx.actor, ctx.db, ctx.house.watch, person_id, ctx.now)
    if isinstance(drawn, Refused):
        return WHY_NOT["not_writer"]
    name, link = tree.call_of(ctx.db, person_id), ctx.house.curve_link
    if not drawn.points:
        return NOTHING.format(name=name, days=boards.DAYS)
    if link is None or ctx.actor.person_id is None:
        return NO_LINK.format(name=name)
    address = link(person_id, ctx.actor.person_id, MINUTES)
    return LINK.format(name=name, days=boards.DAYS, minutes=MINUTES, link=address)


whom.on_pick(router, "curve_of", _link)
