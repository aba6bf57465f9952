"""What words mean that belong to nothing begun before: a command, an interception, an intent, or nothing."""

from collections.abc import Mapping
from dataclasses import replace

from core.messages import Parse
from core.phrases import without_runs
from db.people import contacts
from dialog.context import Context
from dialog.features import Features
from dialog.reply import Reply, Said, reply
from dialog.router import Command

MISSES = 2  # so often not understood in a row, and a person takes over


class Meanings:
    """The features asked in their order; each answers or leaves the words to the next."""

    def __init__(self, features: Features, titles: Mapping[str, str]) -> None:
        self.features = features
        self.intents = features.intents
        self._titles = titles

    def answer(self, ctx: Context) -> Reply:
        """Answer a text that belongs to nothing begun before."""
        return self.command(ctx) or self.intercepted(ctx) or self.by_intent(ctx)

    def ordered(self, ctx: Context) -> Reply | None:
        """Do what somebody who holds the post for it orders in exact words."""
        return self._first(ctx, [command for command in self.features.commands if command.may])

    def command(self, ctx: Context) -> Reply | None:
        """Answer words of a fixed shape."""
        return self._first(ctx, self.features.commands, or_says=True)

    def _first(
        self, ctx: Context, commands: list[Command], *, or_says: bool = False
    ) -> Reply | None:
        text = without_runs(ctx.text)
        for command in commands:
            found = command.pattern.fullmatch(text)
            if found is None:
                continue
            if command.may and not ctx.actor.holds(command.may):
                said: Said | None = command.others if or_says else None
            else:
                said = command.run(ctx, found)
            if said:
                return self._understood(ctx, reply(said).means("command"))
        return None

    def intercepted(self, ctx: Context) -> Reply | None:
        """Answer what a feature takes whatever its intent, like a temperature."""
        for intercept in self.features.intercepts:
            said = intercept(ctx, self)
            if said is not None:
                return self._understood(ctx, reply(said))
        return None

    def by_intent(self, ctx: Context) -> Reply:
        """Answer what the model thinks is meant, or ask back when it is not sure."""
        intent = ctx.parse.intent
        if ctx.parse.ask_back and intent in self.intents and self._offers(ctx):
            return self._ask_back(ctx)
        if intent not in self.intents:
            return self.not_understood(ctx)
        return self.meant(ctx, intent)

    def meant(self, ctx: Context, intent: str) -> Reply:
        """Answer one intent."""
        return self._understood(ctx, reply(self.intents[intent](ctx)).means(intent))

    def chosen(self, ctx: Context, intent: str) -> Reply:
        """Answer as if this had been meant, because its number was replied."""
        return self.meant(ctx.derive(parse=_as_if_meant(ctx.parse, intent)), intent)

    def act(self, ctx: Context, action: str) -> Reply:
        """Do what a number stands for."""
        if action == "none":
            return self.not_understood(ctx)
        return reply(self.features.actions[action](ctx))

    def not_understood(self, ctx: Context) -> Reply:
        missed = self._miss(ctx, ctx.caller.misses + 1)
        return reply(self.features.actions["not_understood"](missed)).means("oos")

    # -- asking back -----------------------------------------------------------

    def _offers(self, ctx: Context) -> list[tuple[str, str]]:
        return [
            (self._titles[c.intent], f"intent:{c.intent}")
            for c in ctx.parse.candidates
            if c.intent in self._titles and c.intent in self.intents
        ][:3]

    def _ask_back(self, ctx: Context) -> Reply:
        """Offer the likeliest meanings as numbers; after two misses a person takes over."""
        if ctx.caller.misses >= MISSES:
            return self.not_understood(ctx)
        self._miss(ctx, ctx.caller.misses + 1)
        choices = [*self._offers(ctx), ("都不是", "none")]
        return ctx.offer("我没太听明白，您是想：", choices).means("ask_back")

    def _understood(self, ctx: Context, said: Reply) -> Reply:
        if ctx.caller.misses:
            self._miss(ctx, 0)
        return said

    def _miss(self, ctx: Context, count: int) -> Context:
        """Write down how often in a row nothing was understood."""
        contacts.set_misses(ctx.db, ctx.caller.contact_id, count)
        return ctx.derive(caller=replace(ctx.caller, misses=count))


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
