"""Readings of somebody nobody knows yet: asked about once, kept meanwhile, and never a person unasked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from community.people import family
from dialog import Context, Reply, Router
from handlers.followup import readings
from handlers.followup.members import SELF, word_of

MOST = 6  # members one question names
Pending = Sequence[Mapping[str, Any]]


def pending(ctx: Context, found: readings.Understood) -> list[Mapping[str, Any]]:
    """Return what is to be asked about, readings first, each with what else is said of the same one."""
    if not ctx.resident.person_id:
        return []
    ill = list(found.ill)
    waiting = []
    for each in found.unknown:
        same = [other for other in ill if other.get("who") == each.get("who")]
        ill = [other for other in ill if other not in same]
        waiting.append(_entry(ctx, each, f"{_degrees(each)}℃", dict(each), same))
    waiting += [_entry(ctx, each, "、".join(each["symptoms"]), None, [each]) for each in ill]
    return waiting


def _entry(
    ctx: Context,
    told: Mapping[str, Any],
    value: str,
    reading: Mapping[str, Any] | None,
    ill: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any]:
    who = told.get("who")
    name = ctx.slots.get("name") if who in SELF else None  # a name nobody at home has
    word = name or ("" if who is None or who in SELF else word_of(ctx, told))
    symptoms = [symptom for each in ill for symptom in each["symptoms"]]
    return {
        "word": word,
        "who": str(name or who or ""),
        "value": value,
        "text": ctx.text,
        "reading": reading,
        "symptoms": symptoms,
    }


def unasked(found: readings.Understood) -> list[str]:
    """Say how to write it, to whom no question can be put."""
    return [
        f"{_degrees(each)}是谁的？请写上称呼，比如“老伴{_degrees(each)}”。"
        for each in found.unknown
    ]


def _degrees(reading: Mapping[str, Any]) -> str:
    return f"{readings.values(reading)[0]:.1f}"


def ask(ctx: Context, pending: Pending, before: str = "") -> Reply:
    """Ask whose the first of these readings is; the others wait with it."""
    first = pending[0]
    word, value = first["word"], first["value"]
    told = list(_family(ctx))
    if word:  # whoever was called something is not the one who speaks
        told = [person for person in told if person.id != ctx.resident.person_id]
    told = told[:MOST]
    choices = [(_label(ctx, person), f"whose_{at}") for at, person in enumerate(told)]
    if ctx.is_at_home and word:
        choices.append(("家里的另一个人，登记上", "whose_new"))
    choices.append(("不是我家的人", "whose_none"))
    asks = f"“{word}”是谁？{value}" if word else f"{value}是谁的？"
    said = f"{asks}我先留着，等您回复再记。"
    picks = [person.id for person in told]
    sent_at = first.get("sent_at") or ctx.sent_at.isoformat()
    waiting = [{**each, "sent_at": sent_at} for each in pending]
    return ctx.offer(said, choices, picks=picks, pending=waiting).after(before)


def _family(ctx: Context) -> Sequence[Any]:
    return family.members(ctx.resident, ctx.db, ctx.local_sent_at.date())


def _label(ctx: Context, person: Any) -> str:
    name, relation = person.name, person.relation
    if person.id == ctx.resident.person_id:
        return f"我自己（{name}）" if name else "我自己"
    return f"{name}（{relation}）" if name and relation else name or relation or "家人"


Take = Callable[[Context, readings.Matched], str]


def on_answer(router: Router, take: Take) -> None:
    """Register what happens once somebody has said whose it is: `take` stores it."""
    for at in range(MOST):

        def picked(ctx: Context, at: int = at) -> Reply:
            return _theirs(ctx, ctx.known["picks"][at], take)

        router.action(f"whose_{at}")(picked)
    router.action("whose_new")(lambda ctx: _new(ctx, take))
    router.action("whose_none")(_nobody)


def _new(ctx: Context, take: Take) -> Reply:
    """Write down whoever it is, as they were called, and take their reading."""
    first = ctx.known["pending"][0]
    word, relation = first["word"], first["who"]
    is_name = family.is_name(word, relation)
    named = {"name": word, "relation": None} if is_name else {"name": None, "relation": relation}
    added = family.add_member(ctx.resident, ctx.db, ctx.now, **named)
    return _theirs(ctx, added.id, take) if added is not None else _nobody(ctx)


def _theirs(ctx: Context, person_id: int, take: Take) -> Reply:
    """Take the reading for whom it is, as of when it was said; then ask about the next."""
    first, rest = ctx.known["pending"][0], ctx.known["pending"][1:]
    if first["word"]:
        family.remember(ctx.resident, ctx.db, first["word"], person_id)
    slots = _said_of(first, person_id)
    said_at = datetime.fromisoformat(first["sent_at"])
    message = replace(ctx.message, sent_at=said_at, text=first["text"])
    meant = replace(ctx, message=message, parse=replace(ctx.parse, slots=slots), known={})
    found = readings.match(meant, meant.reported)
    said = take(meant, found.matched) if found.matched else "现在没有在监测，没有记。"
    return ask(ctx, rest, said) if rest else Reply(said)


def _said_of(first: Mapping[str, Any], person_id: int) -> dict[str, Any]:
    reading, symptoms = first["reading"], first.get("symptoms")
    slots: dict[str, Any] = {}
    if reading:
        slots["temps"] = [{**reading, "person": person_id}]
    if symptoms:
        slots["ill"] = [{"person": person_id, "symptoms": symptoms}]
    return slots


def _nobody(ctx: Context) -> Reply:
    first, rest = ctx.known["pending"][0], ctx.known["pending"][1:]
    whose = f"“{first['word']}”的" if first["word"] else first["value"]
    said = f"好的，{whose}没有记。不舒服请他本人联系社区，急了打120。"
    return ask(ctx, rest, said) if rest else Reply(said)
