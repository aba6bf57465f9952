"""Residents' questions answered, and rules looked up, in staff's own words."""

import re

from community.people.access import STAFF
from dialog import Context, Router, Said
from handlers.knowledge import rulebook
from handlers.questions import unanswered
from handlers.work import how

router = Router("spoken questions")

SHOWN = "答编号{number}的问题：“{said}”，发给问过的人吗？"
_SAID = re.compile(
    r"(?:回答|答复|答|回复|回[他她]?|告诉[他她]|就说|说)\s*[:：,，是]?\s*(?P<said>.+)$", re.DOTALL
)
_LOOKS = re.compile(r"哪|列|有效|过期|到期|看|什么时候|几时|清单")


@router.intent("staff_answer", may=STAFF)
def answer(ctx: Context) -> Said:
    """Show the answer before anybody hears it; without a number list what waits."""
    number, found = ctx.slots.get("question"), _SAID.search(ctx.text)
    if not number or found is None:
        return unanswered.show(ctx, None)
    said = " ".join(found["said"].lstrip("：:，, ").split())
    choices = [("发", f"command:答 {number} {said}"), ("先不发", "thanks")]
    return ctx.offer(SHOWN.format(number=number, said=said), choices)


@router.intent("staff_rule", may=STAFF)
def rule(ctx: Context) -> str:
    return rulebook.listing(ctx, None) if _LOOKS.search(ctx.text) else how.say(ctx, "staff_rule")
