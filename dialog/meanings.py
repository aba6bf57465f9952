"""What words mean that belong to nothing begun before: a command, an interception, an intent, or nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.messages import AlsoWanted, Parse
from core.phrases import without_runs
from db.people import contacts
from dialog import wishes
from dialog.context import Context
from dialog.features import Features
from dialog.reply import Reply, Said, reply
from dialog.router import Command, Handler
from dialog.short_replies import looks_asked

STAFF_UNCLEAR, STAFF_HOW, STAFF_OF_ANOTHER = "staff_unclear", "staff_how", "staff_of_another"
# A text of somebody else's that is passed on is looked at as one, whoever passes it on.
_PASTED = re.compile(r"\s*(?:【|转发?[:：]|各位|尊敬的|亲爱的)")
MISSES = 2  # so often not understood in a row, and a person takes over
SURE = 0.8  # so sure of a sentence of work, it is no answer to what we asked
MORE = 4  # so many characters beside the values, and words may be a sentence of their own
_FILLS = re.compile(
    r"[\d\s\W]|号楼?|栋|幢|单元|室|楼|住在?|是|在|叫|姓名?|电话|手机|号码|的|就|那|户|家|天|周|月|日|度"
)
# What would begin a registration of whoever speaks.
_OF_ONESELF = {"report_travel", "report_symptom", "report_temperature"}
SHAPELESS = "囧"  # what no command names
SEEN = 0.12  # what is less likely is not worth a line
PLAIN = 0.6  # less sure of a meaning, words that follow a question are taken for more of it
NEARLY = 0.4  # so likely, a meaning is asked about that would have been refused


class Meanings:
    """The features asked in their order; each answers or leaves the words to the next."""

    def __init__(self, features: Features, titles: Mapping[str, str]) -> None:
        self.features = features
        self.intents = features.intents
        self._titles = titles
        self._for_all = [one for one in features.commands if not one.may or one.others]

    def answer(self, ctx: Context) -> Reply:
        """Answer a text that belongs to nothing begun before."""
        if command := self.command(ctx):
            return command
        works = ctx.caller.may_work and ctx.actor.is_staff
        if works and ctx.house.hear_staff is not None:
            return self._from_staff(ctx, ctx.house.hear_staff(ctx.text, ctx.local_sent_at))
        return self.after_danger(ctx) or self.intercepted(ctx) or self.by_intent(ctx)

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
            of_another = self._of_another(ctx.derive(parse=heard))
            return of_another or self.intercepted(ctx) or self.by_intent(ctx)
        at_work = ctx.derive(parse=heard)
        return self._not_clear(at_work) if heard.ask_back else self.meant(at_work, heard.intent)

    def _of_another(self, ctx: Context) -> Reply | None:
        """Answer what staff tell of somebody else, which begins nothing of their own."""
        if ctx.parse.intent not in _OF_ONESELF:
            return None
        said = reply(self.features.actions[STAFF_OF_ANOTHER](ctx))
        return said.means("staff_of_another") if said.said else None

    def work_inside(self, ctx: Context) -> Reply | None:
        """Hear a sentence of work from staff inside a form of their own; None for an answer to it."""
        if not (ctx.caller.may_work and ctx.actor.is_staff):
            return None
        heard = ctx.at_work()
        is_meant = is_work(heard.parse.intent) and says_more(heard)
        return self.meant(heard, heard.parse.intent) if is_meant else None

    def _not_clear(self, ctx: Context) -> Reply:
        """Let staff choose among the likeliest; nothing of it waits for anybody."""
        return reply(self.features.actions[STAFF_UNCLEAR](ctx)).means("oos")

    def ordered(self, ctx: Context) -> Reply | None:
        """Do what somebody who holds the post for it orders in exact words."""
        if not ctx.caller.may_work:
            return None
        return self._first(ctx, [command for command in self.features.commands if command.may])

    def is_order(self, ctx: Context) -> bool:
        """Tell whether words are an exact command of somebody who may give it; nothing is done.

        What takes any words of their length looks into them first: it has no shape to be told by.
        """
        return self._has_shape(ctx, lambda one: bool(one.may) and ctx.actor.holds(one.may))

    def is_command(self, ctx: Context) -> bool:
        """Tell whether words are an exact command anybody may give; nothing is done."""
        return self._has_shape(ctx, lambda one: not one.may)

    def _has_shape(self, ctx: Context, may: Callable[[Command], bool]) -> bool:
        text = without_runs(ctx.text)
        anything = SHAPELESS * len(text)
        return any(
            one.pattern.fullmatch(text) and not one.pattern.fullmatch(anything)
            for one in self.features.commands
            if may(one)
        )

    def command(self, ctx: Context) -> Reply | None:
        """Answer words of a fixed shape."""
        may_any = ctx.caller.may_work  # most may not, and most commands answer nobody else
        commands = self.features.commands if may_any else self._for_all
        return self._first(ctx, commands, or_says=True)

    def _first(
        self, ctx: Context, commands: Sequence[Command], *, or_says: bool = False
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

    def after_danger(self, ctx: Context) -> Reply | None:
        """Give what is said after a cry for help to whoever was called; None for what is not about it."""
        said = self.features.after_danger(ctx) if self.features.after_danger else None
        return self._understood(ctx, reply(said)) if said is not None else None

    def in_distress(self, ctx: Context, any_words: bool) -> Reply | None:
        """Hear what weighs on somebody before the form they are in does; None if nothing does.

        Where any words would do for an answer, only what cannot be one is heard.
        """
        said = self.features.distress(ctx, self, any_words) if self.features.distress else None
        return self._understood(ctx, reply(said)) if said is not None else None

    def by_intent(self, ctx: Context) -> Reply:
        """Answer what the model thinks is meant, or ask back when it is not sure."""
        intent = ctx.parse.intent
        unsure = ctx.parse.ask_back and intent in self.intents
        if (unsure or _is_near(ctx.parse)) and self.offers(ctx):
            return self._ask_back(ctx)
        if intent not in self.intents:
            return self.not_understood(ctx)
        wish = self._besides(ctx, intent)
        if wish is None:
            return self.meant(ctx, intent)
        return wishes.both(ctx, self.meant(wishes.without(ctx, wish), intent), wish, self.meant)

    def with_others(self, ctx: Context, said: Reply, done: str) -> Reply:
        """See to what else is wanted in the same message; `done` has been answered."""
        wish = self._besides(ctx, done)
        return said if wish is None else wishes.both(ctx, said, wish, self.meant)

    def _besides(self, ctx: Context, done: str) -> AlsoWanted | None:
        wish = wishes.besides(ctx, done)
        return wish if wish is not None and wish.intent in self.intents else None

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
        if added := self._added(ctx):
            return added
        missed = self._miss(ctx, ctx.caller.misses + 1)
        return reply(self.features.actions["not_understood"](missed)).means("oos")

    def _added(self, ctx: Context) -> Reply | None:
        """Hear words that mean little alone with the question they follow."""
        said = reply(self.features.actions["added_to"](ctx))
        return said if said.said else None

    # -- asking back -----------------------------------------------------------

    def offers(self, ctx: Context, kinds: tuple[str, ...] = ("",)) -> list[tuple[str, str]]:
        """Return the likeliest meanings of these kinds as they stand beside a number."""
        return [
            (self._titles[c.intent], f"intent:{c.intent}")
            for c in ctx.parse.candidates
            if c.score >= SEEN and c.intent in self._titles and c.intent in self.intents
            if c.intent.startswith(kinds)
        ][:3]

    def _ask_back(self, ctx: Context) -> Reply:
        """Offer the likeliest meanings as numbers; after two misses a person takes over."""
        if ctx.caller.misses >= MISSES:
            return self.not_understood(ctx)
        if ctx.parse.score < PLAIN and (added := self._added(ctx)):
            return added
        self._miss(ctx, ctx.caller.misses + 1)
        none = (
            ("都不是，请人答复", "none_of_these") if looks_asked(ctx.text) else ("都不是", "none")
        )
        choices = [*self.offers(ctx), none]
        return ctx.offer("我没太听明白，您是想：", choices).means("ask_back")

    def _understood(self, ctx: Context, said: Reply) -> Reply:
        if ctx.caller.misses:
            self._miss(ctx, 0)
        return said

    def _miss(self, ctx: Context, count: int) -> Context:
        """Write down how often in a row nothing was understood."""
        contacts.set_misses(ctx.db, ctx.caller.contact_id, count)
        return ctx.derive(caller=replace(ctx.caller, misses=count))


def _is_near(parse: Parse) -> bool:
    """Tell whether what was refused has a meaning just below the line."""
    return parse.intent == "oos" and any(c.score >= NEARLY for c in parse.candidates[1:])


def says_more(heard: Context) -> bool:
    """Tell whether words are plainly a sentence of their own rather than a value we asked for."""
    text, slots = heard.text, heard.slots
    values = [slots.get("name"), slots.get("substitute"), *slots.get("people", [])]
    values += [each.get("raw") for each in slots.get("dates", [])]
    for value in values:
        text = text.replace(str(value), "") if value else text
    parse = heard.parse
    is_clear = not parse.ask_back and parse.intent != "oos" and parse.score >= SURE
    return is_clear and len(_FILLS.sub("", text)) >= MORE


def is_work(intent: str) -> bool:
    """Tell whether this is meant only by people who hold a post."""
    return intent.startswith("staff_")


def _as_if_meant(parse: Parse, intent: str) -> Parse:
    return replace(parse, intent=intent, score=1.0, intents=(intent,), ask_back=False)
