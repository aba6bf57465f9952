"""A long story with a question in it: what is asked stands in one of its clauses, not in all of them."""

import re
from dataclasses import replace

from community.knowledge.wording import Answer
from core.library import Entry
from dialog import Context
from handlers.knowledge import local_facts, unknown

LONG = 24  # characters; what is shorter is looked up whole
LEAST, TOLD = 0.62, 0.66  # how near a clause must be that asks, and one that only tells
A_CLAUSE = 5
_NO_ANSWERS = ("购药",)  # nothing is to be fetched
LOOKED_AT = 8  # clauses, from the end: what is wanted comes last
_JOINTS = re.compile(r"[，,。.!！;；、\s]+|(?<=[?？])")
# What asks and says of nothing what it asks.
_ONLY_ASKS = re.compile(
    r"(?:请问|我|您|你|你们|社区|这个?|这种|这事|现在|到底|该|应该|能|可以|想问|问一?下|要|得|又|还|那)*"
    r"(?:怎么[办弄搞]|咋[办整弄]|咋个?办|啷个办|如何是好|怎么处理|怎么解决|找谁|找哪个?|谁管|谁负责|哪个(?:管|负责)|帮(?:点|忙)?(?:啥|什么)|有什么办法|有办法吗|行不行|可以吗|行吗|对吗)"
    r"(?:[啊呀呢吗嘛吧哦哈的了]|[?？])*"
)


def asked_in(ctx: Context) -> Answer | None:
    """Return what is known of the clause that asks, said as a guess; None in a short text."""
    if len(ctx.text) < LONG or ctx.is_aside:
        return None
    clauses = [one for one in _JOINTS.split(ctx.text) if one][-LOOKED_AT:]
    asking = [at for at, one in enumerate(clauses) if unknown.asks(one)]
    for at in reversed(asking):
        if _ONLY_ASKS.fullmatch(clauses[at]):
            continue
        found = _known(ctx, _with_before(clauses, at), LEAST) or _known(ctx, clauses[at], LEAST)
        if found is not None:
            return found
    if any(not _ONLY_ASKS.fullmatch(clauses[at]) for at in asking):
        return None  # something is asked that is not known: what is told beside it is no answer
    told = (one for one in clauses if not _ONLY_ASKS.fullmatch(one))
    return next((found for one in told if (found := _known(ctx, one, TOLD))), None)


def _with_before(clauses: list[str], at: int) -> str:
    return "".join(clauses[max(0, at - 1) : at + 1])


def _known(ctx: Context, part: str, least: float) -> Answer | None:
    if len(part) < A_CLAUSE:
        return None
    found = ctx.knowledge.known(part, ctx.now, least=least, with_verdicts=False)
    piece = found.held.piece if found is not None else None
    if found is None or not isinstance(piece, Entry) or piece.topic in _NO_ANSWERS:
        return None
    found = local_facts.beside(ctx, found) or found
    return replace(found, guessed=piece.questions[0])
