"""“为什么今天没提醒王阿姨?”: one line a cause, from what the clock has decided."""

import re
from datetime import date, datetime, timedelta

from community.followup import why
from community.followup.reminding import AskVerdict
from community.followup.why import Cause, ReminderCause
from community.people import tree
from community.people.access import STAFF, Refused
from community.work import escalation
from core.phrases import day_word
from dialog import Context, Reply, Router
from handlers.people.whom import WHY_NOT, about, on_pick, sought

router = Router("why")

HEAD = "{name}{day}的提醒："
WORDS: dict[str, str] = {
    Cause.NOT_WATCHED: "没有在监测，所以不提醒。",
    Cause.ENDED: "监测{at}结束了，不再提醒。",
    Cause.PAUSED: "监测从{at}起先停着，说“回来了”以前不提醒。",
    Cause.NOT_BEGUN: "监测还没开始。",
    Cause.NOT_YET: "还没到时间，{at}提醒。",
    Cause.NO_SLOT: "开始监测时这一次已经过了，没有提醒。",
    Cause.ALREADY_DONE: "{at}已经报过了，所以没提醒。",
    Cause.NOT_RUNNING: "那段时间系统没有运行，没问到。",
    Cause.HEARD: "已经回过话（没有体温），不再追问。",
    Cause.SENT: "提醒过，{at}发给{to}，平台收下了。",
    Cause.SENT_UNSURE: "{at}发给{to}，不确定收到没有。",
    Cause.QUEUED: "给{to}的提醒还在等着发{because}。",
    Cause.CALLED_OFF: "提醒撤下了{because}。",
    Cause.FAILED: "给{to}的提醒发不到{because}，已请网格员打电话或上门。",
    Cause.SOON: "马上提醒。",
    AskVerdict.WISHED: "家里要求晚些提醒，{at}发。",
    AskVerdict.QUIET: "夜里不打扰，{at}再发。",
    AskVerdict.BY_PHONE: "家里要求打电话问，不发微信。",
    AskVerdict.WAITS: "上一条还没发出去，先不重复。",
    AskVerdict.NO_PROGRAMME: "监测用的内容包停用了，请告诉管理员。",
    "not_sent": "提醒一直没能发出去，过了时间撤下了。",
}
_WHY = r"(?:为什么|为啥|为何|怎么|咋|凭什么)"
_NOT = r"(?:都)?(?:没有?|不|未|漏了?|忘了?|又没)(?:给|跟|对|有|去|发)*"
_DAY = r"(?P<day>今天|今早|今晚|昨天|昨晚|前天|早上|傍晚)?"


@router.command(
    rf"{_DAY}{_WHY}(?:{_DAY.replace('day', 'day_too')})(?:系统|你们?|机器人)?{_NOT}"
    r"(?:提醒|催|通知)(?P<who>[^?？。!！]{1,20}?)(?:(?:量|测|报)体温|体温)?[?？。!！]*",
    may=STAFF,
)
def staff_asks(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “为什么今天没提醒王阿姨？”, “昨天怎么没给3-2-601的何金花发提醒”."""
    who = found["who"].strip("的了 ")
    back = _days_back(found["day"] or found["day_too"])
    if who in {"我", "我们", "我家", "我们家"}:
        return _own(ctx, back)
    return about(ctx, sought(ctx, who), "why_not_reminded", _tell, back=back)


@router.command(
    rf"{_DAY}{_WHY}(?:{_DAY.replace('day', 'day_too')})(?:系统|你们?|机器人)?{_NOT}(?:提醒|催|通知)我(?:们|家|们家)?"
    r"(?:了|(?:量|测|报)体温)?[?？。!！]*"
)
def own(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “今天为什么没提醒我”: only from who is watched over, or lives with somebody who is."""
    return _own(ctx, _days_back(found["day"] or found["day_too"])) if ctx.watched else None


def _own(ctx: Context, back: int) -> str | None:
    number = ctx.resident.person_id
    if number is None:
        return None
    ids = dict.fromkeys(each.person_id for each in ctx.watched) or {number: None}
    return "\n".join(_say(ctx, person_id, back) for person_id in ids)


def _days_back(word: str | None) -> int:
    return {"昨天": 1, "昨晚": 1, "前天": 2}.get(word or "", 0)


def _tell(ctx: Context, person_id: int) -> str:
    return _say(ctx, person_id, int(ctx.known["back"]))


def _say(ctx: Context, person_id: int, back: int) -> str:
    watch = ctx.house.watch
    today = watch.today(ctx.now)
    day = today - timedelta(days=back)
    found = why.why(ctx.actor, ctx.db, watch, person_id, day, ctx.now)
    if isinstance(found, Refused):
        return WHY_NOT["not_writer"]
    name = "您" if ctx.resident.person_id == person_id else tree.call_of(ctx.db, person_id)
    head = HEAD.format(name=name, day=day_word(day, today))
    return "\n".join([head, *(f"・{_line(ctx, each, today)}" for each in found)])


def _line(ctx: Context, cause: ReminderCause, today: date) -> str:
    part = f"{why.label(ctx.house.watch, cause.part)}：" if cause.part else ""
    to = tree.call_of(ctx.db, cause.to_id) if cause.to_id is not None else "本人"
    because = f"（{escalation.say_reason(cause.because)}）" if cause.because else ""
    at = _moment(ctx, cause.at, today) if cause.at else ""
    return part + WORDS[cause.cause].format(at=at, to=to, because=because)


def _moment(ctx: Context, at: datetime, today: date) -> str:
    local = at.astimezone(ctx.house.zone)
    return f"{day_word(local.date(), today) if local.date() != today else ''}{local:%H:%M}"


on_pick(router, "why_not_reminded", _tell)
