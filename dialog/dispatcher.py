"""Who answers: a post-holder’s exact command, danger, what somebody is in, then what is meant."""

from collections.abc import Sequence
from dataclasses import replace

from core.library import Library
from core.messages import Kind, Parse
from db import conversations
from db.conversations import Position
from dialog import asked, groups
from dialog.asked import ASKED
from dialog.choices import CHOICES, keep, number_of
from dialog.context import Context
from dialog.features import Features
from dialog.forms import starting
from dialog.forms.filling import Filling
from dialog.meanings import Meanings
from dialog.reply import Reply, reply
from dialog.router import Router
from dialog.short_replies import is_leaving

DROPPED = "好的，取消了。有事随时说。"


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
        if ctx.message.kind is not Kind.TEXT:
            handler = self._features.events.get(ctx.message.kind)
            return self._settle(ctx, reply(handler(ctx)) if handler else Reply())
        if ctx.message.in_group:
            return groups.answer(ctx.aside(), self._meanings, self._features.danger)
        return self._settle(ctx, self._text(ctx))

    def _text(self, ctx: Context) -> Reply:
        """The order of answering; the first that has something to say is heard.

        An order of staff goes before danger because a notice may speak of danger
        without anybody being in it.
        """
        return (
            self._meanings.ordered(ctx)
            or self._in_danger(ctx)
            or self._in_place(ctx)
            or self._meanings.answer(ctx)
        )

    def _in_danger(self, ctx: Context) -> Reply | None:
        if not ctx.parse.danger or self._features.danger is None:
            return None
        return reply(self._features.danger(ctx)).means("danger")

    # -- inside something begun before -------------------------------------------------

    def _in_place(self, ctx: Context) -> Reply | None:
        """Go on with the form, the question of staff or the numbers somebody has before them."""
        place = ctx.place
        if place is None:
            return None
        if place.form == CHOICES:
            return self._choose(ctx, place)
        if place.form == ASKED:
            return asked.take(ctx, place, self._meanings)
        return self._filling.go_on(ctx, place)

    def _choose(self, ctx: Context, place: Position) -> Reply | None:
        conversations.drop(ctx.db, ctx.caller.contact_id)
        number = number_of(ctx.text, place.answers)
        if number is None:
            return Reply(DROPPED) if is_leaving(ctx.text) else None
        # The number stands for what was said before it, values and all.
        message = replace(ctx.message, text=str(place.answers.get("text") or ctx.text))
        parse = replace(ctx.parse, slots=place.answers.get("slots", {}))
        known = place.answers.get("known", {})
        then = ctx.derive(message=message, parse=parse, known=known)
        return self._settle(then, self._act(then, place.answers["actions"][number]))

    def _act(self, ctx: Context, action: str) -> Reply:
        """Do what a number stood for when we offered it."""
        kind, _, name = action.partition(":")
        if kind == "command":
            said = ctx.derive(message=replace(ctx.message, text=name))
            return self._meanings.command(said) or self._meanings.not_understood(ctx)
        if kind == "intent":
            return self._meanings.chosen(ctx, name)
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
        return said
