"""Who comes along is put into what was sent in, and whoever stands in it sees it."""

from collections.abc import Sequence

from community.people import tree
from community.work import casework
from community.work.casework import ItemState, Submission, WorkItem
from core.forms import FormSpec
from dialog import Context, Router
from dialog.forms import companions
from dialog.forms.showing import show
from handlers.work import promises

router = Router("joining later")

RECENT = 8
ADDED = "加上了（编号{number}），{label}：{who}。{told}不用另外登记。"
THERE = "{who}已经在登记里了（编号{number}），不用再登记。"
COVERED = "{who}交的，您也在里面"

Sent = tuple[WorkItem, Submission]


@router.command(
    r"[^?？\n]{0,30}(?:一起|一块|一道|同行|跟我|和我|也|都|加上?|带上?|算上|还有)[^\n]{0,30}"
)
def comes_too(ctx: Context, _: object) -> str | None:
    """Take “我老婆也一起” after the form was sent in; None if nothing sent in is meant."""
    if ctx.is_filling or (found := _latest(ctx)) is None:
        return None
    item, sent, spec = found
    more = companions.comes_too(ctx)
    if spec.family is None or not more:
        return None
    held = list(spec.companions(sent.answers or {}))
    now = companions.joined([dict(each) for each in held], more)
    if len(now) == len(held) and all(each in now for each in held):
        return THERE.format(who=show([each["name"] for each in more]), number=item.id)
    given = {spec.family.name: now}
    said = f"补充：{spec.family.label}：{show(now)}"
    if item.state is ItemState.OPEN:
        casework.amend(ctx.db, spec, item, given, said, ctx.now, ctx.house.desk)
    else:
        casework.complete(ctx.db, item, given, said, ctx.now)
    told = promises.told(ctx, item, "已告诉{who}。")
    return ADDED.format(number=item.id, label=spec.family.label, who=show(now), told=told)


def _latest(ctx: Context) -> tuple[WorkItem, Submission, FormSpec] | None:
    """Return what somebody sent in last for a family and is still to come."""
    today = ctx.local_sent_at.date()
    for item, sent in casework.sent_by(ctx.actor, ctx.db, RECENT):
        spec = ctx.house.library.forms.get(sent.form)
        if spec is None or spec.family is None or item.state in _GONE:
            continue
        if sent.day is None or sent.day >= today:
            return item, sent, spec
    return None


_GONE = (ItemState.DECLINED, ItemState.WITHDRAWN)


def covering(ctx: Context) -> Sequence[Sent]:
    """Return what others of the household sent in that whoever asks stands in, newest first."""
    forms = [spec.id for spec in ctx.house.library.forms.values() if spec.family is not None]
    home = [each.id for each in companions.others(ctx)] if ctx.caller.person_id else []
    if not home or not forms:
        return []
    found = casework.of_household(ctx.actor, ctx.db, home, forms, RECENT)
    return [(item, sent) for item, sent in found if _stands_in(ctx, sent)]


def _stands_in(ctx: Context, sent: Submission) -> bool:
    spec = ctx.house.library.forms.get(sent.form)
    named = spec.companions(sent.answers or {}) if spec is not None else []
    return ctx.caller.person_id in {each.get("person") for each in named}


def by_whom(ctx: Context, sent: Submission) -> str:
    """Say who sent in what whoever asks stands in."""
    who = tree.call_of(ctx.db, sent.person_id) if sent.person_id else "家里人"
    return COVERED.format(who=who)
