"""Forms sent in, and what whoever sent one in can see and do until it is decided."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from community.people import tree
from community.people.access import Refused, Role
from community.work import casework
from community.work.casework import ItemState, Submission, WorkItem
from community.work.escalation import Subject
from core.conditions import holds
from core.forms import FormField, FormSpec
from core.phrases import quoted, say_day, say_moment, shorten
from core.ports import Unreadable
from dialog import Context, Reply, Router, Said, asked
from dialog.forms.form import Form
from dialog.forms.showing import show
from dialog.router import ANY
from handlers.knowledge import hurry
from handlers.work import adding, calling_off, joining_later, promises, putting_right, tips, twice

router = Router("forms")

SHOWN = 8
SAID = 120
NOT_YOURS = "没有找到您的编号{number}。回复“我的登记”看您交过的。"
SETTLED = "编号{number}{state}，不能再改了。有变化请重新登记，或回复“转人工”。"
STATES = {
    ItemState.TAKEN: "有人在办",
    ItemState.DONE: "已通过",
    ItemState.DECLINED: "没有通过",
    ItemState.WITHDRAWN: "已撤销",
}


def _state(item: WorkItem, *, needs_decision: bool) -> str:
    """Say where something that was sent in stands."""
    if item.state is ItemState.OPEN:
        if item.late_at is not None:
            return "超过了说好的时间，正在往上催"
        return "等您回答一个问题" if item.asked_at is not None else "等待处理"
    if item.state is ItemState.DONE and not needs_decision:
        return f"办好了：{item.result}" if item.result else "已有人看到"
    return STATES[item.state]


@router.submit(ANY)
def submit(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> Said:
    """Store what was filled in, tell whoever decides about it, and say by when."""
    if (added := adding.to_open(ctx, spec, filled)) is not None:
        return added
    if (covered := twice.covered(ctx, spec, filled)) is not None:
        return covered
    if number := casework.already_sent(ctx.actor, ctx.db, spec.id, filled):
        return f"您的{spec.title}（编号{number}）已经在办，不用再交一次。"
    unseen = spec.is_anonymous(filled)
    receipt = tips.new_receipt() if unseen else None
    now = casework.blurred(ctx.now) if unseen else ctx.now
    subject = _nobody(ctx) if unseen else _subject(ctx, spec, filled)
    if spec.kind == "complaint":
        words = "，".join(str(value) for value in filled.values() if isinstance(value, str))
        subject = replace(subject, avoids=promises.accused(ctx, words))
    said = casework.Spoken(_words(spec, filled))
    said["sender"] = "" if unseen else ctx.introduction
    said["together"] = spec.together(filled)
    said["said"] = shorten(ctx.text, SAID)
    said["summary"] = "；".join(f"{f.label}：{said[f.name]}" for f in spec.fields if said[f.name])
    headline = spec.headline.format_map(said)
    sent = casework.submit(ctx.db, spec, filled, subject, headline, now, ctx.house.desk, receipt)
    said.update(_outlook(ctx, spec, filled, sent), receipt=receipt or "")
    said.update(promises.of_form(ctx, sent.item, said))
    said["says"] = said["says"].format_map(said)
    done = spec.as_filled(filled).done
    first = "" if unseen else hurry.of_kind(ctx.text)  # what may not wait until somebody buys it
    done = "\n".join(part for part in (first, done.format_map(said)) if part)
    return Reply(done, sent=None if unseen else sent.number)


def _words(spec: FormSpec, filled: Mapping[str, Any]) -> dict[str, str]:
    """Say each answer; what was not to be asked is passed over in silence."""
    answered = {name: show(value) for name, value in filled.items() if spec.field(name)}
    return {f.name: "" for f in spec.fields if not holds(f.when, filled)} | answered


def _outlook(
    ctx: Context, spec: FormSpec, filled: Mapping[str, Any], sent: casework.Sent
) -> dict[str, str]:
    """Say who decides and by when."""
    tier, avoids = spec.tier(filled), sent.item.avoids
    decides, says = Role(tier.decides), tier.says
    if avoids is decides:  # it is about them: the next in line looks into it
        decides = next(iter(ctx.house.desk.chains.after.get(decides, ())), decides)
        says = f"没有给{tree.title(avoids)}看。{says}"
    return {
        "number": str(sent.number),
        "title": spec.title,
        "who": tree.title(decides),
        "deadline": say_moment(sent.due_at, ctx.house.zone) if sent.due_at else "",
        "says": says,
    }


def _subject(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> Subject:
    own = ctx.card if not filled.get("_for") else None
    doors = (filled.get(f.name) for f in spec.fields if f.reader == "address")
    unit = tree.find_building(ctx.db, next(doors, None), ctx.spot)
    return Subject(own, ctx.caller.contact_id, unit, ctx.turn_id)


def _nobody(ctx: Context) -> Subject:
    """Return a subject that names no person and no door, only the community it is for."""
    unit, zone = ctx.place_of(), ctx.house.zone
    seat = tree.seat_above(ctx.db, unit, Role.SECRETARY, ctx.now, zone) if unit else None
    return Subject(unit=seat)


# -- what the submitter sees and does ------------------------------------------------


@router.command(
    r"(?:请|麻烦|能不能|能)?(?:帮我|给我|替我)?(?:查看?|看看?)?(?:一下|下)?(?:我(?:的|交过?的|填过?的|报过?的)(?:登记|报备|申请|表单|求助)(?:情况|进度|记录)?|登记情况|登记进度)(?:吗|吧)?[。?？]?"
)
def mine(ctx: Context, _: object) -> str:
    """List what somebody sent in: what became of it, by when."""
    found = casework.sent_by(ctx.actor, ctx.db, SHOWN)
    others = joining_later.covering(ctx)
    if not found and not others:
        return "您还没有交过登记。要登记，比如回复“返乡登记”；回复“帮助”看我能做什么。"
    lines = [_line(ctx, item, sent) for item, sent in found]
    open_ones = [item.id for item, _ in found if item.state is ItemState.OPEN]
    if open_ones:
        number = open_ones[0]
        lines.append(f"要改哪项，写“改 {number}”；不要了写“撤销 {number}”。")
    own = ["您交过的登记：", *lines] if found else []
    family = [f"{_line(ctx, *one)}（{joining_later.by_whom(ctx, one[1])}）" for one in others]
    return "\n".join([*own, *(["家里人替您登记的：", *family] if family else [])])


@router.command(
    r"(?:我|那个|刚才|上次|之前|昨天|前天|提交|交|报|填|登记|报备|申请|求助|的|事情?|表)*"
    r"(?:办好了?[吗没么]|办得?怎么样了?|怎么样了|到哪一?步了?|有(?:结果|消息|人看)了?[吗没么]|批了[吗没么]|通过了?[吗没么]|进度|处理了[吗没么])"
    r"[呀啊呢。?？!！]*"
)
def progress(ctx: Context, _: object) -> Said | None:
    """Say where stands what somebody sent in; None if they sent in nothing."""
    is_there = casework.sent_by(ctx.actor, ctx.db, 1) or joining_later.covering(ctx)
    return mine(ctx, None) if is_there else None


def _line(ctx: Context, item: WorkItem, sent: Submission) -> str:
    spec = ctx.house.library.forms.get(sent.form)
    spec = spec and spec.as_filled(sent.answers or {})
    day = say_day(sent.sent_at.astimezone(ctx.house.zone).date())
    judged = spec is not None and spec.judged
    state = _state(item, needs_decision=judged)
    if item.due_at and item.state is ItemState.OPEN and item.late_at is None:
        what = "给您答复" if judged else "会有人看"
        state += f"，{say_moment(item.due_at, ctx.house.zone)}前{what}"
    return f"{item.id} {spec.title if spec else '登记'}（{day}）：{state}"


def _open_one(ctx: Context, number: int) -> tuple[WorkItem, Submission, FormSpec] | str:
    """Return somebody's own submission that is still open, or what to say instead."""
    found = casework.own(ctx.actor, ctx.db, number)
    spec = None if isinstance(found, Refused) else ctx.house.library.forms.get(found[1].form)
    if isinstance(found, Refused) or spec is None:
        return NOT_YOURS.format(number=number)
    if found[0].state is not ItemState.OPEN:
        state = _state(found[0], needs_decision=spec.judged)
        return SETTLED.format(number=number, state=state)
    return found[0], found[1], spec


@router.command(
    r"我?要?(撤销|撤回)[。!！]?|(我?要?(撤销|撤回|取消)|不要)\s*(编号)?[#＃]?\s*(?P<number>\d{1,9})\s*号?了?[。!！]?"
)
def withdraw(ctx: Context, found: re.Match[str]) -> str:
    """Take “撤销 12”; without a number, show which there are."""
    if found["number"] is None:
        return mine(ctx, found)
    if said := calling_off.numbered(ctx, int(found["number"])):
        return said
    own = _open_one(ctx, int(found["number"]))
    return own if isinstance(own, str) else mine(ctx, found)


@router.command(
    r"我?要?(改|修改|更正)(一下)?\s*(编号)?[#＃]?\s*(?P<number>\d{1,9})\s*号?的?[\s，,:：]*(?P<rest>.*)"
)
def change(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “改 12 日期 25号”; without the new value it is asked for."""
    number = int(found["number"])
    if ctx.place is not None and isinstance(casework.own(ctx.actor, ctx.db, number), Refused):
        return None  # “改26号”, said inside a form
    own = _open_one(ctx, number)
    if isinstance(own, str):
        return own
    item, sent, spec = own
    form = Form(ctx, spec, {**sent.answers, "_number": item.id})
    for field in spec.fields:
        label = rf"{re.escape(field.label)}(是|改成|改为|:|：)?[，,\s]*(?P<value>.*)"
        if named := re.fullmatch(label, found["rest"].strip(), re.DOTALL):
            return _set(ctx, form, field, named["value"], item)
    return putting_right.ask_which(ctx, spec, item.id)


def _set(ctx: Context, form: Form, field: FormField, text: str, item: WorkItem) -> str:
    """Take the new value of one answer, or ask for it."""
    if not text:
        form.answers.pop(field.name, None)
        form.answers["_only"] = field.name
        return form.ask(field)
    try:
        form.read(field, text)
    except Unreadable as trouble:
        return trouble.sentence
    value = form.answers[field.name]
    said = f"改了{field.label}：{show(value)}"
    casework.amend(ctx.db, form.spec, item, {field.name: value}, said, ctx.now, ctx.house.desk)
    told = promises.told(ctx, item, "已告诉{who}。")
    return f"改好了（编号{item.id}）。{field.label}：{show(value)}。{told}"


@router.command(r"(回|回复|答复)\s*[#＃]?(?P<number>\d{1,9})\s*号?[\s:：,，]+(?P<said>.+)")
def answer(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “回 12 八点到”, the answer to what staff asked back."""
    number = int(found["number"])
    if isinstance(casework.own(ctx.actor, ctx.db, number), Refused):
        return None  # “回复 1 …”, copied from an offer of numbers
    own = _open_one(ctx, number)
    if isinstance(own, str):
        return own
    asked.answered(ctx, own[0].id)
    return _pass_on(ctx, own[0], own[1], found["said"].strip())


@router.action("reply")
def reply(ctx: Context) -> str:
    """The next words after a question of theirs."""
    own = _open_one(ctx, int(ctx.known["number"]))
    return own if isinstance(own, str) else _pass_on(ctx, own[0], own[1], ctx.text.strip())


def _pass_on(ctx: Context, item: WorkItem, sent: Submission, text: str) -> str:
    question = casework.question_about(ctx.db, item)
    about = f"您问的“{shorten(question, 40)}”，" if question else ""
    said = f"{about}{tree.introduce(ctx.person, ctx.contact)}回答：“{quoted(text, SAID)}”"
    casework.reply(ctx.db, item, text, said, ctx.now)
    return promises.told(ctx, item, f"好的，已经转给问您的人（编号{item.id}）。")
