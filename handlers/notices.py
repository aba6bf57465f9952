"""A secretary's notice: who and how many, “确认”, then who was not reached and why."""

import re

from community import notices, privacy, tree
from core.phrases import say_moment
from db import notices as tables
from db import people
from db import tree as units
from db.models import Notice, Role, Unit
from dialog import Context, Router
from handlers import staff

router = Router("notices")

MAY_PUBLISH = {Role.SECRETARY, Role.TOWNSHIP, Role.LEADER, Role.GRID_WORKER}
SHAPE = "请写“发通知 范围 内容”，比如“发通知 3号楼 明天9点停水”；全社区写“发通知 全体 …”。"
# A public text must not carry what belongs to one person.
_PERSONAL = re.compile(
    r"1[3-9]\d{9}|\d{17}[\dXx]|\d+\s*(?:号楼|栋|幢|-)\s*\d+\s*(?:单元|-)\s*\d{3,4}"
)


@router.command(
    r"(发|发布|群发)(个|一个|一条)?(?P<urgent>紧急)?通知[:：,，\s]*(?P<rest>.*)", staff=True
)
def write(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “发通知 3号楼 明天9点停水” and say whom it would reach before anything is sent."""
    if not staff.roles(ctx) & MAY_PUBLISH:
        return staff.NOT_STAFF
    split = _split(ctx, found["rest"].strip())
    if isinstance(split, str):
        return split
    unit, text = split
    if private := _PERSONAL.search(text):
        return f"通知是公开的，里面的“{private[0]}”像是个人信息，请去掉后再发。"
    author = people.get(ctx.db, ctx.caller.person_id or 0)
    notice = notices.draft(ctx.db, author, unit, text, ctx.now)
    check = notices.preflight(ctx.db, unit)
    lines = [
        f"发给{unit.name}：共{check.households}户，{check.reached_households}户能收到"
        f"（{check.contacts}人）。",
        f"内容：{text}",
    ]
    if check.without:
        lines.append(
            f"收不到的{len(check.without)}户：{notices.door_list(check.without)}（没有人关注公众号）"
        )
    urgent = bool(found["urgent"])
    choices = [("确认发送" if not urgent else "确认紧急发送", "publish"), ("取消", "drop_notice")]
    return ctx.offer("\n".join(lines), choices, notice=notice.id, urgent=urgent)


def _split(ctx: Context, rest: str) -> tuple[Unit, str] | str:
    """Return the unit and the text; the unit must lie within what the author is responsible for."""
    seat = tree.seat_of(ctx.db, ctx.caller.person_id or 0, ctx.now, ctx.house.zone)
    found = re.match(
        r"(全体|全社区|全村|所有人|\d+\s*(?:号楼|栋|幢|楼)|\S+?)[\s:：,，]+(.+)", rest, re.DOTALL
    )
    glued = re.match(r"(全体|全社区|全村|\d+\s*(?:号楼|栋|幢))(?=\D)(.+)", rest, re.DOTALL)
    found = found or glued
    if seat is None or found is None or not found[2].strip():
        return SHAPE
    where, text = found[1].strip(), found[2].strip()
    if where in {"全体", "全社区", "全村", "所有人"}:
        return seat, text
    number = re.match(r"\d+", where)
    if number:
        inside = units.buildings(ctx.db, number[0], seat)
        return (inside[0], text) if inside else f"您负责的范围里没有{where}，没有发送。"
    unit = units.unit_by_name(ctx.db, where, seat)
    return (unit, text) if unit else f"没有找到“{where}”。{SHAPE}"


@router.action("publish")
def publish(ctx: Context) -> str:
    notice = ctx.db.get_one(Notice, int(ctx.known["notice"]))
    urgent = bool(ctx.known.get("urgent"))
    awake = None if urgent else ctx.house.quiet.end(ctx.now)
    made = notices.publish(ctx.db, notice, ctx.now, urgent=urgent, not_before=awake)
    privacy.record(ctx.db, ctx.now, "publish", actor=ctx.caller.person_id, detail=notice.code)
    after = "发完我告诉您谁没收到、为什么；随时可以回复“通知情况”。"
    if awake is None:
        return f"通知 {notice.code} 正在发给{made}人。{after}"
    when = say_moment(awake, ctx.house.zone)
    urgently = "要现在就发，请写“发紧急通知 …”。"
    return f"通知 {notice.code} 夜里不打扰，{when}发给{made}人；{urgently}\n{after}"


@router.action("drop_notice")
def drop(ctx: Context) -> str:
    notices.drop(ctx.db, ctx.db.get_one(Notice, int(ctx.known["notice"])))
    return "好的，没有发送。"


@router.command(r"(通知情况|送达情况|通知进度)\s*(?P<code>N\d+)?[。?？]?")
def progress(ctx: Context, found: re.Match[str]) -> str | None:
    if not staff.roles(ctx) & MAY_PUBLISH:
        return None
    author = ctx.caller.person_id or 0
    notice = (
        tables.by_code(ctx.db, found["code"]) if found["code"] else tables.last_of(ctx.db, author)
    )
    if notice is None or notice.author_id != author:
        return "没有找到您发的通知。"
    return notices.outcome(ctx.db, notice, ctx.now, ctx.house.zone)
