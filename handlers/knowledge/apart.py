"""Two things are asked one after the other and are no one question: each is looked up by itself."""

from community.knowledge.wording import Answer
from core.library import Entry
from dialog import Context, Reply
from handlers.knowledge import also, local_facts, unknown

LONGEST = 60  # characters in which two things are asked apart; a story tells more
A_QUESTION = 5  # characters of a clause that is asked by itself


def answered(ctx: Context) -> Reply | None:
    """Answer two things asked apart; of the one that is not known somebody is asked."""
    found = _each(ctx)
    known = [one for one in found if one is not None]
    if not known:
        return None
    if len(known) == len(found):
        both = also.with_other(*known)
        return ctx.answer(both, both.text).means("known")
    other = unknown.pass_on(ctx, of_other=True)
    return ctx.answer(known[0], known[0].text).then(other, between="\n").means("known")


def _each(ctx: Context) -> list[Answer | None]:
    """Return what answers each of two things asked, None for what is not known; [] for any other text."""
    if not also.may_hold_two(ctx) or len(ctx.text) > LONGEST:
        return []
    asking = [one for one in also.JOINTS.split(ctx.text) if one and unknown.asks(one)]
    if len(asking) != 2 or any(len(one) < A_QUESTION for one in asking):
        return []
    first, second = (_by_itself(ctx, one) for one in asking)
    if first is not None and second is not None and _is_same(first, second):
        return []
    return [first, second]


def _by_itself(ctx: Context, clause: str) -> Answer | None:
    """Return what is known of one clause; the one illness that is named is asked of in both."""
    things = ctx.knowledge.things
    named = [one for one in things.named(ctx.text) if one.kind == "illness"]
    whose = named[0].name if len(named) == 1 and not things.named(clause) else ""
    for words in dict.fromkeys((f"{whose}{clause}", clause)):
        found = ctx.knowledge.known(words, ctx.now, least=also.SURELY, with_verdicts=False)
        if found is not None and isinstance(found.held.piece, Entry):
            return local_facts.beside(ctx, found) or found
    return None


def _is_same(one: Answer, other: Answer) -> bool:
    return one.cited.entry == other.cited.entry or also.is_alike(one.said, other.said)
