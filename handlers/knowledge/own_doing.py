"""“隔离能不能下楼倒垃圾”: who asks what they may do themselves hears it, and nobody is sent to do it."""

from community.knowledge.nearness import NEAR
from dialog import Context, Reply, Router
from handlers.knowledge import answers, local_facts, unknown
from handlers.work import topics

router = Router("own doing")

PLAIN = 0.6  # so sure, it is a question of the rules and no wish


@router.intercept
def may_they(ctx: Context, _: object) -> Reply | None:
    """Answer what is asked of one's own doing, where its words only sound like a wish."""
    parse = ctx.parse
    if not parse.intent.startswith("ask_") or parse.score < PLAIN or ctx.message.in_group:
        return None
    if not topics.asked_of_us(ctx.text) or unknown.calls(ctx.text) or not unknown.asks(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now) or ctx.knowledge.guess(ctx.text, ctx.now, NEAR)
    if found is None:
        return None
    return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")
