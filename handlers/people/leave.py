"""Asking for leave in one's own words: read, shown back with its dates, then asked for."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from community.people import finding, leave, posts, tree
from community.people.access import STAFF, Refused
from community.people.leave import LeaveTaken, Planned, Wanted
from community.people.posts import APPOINTERS
from community.work import escalation
from core.phrases import say_date, say_span
from dialog import Context, Reply, Router
from handlers.people import leave_words, picking
from handlers.people.leave_words import NOBODY, ONESELF, SpokenLeave

router = Router("leave")

WHY_NOT = {
    "no_post": "没有查到这几天的岗位，不用请假。",
    "not_appointer": "只能给自己请假；给别人登记请假，要由社区书记来。",
    "ends_first": "结束的日子在开始的前面，请再看看日期，比如“我12月1日到3日请假，李梅替”。",
    "past": "这几天已经过去了，请再看看日期。",
    "too_long": "请假最长半年；要长期离开，回复“我想辞职”，请书记安排接手的人。",
    "overlaps": (
        "{about}已经登记了请假。要换替班的人，回复“换某某替”；不请了，回复“取消请假”；"
        "提前回来了，回复“我回来了”。"
    ),
    "own_substitute": "自己不能替自己，请写另一位的名字；实在没人，写“没人替”。",
    "substitute_away": "{about}自己也不在岗，替不了。请换一位，或写“没人替”。",
    "gone": "{about}已经不在社区了，请换一位。",
    "nobody_accepts": "{about}不是工作人员，要书记点头才能替班，可现在没有能点头的人。请换一位工作人员替。",
    "same_days": "换班要写两个不同的日子，比如“跟李梅换班，我12月1日换她12月3日”。",
    "swap_not_staff": "换班只能和有岗位的工作人员换；请居民替班，写“某月某日请假，某某替”。",
}
WHICH_DAY = "从哪天开始？也可以直接写，比如“我12月1日到3日请假，李梅替”。"
_WHO = re.compile(r"(?:谁|找谁|哪个|哪位)(?:来|能|可以|去)?(?:顶|替|代|接)")
NO_NAME = "有人替，请连名字一起写，比如“我明天请假，李梅替”。"


def say_refused(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


@router.command(leave_words.COMMAND, may=STAFF)
def hear(ctx: Context, _: re.Match[str]) -> Reply | str | None:
    """Take “下周一到周三请假，李梅替”, “今天病了，没人替”, “李梅明天休息，张敏替”."""
    if ctx.parse.danger:
        return None
    dates = ctx.slots.get("dates", [])
    spoken = leave_words.read(ctx.text, dates, ctx.now, ctx.house.zone)
    if spoken is None:
        return None
    return hear_spoken(ctx, spoken)


def hear_spoken(ctx: Context, spoken: SpokenLeave) -> Reply | str:
    """Find whose leave it is: their own, unless the sentence begins with somebody of the staff."""
    asked: dict[str, Any] = {
        "substitute": spoken.substitute,
        "begins": spoken.begins.isoformat() if spoken.begins else "",
        "ends": spoken.ends.isoformat() if spoken.ends else "",
        "days": spoken.days or 1,
    }
    if spoken.who:
        named = finding.whom(ctx.actor, ctx.db, spoken.who, ctx.now, ctx.house.zone)
        staff = [one for one in named if one.is_staff]
        if len(staff) > 1:
            return picking.ask(ctx, spoken.who, staff, "leave_of", **asked)
        if staff:
            return _when(ctx, staff[0].person_id, asked)
        if ctx.actor.holds(APPOINTERS) and len(spoken.who) <= 3:
            return picking.NOT_FOUND.format(said=spoken.who)
    assert ctx.actor.person_id is not None, "the staff are known"
    return _when(ctx, ctx.actor.person_id, asked)


picking.on_pick(router, "leave_of", lambda ctx, who, asked: _when(ctx, who, asked))


def _when(ctx: Context, who: int, asked: Mapping[str, Any]) -> Reply | str:
    """Ask for the day where none was named."""
    if asked["begins"]:
        return _substitute(ctx, who, asked)
    today = ctx.local_sent_at.date()
    choices = [
        (f"{word}（{say_date(today + timedelta(days=at))}）", f"leave_from_{at}")
        for at, word in enumerate(("今天", "明天", "后天"))
    ]
    return ctx.offer(WHICH_DAY, choices, who=who, **_kept(asked))


def _from(ctx: Context, at: int) -> Reply | str:
    """Go on from the day that was picked."""
    midnight = ctx.local_sent_at.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = midnight + timedelta(days=at)
    ends = begins + timedelta(days=int(ctx.known["days"]))
    asked = {**ctx.known, "begins": begins.isoformat(), "ends": ends.isoformat()}
    return _substitute(ctx, ctx.known["who"], asked)


for _at in range(3):
    router.action(f"leave_from_{_at}")(lambda ctx, at=_at: _from(ctx, at))


def _kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: asked[name] for name in ("substitute", "begins", "ends", "days")}


def _substitute(ctx: Context, who: int, asked: Mapping[str, Any]) -> Reply | str:
    """Find who stands in; several of that name are offered."""
    said = str(asked["substitute"])
    if said in ("", NOBODY):
        return _show(ctx, _wanted(asked, who, None), is_said=said == NOBODY)
    if said == ONESELF:
        return _show(ctx, _wanted(asked, who, who))
    found = finding.whom(ctx.actor, ctx.db, said, ctx.now, ctx.house.zone)
    others = [one for one in found if one.person_id != who] or found
    if not others:
        return picking.NOT_FOUND.format(said=said)
    if len(others) > 1:
        return picking.ask(ctx, said, others, "leave_by", who=who, **_kept(asked))
    return _show(ctx, _wanted(asked, who, others[0].person_id))


picking.on_pick(
    router, "leave_by", lambda ctx, by, asked: _show(ctx, _wanted(asked, asked["who"], by))
)


def _wanted(asked: Mapping[str, Any], who: int, substitute_id: int | None) -> Wanted:
    begins, ends = map(datetime.fromisoformat, (asked["begins"], asked["ends"]))
    return Wanted(who, begins, ends, substitute_id)


def _show(ctx: Context, wanted: Wanted, *, is_said: bool = True) -> Reply | str:
    """Show a leave back, with dates as dates."""
    planned = leave.plan(ctx.actor, ctx.db, wanted, ctx.now, ctx.house.zone)
    if isinstance(planned, Refused):
        return say_refused(planned)
    carries: dict[str, Any] = {
        "who": wanted.person_id,
        "begins": wanted.begins_at.isoformat(),
        "ends": wanted.ends_at.isoformat(),
        "by": wanted.substitute_id,
    }
    yes = "对" if is_said else "没人替，就这样请"
    choices = [(yes, "leave_confirmed"), ("不对，先不请", "leave_dropped")]
    if not is_said and _WHO.search(ctx.text):
        begins = max(wanted.begins_at, ctx.now)
        others = finding.free(
            ctx.actor, ctx.db, wanted.person_id, begins, wanted.ends_at, ctx.house.zone
        )[: picking.MOST]
        choices += [(f"请{o.name}（{o.about}）替", f"leave_by_{n}") for n, o in enumerate(others)]
        carries["picks"] = [one.person_id for one in others]
    return ctx.offer(_shown(ctx, planned, is_said=is_said), choices, **carries)


def _shown(ctx: Context, planned: Planned, *, is_said: bool) -> str:
    wanted, own = planned.wanted, planned.wanted.person_id == ctx.actor.person_id
    whose = "" if own else tree.call(planned.person)
    span = say_span(wanted.begins_at, wanted.ends_at, ctx.house.zone)
    if planned.substitute is None:
        if not is_said:
            return f"{whose}{span}请假，没有说由谁替。{NO_NAME}"
        return f"{whose}{span}请假，没有人替，这几天的事会先告诉下一位负责人。对吗？"
    by = f"由{tree.call(planned.substitute)}替{'您' if own else ''}"
    said = f"{whose}{span}，{by}。对吗？" if own else f"{whose}{span}请假，{by}。对吗？"
    if planned.accepts is not None:
        name, accepts = tree.call(planned.substitute), tree.call(planned.accepts)
        said += f"\n{name}不是工作人员，要先请{accepts}点头。"
    return said


@router.action("leave_dropped")
def dropped(ctx: Context) -> str:
    return "好的，没有登记。要请假请再说一遍，比如“我明天请假三天，李梅替”。"


@router.action("leave_confirmed")
def confirmed(ctx: Context) -> str:
    known = ctx.known
    wanted = _wanted(known, known["who"], known["by"])
    taken = leave.take(ctx.actor, ctx.db, wanted, ctx.now, ctx.house.zone, ctx.house.announce)
    return say_refused(taken) if isinstance(taken, Refused) else _said(ctx, taken)


def _said(ctx: Context, taken: LeaveTaken) -> str:
    wanted, asked = taken.planned.wanted, taken.asked
    span = say_span(wanted.begins_at, wanted.ends_at, ctx.house.zone)
    if asked is None:
        by = taken.planned.substitute
        rest = f"由{tree.call(by)}替。" if by else f"没有人替，{_instead(ctx, taken)}。"
        return f"登记好了：{span}请假，{rest}"
    return f"登记好了：{span}请假。{asking(ctx, asked.id, tree.call(asked))}"


def _instead(ctx: Context, taken: LeaveTaken) -> str:
    """Say who is told instead, and who hears of the gap unless that is who says so."""
    unit, who = taken.planned.posts[0].unit, taken.planned.person.id
    told = posts.appointer_of(ctx.db, unit, ctx.now, ctx.house.zone, who)
    also = f"，也会告诉{tree.call(told)}" if told and told.id != ctx.actor.person_id else ""
    return f"有事会先告诉下一位负责人{also}"


def asking(ctx: Context, person_id: int, name: str) -> str:
    """Say that somebody was asked, or that they will hardly hear of it."""
    closed = escalation.why_silent(ctx.db, person_id, ctx.house.desk, ctx.now)
    if closed is None:
        return f"已经问{name}了，一有答复就告诉您。"
    return f"{name}这会儿多半收不到微信（{closed}），请打个电话，请TA给我回复“同意替班”。"
