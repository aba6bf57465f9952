"""All features together: what every router registered, and where two of them disagree."""

from collections.abc import Callable, Sequence
from typing import Any

from core.forms import FormSpec
from core.library import Library
from core.messages import Kind, Parse
from dialog.context import Context
from dialog.forms import starting
from dialog.reply import Reply, Said, reply
from dialog.router import ANY, Command, Distress, Handler, Intercept, Router, WorkIntent


class Features:
    """The routers merged; the order they are listed in is the order of asking."""

    def __init__(self, routers: Sequence[Router], library: Library) -> None:
        self.intents: dict[str, Handler] = {}
        self.work: dict[str, WorkIntent] = {}
        self.actions: dict[str, Handler] = {}
        self.events: dict[Kind, Handler] = {}
        self.submits: dict[str, Any] = {}
        self.commands: list[Command] = []
        self.intercepts: list[Intercept] = []
        self.danger: Handler | None = None
        self.danger_in_parts: Callable[[Context], Context] | None = None
        self.after_danger: Callable[[Context], Said | None] | None = None
        self.distress: Distress | None = None
        self.help: Callable[[Parse], str] | None = None
        self.in_group: Intercept | None = None
        self.problems: list[str] = []
        for router in routers:
            self._add(router)
        self.commands.append(starting.command(library.forms.values()))
        self.problems += starting.join_meanings(library.forms.values(), self.intents)
        self.problems += [
            f"表单 {name} 填完了没有人收"
            for name in library.forms
            if name not in self.submits and ANY not in self.submits
        ]

    def _add(self, router: Router) -> None:
        for name, handler in router.intents.items():
            if name in self.intents:
                self.problems.append(f"意图 {name} 有两处接，一处在 {router.name}")
            self.intents[name] = handler
        for name, work in router.work.items():
            if name in self.work:
                self.problems.append(f"意图 {name} 有两处接，一处在 {router.name}")
            self.work[name] = work
        self.actions.update(router.actions)
        self.events.update(router.events)
        self.submits.update(router.submits)
        self.commands += router.commands
        self.intercepts += router.intercepts
        self.danger = router.danger or self.danger
        self.danger_in_parts = router.danger_in_parts or self.danger_in_parts
        self.after_danger = router.after_danger or self.after_danger
        self.distress = router.distress or self.distress
        self.help = router.help or self.help
        self.in_group = router.in_group or self.in_group

    def submit(self, ctx: Context, spec: FormSpec, answers: dict[str, Any]) -> Reply:
        """Hand a finished form to whoever takes it: its own taker, or the one for all others."""
        taker = self.submits.get(spec.id) or self.submits[ANY]
        return reply(taker(ctx, spec, answers))
