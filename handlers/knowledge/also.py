"""Two things are asked in one text: what answers the one leaves the other open, so both are answered."""

import re
from dataclasses import replace

from community.knowledge.wording import VERDICTS, Answer
from core.library import Entry
from dialog import Context
from handlers.knowledge import local_facts, unknown

SURELY = 0.72  # so near its own clause, the other thing is asked as well
SAYS_IT = 0.5  # … unless what is answered already is as near to that clause as this
# Answers that share more of their words (pairs of characters) say the same; two things asked share 3 in 100.
ALIKE = 0.15
A_CLAUSE = 7  # characters; fewer name nothing by themselves
LONGEST = 120
LOOK_AT = 8
# A question ends with “要紧么”; “怎么”, “什么” go on.
JOINTS = re.compile(
    r"[，,。.!！;；\s]+|(?<=[?？吗])|(?<=[^怎什多那这])(?<=么)|(?=还有|还是|另外|以及|再问|顺便)"
)
# Where one thing is asked after another, the second need not be put as a question.
_MORE = re.compile("还有|还是|另外|以及|也在|顺便|再问")


def asked(ctx: Context, found: Answer) -> Answer | None:
    """Return the answer to a second thing that is asked, where the one that is `found` does not say it."""
    piece = found.held.piece
    if not isinstance(piece, Entry) or found.case is None or not may_hold_two(ctx):
        return None
    clauses = [one for one in JOINTS.split(ctx.text) if one]
    for at, clause in enumerate(clauses):
        if not (unknown.asks(clause) or _MORE.search(clause)):
            continue
        told_before = "".join(clauses[max(0, at - 1) : at])
        parts = (clause, f"{told_before}{clause}")
        looked = (_other(ctx, one, piece) for one in parts if len(one) >= A_CLAUSE)
        if (other := next((one for one in looked if one is not None), None)) is not None:
            return local_facts.beside(ctx, other)
    return None


def may_hold_two(ctx: Context) -> bool:
    return not ctx.is_aside and not ctx.message.in_group and len(ctx.text) <= LONGEST


def _other(ctx: Context, clause: str, told: Entry) -> Answer | None:
    found = ctx.knowledge.known(clause, ctx.now, least=SURELY, with_verdicts=False)
    piece = found.held.piece if found is not None else None
    if not isinstance(piece, Entry) or piece is told or piece.topic == VERDICTS:
        return None
    if is_alike(piece.answer, told.answer):
        return None
    near = ctx.knowledge.likely(clause, ctx.now, LOOK_AT, SAYS_IT)
    return None if any(one.piece is told for one in near) else found


def with_other(found: Answer, other: Answer) -> Answer:
    """Say what answers a second question below the first, and by whose word both are."""
    basis = "\n".join(dict.fromkeys((found.basis, other.basis)))
    return replace(found, said=f"{found.said}\n{other.said}", basis=basis)


def is_alike(one: str, other: str) -> bool:
    ours, theirs = _pairs(one), _pairs(other)
    return len(ours & theirs) > ALIKE * min(len(ours), len(theirs))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
