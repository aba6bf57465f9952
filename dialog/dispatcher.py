"""Who answers: a post-holder’s exact command, danger, what somebody is in, then what is meant."""

from collections.abc import Sequence
from dataclasses import replace

from core.library import Library
from core.messages import Kind, Parse
from db.conversations import Position
from dialog import (
    asked,
    awaiting,
    corrected,
    groups,
    likewise,
    places,
    scripts,
    several,
    spoken_of,
    which_day,
)
from dialog.choices import keep, number_of
from dialog.context import PAUSED, Context
from dialog.features import Features
from dialog.forms import starting
from dialog.forms.filling import Filling
from dialog.meanings import Meanings
from dialog.places import ASKED, AWAITED, CHOICES
from dialog.reply import Reply, reply
from dialog.router import Router
from dialog.short_replies import is_leaving

DROPPED = "好的，取消了。有事随时说。"
WAITS = "您自己的登记还留着，回复“继续”接着填。"


class Dispatcher:
    """All features together; the order they are listed in is the order of asking."""

    def __init__(self, routers: Sequence[Router], library: Library) -> None:
        self._library = library
        self._features = Features(routers, library)
        self._meanings = Meanings(self._features, library.titles)
        self._filling = Filling(self._meanings, library)
        self.intents = self._features.intents
        self.work = self._features.work
        self.problems = self._features.problems

    def help_now(self, parse: Parse) -> str:
        """Return what to do at once in danger, of which nothing can be stored; "" without danger."""
        words = self._features.help
        return words(parse) if parse.danger and words is not None else ""

    def answer(self, ctx: Context) -> Reply:
        """Return what to say, with forms begun and numbers remembered; no words for nothing."""
        simplified = scripts.heard(ctx) if ctx.message.kind is Kind.TEXT else None
        if simplified is not None:
            return scripts.written(ctx, self._answer(simplified))
        return self._answer(ctx)

    def _answer(self, ctx: Context) -> Reply:
        if ctx.message.kind is not Kind.TEXT:
            handler = self._features.events.get(ctx.message.kind)
            return self._settle(ctx, reply(handler(ctx)) if handler else Reply())
        if ctx.message.in_group:
            return groups.answer(ctx.aside(), self._meanings, self._features)
        ctx = spoken_of.filled(likewise.anew(corrected.anew(ctx)))
        left = self._left(ctx)
        said = several.answer(ctx, self._text) or self._text(ctx)
        return self._settle(ctx, said.then(left))

    def _left(self, ctx: Context) -> str:
        """Return what is to be said of numbers that are passed over, where it matters."""
        place = ctx.place
        if place is None or place.form != CHOICES or is_leaving(ctx.text):
            return ""
        if number_of(ctx.text, place.answers) is not None:
            return ""
        return str(place.answers.get("known", {}).get("if_left") or "")

    def _text(self, ctx: Context) -> Reply:
        """The order of answering; the first that has something to say is heard.

        An order of staff goes before danger because a notice may speak of danger
        without anybody being in it.
        """
        return (
            which_day.ask(ctx)
            or self._meanings.ordered(ctx)
            or self._in_danger(ctx)
            or self._in_place(ctx)
            or self._meanings.answer(ctx)
        )

    def _in_danger(self, ctx: Context) -> Reply | None:
        """Say what helps, and nothing else; a form waits, a reading in it is not lost."""
        if self._features.danger_in_parts is not None:
            ctx = self._features.danger_in_parts(ctx)
        if not ctx.parse.danger or self._features.danger is None:
            return None
        if ctx.actor.is_staff and not ctx.at_work().parse.danger:  # a notice that warns of one
            return None
        self._filling.put_off(ctx)
        said = reply(self._features.danger(ctx)).means("danger")
        stored = self._meanings.intercepted(ctx.aside()) if ctx.slots.get("temps") else None
        return said.then(stored.text, between="\n") if stored else said

    # -- inside something begun before -------------------------------------------------

    def _in_place(self, ctx: Context) -> Reply | None:
        """Go on with the form, the question of staff or the numbers somebody has before them."""
        place = ctx.place
        if place is None:
            return None
        if places.is_over(ctx, place):
            return self._beneath(ctx, places.lift(ctx, place))
        if place.form == CHOICES:
            return self._choose(ctx, place)
        if place.form == ASKED:
            return asked.take(ctx, place, self._meanings)
        if place.form == AWAITED:
            return self._given(ctx, place)
        if self._is_button(ctx, place):
            self._filling.put_off(ctx)
            return None
        if work := self._meanings.work_inside(ctx):  # a sentence of work is no answer to a form
            self._filling.put_off(ctx)
            return work if work.choices or work.awaits else work.then(WAITS, between="\n")
        return self._filling.go_on(ctx, place)

    def _is_button(self, ctx: Context, place: Position) -> bool:
        """Tell whether a button was tapped, or its words typed: that answers no question of a form."""
        buttons = self._library.menu.keys() if self._library.menu else ()
        names = {name for name, key in buttons if key != f"form:{place.form}"}
        return ctx.message.is_tap or ctx.text.strip() in names

    def _beneath(self, ctx: Context, place: Position | None) -> Reply | None:
        """What lay on top is not meant by these words: perhaps the form beneath it is."""
        return self._in_place(ctx.at(place)) if place is not None else None

    def _choose(self, ctx: Context, place: Position) -> Reply | None:
        beneath = places.lift(ctx, place)
        number = number_of(ctx.text, place.answers)
        if number is None:
            is_dropped = is_leaving(ctx.text) and beneath is None
            return Reply(DROPPED) if is_dropped else self._beneath(ctx, beneath)
        # The number stands for what was said before it, values and all.
        message = replace(ctx.message, text=str(place.answers.get("text") or ctx.text))
        parse = replace(ctx.parse, slots=place.answers.get("slots", {}))
        known = place.answers.get("known", {})
        then = ctx.derive(message=message, parse=parse, known=known)
        said = self._settle(then, self._act(then, place.answers["actions"][number]))
        return self._form_waits(ctx, said)

    def _given(self, ctx: Context, place: Position) -> Reply | None:
        beneath = places.lift(ctx, place)
        said = awaiting.take(ctx, place, self._meanings)
        if said is None:
            return self._beneath(ctx, beneath)
        return self._form_waits(ctx, self._settle(ctx, said))

    def _form_waits(self, ctx: Context, said: Reply) -> Reply:
        """Tell staff whose work is done that a form of their own still lies beneath it."""
        place = places.current(ctx)
        if place is None or not places.is_form(place) or not ctx.actor.is_staff:
            return said
        return said.then(WAITS, between="\n") if place.answers.get(PAUSED) else said

    def _act(self, ctx: Context, action: str) -> Reply:
        """Do what a number stood for when we offered it."""
        kind, _, name = action.partition(":")
        if kind == "command":
            said = ctx.derive(message=replace(ctx.message, text=name))
            return self._meanings.command(said) or self._meanings.not_understood(ctx)
        if kind == "intent":
            return self._meanings.chosen(ctx, name)
        if kind == which_day.ACTION:
            return self._text(which_day.settled(ctx, name))
        if kind == "form":
            return self._filling.start(ctx, name, ctx.known)
        if kind == "refuse":
            spec = self._library.forms.get(name)
            return Reply(spec.offer.refused if spec and spec.offer else DROPPED)
        return self._meanings.act(ctx, kind)

    # -- what an answer leads to -------------------------------------------------------

    def _settle(self, ctx: Context, said: Reply) -> Reply:
        """Begin the form an answer begins, or offer the one it leads to; remember the numbers."""
        said = self._filling.begin(ctx, said)
        said = starting.offer(ctx, self._library.forms.values(), said)
        if said.choices:
            keep(ctx, said)
        elif said.awaits:
            awaiting.keep(ctx, said)
        return said
