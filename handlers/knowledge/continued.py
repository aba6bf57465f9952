"""“要隔离多久” after “手足口病怎么传染的”: a question that goes on from the one before is answered of the same."""

import re
from collections.abc import Sequence

from community.knowledge import points
from community.knowledge.finding import BY_RULE, GoesOn
from community.questions.feedback import LastSaid
from core.library import Entry
from dialog import Context, Router, Said
from handlers.knowledge import added, answers, following, local_facts, unknown
from handlers.knowledge.following import WENT_ON

router = Router("continued")

TOLD = 0.75  # so near, what was answered before is what is asked of
A_SENTENCE = 9  # characters; less is a verdict on something else
BARE = 8  # characters; so few name nothing …
CLEAR = 0.8  # … unless a meaning of theirs is so sure
A_FEW = 3  # pairs of characters that name something
A_NAME = 6  # characters of “冰箱呢”, which asks nothing of its own
JUST_THIS = 0.9  # so near, what was answered before is the answer to this too
SAID_BEFORE = "刚才说的里头就有："
JUST_SAID = "就照刚才说的："
ASK_ON = "哪一步不清楚，写给我；要人帮着办，回复“转人工”。"
_ASKS = ("oos", "ask_", "verify_", "report_symptom", "request_medical")
_HOW = re.compile(r"(?:怎么|怎样|咋|如何).{1,3}$")
_AND_WHAT_OF = re.compile(r"[呢咧哩][?？。]?$")


@router.intercept
def gone_on(ctx: Context, _: object) -> Said | None:
    """Answer a few words together with the question before them, where they are nearer to an answer so."""
    return answered(ctx) or _left_open(ctx)


def _left_open(ctx: Context) -> Said | None:
    """Have whoever answers read “要带什么” with the question before, sooner than guess at something else."""
    parse = ctx.parse
    is_clear = parse.intent != "oos" and not parse.ask_back and parse.score >= CLEAR
    if is_clear or unknown.is_ours(ctx.text) or len(ctx.text) > BARE or not _may_go_on(ctx):
        return None
    return None if ctx.knowledge.known(ctx.text, ctx.now) is not None else added.heard(ctx) or None


def answered(ctx: Context, *, is_bare: bool = False) -> Said | None:
    """Return what answers a question as one that goes on; `is_bare` for one that names nothing to be asked of."""
    is_bare = is_bare or (len(ctx.text) <= A_NAME and bool(_AND_WHAT_OF.search(ctx.text)))
    said = following.before(ctx) if is_bare or _may_go_on(ctx) else []
    if not said:
        return None
    found = ctx.knowledge.continued(said[0].text, ctx.text, ctx.now, is_bare=is_bare)
    if found is None:
        return None
    answer = local_facts.beside(ctx, found.answer) or found.answer
    if added.was_told(answer, said):
        return _again(ctx, found, said) if is_bare or found.nearness >= TOLD else None
    return answers.say(ctx, answer).means("known" if found.is_of_itself else WENT_ON)


def _may_go_on(ctx: Context) -> bool:
    parse = ctx.parse
    is_question = parse.ask_back or parse.intent.startswith(_ASKS)
    names_its_own = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    hangs_on_rules = parse.intent in BY_RULE and not parse.ask_back
    return is_question and unknown.asks(ctx.text) and not names_its_own and not hangs_on_rules


def _again(ctx: Context, found: GoesOn, said: Sequence[LastSaid]) -> Said | None:
    """Answer what was told a moment ago: the part that is asked now, what more there is, or who answers.

    What names much that was not spoken of is of something else.
    """
    told, piece = found.answer.said, found.answer.held.piece
    part = points.part(ctx.text, told)
    if found.is_of_itself and not part:
        return None  # it is asked again, and answered again
    asks_how = _HOW.search(ctx.text)
    is_how = found.nearness >= JUST_THIS and asks_how
    if len(part) >= A_SENTENCE and not asks_how:
        return _said(ctx, found, f"{SAID_BEFORE}{part}")
    more = piece.more if isinstance(piece, Entry) else ""
    if any(name in more for name in points.named(ctx.text)) and not _was_said(more, said):
        return _said(ctx, found, more)
    if is_how and not _was_said(JUST_SAID, said):
        return ctx.answer(found.answer, f"{JUST_SAID}{told}\n{ASK_ON}").means(WENT_ON)
    return None if len(points.named(ctx.text)) > A_FEW else added.passed_on(ctx, said)


def _said(ctx: Context, found: GoesOn, text: str) -> Said:
    return ctx.answer(found.answer, f"{text}\n{found.answer.basis}").means(WENT_ON)


def _was_said(text: str, said: Sequence[LastSaid]) -> bool:
    return any(text in one.answer for one in said)
