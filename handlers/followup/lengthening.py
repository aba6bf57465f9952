"""Another last day for somebody who is watched over already, and all that happened to the watch."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from community.followup import moving
from community.followup.beginning import LONGEST
from community.followup.moving import EpisodeAct
from community.people import seeking, tree
from community.people.access import STAFF, Refused
from core.phrases import say_date, say_moment
from dialog import Context, Reply, Router
from handlers.followup import lasting
from handlers.people import whom
from handlers.people.whom import sought

router = Router("lengthening")

MEANT = re.compile(
    r"(?:改|延|推迟|顺延|提前|缩短|延长)(?:期)?(?:到|成|至)|延长|缩短|延期|少(?:观察|监测|报)"
)
SHOWN = "要改到期日吗：{door} {names} {days}天（从今天算），现在到{before}，改到{after}。"
DONE = "改好了：{names}的监测从{before}改到{after}。{told}"
TOLD = "已告诉对方。"
NOT_TOLD = "这家没有人绑定微信，请您转告。"
WHY_NOT = {
    "end_past": "到期日不能早于今天。要今天就结束，发：解除 {short} {name}",
    "end_before_start": "到期日不能早于开始那天，没有改。",
    "not_watched": "现在没有在监测，没有改。",
    "too_long": "从今天算最多60天，没有改。请换一个日子。",
}
_ACTS = {
    EpisodeAct.OPENED: "开始",
    EpisodeAct.EXTENDED: "延长",
    EpisodeAct.SHORTENED: "缩短",
    EpisodeAct.PAUSED: "暂停",
    EpisodeAct.RESUMED: "恢复",
    EpisodeAct.MOVED: "搬家",
    EpisodeAct.HELD: "到期未解除",
    EpisodeAct.ENDED: "结束",
    EpisodeAct.SIGNED: "签收",
    EpisodeAct.REFUSED: "拒签",
}
_WORDS = {
    "over": "到期", "released": "解除", "early": "提前", "withdrew": "本人退出", "gone": "搬走或去世",
    "hospital": "住院", "away": "不在家", "agreement": "协议书", "notice": "告知书", "card": "隔离卡",
    "fever": "发热", "symptoms": "有症状", "check": "异常没办结", "unreported": "没报",
    "no_value": "没有数字", "days": "没到期", "test_missing": "缺检测结果", "test_positive": "阳性",
    "paused": "暂停中",
}  # fmt: skip
NO_HISTORY = "{name}还没有监测过。"


def show(ctx: Context, person_ids: Sequence[int], wanted: Mapping[str, Any]) -> Reply | str:
    """Show the old and the new last day; `wanted` holds `days`, and `more` or `less` of what runs."""
    running = moving.running(ctx.actor, ctx.db, person_ids)
    today = ctx.house.watch.today(ctx.sent_at)
    last = max(each.ends_on for each in running)
    ends = _new_end(today, last, int(wanted["days"]), wanted)
    people = [each.person for each in running]
    home, name = people[0].household, tree.call(people[0])
    short = tree.short_door(home) if home else ""
    if ends < today:
        return WHY_NOT["end_past"].format(short=short, name=name)
    if (ends - today).days > LONGEST:
        return WHY_NOT["too_long"]
    said = SHOWN.format(
        door=short,
        names="、".join(tree.call(each) for each in people),
        days=(ends - today).days,
        before=say_date(last),
        after=say_date(ends),
    )
    picks = [each.id for each in people]
    choices = [("改", "end_moved"), ("先不", "thanks")]
    return ctx.offer(said, choices, picks=picks, ends=ends.isoformat())


def _new_end(today: date, last: date, days: int, wanted: Mapping[str, Any]) -> date:
    if wanted["more"]:
        return last + timedelta(days=days)
    if wanted.get("less"):
        return last - timedelta(days=days)
    return today + timedelta(days=days)


@router.command(
    r"(?P<who>[^，。\n]{2,30}?)的?(?:观察|监测)?期?(?:再|要|得|改)?(?:延长|缩短|延期|少观察|少监测|少报|提前)(?:到|至)?(?P<long>[^，。\n]{1,12})(?:结束|到期|解除)?[。.]?",
    may=STAFF,
)
def said(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “邢小雨缩短两天”, “3-2-502 邢小雨 延长到12月1日”; whoever nobody knows is not meant here."""
    spoken = ctx.derive(message=replace(ctx.message, text=found["who"])).at_work()
    who, at_work = sought(spoken, found["who"]), ctx.at_work()
    here = [] if who.is_empty else seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(here, Refused) or len(here) != 1:
        return None
    long = lasting.read(ctx.text, at_work.slots, ctx.local_sent_at.date())
    ids = [here[0].person.id]
    if long.days is None or not moving.running(ctx.actor, ctx.db, ids):
        return None
    return show(ctx, ids, {"days": long.days, "more": long.is_more, "less": long.is_less})


@router.action("end_moved")
def moved(ctx: Context) -> str:
    ends = date.fromisoformat(ctx.known["ends"])
    done = moving.move_end(ctx.actor, ctx.db, ctx.house.watch, ctx.known["picks"], ends, ctx.now)
    if isinstance(done, Refused):
        person = seeking.known(ctx.db, ctx.known["picks"][0])
        short = tree.short_door(person.household) if person.household else ""
        return WHY_NOT[done.reason].format(short=short, name=tree.call(person))
    return DONE.format(
        names="、".join(tree.call(each) for each in done.people),
        before=say_date(max(done.before)),
        after=say_date(done.after),
        told=TOLD if done.is_told else NOT_TOLD,
    )


# -- what happened to it ----------------------------------------------------------------------------


@router.command(
    r"(?:监测|观察|随访)(?:经过|历史|记录)\s*(?P<rest>.*)|(?P<who>.{2,20}?)的?(?:监测|观察)(?:经过|历史|记录)[?？。]?",
    may=STAFF,
)
def history(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “监测经过 3-2-502 邢海波”: begun, extended, paused, moved, held, ended, by whom."""
    named = found["rest"] or found["who"] or ""
    spoken = ctx.derive(message=replace(ctx.message, text=named)).at_work()
    return whom.about(ctx, sought(spoken, named), "watch_history", _tell)


def _tell(ctx: Context, person_id: int) -> str:
    found = moving.history_of(ctx.actor, ctx.db, person_id, ctx.now)
    if isinstance(found, Refused):
        return whom.WHY_NOT["not_writer"]
    name = tree.call_of(ctx.db, person_id)
    if not found:
        return NO_HISTORY.format(name=name)
    lines = [_line(ctx, event.act, event.at, event.detail, event.text, event.actor_id)
             for _, event in found[-20:]]  # fmt: skip
    return "\n".join([f"{name}的监测经过：", *lines])


def _line(
    ctx: Context,
    act: EpisodeAct,
    at: datetime,
    detail: str | None,
    text: str | None,
    actor_id: int | None,
) -> str:
    by = f"（{tree.call_of(ctx.db, actor_id)}）" if actor_id else ""
    about = text or "，".join(_word(each) for each in (detail or "").split(",") if each)
    return f"{say_moment(at, ctx.house.zone)} {_ACTS[act]} {about}{by}"


def _word(word: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        return say_date(date.fromisoformat(word))
    return _WORDS.get(word, "")


whom.on_pick(router, "watch_history", _tell)
