"""Choosing who answers: danger first, then the form somebody is in, then commands, then meaning."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.library import Library
from core.messages import Kind, Parse
from db import conversations
from db.conversations import Place
from db.people import contacts
from dialog import asked, groups, starting
from dialog.asked import ASKED
from dialog.context import CHOICES, Context
from dialog.features import Features
from dialog.filling import Filling
from dialog.replies import is_leaving, is_no, is_yes
from dialog.router import Router

DROPPED = "好的，取消了。有事随时说。"
MISSES = 2  # so often not understood in a row, and a person takes over


class Answering:
    """All features together; the order they are listed in is the order of asking."""

    def __init__(self, routers: Sequence[Router], library: Library) -> None:
        self._library = library
        self._features = Features(routers, library)
        self._filling = Filling(self._features, library, self)
        self.intents = self._features.intents
        self.problems = self._features.problems

    def answer(self, ctx: Context) -> str:
        """Return what to say; "" for nothing."""
        ctx.starter = self._filling.start
        if ctx.message.kind is not Kind.TEXT:
            handler = self._features.events.get(ctx.message.kind)
            return handler(ctx) if handler else ""
        if ctx.message.in_group:
            return groups.answer(ctx, self.intents, self._features.danger)
        if ordered := self.command(ctx, staff_only=True):
            return ordered  # a notice may speak of danger without anybody being in it
        if ctx.parse.danger and self._features.danger:
            ctx.meant = "danger"
            return self._features.danger(ctx)
        place = self._place(ctx)
        said = self._in_place(ctx, place) if place else None
        said = said if said is not None else self._fresh(ctx)
        return starting.offer(ctx, self._library.forms.values(), said)

    def _place(self, ctx: Context) -> Place | None:
        """Return where the person is; most are nowhere, and their row says so already."""
        until = ctx.caller.talking_until
        if until is None or until <= ctx.now:
            return None
        return conversations.find(ctx.db, ctx.caller.contact_id, ctx.now)

    def _fresh(self, ctx: Context) -> str:
        """Answer a text that belongs to nothing begun before."""
        said = self.command(ctx)
        return said if said is not None else self._by_meaning(ctx)

    def command(self, ctx: Context, *, staff_only: bool = False) -> str | None:
        text = ctx.text.strip()
        if not self._features.may_be_command(text):
            return None
        for command in self._features.commands:
            if staff_only and not command.staff:
                continue
            found = command.pattern.fullmatch(text)
            if found is None or (staff_only and not ctx.is_staff):
                continue
            said = command.run(ctx, found)
            if said is not None:
                self._understood(ctx)
                ctx.meant = "command"
                return said
        return None

    def _by_meaning(self, ctx: Context) -> str:
        said = self.claimed(ctx)
        return said if said is not None else self.by_intent(ctx)

    def claimed(self, ctx: Context) -> str | None:
        for claim in self._features.claims:
            said = claim(ctx, self)
            if said is not None:
                self._understood(ctx)
                return said
        return None

    def by_intent(self, ctx: Context) -> str:
        """Answer what the model thinks is meant, or ask back when it is not sure."""
        if ctx.parse.ask_back and ctx.parse.intent in self.intents and self._offers(ctx):
            return self._ask_back(ctx)
        handler = self.intents.get(ctx.parse.intent)
        if handler is None:
            return self.not_understood(ctx)
        self._understood(ctx)
        ctx.meant = ctx.parse.intent
        return handler(ctx)

    def _understood(self, ctx: Context) -> None:
        if ctx.caller.misses:
            self._misses(ctx, 0)

    def _misses(self, ctx: Context, count: int) -> None:
        ctx.caller.misses = count
        contacts.set_misses(ctx.db, ctx.caller.contact_id, count)

    # -- asking back -----------------------------------------------------------

    def _offers(self, ctx: Context) -> list[tuple[str, str]]:
        titles = self._library.titles
        return [
            (titles[c.intent], f"intent:{c.intent}")
            for c in ctx.parse.candidates
            if c.intent in titles and c.intent in self.intents
        ][:3]

    def _ask_back(self, ctx: Context) -> str:
        """Offer the likeliest meanings as numbers; after two misses a person takes over."""
        if ctx.caller.misses >= MISSES:
            return self.not_understood(ctx)
        self._misses(ctx, ctx.caller.misses + 1)
        ctx.meant = "ask_back"
        return ctx.offer("我没太听明白，您是想：", [*self._offers(ctx), ("都不是", "none")])

    def not_understood(self, ctx: Context) -> str:
        ctx.meant = "oos"
        self._misses(ctx, ctx.caller.misses + 1)
        return self._features.actions["not_understood"](ctx)

    def act(self, ctx: Context, action: str, place: Place) -> str:
        """Do what a number stood for when we offered it."""
        kind, _, name = action.partition(":")
        ctx.known = place.answers.get("known", {})
        # The number stands for what was said before it, values and all.
        ctx.message = replace(ctx.message, text=str(place.answers.get("text") or ctx.text))
        ctx.parse = replace(ctx.parse, slots=place.answers.get("slots", {}))
        if kind == "intent":
            ctx.parse = _as_if_meant(ctx.parse, name)
            self._understood(ctx)
            ctx.meant = name
            return self.intents[name](ctx)
        if kind == "form":
            return self._filling.start(ctx, name, ctx.known)
        if kind == "refuse":
            spec = self._library.forms.get(name)
            return spec.offer.refused if spec and spec.offer else DROPPED
        if action == "none":
            return self.not_understood(ctx)
        return self._features.actions[kind](ctx)

    def _in_place(self, ctx: Context, place: Place) -> str | None:
        if place.form == CHOICES:
            return self._choose(ctx, place)
        if place.form == ASKED:
            return asked.take(ctx, place, self._features, self)
        return self._filling.go_on(ctx, place)

    def _choose(self, ctx: Context, place: Place) -> str | None:
        said = ctx.text.strip().rstrip("。.、)）")
        number = _number(said, place.answers)
        conversations.drop(ctx.db, ctx.caller.contact_id)
        if number is None:
            return DROPPED if is_leaving(ctx.text) else None
        return self.act(ctx, place.answers["actions"][number], place)


def _number(said: str, offered: dict[str, Any]) -> str | None:
    """Take the number, or the words beside it, or how they begin (“确认”)."""
    if said in offered["actions"]:
        return said
    if len(offered["actions"]) == 2 and (is_yes(said) or is_no(said)):
        return "1" if is_yes(said) else "2"
    begins = [n for label, n in offered["labels"].items() if label.startswith(said)]
    return begins[0] if len(begins) == 1 and len(said) > 1 else None


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
