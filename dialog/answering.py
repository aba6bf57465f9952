"""Choosing who answers: danger first, then the form somebody is in, then commands, then meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.library import FormSpec, Library
from core.messages import Kind, Parse
from core.ports import Unreadable
from db import contacts, conversations
from db.conversations import Place
from dialog import forms
from dialog.context import CHOICES, Context
from dialog.features import Features
from dialog.forms import CONFIRM, Form
from dialog.router import Router

SURE = 0.6  # so sure of a meaning, we let it interrupt a form
NOT_NOW = "好的，先给您留着，什么时候想接着填，回复“继续”。"
LEFT = "已取消，没有保存。"
DROPPED = "好的，取消了。有事随时说。"
MISSES = 2  # so often not understood in a row, and a person takes over


class Answering:
    """All features together; the order they are listed in is the order of asking."""

    def __init__(self, routers: Sequence[Router], library: Library) -> None:
        self._library = library
        self._features = Features(routers, library)
        self.intents = self._features.intents
        self.problems = self._features.problems

    def answer(self, ctx: Context) -> str:
        """Return what to say; "" for nothing."""
        ctx.starter = self.start_form
        if ctx.message.kind is not Kind.TEXT:
            handler = self._features.events.get(ctx.message.kind)
            return handler(ctx) if handler else ""
        if ordered := self._command(ctx, staff_only=True):
            return ordered  # a notice may speak of danger without anybody being in it
        if ctx.parse.danger and self._features.danger:
            ctx.meant = "danger"
            return self._features.danger(ctx)
        place = self._place(ctx)
        said = self._in_place(ctx, place) if place else None
        return said if said is not None else self._fresh(ctx)

    def _place(self, ctx: Context) -> Place | None:
        """Return where the person is; most are nowhere, and their row says so already."""
        until = ctx.caller.talking_until
        if until is None or until <= ctx.now:
            return None
        return conversations.find(ctx.db, ctx.caller.contact_id, ctx.now)

    def _fresh(self, ctx: Context) -> str:
        """Answer a text that belongs to nothing begun before."""
        said = self._command(ctx)
        return said if said is not None else self._by_meaning(ctx)

    def _command(self, ctx: Context, *, staff_only: bool = False) -> str | None:
        text = ctx.text.strip()
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
        said = self._claimed(ctx)
        return said if said is not None else self.by_intent(ctx)

    def _claimed(self, ctx: Context) -> str | None:
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
            return self.start_form(ctx, name, ctx.known)
        if action == "none":
            return self.not_understood(ctx)
        return self._features.actions[kind](ctx)

    # -- forms -------------------------------------------------------------------

    def start_form(self, ctx: Context, name: str, known: Mapping[str, Any]) -> str:
        """Begin a form; one that lacks nothing and asks no pledge is sent in at once."""
        ctx.meant = ctx.meant or f"form:{name}"
        form = forms.begin(ctx, self._library.forms[name], known)
        said = form.ask_next(before=form.spec.purpose)
        return said if said is not None else self._submit(ctx, form.spec, form.answers)

    def _submit(self, ctx: Context, spec: FormSpec, answers: dict[str, Any]) -> str:
        conversations.drop(ctx.db, ctx.caller.contact_id)
        said: str = self._features.submits[spec.id](ctx, spec, answers)
        return said

    def _in_place(self, ctx: Context, place: Place) -> str | None:
        if place.form == CHOICES:
            return self._choose(ctx, place)
        spec = self._library.forms.get(place.form)
        if spec is None:  # the form is gone: let the person go
            conversations.drop(ctx.db, ctx.caller.contact_id)
            return None
        return self._in_form(ctx, place, Form(ctx, spec, place.answers))

    def _choose(self, ctx: Context, place: Place) -> str | None:
        said = ctx.text.strip().rstrip("。.、)）")
        number = _number(said, place.answers)
        conversations.drop(ctx.db, ctx.caller.contact_id)
        if number is None:
            return DROPPED if forms.is_leaving(ctx.text) else None
        return self.act(ctx, place.answers["actions"][number], place)

    def _in_form(self, ctx: Context, place: Place, form: Form) -> str | None:
        ctx.meant = f"form:{form.spec.id}"
        if forms.is_leaving(ctx.text):
            form.leave()
            return LEFT
        if forms.is_pausing(ctx.text):
            form.pause(place.step)
            return NOT_NOW
        if form.wake() and self._speaks_of_something_else(ctx):
            form.pause(place.step)
            return None
        if forms.is_resuming(ctx.text) and place.step != CONFIRM:
            return form.ask_next()
        return self._go_on(ctx, place, form)

    def _go_on(self, ctx: Context, place: Place, form: Form) -> str | None:
        """Take a pledge, a command, a correction or the answer to what was asked."""
        text = ctx.text
        if place.step == CONFIRM and (forms.is_yes(text) or forms.is_no(text)):
            return self._confirm(ctx, form)  # before a grid worker's “是” decides a ticket
        command = self._command(ctx)
        if command is not None:
            return command
        corrected = form.correct(text)
        if corrected is not None:
            return form.after_correction(corrected)
        if place.step == CONFIRM:
            return self._aside(ctx, form) if self._asks(ctx, place) else form.ask_next()
        return self._take(ctx, place, form)

    def _take(self, ctx: Context, place: Place, form: Form) -> str | None:
        """Read the answer to the question that was asked; a clear question of theirs goes first."""
        field = next((f for f in form.spec.fields if f.name == place.step), None)
        if field is None:  # the form was changed meanwhile
            return form.ask_next()
        if self._asks(ctx, place):
            return self._aside(ctx, form)
        try:
            form.read(field, ctx.text)
        except Unreadable as trouble:
            return self._not_an_answer(ctx, form, trouble.sentence)
        form.take_known()
        said = form.ask_next()
        return said if said is not None else self._submit(ctx, form.spec, form.answers)

    def _not_an_answer(self, ctx: Context, form: Form, sentence: str) -> str:
        """A temperature said in the middle of a form is not lost; else the question comes again."""
        claimed = self._claimed(ctx)
        return f"{claimed}\n\n我们接着填：{form.ask_next()}" if claimed else sentence

    def _asks(self, ctx: Context, place: Place) -> bool:
        parse = ctx.parse
        if parse.intent == "oos" or parse.ask_back:
            return False
        sure = parse.score >= (SURE if forms.was_paused(place, ctx.now) else 0.8)
        return sure and parse.intent.startswith("ask_") and _looks_asked(ctx.text)

    def _speaks_of_something_else(self, ctx: Context) -> bool:
        """After “等一下” the next words need not be the answer."""
        if forms.is_resuming(ctx.text):
            return False
        parse = ctx.parse
        clear = parse.intent not in {"oos", "report_travel", "report_symptom"}
        return (clear and not parse.ask_back) or _looks_asked(ctx.text)

    def _aside(self, ctx: Context, form: Form) -> str:
        """Answer a question in the middle of a form, then go on with the form."""
        ctx.is_aside = True
        said = self.intents[ctx.parse.intent](ctx)
        again = form.ask_next() or ""
        return f"{said}\n\n我们接着填：{again}" if again else said

    def _confirm(self, ctx: Context, form: Form) -> str:
        if forms.is_yes(ctx.text):
            return self._submit(ctx, form.spec, form.answers)
        labels = [field.label for field in form.spec.fields]
        return f"要改哪一项？（{'、'.join(labels)}）比如“改{labels[-1]}”，不填了回“取消”。"


def _looks_asked(text: str) -> bool:
    return any(mark in text for mark in ("?", "？", "吗", "呢", "怎么", "什么", "多少", "几", "哪"))


def _number(said: str, offered: dict[str, Any]) -> str | None:
    """Take the number, or the words beside it, or how they begin (“确认”)."""
    if said in offered["actions"]:
        return said
    if len(offered["actions"]) == 2 and (forms.is_yes(said) or forms.is_no(said)):
        return "1" if forms.is_yes(said) else "2"
    begins = [n for label, n in offered["labels"].items() if label.startswith(said)]
    return begins[0] if len(begins) == 1 and len(said) > 1 else None


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
