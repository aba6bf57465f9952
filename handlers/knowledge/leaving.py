"""Somebody who is told to leave and hesitates: go first; what holds them back is seen to."""

import re

from community.knowledge.nearness import VERY_NEAR
from dialog import Context, Reply, Router
from handlers.knowledge import answers, local_facts, unknown

router = Router("leaving")

LEAVING = "转移"  # the topic of all that is known of it
GO = "fl01"  # what is said where nothing nearer is known: go as soon as you are told
NEAR_ENOUGH = 0.3  # of so few entries the nearest is the one meant, if it is near at all

_TOLD_TO_GO = re.compile(
    r"撤离|[喊叫要催让往]撤|转移|疏散|[喊叫催逼劝](?:我们?|咱们?|大家|全[家村]|大伙|老人|人)?(?:赶紧|马上|快点?|都)?"
    r"(?:走|撤|搬走)(?![路亲秀过人])"
)
_OTHERWISE = re.compile(
    r"癌|瘤|病灶|转移(?:支付|财产|到.{0,6}[卡账]|话题)|注意力|老板|公司|单位|工资|辞|房东|离婚|分手|医院|医生|护士|[狗猫]走"
)
_HEARD = ("ask_", "complain_", "psych_", "volunteer_", "report_travel", "report_exposure")
_OR_HEARD = {"oos", "request_errand", "smalltalk"}


@router.intercept
def told_to_go(ctx: Context, _: object) -> Reply | None:
    """Answer “喊我们走，可是…”, whatever it is taken for, where nothing else is plainly asked."""
    intent = ctx.parse.intent
    heard = ctx.parse.ask_back or intent in _OR_HEARD or intent.startswith(_HEARD)
    if not heard or ctx.parse.danger or ctx.is_aside or ctx.message.in_group:
        return None
    text = ctx.text
    if not _TOLD_TO_GO.search(text) or _OTHERWISE.search(text) or unknown.calls(text):
        return None
    found = ctx.knowledge.known(text, ctx.now, least=VERY_NEAR)
    if found is None:
        ranked = ctx.knowledge.of_topic(text, ctx.now, LEAVING)
        near = [held.piece.id for held, score in ranked if score >= NEAR_ENOUGH]
        found = ctx.knowledge.chosen(near[0] if near else GO, ctx.now)
    if found is None or found.held.piece.topic != LEAVING:
        return None  # something else is plainly asked
    return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")
