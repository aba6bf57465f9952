"""Hearing of changes: “有变化告诉我” after an answer, “不用告诉我了” to end it."""

import re
from datetime import timedelta

from community.knowledge import corrections
from dialog import Context, Router

router = Router("changes")

LATELY = timedelta(days=1)


@router.command(
    r"(如果|要是|以后)?(有|有了|一有)(什么)?(新)?(变化|变动|调整|更新)[，,]?(请|就|再|麻烦)?(告诉|通知|提醒)(我|一下|我一下|我一声)[。!！]?"
)
def subscribe(ctx: Context, _: re.Match[str]) -> str:
    topic = corrections.subscribe(ctx.actor, ctx.db, ctx.now, LATELY)
    if topic is None:
        return "请先问我一个问题，我答了以后再回复“有变化告诉我”。"
    return f"好的，“{topic}”有变化会告诉您。不想收了回复“不用告诉我了”。"


@router.command(r"(不用|不要|别)(再)?(告诉|通知|提醒)我了?(变化)?了?[。!！]?")
def unsubscribe(ctx: Context, _: re.Match[str]) -> str | None:
    if not corrections.unsubscribe(ctx.actor, ctx.db):
        return None
    return "好的，不再告诉您变化了。您问过的事要是答错了，我还是会来更正。"
