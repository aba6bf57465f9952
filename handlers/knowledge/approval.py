"""A second person's word on a rule: “批准 12”, “不批准 12”; and “撤回规定 R12”."""

import re

from community.followup.approving import approve_ends
from community.knowledge import approving, looking
from community.knowledge.approving import IsAnswer
from community.knowledge.enforcing import Contradicted
from community.knowledge.looking import ENTRY, RULE
from community.people.access import STAFF, Refused
from core.phrases import listed, shorten
from dialog import Context, Router
from handlers.knowledge.rulemaking import NOT_YOURS, against, in_force

router = Router("approval")

REFUSED = {
    "not_writer": NOT_YOURS,
    "not_approver": NOT_YOURS,
    "not_waiting": "没有等批准的{code}。回复“规定”看有哪些。",
    "own": "自己写的规定要另一位同志批准，请对方回复“批准 编号”。",
    "not_in_force": "没有生效的{code}。回复“规定”看有哪些。",
    "from_above": "{code}是上级的规定，社区不能撤回。有问题请和上级联系，或写一条自己的规定。",
}
NONE_WAITS = "现在没有等您批准的规定。回复“规定”看现行的。"
LINE = 60  # so much of a rule is shown in a list
APPROVES = r"(?P<no>不)?批准\s*(?P<kind>[RrEe])?(?P<number>\d+)号?[。!！]?"
IS_ANSWER = "这是问答，请回复“同意问答 {number}”或“不同意问答 {number}”。"


@router.command(APPROVES, may=STAFF)
def approve(ctx: Context, found: re.Match[str]) -> str:
    """Take “批准 12” and “不批准 E7”."""
    letter, number = (found["kind"] or "R").upper(), int(found["number"])
    code = f"{letter}{found['number']}"
    kind = ENTRY if letter == "E" else RULE
    if found["no"]:
        return _decline(ctx, kind, number, code)
    done = approving.approve(
        ctx.actor, ctx.db, ctx.house.knowledge, kind, number, ctx.now, ctx.house.zone
    )
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(code=code)
    if isinstance(done, Contradicted):
        return against(done, f"R{number}")
    if isinstance(done, IsAnswer):
        return IS_ANSWER.format(number=done.number)
    return f"{done.code}已生效：{done.answer}" if kind == ENTRY else in_force(ctx, done)


def _decline(ctx: Context, kind: str, number: int, code: str) -> str:
    done = approving.decline(ctx.actor, ctx.db, kind, number, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(code=code)
    if isinstance(done, IsAnswer):
        return IS_ANSWER.format(number=done.number)
    return f"好的，{done.code}没有批准，已告诉写的人。"


@router.command(r"(?P<no>不)?批准[了吧]?[。!！]?", may=STAFF)
def approve_only(ctx: Context, found: re.Match[str]) -> str:
    """Take “批准” for the one rule that waits for them, if it is one."""
    waiting = looking.to_approve(ctx.actor, ctx.db)
    if not waiting:
        return NONE_WAITS
    if len(waiting) > 1:
        return f"{on_board(ctx)}\n回复时带上编号，比如“批准 {waiting[0][0][1:]}”。"
    number = int(waiting[0][0][1:])
    named = re.fullmatch(APPROVES, f"{found['no'] or ''}批准 {number}")
    assert named is not None, "it is spelled as we read it"
    return approve(ctx, named)


def on_board(ctx: Context) -> str:
    """Return the lines of what waits for their approval; "" if nothing does."""
    waiting = looking.to_approve(ctx.actor, ctx.db)
    lines = [f"{code} {shorten(answer, LINE)}" for code, answer in waiting]
    return (
        "\n".join(["等您批准的规定（回复“批准 编号”或“不批准 编号”）：", *lines]) if lines else ""
    )


@router.command(r"批准改期[。!！]?", may=STAFF)
def approve_moved(ctx: Context, _: object) -> str:
    """Take “批准改期”: all end dates that a changed programme moves, at once."""
    done = approve_ends(ctx.actor, ctx.db, ctx.house.watch, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    if not done.people:
        return "现在没有等批准的改期。"
    missed = f"这些人没有绑定微信，请打电话或上门：{listed(done.untold)}" if done.untold else ""
    return f"已改{done.people}人的结束日期，正在告诉他们。{missed}"


@router.command(r"(撤回|撤销|作废)规定[:：,，\s]*[RrＲ]?(?P<number>\d+)号?.*", may=STAFF)
def withdraw(ctx: Context, found: re.Match[str]) -> str:
    """Take back a rule that was given wrongly; who heard it is told."""
    done = approving.withdraw(ctx.actor, ctx.db, int(found["number"]), ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(code=f"R{found['number']}")
    return f"{done.code}已撤回，不再这样答复。听过它的人，我会告诉他们变化。"
