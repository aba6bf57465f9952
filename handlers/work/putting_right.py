"""What was sent in already is found by what people say of it: “车次填错了”, “办好了吗”."""

import re
from typing import Any

from community.work import casework
from community.work.casework import ItemState, Submission, WorkItem
from core.forms import FormSpec
from dialog import Context, Reply, Router, Said
from dialog.forms import correcting
from dialog.forms.form import Form
from dialog.forms.showing import show
from handlers.work import promises

router = Router("putting_right")

RECENT = 8
FORMS = "登记|报备|表|填|申报"
WHICH = "要改哪一项？（{labels}）比如“{last}…”。不改了回“取消”。"
_SPOKEN_OF = re.compile(FORMS)


def latest(ctx: Context) -> tuple[WorkItem, Submission, FormSpec] | None:
    """Return what somebody sent in last and can still change; None if there is nothing."""
    for item, sent in casework.sent_by(ctx.actor, ctx.db, RECENT):
        spec = ctx.house.library.forms.get(sent.form)
        if spec is not None and item.state is ItemState.OPEN:
            return item, sent, spec
    return None


@router.command(
    r"[^?？\n]{0,40}(?:填|写|打|报|登记|说|弄)[^?？\n]{0,8}(?:错|反)了?[^?？\n]{0,60}"
    r"|[^?？\n]{0,40}(?:填|写|打|报|登记)[^?？\n]{0,20}(?:不对|有误|有问题|不是|改)[^?？\n]{0,60}"
)
def wrong(ctx: Context, _: object) -> Said | None:
    """Take “车次填错了”, “刚才报的日期不对 是25号”; None if nothing sent in is meant."""
    if ctx.slots.get("temps") or ctx.is_filling or (found := latest(ctx)) is None:
        return None
    item, sent, spec = found
    form = Form(ctx, spec, {**sent.answers, "_number": item.id})
    changed = correcting.find(form, ctx.text)
    if changed:
        return put_right(ctx, form, item, changed)
    return ask_which(ctx, spec, item.id) if _speaks_of_forms(ctx.text) else None


def _speaks_of_forms(text: str) -> bool:
    return len(text) <= 16 and bool(_SPOKEN_OF.search(text)) and correcting.is_marked(text)


def ask_which(ctx: Context, spec: FormSpec, number: int) -> Reply:
    """Ask what is to be changed; the next words are taken for it."""
    labels = [field.label for field in spec.fields]
    question = WHICH.format(labels="、".join(labels), last=labels[-1])
    return ctx.ask(question, "put_right", number=number)


@router.action("put_right")
def named(ctx: Context) -> Said:
    """Take the name of what is to be changed, with or without its new value."""
    own = casework.sent_by(ctx.actor, ctx.db, RECENT)
    found = next((pair for pair in own if pair[0].id == ctx.known["number"]), None)
    spec = ctx.house.library.forms.get(found[1].form) if found else None
    if found is None or spec is None:
        return ""
    if found[0].state is not ItemState.OPEN:
        return f"编号{found[0].id}已经有人处理了，这次没有改。有变化回复“转人工”。"
    form = Form(ctx, spec, {**found[1].answers, "_number": found[0].id})
    changed = correcting.find(form, ctx.text)
    return put_right(ctx, form, found[0], changed) if changed else ""


def put_right(ctx: Context, form: Form, item: WorkItem, changed: dict[str, Any]) -> str:
    """Store the new values and tell who has it; ask for the first that was only named."""
    given = {name: value for name, value in changed.items() if value is not None}
    labels = {field.name: field.label for field in form.spec.fields}
    lines = "，".join(f"{labels[name]}：{show(value)}" for name, value in given.items())
    said = ""
    if given:
        form.answers.update(given)
        casework.amend(ctx.db, form.spec, item, given, f"改了{lines}", ctx.now, ctx.house.desk)
        said = f"改好了（编号{item.id}）。{lines}。{promises.told(ctx, item, '已告诉{who}。')}"
    empty = next((form.spec.field(name) for name, value in changed.items() if value is None), None)
    if empty is None:
        return said
    form.answers.pop(empty.name, None)
    form.answers["_only"] = empty.name
    return "\n".join(filter(None, (said, form.ask(empty))))
