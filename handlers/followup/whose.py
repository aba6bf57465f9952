"""Readings of somebody nobody knows yet: asked about once, kept meanwhile, and never a person unasked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from community.people import family
from dialog import Context, Reply, Router
from handlers.followup import readings

MOST = 6  # members one question names
Pending = Sequence[Mapping[str, Any]]


def ask(ctx: Context, pending: Pending, before: str = "") -> Reply:
    """Ask whose the first of these readings is; the others wait with it."""
    first = pending[0]
    word, value = first["word"], first["value"]
    told = [person for person in _family(ctx) if person.id != ctx.resident.person_id][:MOST]
    choices = [
        (_label(person.name, person.relation), f"whose_{at}") for at, person in enumerate(told)
    ]
    if ctx.is_at_home:
        choices.append(("家里的另一个人，登记上", "whose_new"))
    choices.append(("不是我家的人", "whose_none"))
    said = f"“{word}”是谁？{value}我先留着，等您回复再记。"
    picks = [person.id for person in told]
    sent_at = first.get("sent_at") or ctx.sent_at.isoformat()
    waiting = [{**each, "sent_at": sent_at} for each in pending]
    return ctx.offer(said, choices, picks=picks, pending=waiting).after(before)


def _family(ctx: Context) -> Sequence[Any]:
    return family.members(ctx.resident, ctx.db, ctx.local_sent_at.date())


def _label(name: str | None, relation: str | None) -> str:
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
    family.remember(ctx.resident, ctx.db, first["word"], person_id)
    reading = {**first["reading"], "person": person_id}
    said_at = datetime.fromisoformat(first["sent_at"])
    message = replace(ctx.message, sent_at=said_at, text=first["text"])
    parse = replace(ctx.parse, slots={"temps": [reading]})
    meant = replace(ctx, message=message, parse=parse, known={})  # as of when it was said
    matched, _, _ = readings.match(meant, meant.reported)
    said = take(meant, matched) if matched else "现在没有在监测，没有记。"
    return ask(ctx, rest, said) if rest else Reply(said)


def _nobody(ctx: Context) -> Reply:
    first, rest = ctx.known["pending"][0], ctx.known["pending"][1:]
    said = f"好的，“{first['word']}”的没有记。不舒服请他本人联系社区，急了打120。"
    return ask(ctx, rest, said) if rest else Reply(said)
