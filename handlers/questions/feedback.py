"""“有用” and “没用”: asked at most once a day, and what was no use goes to a person."""

import re

from community.people.access import Refused
from community.questions import feedback
from community.questions.feedback import LATELY, LastSaid
from dialog import Context, Router
from handlers.work import promises

router = Router("feedback")

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
    if ctx.is_aside or feedback.was_asked_lately(ctx.db, ctx.caller.contact_id, ctx.now):
        return said
    is_asked = feedback.ask_whether_useful(ctx.actor, ctx.db, ctx.turn_id, cited, ctx.now)
    return f"{said}\n{ASK}" if is_asked else said


@router.command(_USELESS)
def useless(ctx: Context, _: object) -> str | None:
    """The question goes to a person, with what we had answered; saying it twice keeps it once."""
    last = _last_answer(ctx)
    if last is None:
        return None
    names = (ctx.person.name if ctx.person else None,)
    is_new = feedback.note_useless(ctx.actor, ctx.db, last, names, ctx.now)
    if isinstance(is_new, Refused):
        return promises.ENOUGH
    return promises.kept(ctx, SORRY if is_new else AGAIN)


@router.command(_USEFUL)
def useful(ctx: Context, _: object) -> str | None:
    last = _last_answer(ctx)
    if last is None:
        return None
    feedback.note_useful(ctx.actor, ctx.db, last, ctx.now)
    return GLAD


def _last_answer(ctx: Context) -> LastSaid | None:
    """Return the answer somebody speaks of, if the last thing we said was one."""
    since = ctx.now - LATELY
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    while last is not None and _EITHER.fullmatch(last.text.strip()):
        last = feedback.last_said(ctx.db, ctx.caller.contact_id, last.turn_id, since)
    if last is None or last.intent == "ask_back":
        return None
    return last if last.intent.startswith(_ANSWERS) else None
