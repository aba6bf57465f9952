"""Which function answers what."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.messages import Kind
from dialog.context import Context

Handler = Callable[[Context], str]
ANY = "*"  # takes every form nobody else takes


# Told the message and all features; None means: not for me.
Claim = Callable[[Context, Any], str | None]


@dataclass(frozen=True, slots=True)
class Command:
    """Words with a fixed shape, understood before anything is guessed."""

    pattern: re.Pattern[str]
    run: Callable[[Context, re.Match[str]], str | None]
    staff: bool


class Router:
    """One feature: its intents, commands, events, actions and forms."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.intents: dict[str, Handler] = {}
        self.commands: list[Command] = []
        self.events: dict[Kind, Handler] = {}
        self.actions: dict[str, Handler] = {}
        self.submits: dict[str, Callable[..., str]] = {}
        self.claims: list[Claim] = []
        self.danger: Handler | None = None

    def intent(self, *names: str) -> Callable[[Handler], Handler]:
        """Decorator: this answers these intents of the taxonomy."""

        def register(handler: Handler) -> Handler:
            for name in names:
                if name in self.intents:
                    raise ValueError(f"{self.name}: intent {name!r} has two handlers")
                self.intents[name] = handler
            return handler

        return register

    def command(
        self, pattern: str, *, staff: bool = False
    ) -> Callable[
        [Callable[[Context, re.Match[str]], str | None]],
        Callable[[Context, re.Match[str]], str | None],
    ]:
        """Decorator: this answers texts that match as a whole; None means: not for me after all."""

        def register(
            run: Callable[[Context, re.Match[str]], str | None],
        ) -> Callable[[Context, re.Match[str]], str | None]:
            self.commands.append(Command(re.compile(pattern, re.DOTALL), run, staff))
            return run

        return register

    def event(self, *kinds: Kind) -> Callable[[Handler], Handler]:
        """Decorator: this answers what people do rather than say."""

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                self.events[kind] = handler
            return handler

        return register

    def action(self, name: str) -> Callable[[Handler], Handler]:
        """Decorator: this happens when a number we offered is replied."""

        def register(handler: Handler) -> Handler:
            self.actions[name] = handler
            return handler

        return register

    def submit(self, form: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
        """Decorator: this takes the finished form and says the last sentence."""

        def register(function: Callable[..., str]) -> Callable[..., str]:
            self.submits[form] = function
            return function

        return register

    def claim(self, function: Claim) -> Claim:
        """Decorator: this looks at every text before its intent decides."""
        self.claims.append(function)
        return function

    def on_danger(self, handler: Handler) -> Handler:
        self.danger = handler
        return handler
