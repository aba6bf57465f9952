"""A second person's word on a rule: “批准 12”, “不批准 12”; and “撤回规定 R12”."""

import re

from community import followup
from community.knowledge import library
from community.knowledge.shelf import Held
from community.people import privacy, tree
from community.people.access import STAFF
from core.library import Entry, Rule
from core.phrases import listed
from db.knowledge import versions
from db.models import EntryVersion, Standing, Version
from dialog import Context, Router
from handlers.knowledge.rulemaking import (
    NOT_YOURS,
    Writer,
    put_in_force,
    refusal,
    writer,
)

router = Router("approval")


@router.command(r"(?P<no>不)?批准\s*(?P<kind>[RrEe])?(?P<number>\d+)号?[。!！]?", may=STAFF)
def approve(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “批准 12” from somebody other than the author, if nothing in force contradicts it."""
    approver = writer(ctx)
    if approver is None:
        return NOT_YOURS if ctx.actor.is_staff else None
    kind = versions.ENTRY if (found["kind"] or "R").upper() == "E" else versions.RULE
    versions.wait_for_turn(ctx.db)  # somebody else may be approving it at this moment
    row = versions.get(ctx.db, kind, int(found["number"]))
    if row is None or row.state is not Standing.DRAFT:
        return (
            f"没有等批准的{(found['kind'] or 'R').upper()}{found['number']}。回复“规定”看有哪些。"
        )
    if row.author_id == approver.person.id and not found["no"]:
        return "自己写的规定要另一位同志批准，请对方回复“批准 编号”。"
    if isinstance(row, EntryVersion) and row.number is not None:
        return f"这是问答，请回复“同意问答 {row.number}”或“不同意问答 {row.number}”。"
    if found["no"]:
        return _refuse(ctx, row, approver)
    if kind == versions.ENTRY:
        library.approve(ctx.db, row, approver.person, ctx.now)
        return f"E{row.id}已生效：{Entry.model_validate(row.body).answer}"
    rule = Rule.model_validate(row.body)
    refused = refusal(ctx, _held(row, rule), f"R{row.id}")
    return refused or put_in_force(ctx, row, rule, approver.person)


def _held(row: Version, rule: Rule) -> Held[Rule]:
    return Held(rule, row.version, row.id, row.from_at, row.until_at)


def _refuse(ctx: Context, row: Version, approver: Writer) -> str:
    library.withdraw(ctx.db, row, ctx.now)
    if row.author_id is not None:
        who = f"{approver.desk.issuer}{tree.call(approver.person)}"
        ctx.tell(
            row.author_id, f"您写的R{row.id}没有批准（{who}）。要改请再写一条，或直接联系对方。"
        )
    return f"好的，R{row.id}没有批准，已告诉写的人。"


@router.command(r"批准改期[。!！]?", may=STAFF)
def approve_ends(ctx: Context, _: object) -> str | None:
    """Take “批准改期”: all end dates that a changed programme moves, at once."""
    approver = writer(ctx)
    if approver is None:
        return NOT_YOURS if ctx.actor.is_staff else None
    done, untold = followup.approve_moves(ctx.db, ctx.house.watch, approver.person, ctx.now)
    privacy.record(ctx.db, ctx.now, "ends_moved", actor=approver.person.id, detail=str(done))
    if not done:
        return "现在没有等批准的改期。"
    missed = f"这些人没有绑定微信，请打电话或上门：{listed(untold)}" if untold else ""
    return f"已改{done}人的结束日期，正在告诉他们。{missed}"


# -- taking back -------------------------------------------------------------------------------


@router.command(r"(撤回|撤销|作废)规定[:：,，\s]*[RrＲ]?(?P<number>\d+)号?.*", may=STAFF)
def withdraw(ctx: Context, found: re.Match[str]) -> str | None:
    """Take back a rule that was given wrongly; who heard it is told."""
    actor = writer(ctx)
    if actor is None:
        return NOT_YOURS if ctx.actor.is_staff else None
    row = versions.get(ctx.db, versions.RULE, int(found["number"]))
    if row is None or row.state is Standing.WITHDRAWN:
        return f"没有生效的R{found['number']}。回复“规定”看有哪些。"
    if Rule.model_validate(row.body).level < actor.desk.level:
        return f"R{row.id}是上级的规定，社区不能撤回。有问题请和上级联系，或写一条自己的规定。"
    library.withdraw(ctx.db, row, ctx.now)
    privacy.record(ctx.db, ctx.now, "rule_withdrawn", actor=actor.person.id, detail=f"R{row.id}")
    return f"R{row.id}已撤回，不再这样答复。听过它的人，我会告诉他们变化。"
