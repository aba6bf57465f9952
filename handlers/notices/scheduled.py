"""A notice that goes out later: set, moved (“改到9点发”), sent after all, called off."""

import re

from community.notices import issuing, proposing, scheduling, withdrawal
from community.notices.scheduling import Scheduled
from community.people.access import STAFF, Refused
from core.phrases import say_moment, shorten
from dialog import Context, Router, Said
from handlers.notices import proposal, publishing, sending_time

router = Router("scheduled notices")

MOVED = "好的，通知 {code} 改到{when}发。不发了写“取消定时 {code}”。"
NOW = "好的，通知 {code} 不等了，现在就发。"
RESTS = "现在是夜里，不是紧急的{when}送到。"
OFF = "好的，通知 {code} 取消了，没有发给任何人：“{text}”。"
AGAIN = "好的，{when}再发，现在不发。\n内容：{text}"
_CODE = (
    r"[把将]?(?:通知)?\s*(?:(?P<code>[Nn]\d{1,9})?\s*号?(?:通知|那条|这条|刚才那条)?"
    r"|(?P<topic>[^\s\d:：,，。]{1,8}?)的?[那这][条个](?:通知)?)\s*"
)


@router.command(sending_time.ALONE.replace("<code>", _CODE), may=STAFF)
def move(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “等7点再发” beside a draft, “N12 改到明天9点发” of what waits for its time."""
    if "发" not in found["sends"] and not ("等" in found["set"] and found["sends"]):
        return None  # “改成下午” is about what it says
    which = _which(found)
    draft = None if which else issuing.last_draft(ctx.actor, ctx.db, ctx.now)
    notice = draft or scheduling.waiting(ctx.actor, ctx.db, which, ctx.now)
    at = sending_time.read(found["when"], ctx.local_sent_at)
    if notice is None or at is None:
        return None
    at, _ = proposal.awake(ctx, at, urgent=notice.colour is not None)
    assert at is not None, "a moment was named"
    if draft is not None:
        done = scheduling.set_draft(ctx.actor, ctx.db, draft, at, ctx.now, ctx.house.zone)
        return _show_again(ctx, done) if isinstance(done, Scheduled) else publishing.refused(done)
    done = scheduling.move(ctx.actor, ctx.db, notice, at, ctx.now, ctx.house.zone)
    when = say_moment(at, ctx.house.zone)
    return _refused(done) or MOVED.format(code=notice.code, when=when)


@router.command(
    rf"(?:不等了[,，\s]*|别等了[,，\s]*)?(?:现在|马上|立刻|立即)就?发(?:送|出去?)?\s*{_CODE}(?:吧)?[。!！]?",
    may=STAFF,
)
def at_once(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “现在就发 N12” of what waits for its time."""
    which = _which(found)
    if issuing.last_draft(ctx.actor, ctx.db, ctx.now) is not None and not which:
        return None
    notice = scheduling.waiting(ctx.actor, ctx.db, which, ctx.now)
    if notice is None:
        return None
    done = scheduling.move(ctx.actor, ctx.db, notice, None, ctx.now, ctx.house.zone)
    later = ctx.house.quiet.end(ctx.now) if notice.colour is None else None
    rests = RESTS.format(when=say_moment(later, ctx.house.zone)) if later else ""
    return _refused(done) or NOW.format(code=notice.code) + rests


@router.command(
    rf"(?:取消|撤销|撤掉|不要|别)(?:这[个条]|那[个条]|刚才的?)?(?:定时|预约)(?:的)?(?:发送|发)?\s*{_CODE}(?:了)?[。!！]?",
    may=STAFF,
)
@router.command(
    rf"(?:定时|预约)的?(?:那|这|刚才那)?[条个]?{_CODE}(?:取消|不要|不发|别发|撤|撤回|删)了?(?:吧)?[。!！]?",
    may=STAFF,
)
@router.command(
    rf"{_CODE}(?:的?定时)?(?:取消|不发|别发|不用发|不要发|停止|撤回)了?(?:吧)?[。!！]?",
    may=STAFF,
)
def call_off(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “取消定时 N12”, “N12 不发了” of what waits for its time: nobody ever hears of it."""
    notice = scheduling.waiting(ctx.actor, ctx.db, _which(found), ctx.now)
    if notice is None:
        return None
    done = withdrawal.withdraw(
        ctx.actor, ctx.db, notice.id, "", ctx.now, ctx.house.announce, ctx.beforehand
    )
    if isinstance(done, Refused):
        return publishing.refused(done)
    return OFF.format(code=notice.code, text=shorten(notice.text, 40))


def _which(found: re.Match[str]) -> str:
    """Return the code or the topic somebody named; "" for the last one."""
    return (found["code"] or "").upper() or found["topic"] or ""


def _refused(done: Scheduled | Refused) -> str | None:
    return publishing.refused(done) if isinstance(done, Refused) else None


def _show_again(ctx: Context, done: Scheduled) -> Said:
    """Let a draft be agreed to once more, now that it goes out at another time."""
    draft = done.notice
    shown = AGAIN.format(when=say_moment(done.at, ctx.house.zone), text=draft.text)
    choices = [("确认发送", "publish"), ("取消", "drop_notice")]
    if proposing.is_everybody(ctx.db, proposing.of(ctx.db, draft)):
        shown, choices = f"{shown}\n{proposal.TYPED}", [("不发了", "drop_notice")]
    return ctx.offer(shown, choices, notice=draft.id, urgent=False)
