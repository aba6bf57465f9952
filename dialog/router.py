"""Which function answers what."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from core.late import late
from core.messages import Kind, Parse
from db.models import Role
from dialog.context import Context
from dialog.reply import Said

Handler = Callable[[Context], Said]
CommandHandler = Callable[[Context, re.Match[str]], Said | None]  # None: not for me after all
Intercept = Callable[[Context, Any], Said | None]  # told what else words may mean; None: not for me
# … told also whether any words would do for the answer that is waited for.
Distress = Callable[[Context, Any, bool], Said | None]
H = TypeVar("H", bound=Handler)
C = TypeVar("C", bound=CommandHandler)
N = TypeVar("N", bound=Intercept)
D = TypeVar("D", bound=Distress)
W = TypeVar("W", bound=Callable[[Parse], str])
ANY = "*"  # takes every form nobody else takes


@dataclass(frozen=True, slots=True)
class Command:
    """Words with a fixed shape, understood before anything is guessed."""

    pattern: re.Pattern[str]
    run: CommandHandler
    may: frozenset[Role]  # the posts for whose holders these words are a command; none: everybody
    others: str  # what everybody else hears; "" where the words mean something else then


@dataclass(frozen=True, slots=True)
class WorkIntent:
    """What people who hold a post mean at work, in whatever words."""

    run: Handler
    may: frozenset[Role]  # the posts for whose holders it is meant


class Router:
    """One feature: its intents, commands, events, actions and forms."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.intents: dict[str, Handler] = {}
        self.work: dict[str, WorkIntent] = {}
        self.commands: list[Command] = []
        self.events: dict[Kind, Handler] = {}
        self.actions: dict[str, Handler] = {}
        self.submits: dict[str, Callable[..., Said]] = {}
        self.intercepts: list[Intercept] = []
        self.danger: Handler | None = None
        self.danger_in_parts: Callable[[Context], Context] | None = None
        self.after_danger: Callable[[Context], Said | None] | None = None
        self.distress: Distress | None = None
        self.help: Callable[[Parse], str] | None = None
        self.in_group: Intercept | None = None

    def intent(self, *names: str, may: Collection[Role] = ()) -> Callable[[H], H]:
        """Decorator: this answers these intents of the taxonomy.

        With `may` they are intents of work, heard only from holders of these posts; whether
        it may be done is not decided here.
        """

        def register(handler: H) -> H:
            for name in names:
                if name in self.intents or name in self.work:
                    raise ValueError(f"{self.name}: intent {name!r} has two handlers")
                if may:
                    self.work[name] = WorkIntent(handler, frozenset(may))
                else:
                    self.intents[name] = handler
            return handler

        return register

    def command(
        self, pattern: str, *, may: Collection[Role] = (), others: str = ""
    ) -> Callable[[C], C]:
        """Decorator: this answers texts that match as a whole.

        `may` decides only whether the words are heard as a command, not whether it may be done.
        """

        def register(run: C) -> C:
            command = Command(late(pattern, re.DOTALL), run, frozenset(may), others)
            self.commands.append(command)
            return run

        return register

    def event(self, *kinds: Kind) -> Callable[[H], H]:
        """Decorator: this answers what people do rather than say."""

        def register(handler: H) -> H:
            for kind in kinds:
                self.events[kind] = handler
            return handler

        return register

    def action(self, name: str) -> Callable[[H], H]:
        """Decorator: this happens when a number we offered is replied."""

        def register(handler: H) -> H:
            self.actions[name] = handler
            return handler

        return register

    def submit(self, form: str) -> Callable[[Callable[..., Said]], Callable[..., Said]]:
        """Decorator: this takes the finished form and says the last sentence."""

        def register(function: Callable[..., Said]) -> Callable[..., Said]:
            self.submits[form] = function
            return function

        return register

    def intercept(self, function: N) -> N:
        """Decorator: this looks at every text before its intent decides."""
        self.intercepts.append(function)
        return function

    def on_danger_alone(self, words: W) -> W:
        """Decorator: this is said in danger when nothing can be stored and nobody be told."""
        self.help = words
        return words

    def on_danger_in_parts(
        self, heard: Callable[[Context], Context]
    ) -> Callable[[Context], Context]:
        """Decorator: this returns the message with the danger told in it and the turns before together."""
        self.danger_in_parts = heard
        return heard

    def on_more_of_danger(
        self, handler: Callable[[Context], Said | None]
    ) -> Callable[[Context], Said | None]:
        """Decorator: this hears what is said after a cry for help; None for what is not about it."""
        self.after_danger = handler
        return handler

    def on_group(self, function: N) -> N:
        """Decorator: this hears what is said to us in a group, before anything is answered there."""
        self.in_group = function
        return function

    def on_distress(self, handler: D) -> D:
        """Decorator: this hears what weighs on somebody before any form does; None for nothing."""
        self.distress = handler
        return handler

    def on_danger(self, handler: H) -> H:
        self.danger = handler
        return handler
