"""Joining a member of staff's WeChat and their WeCom by a one-time code, and taking one away."""

import re

from community.people import addresses
from community.people.access import STAFF, Refused
from core.phrases import say_moment
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("addresses")

CODE = (
    "在另一边（企业微信的应用，或公众号）里发“合并 {code}”就行，{until}前有效，只能用一次。\n"
    "合并以后两边是同一个人：提醒只发一处，哪边接的都算。不是您要的，别转给别人。"
)
JOINED = "合并好了，{name}您好。在这里能做的和另一边一样；不想要了，在这里发“解除合并”。"
PARTED = "解除好了，这个号不再是您的。另一边照常用。"
WHY_NOT = {
    "not_staff": NOT_STAFF,
    "wait": "码错了好几次，为防别人乱试，请过1小时再发。",
    "no_code": "没有这个码。请在另一边重新发“绑定企业微信”，照着原文再发一遍。",
    "over": "这个码用过了或过期了。请在另一边重新发“绑定企业微信”。",
    "yours": "这边已经是您的了，不用再合并。",
    "somebody_s": "这个号绑定的是{about}，不能合并。请用本人的号发。",
    "has_one": "您在这边已经有一个号了。请先在那个号里发“解除合并”，再来合并。",
    "not_bound": "这个号没有绑定任何人，不用解除。",
    "last_one": "这是您唯一的号，解除了就没有地方能告诉您了。先在另一边合并好，再来解除。",
}
_CODE = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{4}(?:\s?[-－—–]?\s?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{4}){2}"


@router.command(
    r"(?:我要)?(?:绑定|合并|关联|连上?)(?:我的)?(?:企业微信|公众号|企微|两边|账号)[。!！]?",
    may=STAFF,
    others=NOT_STAFF,
)
def offer(ctx: Context, _: object) -> str:
    """Take “绑定企业微信”."""
    made = addresses.offer(ctx.actor, ctx.db, ctx.now)
    if isinstance(made, Refused):
        return WHY_NOT[made.reason]
    return CODE.format(code=made.code, until=say_moment(made.expires_at, ctx.house.zone))


@router.command(rf"[“\"]?合并\s*[:：]?\s*(?P<code>{_CODE})[”\"。]?")
def join(ctx: Context, found: re.Match[str]) -> str:
    """Take “合并 K7Q2-9MFX-T3AB”."""
    done = addresses.join(ctx.resident, ctx.db, found["code"], ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    return JOINED.format(name=done.name)


@router.command(r"解除(?:合并|绑定企业微信|企业微信)[。!！]?")
def part(ctx: Context, _: object) -> str:
    """Take “解除合并”."""
    refused = addresses.part(ctx.resident, ctx.db, ctx.now)
    return PARTED if refused is None else WHY_NOT[refused.reason].format(about=refused.about)
