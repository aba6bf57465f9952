"""“有用” and “没用”: asked at most once a day, and what was no use goes to a person."""

import re
from datetime import timedelta

from community import questions
from community.questions import Asked
from db import feedback as tables
from db import questions as kept
from db.feedback import LastSaid
from db.models import Feedback, QuestionKind
from dialog import Context, Router
from handlers.work import promises

router = Router("feedback")

LATELY = timedelta(hours=24)  # “没用” belongs to an answer not older than this
ASK = "没答到点上？回复“没用”，我转给社区的人。"
SORRY = "对不住，没答到点上。您的问题已转给社区的人，有了答复我告诉您。急事回复“转人工”。"
AGAIN = "已经转给社区的人了，有了答复我告诉您。急事回复“转人工”。"
GLAD = "那就好，有事随时说。"
_ANSWERS = ("ask_", "known", "verify_", "notice")
_USELESS = r"(没用|没有用|没什么用|没帮助|答非所问|没答到|不是我问的|不是我要问的)[。.!！~]*"
_USEFUL = r"(有用|有帮助|很有用|解决了|帮到我了)[。.!！~]*"
_EITHER = re.compile(f"{_USELESS}|{_USEFUL}")


def with_question(ctx: Context, said: str, cited: str | None) -> str:
    """Ask below an answer whether it was of use: once a day, never staff, never inside a form."""
    asked_lately = tables.was_asked_since(ctx.db, ctx.caller.contact_id, ctx.now - LATELY)
    if ctx.is_aside or asked_lately or ctx.actor.is_staff:
        return said
    row = Feedback(
        contact_id=ctx.caller.contact_id, turn_id=ctx.turn_id, cited=cited, asked_at=ctx.now
    )
    ctx.db.add(row)
    return f"{said}\n{ASK}"


@router.command(_USELESS)
def useless(ctx: Context, _: object) -> str | None:
    """The question goes to a person, with what we had answered; saying it twice keeps it once."""
    last = _last_answer(ctx)
    if last is None:
        return None
    row = _note(ctx, last, useful=False)
    if kept.asked_by(ctx.db, ctx.caller.contact_id, last.turn_id) is not None:
        return promises.kept(ctx, AGAIN)
    name = ctx.person.name if ctx.person else None
    asked = Asked(ctx.caller.contact_id, last.turn_id, last.text, last.intent, (name,))
    questions.keep(ctx.db, asked, ctx.now, QuestionKind.DOUBTED, row.cited)
    return promises.kept(ctx, SORRY)


@router.command(_USEFUL)
def useful(ctx: Context, _: object) -> str | None:
    last = _last_answer(ctx)
    if last is None:
        return None
    _note(ctx, last, useful=True)
    return GLAD


def _last_answer(ctx: Context) -> LastSaid | None:
    """Return the answer somebody speaks of, if the last thing we said was one."""
    since = ctx.now - LATELY
    last = tables.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    while last is not None and _EITHER.fullmatch(last.text.strip()):
        last = tables.last_said(ctx.db, ctx.caller.contact_id, last.turn_id, since)
    if last is None or last.intent == "ask_back":
        return None
    return last if last.intent.startswith(_ANSWERS) else None


def _note(ctx: Context, last: LastSaid, *, useful: bool) -> Feedback:
    row = tables.of_turn(ctx.db, last.turn_id)
    if row is None:
        row = Feedback(
            contact_id=ctx.caller.contact_id, turn_id=last.turn_id, cited=None, asked_at=ctx.now
        )
        ctx.db.add(row)
    row.useful = useful
    return row
