"""Test days: “明天采样名单”, “采了 3-2-502 邢小雨”, “结果 3-2-502 邢小雨 阴性”."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from community.followup import sampling
from community.followup.sampling import Sample, SampleResult, SamplingList
from community.people import tree
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from core.phrases import say_day, say_moment
from dialog import Context, Reply, Router
from handlers.people import whom
from handlers.people.refused import NOT_STAFF
from handlers.people.whom import sought

router = Router("samples")

NONE = "{day}没有要采样的。采样的日子写在方案里（第几天采），到了那天会列出来。"
HEAD = "{day}采样：应检{required}人，愿检{free}人；已采{taken}人，没采到{missed}人。"
LATE = "出结果晚了的："
TAKEN = "记下了：{name}已采样。结果出来，发：结果 {short} {name} 阴性"
NOT_TAKEN = "记下了：{name}这次没采到（{why}）。"
RESULT = "记下了：{name}的结果是{found}。{told}"
WAS_TOLD = "已告诉对方。"
NOT_TOLD = "这家没有人绑定微信，请今天打电话告诉；告诉了发：结果告知了 {short} {name}。"
TOLD_NOW = "记下了：{name}的结果已告诉这家。"
ALERTED = "社区医生、书记那边也已提醒。"
WHY_NOT = {
    "not_in_care": "这一户不归您管，请告诉那里的网格员。",
    "no_sample": "{name}没有到采样的日子，没有记。",
    "no_result_yet": "{name}还没有结果，出来了先发：结果 {short} {name} 阴性",
    "not_taken_yet": "{name}还没记采样，先发：采了 {short} {name}",
}
_RESULTS = {"阴性": SampleResult.NEGATIVE, "阴": SampleResult.NEGATIVE, "阳性": SampleResult.POSITIVE,
            "阳": SampleResult.POSITIVE, "无效": SampleResult.INVALID}  # fmt: skip
_FOUND = {
    SampleResult.NEGATIVE: "阴性",
    SampleResult.POSITIVE: "阳性",
    SampleResult.INVALID: "无效，要再采",
}
_WHY = {"refused": "拒采", "away": "不在"}


@router.command(
    r"(?:看看?|查)?(?P<day>今天|明天|后天)?的?(?:要)?(?:采样|检测|核酸|应检)(?:的)?(?:名单|清单|有谁|谁要采|都有谁)[?？。]?"
    r"|(?P<day2>今天|明天|后天)(?:谁|哪些人|哪几户)要?(?:采样|做?检测|做?核酸)[?？。]?",
    may=STAFF,
)
def listed(ctx: Context, found: re.Match[str]) -> str:
    """List a day's samples, those that must be taken apart from those that may; late results first."""
    ahead = {"明天": 1, "后天": 2}.get(found["day"] or found["day2"] or "", 0)
    day = ctx.house.watch.today(ctx.sent_at) + timedelta(days=ahead)
    names = sampling.sampling_list(ctx.actor, ctx.db, ctx.house.watch, day, ctx.now)
    if isinstance(names, Refused):
        return NOT_STAFF
    return "\n".join([*_late(ctx, names), *_due(names)])


def _due(names: SamplingList) -> list[str]:
    day = say_day(names.day)
    if not names.due:
        return [NONE.format(day=day)]
    required = [one for one in names.due if one.is_required]
    free = [one for one in names.due if not one.is_required]
    head = HEAD.format(
        day=day,
        required=len(required),
        free=len(free),
        taken=sum(one.taken_at is not None for one in names.due),
        missed=sum(one.not_taken is not None for one in names.due),
    )
    return [head, *_rows("应检：", required), *_rows("愿检：", free)]


def _rows(title: str, samples: Sequence[Sample]) -> list[str]:
    return [title, *(f"・{_row(one)}" for one in samples)] if samples else []


def _row(sample: Sample) -> str:
    person = sample.episode.person
    door = tree.door(person.household) if person.household else ""
    state = "已采" if sample.taken_at else _WHY.get(sample.not_taken or "", "")
    result = _FOUND[sample.result] if sample.result else ""
    untold = "没告知" if sample.result and sample.told_at is None else ""
    return " ".join(part for part in (door, tree.call(person), state, result, untold) if part)


def _late(ctx: Context, names: SamplingList) -> list[str]:
    rows = [
        f"・{_row(one)} {say_moment(one.taken_at, ctx.house.zone)}采的"
        for one in names.late
        if one.taken_at is not None
    ]
    return [LATE, *rows] if rows else []


@router.command(
    r"(?P<how>采了|已采样?|采样了|采好了|拒采|拒绝采样|没采到|不在没采)\s*(?P<rest>[^\n]{2,40})"
    r"|(?P<rest2>[^\n]{0,30}?\d[^\n]{1,30}?)\s*(?P<how2>采了|已采样?|采样了|采好了|拒采|拒绝采样|没采到|不在没采)[。]?",
    may=STAFF,
)
def taken(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “采了 3-2-502 邢小雨”, “3-2-502 邢海波 拒采”, “没采到 3-2-502 邢海波 不在”."""
    how, rest = found["how"] or found["how2"], found["rest"] or found["rest2"]
    why = None if re.search(r"采了|已采|采好", how) else ("refused" if "拒" in how else "away")
    named = re.sub(r"不在家?|拒绝", " ", rest)
    return whom.about(ctx, _who(ctx, named), "sample_taken", _taken, why=why)


def _who(ctx: Context, named: str) -> Sought:
    spoken = ctx.derive(message=replace(ctx.message, text=named)).at_work()
    return sought(spoken, named)


def _taken(ctx: Context, person_id: int) -> str:
    why = ctx.known["why"]
    done = sampling.take(ctx.actor, ctx.db, ctx.house.watch, person_id, ctx.now, not_taken=why)
    name, short = _called(ctx, person_id)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(name=name, short=short)
    return (
        NOT_TAKEN.format(name=name, why=_WHY[why]) if why else TAKEN.format(name=name, short=short)
    )


@router.command(
    r"(?:检测|采样|核酸)?结果\s*(?P<rest>[^\n]{2,40}?)\s*(?:是|：|:)?\s*(?P<found>阴性|阳性|阴|阳|无效)[。]?",
    may=STAFF,
)
def result(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “结果 3-2-502 邢小雨 阴性”: the household hears it at once."""
    return whom.about(ctx, _who(ctx, found["rest"]), "sample_result", _result, found=found["found"])


def _result(ctx: Context, person_id: int) -> str:
    found = _RESULTS[ctx.known["found"]]
    done = sampling.result(
        ctx.actor, ctx.db, ctx.house.watch, person_id, found, ctx.now, ctx.house.desk, ctx.turn_id
    )
    name, short = _called(ctx, person_id)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(name=name, short=short)
    told = WAS_TOLD if done.told_at else NOT_TOLD.format(short=short, name=name)
    alerted = ALERTED if found is SampleResult.POSITIVE else ""
    return RESULT.format(name=name, found=_FOUND[found], told=f"{told}{alerted}")


@router.command(
    r"(?:检测|采样)?结果(?:已经?|都)?(?:告知|告诉|通知)(?:了|过了|到了|他们了)?[:：\s]*+(?P<rest>[^\n]{2,40}?)[。]?",
    may=STAFF,
)
def told(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “结果告知了 3-2-502 邢小雨”: a household that could not be written to was rung."""
    return whom.about(ctx, _who(ctx, found["rest"]), "sample_told", _told)


def _told(ctx: Context, person_id: int) -> str:
    done = sampling.told(ctx.actor, ctx.db, ctx.house.watch, person_id, ctx.now)
    name, short = _called(ctx, person_id)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(name=name, short=short)
    return TOLD_NOW.format(name=name)


def _called(ctx: Context, person_id: int) -> tuple[str, str]:
    home = tree.home_of(ctx.db, person_id)
    return tree.call_of(ctx.db, person_id), tree.short_door(home) if home else ""


whom.on_pick(router, "sample_taken", _taken)
whom.on_pick(router, "sample_result", _result)
whom.on_pick(router, "sample_told", _told)
