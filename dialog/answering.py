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
from dialog.forms import CONFIRM, Form
from dialog.router import Claim, Command, Handler, Router

SURE = 0.6  # so sure of a meaning, we let it interrupt a form
NOT_NOW = "好的，先给您留着，什么时候想接着填，回复“继续”。"
LEFT = "已取消，没有保存。"
MISSES = 2  # so often not understood in a row, and a person takes over


class Answering:
    """All features together; the order they are listed in is the order of asking."""

    def __init__(self, routers: Sequence[Router], library: Library) -> None:
        self._library = library
        self.intents: dict[str, Handler] = {}
        self._actions: dict[str, Handler] = {}
        self._events: dict[Kind, Handler] = {}
        self._submits: dict[str, Any] = {}
        self._commands: list[Command] = []
        self._claims: list[Claim] = []
        self._danger: Handler | None = None
        self.problems: list[str] = []
        for router in routers:
            self._add(router)
        self.problems += [
            f"form {name!r} is never submitted"
            for name in library.forms
            if name not in self._submits
        ]

    def _add(self, router: Router) -> None:
        for name, handler in router.intents.items():
            if name in self.intents:
                self.problems.append(f"intent {name!r} has two handlers, one in {router.name}")
            self.intents[name] = handler
        self._actions.update(router.actions)
        self._events.update(router.events)
        self._submits.update(router.submits)
        self._commands += router.commands
        self._claims += router.claims
        self._danger = router.danger or self._danger

    def answer(self, ctx: Context) -> str:
        """Return what to say; "" for nothing."""
        ctx.starter = self.start_form
        if ctx.message.kind is not Kind.TEXT:
            handler = self._events.get(ctx.message.kind)
            return handler(ctx) if handler else ""
        if ordered := self._command(ctx, staff_only=True):
            return ordered  # a notice may speak of danger without anybody being in it
        if ctx.parse.danger and self._danger:
            ctx.meant = "danger"
            return self._danger(ctx)
        place = conversations.find(ctx.db, ctx.caller.contact_id, ctx.now)
        said = self._in_place(ctx, place) if place else None
        return said if said is not None else self._fresh(ctx)

    def _fresh(self, ctx: Context) -> str:
        """Answer a text that belongs to nothing begun before."""
        said = self._command(ctx)
        return said if said is not None else self._by_meaning(ctx)

    def _command(self, ctx: Context, *, staff_only: bool = False) -> str | None:
        text = ctx.text.strip()
        for command in self._commands:
            found = command.pattern.fullmatch(text)
            if found is None or (staff_only and not self._is_order(ctx, command)):
                continue
            said = command.run(ctx, found)
            if said is not None:
                ctx.meant = "command"
                return said
        return None

    def _is_order(self, ctx: Context, command: Command) -> bool:
        return command.staff and ctx.is_staff

    def _by_meaning(self, ctx: Context) -> str:
        said = self._claimed(ctx)
        return said if said is not None else self.by_intent(ctx)

    def _claimed(self, ctx: Context) -> str | None:
        for claim in self._claims:
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
            contacts.set_misses(ctx.db, ctx.caller.contact_id, 0)

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
        misses = ctx.caller.misses + 1
        contacts.set_misses(ctx.db, ctx.caller.contact_id, misses)
        if misses > MISSES:
            return self.not_understood(ctx)
        ctx.meant = "ask_back"
        return ctx.offer("我没太听明白，您是想：", [*self._offers(ctx), ("都不是", "none")])

    def not_understood(self, ctx: Context) -> str:
        ctx.meant = "oos"
        return self._actions["not_understood"](ctx)

    def act(self, ctx: Context, action: str, place: Place) -> str:
        """Do what a number stood for when we offered it."""
        kind, _, name = action.partition(":")
        ctx.known = place.answers.get("known", {})
        if kind == "intent":
            ctx.message = replace(ctx.message, text=str(place.answers.get("text") or ctx.text))
            ctx.parse = _as_if_meant(ctx.parse, name)
            self._understood(ctx)
            ctx.meant = name
            return self.intents[name](ctx)
        if kind == "form":
            return self.start_form(ctx, name, ctx.known)
        if action == "none":
            return self.not_understood(ctx)
        return self._actions[kind](ctx)

    # -- forms -------------------------------------------------------------------

    def start_form(self, ctx: Context, name: str, known: Mapping[str, Any]) -> str:
        """Begin a form; one that lacks nothing and asks no pledge is sent in at once."""
        ctx.meant = ctx.meant or f"form:{name}"
        form = forms.begin(ctx, self._library.forms[name], known)
        said = form.ask_next(before=form.spec.purpose)
        return said if said is not None else self._submit(ctx, form.spec, form.answers)

    def _submit(self, ctx: Context, spec: FormSpec, answers: dict[str, Any]) -> str:
        conversations.drop(ctx.db, ctx.caller.contact_id)
        said: str = self._submits[spec.id](ctx, spec, answers)
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
            return None
        return self.act(ctx, place.answers["actions"][number], place)

    def _in_form(self, ctx: Context, place: Place, form: Form) -> str | None:
        text = ctx.text
        ctx.meant = f"form:{form.spec.id}"
        if forms.is_leaving(text):
            form.leave()
            return LEFT
        if forms.is_pausing(text):
            return NOT_NOW
        if forms.is_resuming(text) and place.step != CONFIRM:
            return form.ask_next()
        command = self._command(ctx)
        if command is not None:
            return command
        corrected = form.correct(text)
        if corrected is not None:
            return corrected_sentence(form, corrected)
        if place.step == CONFIRM:
            return self._confirm(ctx, place, form)
        return self._take(ctx, place, form)

    def _take(self, ctx: Context, place: Place, form: Form) -> str | None:
        """Read the answer to the question that was asked; a clear question of theirs goes first."""
        field = next((f for f in form.spec.fields if f.name == place.step), None)
        if field is None:  # the form was changed meanwhile
            return form.ask_next()
        if self._asks_something_else(ctx, place):
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

    def _asks_something_else(self, ctx: Context, place: Place) -> bool:
        parse = ctx.parse
        if parse.intent == "oos" or parse.ask_back:
            return False
        sure = parse.score >= (SURE if forms.was_paused(place, ctx.now) else 0.8)
        looks_asked = any(mark in ctx.text for mark in "?？吗呢怎么什么多少几哪")
        return sure and parse.intent.startswith("ask_") and looks_asked

    def _aside(self, ctx: Context, form: Form) -> str:
        """Answer a question in the middle of a form, then go on with the form."""
        ctx.is_aside = True
        said = self.intents[ctx.parse.intent](ctx)
        again = form.ask_next() or ""
        return f"{said}\n\n我们接着填：{again}" if again else said

    def _confirm(self, ctx: Context, place: Place, form: Form) -> str | None:
        if forms.is_yes(ctx.text):
            return self._submit(ctx, form.spec, form.answers)
        if forms.is_no(ctx.text):
            labels = "、".join(f.label for f in form.spec.fields)
            return f"要改哪一项？（{labels}）比如“改{form.spec.fields[-1].label}”，不填了回“取消”。"
        if self._asks_something_else(ctx, place):
            return self._aside(ctx, form)
        return form.ask_next()


def _number(said: str, offered: dict[str, Any]) -> str | None:
    """Take the number, or the words beside it, or how they begin (“确认”)."""
    if said in offered["actions"]:
        return said
    if len(offered["actions"]) == 2 and (forms.is_yes(said) or forms.is_no(said)):
        return "1" if forms.is_yes(said) else "2"
    begins = [n for label, n in offered["labels"].items() if label.startswith(said)]
    return begins[0] if len(begins) == 1 and len(said) > 1 else None


def corrected_sentence(form: Form, corrected: str) -> str | None:
    if corrected:  # the field is empty again; its own question follows
        form.ask_next()
        return corrected
    return form.ask_next("改好了。")


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
