"""“儿子住院了，不用报他的”, “出院了”: nobody is asked about whoever is away, until they are back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from community.followup import pausing
from community.followup.pausing import AWAY, HOSPITAL
from community.people import family, tree
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router
from handlers.followup.members import SELF
from handlers.people import whom
from handlers.people.refused import NOT_STAFF
from handlers.work import promises

router = Router("pausing")

MOST = 6
PAUSED = "{wish}记下了：{name}的体温先不用报，也不提醒了；家里其他人照旧。{told}{name}回来了，告诉我“{name}回来了”。"
WISH = "愿{name}早日康复。"
RESUMED = "好的，{name}的体温从现在起接着报。{told}量一下，把数字发给我吧，比如“{name}36.5”。"
TOLD = "已告诉{who}。"
WHICH = {HOSPITAL: "是哪一位住院了？", AWAY: "是哪一位不在家？", "": "是哪一位回来了？"}
STAFF_PAUSED = "{door}{name}的监测已暂停，不再提醒报TA的体温。回来了，发：恢复 {short} {name}"
STAFF_RESUMED = "{door}{name}的监测已恢复，从现在起接着报。"
WHY_NOT = {
    "paused_already": "{about}的监测已经暂停了。",
    "not_paused": "{about}的监测没有暂停，一直在报。",
    "not_in_care": "这一户不归您管，请告诉那里的网格员。",
    "not_watched": "这一位现在没有在监测。",
}
_HOSPITAL = re.compile(
    r"住院|住进?了?.{0,6}医院|(?:进|送|去|到|在|转)了?.{0,4}医院(?:了|里|住)|重症|ICU|方舱|隔离点"
)
_AWAY = re.compile(
    r"不在家|去了?外地|在外地|出差|回了?老家|去了?.{1,6}家(?:里|住)?(?:了|几天)|出远门|住校|住单位"
)
_NO_MORE = re.compile(
    r"(?:不用|别|不要|不必|甭|不|没法|没办法|报不了|量不了)(?:再|给|给他|给她)?(?:报|催|提醒|问|量|测)|报不了|量不了|暂停|先停"
)
_BACK = re.compile(
    r"出院|回(?:到)?家(?:里)?了|回来了|(?:接着|继续|重新|恢复)(?:报|量|测|监测|提醒)"
)
_ASKS = re.compile(r"[?？吗么]|怎么|可以.{0,4}不|要不要|还(?:用|要)|(?:想|要|能|该)(?:不能)?住院")


@router.intercept
def household(ctx: Context, _: Any) -> Reply | str | None:
    """Hear from a watched household who of it is in hospital or away, or back."""
    if ctx.parse.danger or ctx.slots.get("temps") or ctx.caller.person_id is None:
        return None
    why = _why(ctx.text)
    if why is None:
        return None
    home = pausing.of_home(ctx.resident, ctx.db, ctx.house.watch, ctx.sent_at)
    waits = [one for one in home if (one.paused_at is None) == bool(why)]
    if not waits:
        return None
    named = _named(ctx, [one.person for one in home])
    if named is not None:
        return _do(ctx, named, why) if named in {one.person_id for one in waits} else None
    if _speaks_of_another(ctx):
        return None
    if len(waits) == 1 and not why:
        return _do(ctx, waits[0].person_id, why)
    choices = [(tree.call(one.person), f"pause_{at}") for at, one in enumerate(waits[:MOST])]
    picks = [one.person_id for one in waits[:MOST]]
    return ctx.offer(WHICH[why], [*choices, ("都不是", "thanks")], picks=picks, why=why)


def _why(text: str) -> str | None:
    """Return why somebody is not to be asked about; "" for whoever is back, None for anything else."""
    if _ASKS.search(text):
        return None
    if _BACK.search(text) and not re.search(r"(?:没|还没|未|不)(?:有)?(?:出院|回来|回家)", text):
        return ""
    if _HOSPITAL.search(text):
        return HOSPITAL
    return AWAY if _AWAY.search(text) and _NO_MORE.search(text) else None


def _named(ctx: Context, people: Sequence[Any]) -> int | None:
    """Return who of the household the words name: by relation, by name, by given name, or oneself."""
    who, day = str(ctx.slots.get("who") or ""), ctx.local_sent_at.date()
    called = [
        p
        for p in people
        if p.name and (p.name in ctx.text or (family.given(p) or "\n") in ctx.text)
    ]
    if len(called) == 1:
        return int(called[0].id)
    if who and who not in SELF:
        known = family.whom(ctx.resident, ctx.db, who, who, day)
        return known.id if known is not None else None
    is_self = who in SELF or re.match(
        r"\s*(?:我|本人|俺)(?!们|家|爸|妈|儿|女|老|爱|媳|奶|爷|哥|姐|弟|妹|孩|娃)", ctx.text
    )
    return ctx.resident.person_id if is_self else None


def _speaks_of_another(ctx: Context) -> bool:
    """Tell whether the words name somebody, though nobody who is watched over."""
    who = str(ctx.slots.get("who") or "")
    return bool(who and who not in SELF) or bool(
        re.search(r"邻居|同事|朋友|同学|楼上|楼下|隔壁|亲戚", ctx.text)
    )


def _do(ctx: Context, person_id: int, why: str) -> str:
    house = ctx.house
    done = (
        pausing.pause(ctx.resident, ctx.db, house.watch, person_id, why, ctx.now)
        if why
        else pausing.resume(ctx.resident, ctx.db, house.watch, person_id, ctx.now)
    )
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    item = pausing.tell_staff(ctx.resident, ctx.db, done, why, ctx.now, house.desk, ctx.turn_id)
    name = "您" if person_id == ctx.resident.person_id else tree.call(done.person)
    told = promises.told(ctx, item, TOLD)
    if not why:
        return RESUMED.format(name=name, told=told).replace("“您36.5”", "“36.5”")
    wish = WISH.format(name=name) if why == HOSPITAL else ""
    return PAUSED.format(name=name, wish=wish, told=told).replace("“您回来了”", "“我回来了”")


for _at in range(MOST):
    router.action(f"pause_{_at}")(
        lambda ctx, at=_at: _do(ctx, ctx.known["picks"][at], ctx.known["why"])
    )


# -- staff ------------------------------------------------------------------------------------------


@router.command(
    r"(?:暂停|先停)(?:观察|监测|报体温|提醒)?\s+(?!(?:通知\s?)?[Nn]\d)(?P<rest>.+)|(?P<who>[^，,。；;\n]{1,20}?)(?:住院|进医院|送医院|住进医院|转去隔离点|去外地|不在家)了?[，,。；\s].{0,8}(?:暂停|先停|先不报|不用报|别催|别提醒).{0,8}",
    may=STAFF,
    others="",
)
def staff_pauses(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “暂停 3-2-502 邢大明”, “邢大明住院了，先暂停”."""
    return _staff(
        ctx, found["rest"] or found["who"], HOSPITAL if _HOSPITAL.search(ctx.text) else AWAY
    )


@router.command(
    r"恢复(?:观察|监测|报体温|提醒)?\s+(?P<rest>.+)|(?P<who>[^，,。；;\n]{1,20}?)(?:出院|回来|回家)了?[，,。；\s].{0,8}(?:恢复|接着报|继续报|接着观察|接着监测|继续监测).{0,8}",
    may=STAFF,
    others="",
)
def staff_resumes(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “恢复 3-2-502 邢大明”, “邢大明出院了，接着报”."""
    return _staff(ctx, found["rest"] or found["who"], "")


def _staff(ctx: Context, named: str, why: str) -> Reply | str:
    spoken = ctx.derive(message=replace(ctx.message, text=named)).at_work()
    who = whom.sought(spoken, named)
    if not ctx.actor.is_staff:
        return NOT_STAFF
    return whom.about(ctx, who, "pausing", _staff_does, why=why)


def _staff_does(ctx: Context, person_id: int) -> str:
    why, watch = ctx.known["why"], ctx.house.watch
    done = (
        pausing.pause(ctx.actor, ctx.db, watch, person_id, why, ctx.now)
        if why
        else pausing.resume(ctx.actor, ctx.db, watch, person_id, ctx.now)
    )
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    home, name = done.person.household, tree.call(done.person)
    door, short = (tree.door(home), tree.short_door(home)) if home else ("", "")
    said = STAFF_PAUSED if why else STAFF_RESUMED
    return said.format(door=door, name=name, short=short)


whom.on_pick(router, "pausing", _staff_does)
