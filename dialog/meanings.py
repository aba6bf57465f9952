"""What words mean that belong to nothing begun before: a command, an interception, an intent, or nothing."""

import re
from collections.abc import Mapping
from dataclasses import replace

from core.messages import Parse
from core.phrases import without_runs
from db.people import contacts
from dialog.context import Context
from dialog.features import Features
from dialog.reply import Reply, Said, reply
from dialog.router import Command, Handler

STAFF_UNCLEAR, STAFF_HOW = "staff_unclear", "staff_how"
# A text of somebody else's that is passed on is looked at as one, whoever passes it on.
_PASTED = re.compile(r"\s*(?:【|转发?[:：]|各位|尊敬的|亲爱的)")
MISSES = 2  # so often not understood in a row, and a person takes over


class Meanings:
    """The features asked in their order; each answers or leaves the words to the next."""

    def __init__(self, features: Features, titles: Mapping[str, str]) -> None:
        self.features = features
        self.intents = features.intents
        self._titles = titles

    def answer(self, ctx: Context) -> Reply:
        """Answer a text that belongs to nothing begun before."""
        if command := self.command(ctx):
            return command
        works = ctx.caller.may_work and ctx.actor.is_staff
        if works and ctx.house.hear_staff is not None:
            return self._from_staff(ctx, ctx.house.hear_staff(ctx.text, ctx.local_sent_at))
        return self.intercepted(ctx) or self.by_intent(ctx)

    def _from_staff(self, ctx: Context, heard: Parse) -> Reply:
        """Answer what staff say: their work, or what they say for themselves as anybody would.

        A question of theirs that we know no meaning of is nobody's to answer: they hear what
        they may have meant.
        """
        if _PASTED.match(ctx.text) and (known := self.intercepted(ctx)):
            return known
        if not is_work(heard.intent):
            if heard.intent == "oos" or heard.ask_back:
                said = self.intercepted(ctx)
                return said or self._not_clear(ctx.derive(parse=heard))
            return self.intercepted(ctx) or self.by_intent(ctx)
        at_work = ctx.derive(parse=heard)
        return self._not_clear(at_work) if heard.ask_back else self.meant(at_work, heard.intent)

    def _not_clear(self, ctx: Context) -> Reply:
        """Let staff choose among the likeliest; nothing of it waits for anybody."""
        return reply(self.features.actions[STAFF_UNCLEAR](ctx)).means("oos")

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
        if is_work(intent):
            return self._understood(ctx, reply(self._at_work(ctx, intent)(ctx)).means(intent))
        return self._understood(ctx, reply(self.intents[intent](ctx)).means(intent))

    def _at_work(self, ctx: Context, intent: str) -> Handler:
        """Return what does this work; where nothing does it yet, what says how it is done."""
        work = self.features.work.get(intent)
        if work is None or not ctx.actor.holds(work.may):
            return self.features.actions[STAFF_HOW]
        return work.run

    def chosen(self, ctx: Context, intent: str) -> Reply:
        """Answer as if this had been meant, because its number was replied."""
        parse = ctx.parse
        if is_work(intent) and ctx.house.hear_staff is not None:
            parse = ctx.house.hear_staff(ctx.text, ctx.local_sent_at)
        return self.meant(ctx.derive(parse=_as_if_meant(parse, intent)), intent)

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


def is_work(intent: str) -> bool:
    """Tell whether this is meant only by people who hold a post."""
    return intent.startswith("staff_")


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
