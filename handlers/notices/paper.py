"""Where no road leads: the loudspeaker's script, the door slips, and a tick for who was told in person."""

import re

from community.notices import PUBLISHERS, board, chasing, paper
from community.people import seeking
from community.people.access import STAFF, Refused
from dialog import Context, Router
from handlers.notices import publishing
from handlers.people import whom

router = Router("paper")

_CODE = r"(?P<code>[Nn]\d{1,9})?"
SLIPS = "打印门条（A4一页八张，裁开贴门上）：请运维人员运行 bot.py export slips {code}，现在有{count}户要送。送到了回“已上门 {code} 3-2-601”。"
TICKED = "记下了：通知 {code}，{doors}已当面告知。"
WHY_NOT = {
    "no_home": "请写是哪一户，比如“已上门 N12 3-2-601”。",
    "not_for_home": "这条通知不是发给{about}的，没有记。",
}


@router.command(
    rf"(?:大?喇叭|广播)(?:稿|词|内容)?\s*{_CODE}[。!！]?|{_CODE.replace('code', 'code2')}\s*(?:的)?(?:大?喇叭|广播)(?:稿|词)",
    may=PUBLISHERS,
)
def loudspeaker(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “喇叭稿 N12”: short sentences, to be read out twice."""
    code = found["code"] or found["code2"]
    notice = chasing.pick(ctx.actor, ctx.db, code.upper() if code else None, "")
    if isinstance(notice, Refused):
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    lines = paper.script(notice, board.place_of(ctx.db, notice))
    return "\n".join(["慢慢念，念两遍：", *lines])


@router.command(rf"(?:打印|要|做)?(?:门条|门贴|纸条)\s*{_CODE}[。!！]?", may=PUBLISHERS)
def door_slips(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “门条 N12”: how many are to be brought, and how they are printed."""
    code = found["code"]
    notice = chasing.pick(ctx.actor, ctx.db, code.upper() if code else None, "")
    if isinstance(notice, Refused):
        return None if notice.reason == "none_of_yours" else publishing.refused(notice)
    return SLIPS.format(code=notice.code, count=len(paper.slips(ctx.db, notice)))


@router.command(
    r"(?:已|都)?(?:上门|当面|送达|送到|贴(?:了|好)?门条|口头)(?:告知|通知|说|讲|送)?(?:了|过了?|到)?\s*"
    r"(?P<code>[Nn]\d{1,9})?[\s,，:：]*(?P<doors>\d{1,3}[\s\S]{2,80})",
    may=STAFF,
)
def told_in_person(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “已上门 N12 3-2-601”: whoever was told in person needs no message any more."""
    address = whom.address_in(ctx.at_work()) or whom.address_in(ctx)
    homes = seeking.homes(ctx.actor, ctx.db, address) if address else ()
    if isinstance(homes, Refused):
        return whom.refuse(homes)
    code = found["code"].upper() if found["code"] else None
    done = paper.tick(ctx.actor, ctx.db, code, homes, ctx.now)
    if isinstance(done, Refused):
        said = WHY_NOT.get(done.reason)
        return said.format(about=done.about) if said else publishing.refused(done)
    notice, doors = done
    return TICKED.format(code=notice.code, doors="、".join(doors))
