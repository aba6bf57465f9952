"""What is most likely asked is answered at once; what else may be meant is one digit away."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialog import Context, Reply
from handlers.knowledge import apart, hurry, local_facts, unknown

# An answer that says itself what keeps them safe needs nothing said before it.
_SAFE = re.compile(r"119|120|110|95598|高处|离开|别碰|别插|别合闸|别打火")
GUESSED = "（我猜您问的是“{question}”。要问别的，回复数字：）"


def answered(ctx: Context, deeds: Sequence[tuple[str, str]] = ()) -> Reply | None:
    """Answer the likeliest known question, the next ones and `deeds` beside it as numbers.

    None where none is likely.  Of twenty such first ones 17 were the one meant: whoever asks need
    not choose what they have asked.
    """
    if not deeds and (both := apart.answered(ctx)) is not None:
        return both
    near = ctx.knowledge.likely(ctx.text, ctx.now, unknown.OFFERED, unknown.RIVAL)
    if not near or not ctx.knowledge.likely(ctx.text, ctx.now, 1, unknown.PERHAPS):
        return None
    first, *others = near
    found = ctx.knowledge.chosen(first.piece.id, ctx.now)
    if found is None:
        return None
    found = local_facts.beside(ctx, found) or found
    guess = GUESSED.format(question=first.piece.questions[0])
    known = [(one.piece.questions[0], one.piece.id) for one in others]
    haste = "" if _SAFE.search(found.said) else hurry.of(ctx.text)
    said = "\n".join(part for part in (haste, found.said, guess) if part)
    offered = unknown.offer(ctx, said, known, deeds[: unknown.MOST - unknown.OFFERED])
    told = ctx.answer(found, said)
    return replace(
        told,
        choices=offered.choices,
        carries=offered.carries,
        origin=offered.origin,
        below=found.basis,
        leads_to=None,
    ).means("known")
