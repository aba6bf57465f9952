"""“社区电话历史”: who changed a fact of the place, when, and what it was before."""

import re

from community.knowledge import facts
from community.people.access import STAFF, Refused
from core.phrases import say_moment
from dialog import Context, Router

router = Router("history of facts")

SHOWN = 8
NEVER = "{label}还没有人填过。要填，直接写“{label}改成…”。"


@router.command(
    r"(?:查看?|看看?)?(?P<what>\S{2,20}?)(?:的)?(?:修改|变更)?(?:历史|记录|谁改的|改过吗|改过几次)[。?？]?",
    may=STAFF,
)
def history(ctx: Context, found: re.Match[str]) -> str | None:
    """List the changes of one fact, the newest first."""
    specs = ctx.house.library.facts.values()
    spec = next((one for one in specs if found["what"] in (one.label, *one.called)), None)
    if spec is None:
        return None
    rows = facts.history(ctx.actor, ctx.db, spec)
    if isinstance(rows, Refused):
        return None
    if not rows:
        return NEVER.format(label=spec.label)
    lines = [
        f"・{say_moment(row.at, ctx.house.zone)} {row.by or '系统'}（{row.unit}）：{row.value or '删掉了'}"
        for row in rows[:SHOWN]
    ]
    more = [f"更早的还有{len(rows) - SHOWN}次。"] if len(rows) > SHOWN else []
    return "\n".join([f"{spec.label}改过{len(rows)}次，最近的在前：", *lines, *more])
