"""A secretary's notice: who and how many, “确认”, then who was not reached and why."""

import re
from datetime import datetime

from community.notices import publishing, reporting, withdrawal
from community.people import privacy, tree
from community.people.access import STAFF
from core import personal
from core.phrases import say_day, say_moment
from db import notices as tables
from db.models import Notice, NoticeState, Role, Unit
from db.people import persons, units
from dialog import Context, Router, Said
from handlers.notices import validity
from handlers.people import refused

router = Router("notices")

MAY_PUBLISH = {Role.SECRETARY, Role.TOWNSHIP, Role.LEADER, Role.GRID_WORKER}
SHAPE = "请写“发通知 范围 内容”，比如“发通知 3号楼 明天9点停水”；全社区写“发通知 全体 …”。"


@router.command(
    r"(发|发布|群发)(个|一个|一条)?(?P<urgent>紧急)?通知[:：,，\s]*(?P<rest>.*)",
    may=STAFF,
    others=refused.NOT_STAFF,
)
def write(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “发通知 3号楼 明天9点停水” and say whom it would reach before anything is sent."""
    if not ctx.actor.holds(MAY_PUBLISH):
        return refused.NOT_STAFF
    rest, old = _instead_of(ctx, found["rest"].strip())
    if isinstance(old, str):
        return old
    split = _split(ctx, rest)
    if isinstance(split, str):
        return split
    return _propose(ctx, *split, urgent=bool(found["urgent"]), old=old)


@router.command(
    r"替换(通知)?\s*(?P<code>[Nn]?\d{1,9})\s*号?[\s:：,，]*(?P<text>.+)",
    may=STAFF,
    others=refused.NOT_STAFF,
)
def replace(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “替换 N12 明天改到10点停水”: to the same people, in the old one's place."""
    if not ctx.actor.holds(MAY_PUBLISH):
        return refused.NOT_STAFF
    old = own(ctx, found["code"])
    if isinstance(old, str):
        return old
    return _propose(ctx, units.get_unit(ctx.db, old.unit_id), found["text"].strip(), old=old)


def own(ctx: Context, code: str) -> Notice | str:
    """Return the notice in force that somebody of the staff may change, or why they may not."""
    notice = tables.by_code(ctx.db, f"N{int(code.lstrip('Nn'))}")
    seat = tree.seat_of(ctx.db, ctx.caller.person_id or 0, ctx.now, ctx.house.zone)
    if notice is None or seat is None:
        return f"没有编号{code}的通知。回复“通知”看现在有效的。"
    if not units.get_unit(ctx.db, notice.unit_id).path.startswith(seat.path):
        return f"通知 {notice.code} 不在您负责的范围里。"
    if notice.state is NoticeState.WITHDRAWN:
        return f"通知 {notice.code} 已经撤回了。"
    newer = tables.replaced_by(ctx.db, notice.id)
    return f"通知 {notice.code} 已由 {newer.code} 代替，请改 {newer.code}。" if newer else notice


def _instead_of(ctx: Context, rest: str) -> tuple[str, Notice | str | None]:
    """Take “替换N12” out of what is to be published."""
    found = re.search(r"[\s,，]*替换(通知)?\s*(?P<code>[Nn]\d{1,9})[\s:：,，]*", rest)
    if found is None:
        return rest, None
    return f"{rest[: found.start()]} {rest[found.end() :]}".strip(), own(ctx, found["code"])


def _propose(
    ctx: Context, unit: Unit, text: str, *, urgent: bool = False, old: Notice | None = None
) -> Said:
    """Say whom a notice would reach and until when it holds, before anything is sent."""
    if private := personal.in_public(text):
        return f"通知是公开的，里面的“{private}”像是个人信息，请去掉后再发。"
    text, until = validity.take(ctx, text)
    last = until or validity.seen_from(ctx, text)
    author = persons.get(ctx.db, ctx.caller.person_id or 0)
    notice = publishing.draft(ctx.db, author, unit, text, ctx.now, last, old)
    check = publishing.preflight(ctx.db, unit)
    lines = [
        f"发给{unit.name}：共{check.households}户，{check.reached_households}户能收到"
        f"（{check.contacts}人）。",
        f"内容：{text}",
    ]
    if last is not None:
        guessed = "" if until else "（从内容里看的，不对请写“到×月×日有效”）"
        lines.append(f"有效：到{say_day(last)}{guessed}")
    if old is not None:
        lines.append(f"代替：通知 {old.code}“{old.text}”")
    if check.without:
        lines.append(f"收不到的{check.without}户：{check.doors}（没有人关注公众号）")
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
    made = publishing.publish(ctx.db, notice, ctx.now, urgent=urgent, not_before=awake)
    privacy.record(ctx.db, ctx.now, "publish", actor=ctx.caller.person_id, detail=notice.code)
    instead = _replace_old(ctx, notice, awake)
    after = f"{instead}发完我告诉您谁没收到、为什么；随时可以回复“通知情况”。"
    if awake is None:
        return f"通知 {notice.code} 正在发给{made}人。{after}"
    when = say_moment(awake, ctx.house.zone)
    urgently = "要现在就发，请写“发紧急通知 …”。"
    return f"通知 {notice.code} 夜里不打扰，{when}发给{made}人；{urgently}\n{after}"


def _replace_old(ctx: Context, notice: Notice, not_before: datetime | None) -> str:
    """Take the old notice's place, unless somebody has taken it back meanwhile."""
    if notice.replaces_id is None:
        return ""
    old = tables.get(ctx.db, notice.replaces_id)
    if old.state is not NoticeState.PUBLISHED:
        return f"{old.code} 此前已撤回。"
    told = withdrawal.replace(ctx.db, old, notice, ctx.now, not_before)
    others = f"，另外告诉收到过旧通知的{told}人" if told else ""
    return f"{old.code} 已由它代替{others}。"


@router.command(
    r"(撤回|撤销|作废|取消)(通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?[\s:：,，]*(?P<because>.*)",
    may=STAFF,
    others=refused.NOT_STAFF,
)
def take_back(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “撤回 N12 水管已修好”; whoever got it hears it after “确认”."""
    if not ctx.actor.holds(MAY_PUBLISH):
        return refused.NOT_STAFF
    notice = own(ctx, found["code"])
    if isinstance(notice, str):
        return notice
    because = found["because"].strip()
    if private := personal.in_public(because):
        return f"原因会告诉收到过通知的人，“{private}”像是个人信息，请去掉后再发。"
    reached = len(tables.reached(ctx.db, notice.id))
    return ctx.offer(
        f"撤回通知 {notice.code}：{notice.text}\n收到过的{reached}人会收到撤回的消息，还没发出的不再发。",
        [("确认撤回", "withdraw"), ("不撤回", "thanks")],
        notice=notice.id,
        because=because,
    )


@router.action("withdraw")
def withdraw(ctx: Context) -> str:
    notice = ctx.db.get_one(Notice, int(ctx.known["notice"]), with_for_update=True)
    if notice.state is not NoticeState.PUBLISHED:
        return f"通知 {notice.code} 已经撤回了。"
    by = persons.get(ctx.db, ctx.caller.person_id or 0)
    awake = ctx.house.quiet.end(ctx.now)
    told = withdrawal.withdraw(ctx.db, notice, by, ctx.now, str(ctx.known["because"]), awake)
    privacy.record(ctx.db, ctx.now, "withdraw", actor=by.id, detail=notice.code)
    return f"通知 {notice.code} 已撤回，正在告诉收到过的{told}人；还没发出的不再发了。"


@router.action("drop_notice")
def drop(ctx: Context) -> str:
    publishing.drop(ctx.db, ctx.db.get_one(Notice, int(ctx.known["notice"])))
    return "好的，没有发送。"


@router.command(r"(通知情况|送达情况|通知进度)\s*(?P<code>N\d+)?[。?？]?")
def progress(ctx: Context, found: re.Match[str]) -> str | None:
    if not ctx.actor.holds(MAY_PUBLISH):
        return None
    author = ctx.caller.person_id or 0
    notice = (
        tables.by_code(ctx.db, found["code"]) if found["code"] else tables.last_of(ctx.db, author)
    )
    if notice is None or notice.author_id != author:
        return "没有找到您发的通知。"
    return reporting.outcome(ctx.db, notice, ctx.now, ctx.house.zone)
