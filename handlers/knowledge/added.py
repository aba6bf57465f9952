"""A few words after a question, that mean nothing alone: “去哪告”, “她平时吃二甲双胍”."""

from collections.abc import Sequence

from community.knowledge.wording import Answer
from community.questions.feedback import LastSaid
from dialog import Context, Reply, Router, Said
from handlers.knowledge import following, local_facts, unknown
from handlers.knowledge.answers import say

router = Router("added")

LIKELY = 0.6  # so near a known question, both together are it
SEEN = 24  # characters by which an answer is known again


@router.action("added_to")
def heard(ctx: Context) -> Said:
    """Answer both as one question, or have whoever answers read both; "" if nothing was asked before."""
    said = following.before(ctx)
    if not said or ctx.calls:  # what is said after a cry for help is of that
        return ""
    if unknown.asks(ctx.text) and (found := _answer(ctx, said)) is not None:
        return say(ctx, found).means("known")
    return passed_on(ctx, said)


def passed_on(ctx: Context, said: Sequence[LastSaid]) -> Reply:
    """Have whoever answers read these words with those they follow."""
    told = following.introduce(said)
    if not unknown.asks(ctx.text):
        return unknown.passed_on(ctx, told)
    passed = unknown.passed_on(ctx)
    return passed.after(told) if passed.text.startswith(unknown.BEGINS) else passed


def _answer(ctx: Context, said: Sequence[LastSaid]) -> Answer | None:
    """Return what is known of both together, unless it was said a moment ago."""
    found = ctx.knowledge.known(following.together(said, ctx.text), ctx.now, least=LIKELY)
    if found is None or was_told(found, said):
        return None
    return local_facts.beside(ctx, found) or found


def was_told(found: Answer, said: Sequence[LastSaid]) -> bool:
    """Tell whether an answer was given a moment ago."""
    return any(found.said[:SEEN] in one.answer for one in said)
