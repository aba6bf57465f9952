"""What is said of a request again: it is added to the open one and is never a second one."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from community.work import asking_for, casework
from community.work.asking_for import WorkItem
from community.work.casework import ItemState, Submission
from core.forms import FormSpec
from core.phrases import quoted
from dialog import Context, Reply, Router, Said
from dialog.forms.showing import show
from dialog.meanings import Meanings
from dialog.short_replies import is_leaving, is_no, is_yes, looks_asked
from handlers.followup import triage
from handlers.work import promises, topics

router = Router("adding")

MORE = "加到您刚才说的那件里了（编号{number}），已转给{{who}}。"
KNOWN = "这件事{{who}}已经知道（编号{number}），不用再说一次；问到哪一步了，回复“到了吗”。"
IN_HAND = "您的{title}（编号{number}）已经在办，不用再交一次；问到哪一步了，回复“到了吗”。"
ADDED = "加上了（编号{number}）：{what}。{told}"
NOTED = "记下了（编号{number}）：“{said}”。{told}"
LATELY = timedelta(minutes=30)  # so soon after a request, words that mean nothing else belong to it
ANEW = timedelta(hours=1)  # so long after, the same again of what is in hand is wanted once more
LONGEST = 60
SAID = 60
HEARD = ("request_", "report_", "complain")  # what the model knows for a wish of its own
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2}")
_CLOSES = re.compile(r"(谢|好的|嗯|哦|收到|知道|再见|在吗|你好|您好|早|晚安|哈|呵)+.{0,4}")


@router.intercept
def wish(ctx: Context, meanings: Meanings) -> Reply | None:
    """Hear a wish for help in any words, also where the model took it for a question."""
    parse = ctx.parse
    if not parse.ask_back and any(
        meant.startswith(HEARD) for meant in (parse.intent, *parse.intents)
    ):
        return None
    about = topics.asked_of_us(ctx.text)
    if ctx.message.in_group or not (about or _needs_hands(ctx)):
        return None
    return meanings.meant(ctx, "request_medical" if about & topics.MEDICAL else "request_errand")


def _needs_hands(ctx: Context) -> bool:
    """Tell whether they cannot do it themselves, though nothing is asked of anybody."""
    is_ill = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    return topics.is_beyond(ctx.text) and not is_ill and not ctx.actor.is_staff


@router.intercept
def more(ctx: Context, _: object) -> Said | None:
    """Take the next words that mean nothing else for more about what was just asked for."""
    text, parse = ctx.text.strip(), ctx.parse
    unclear = parse.intent == "oos" or parse.ask_back
    if (
        not unclear
        or not _WORDS.search(text)
        or len(text) > LONGEST
        or looks_asked(text)
        or ctx.actor.is_staff
    ):
        return None
    if is_yes(text) or is_no(text) or is_leaving(text) or _CLOSES.fullmatch(text):
        return None
    newest = next(iter(asking_for.waited_for(ctx.actor, ctx.db, ctx.now)), None)
    if newest is None or newest.is_done or newest.item.raised_at < ctx.now - LATELY:
        return None
    return add(ctx, lambda said: topics.belongs(text, said)) or _beside_a_form(ctx, newest.item)


def with_advice(ctx: Context, told: str) -> str:
    """Say below it what helps, where somebody is told to be unwell: passing it on helps nobody tonight."""
    found = triage.lines(ctx)
    return f"{told}\n{triage.advice(ctx, found)}" if found else told


def add(ctx: Context, belongs: Any) -> str | None:
    """Give the words to the open request they belong to, and say whose it is; None for a new one."""
    item = asking_for.add(ctx.actor, ctx.db, ctx.text, ctx.speaker, ctx.now, belongs)
    if item is None:
        return None
    is_new = item.text.endswith(f"又说：“{quoted(ctx.text, asking_for.SAID)}”")
    told = promises.told(ctx, item, (MORE if is_new else KNOWN).format(number=item.id))
    return with_advice(ctx, told)


def _beside_a_form(ctx: Context, item: WorkItem) -> str | None:
    """Pass words on that belong to what a form asked for."""
    own = casework.own(ctx.actor, ctx.db, item.id)
    if not isinstance(own, tuple):
        return None
    return _note(ctx, item)


def _note(ctx: Context, item: WorkItem) -> str:
    said = quoted(ctx.text, SAID)
    casework.tell_more(ctx.db, item, f"又说：“{said}”", ctx.now)
    told = promises.told(ctx, item, "已转给{who}。")
    return with_advice(ctx, NOTED.format(number=item.id, said=said, told=told))


def to_open(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> Reply | None:
    """Put what is asked for again into the open request; None if it is another one."""
    found = casework.going_on(ctx.actor, ctx.db, spec.id) if spec.at_once else None
    if found is None or not (_goes_with(ctx, found[1]) or _is_same(spec, filled, found[1])):
        return None
    item, sent = found
    field = next((f for f in spec.fields if f.reader == "items"), None)
    wanted = filled.get(field.name, []) if field is not None else []
    if field is None or not wanted:
        return Reply(_note(ctx, item))
    earlier = (sent.answers or {}).get(field.name, [])
    fresh = [each for each in wanted if each not in earlier]
    if not fresh and item.state is ItemState.TAKEN and sent.sent_at < ctx.now - ANEW:
        return None
    if not fresh:
        return Reply(IN_HAND.format(title=spec.title, number=item.id))
    named = {each.get("name") for each in fresh}
    before = [each for each in earlier if each.get("name") not in named]
    given = {field.name: [*before, *fresh]}
    said = f"再加上：{show(fresh)}。原话：“{quoted(ctx.text, SAID)}”"
    if item.state is ItemState.TAKEN:
        casework.complete(ctx.db, item, given, said, ctx.now)
    else:
        casework.amend(ctx.db, spec, item, given, said, ctx.now, ctx.house.desk)
    told = promises.told(ctx, item, "已告诉{who}。")
    return Reply(ADDED.format(number=item.id, what=show(fresh), told=told))


_MORE_OF_IT = re.compile(r"^(?:对了|哦|还有|另外|那就?|[，,\s])*(?:再|还要|还有|另外|加|多)")


def _goes_with(ctx: Context, sent: Submission) -> bool:
    """Tell whether “再加一袋盐”, said soon after and of no other door, goes with what was sent."""
    is_soon = sent.sent_at > ctx.now - LATELY
    return is_soon and not ctx.slots.get("address") and bool(_MORE_OF_IT.search(ctx.text))


def _is_same(spec: FormSpec, filled: Mapping[str, Any], sent: Submission) -> bool:
    """Tell whether a request is for the same person and door as an earlier one."""
    earlier = sent.answers or {}
    doors = [f.name for f in spec.fields if f.reader == "address"]
    named = [n for n in (*doors, "_for") if filled.get(n) and earlier.get(n)]
    elsewhere = bool(filled.get("_for")) != bool(earlier.get("_for"))
    return not elsewhere and all(filled[n] == earlier[n] for n in named)
