"""Follow-up ended in staff's own words: whoever of those named is watched over, shown, then done."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from community.followup import endings, releasing
from community.followup import observing as community_observing
from community.followup.checklist import Checklist
from community.followup.releasing import Ended
from community.people import describing, mentioned, seeking, tree
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from core.phrases import say_day, shorten
from dialog import Context, Reply, Router
from handlers.followup import lengthening, spoken
from handlers.followup.observing import WHOM as NAMED
from handlers.followup.observing import named_at, refused
from handlers.people import whom
from handlers.people.refused import NOT_STAFF
from handlers.people.whom import door, refuse, said, sought

router = Router("ending follow-up")

END = "要结束监测吗：{door} {names}"
NOT_WATCHED = "{about}现在没有在监测，不用结束。"
BY_ITSELF = "监测到期会自动结束，并告诉本人，不用一户户解除。要提前结束，请说是哪一户、哪一位。"
MISSING = "{name}还差：{against}。"
READY = "{name}：天数、体温、症状、检测都符合。"
ILL = "有发热或异常没了结。仍要结束，会同时告诉社区医生和书记。"
ALL = "这{many}位都结束"
WHOM = "要结束谁的监测？回复门牌和姓名就行，比如“3-2-601 张三”。"
BECAUSE = "原因：{why}（结束时记到备注里）。"
ENDED = "{day}结束监测：{why}"
NOTE = 60
_WHY = re.compile(r"阴性|症状|[没不]烧|退烧|正常|痊愈|康复|好了|转阴|复查|检测|核酸|抗原|同意")
_THIS_ONE = re.compile(
    r"(?:不是|不对|是|错了|我?说的是|[\s，,])*.{4,20}?(?:那[个位户家]|这[个位户家]|的)?[。!！]*"
)
_DUE = re.compile(r"到期的|期满的|名单里的|的都|全部结束")
MOST = 5


@router.intent("staff_release", may=STAFF)
def release(ctx: Context) -> Reply | str:
    """Take “丁磊期满了，给他结束”, “6-402那户今天可以解了”, “把到期的都解除”."""
    if lengthening.MEANT.search(ctx.text):
        return spoken.observe(ctx)
    who = sought(ctx, "")
    if who.is_empty and (named := _mentioned(ctx)):
        return _among(ctx, named, tree.call(named[0].person))
    if who.is_empty:
        return BY_ITSELF if _DUE.search(ctx.text) else ctx.ask(WHOM, "release_whom")
    return _of(ctx, who)


@router.action("release_whom")
def whom_given(ctx: Context) -> Reply | str:
    who = sought(ctx, "")
    return "" if who.is_empty else _of(ctx, who)


def _of(ctx: Context, who: Sought) -> Reply | str:
    found = seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(found, Refused):
        return refuse(found)
    if not found and who.has_door:
        return whom.NOT_THERE.format(door=whom.door(who.address), about=said(who))
    if not found:
        return ctx.ask(whom.NOBODY.format(about=said(who)), "release_whom")
    return _among(ctx, found, who.name or whom.door(who.address))


def _mentioned(ctx: Context) -> list[Resident]:
    """Return whom words name somewhere: “刘芳可以解除观察了”; several of a name are all of them."""
    found = mentioned.mentioned(ctx.actor, ctx.db, ctx.text)
    return list(found[0].people) if len(found) == 1 else []


def _among(ctx: Context, found: Sequence[Resident], about: str) -> Reply | str:
    """Go on with those who are watched over of all who may be meant."""
    ids = [each.person.id for each in found]
    lists = releasing.look(ctx.actor, ctx.db, ctx.house.watch, ids, ctx.now)
    running = [] if isinstance(lists, Refused) else [one.episode.person_id for one in lists]
    watched = [each for each in found if each.person.id in running]
    if not watched:
        return NOT_WATCHED.format(about=about)
    return _show(ctx, watched) if len(watched) == 1 else _which(ctx, watched)


def _which(ctx: Context, watched: Sequence[Resident]) -> Reply:
    listed = watched[:MOST]
    choices = [(whom.row(each), f"release_who_{at}") for at, each in enumerate(listed)]
    if len({each.door for each in watched}) == 1:
        choices.append((ALL.format(many=len(watched)), "release_all"))
    return ctx.offer(whom.WHICH, choices, picks=[each.person.id for each in watched])


def _show(ctx: Context, watched: Sequence[Resident]) -> Reply | str:
    return show(ctx, [each.person.id for each in watched])


def show(ctx: Context, ids: Sequence[int]) -> Reply | str:
    """Show how things stand with everybody named; their second word ends it."""
    lists = releasing.look(ctx.actor, ctx.db, ctx.house.watch, ids, ctx.now)
    if isinstance(lists, Refused):
        return refuse(lists)
    if not lists:
        return NOT_WATCHED.format(about="这一户")
    people = [each.episode.person for each in lists]
    home = people[0].household
    asked = END.format(
        door=tree.door(home) if home else "", names="、".join(tree.call(each) for each in people)
    )
    ready = [_ready(each) for each in lists]
    is_ill = any(each.is_medical for each in lists)
    warned = [ILL] if is_ill else []
    label = "仍要结束" if is_ill else "结束"
    choices = [(label, "released"), ("先不", "thanks")]
    return ctx.offer("\n".join([asked, *ready, *warned]), choices, picks=[p.id for p in people])


def _ready(checklist: Checklist[Any]) -> str:
    name = tree.call(checklist.episode.person)
    against = "、".join(endings.obstacles(checklist))
    return MISSING.format(name=name, against=against) if against else READY.format(name=name)


def _picked(ctx: Context, numbers: Sequence[int]) -> str:
    done = releasing.release(ctx.actor, ctx.db, ctx.house.watch, numbers, ctx.now, knowing=True)
    return refuse(done) if isinstance(done, Refused) else said_ended(done)


def said_ended(done: Ended) -> str:
    names = "、".join(tree.call(each) for each in done.people)
    told = "已告诉对方" if done.is_told else "这家没有人绑定微信，请您转告"
    said = f"{done.door} {names}的健康监测已结束，{told}。"
    return f"{said}当时：{'、'.join(done.waived)}，都记下了。" if done.waived else said


def _one_of(ctx: Context, at: int) -> Reply | str:
    return show(ctx, [ctx.known["picks"][at]])


for _at in range(MOST):
    router.action(f"release_who_{_at}")(lambda ctx, at=_at: _one_of(ctx, at))


@router.command(r"[^\n?？]{2,80}", may=STAFF)
def because(ctx: Context, _: re.Match[str]) -> Reply | str | None:
    """Take “核酸两次阴性 三天没烧了” before somebody's watch is ended: it is why, and of nobody else."""
    answers = ctx.place.answers if ctx.place is not None else {}
    if "released" not in answers.get("actions", {}).values():
        return None
    if _THIS_ONE.fullmatch(ctx.text) and not (who := sought(ctx, "")).is_empty:
        return _of(ctx, who)
    if not _WHY.search(ctx.text):
        return None
    shown = show(ctx, answers["known"]["picks"])
    if not isinstance(shown, Reply):
        return shown
    why = shorten(ctx.text, NOTE)
    return replace(shown, carries={**shown.carries, "why": why}).after(BECAUSE.format(why=why))


@router.action("released")
def released(ctx: Context) -> str:
    for number in ctx.known["picks"] if ctx.known.get("why") else []:
        note = ENDED.format(day=say_day(ctx.local_sent_at.date()), why=ctx.known["why"])
        describing.remark(ctx.actor, ctx.db, number, note, ctx.now)
    return _picked(ctx, ctx.known["picks"])


@router.action("release_all")
def release_all(ctx: Context) -> Reply | str:
    return show(ctx, ctx.known["picks"])


# -- in exact words ---------------------------------------------------------------------------------


@router.command(r"(结束|停止)(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def stop(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “结束观察 3-2-601 张三”: done at once, but for whoever is ill."""
    whom = named_at(ctx, found["rest"])
    if not whom:
        return NAMED
    ids: list[int] = []
    for each in whom:
        here = community_observing.people_at(ctx.actor, ctx.db, each)
        if isinstance(here, Refused):
            return refused(here, each)
        ids += here
    done = releasing.release(ctx.actor, ctx.db, ctx.house.watch, ids, ctx.now, knowing=False)
    if not isinstance(done, Refused):
        return said_ended(done)
    if done.reason == "not_ready":
        return show(ctx, ids)
    return refused(Refused(done.reason, door(whom[0].address)), whom[0])


@router.command(
    r"(解除|放行|解封)(观察|监测|健康监测|隔离)?\s+(?P<rest>.*\d.*)", may=STAFF, others=NOT_STAFF
)
def lift(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “解除 3-2-601 张三”, “解除 3-2-601”: what is missing is shown first."""
    rest = replace(ctx.message, text=found["rest"])
    return _of(ctx, sought(ctx.derive(message=rest).at_work(), ""))
