"""What the operator's door needs of the bot; bot.py hands over one that has it."""

import argparse
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

from sqlalchemy.orm import Session

from community.followup import Watch
from core.clock import Clock
from core.config import Config, Official
from core.library import Library
from core.messages import Message, Parse
from core.ports import PlaceCode, Prints, Registers, StaffButtons
from db import Database
from outbox.mark import SentMark


class Understands(Protocol):
    """Text to meaning, and why."""

    def __call__(self, text: str, at: datetime) -> Parse: ...

    def staff(self, text: str, at: datetime) -> Parse: ...

    def why(self, text: str, at: datetime) -> dict[str, Any]: ...


class Basis(Protocol):
    """What an answer rests on."""

    @property
    def entry(self) -> str | None: ...

    @property
    def rule(self) -> str | None: ...

    @property
    def effective(self) -> str | None: ...

    @property
    def source(self) -> str | None: ...


class Rehearsed(Protocol):
    """An answer that was not given."""

    @property
    def said(self) -> str: ...

    @property
    def cited(self) -> Basis | None: ...

    @property
    def meant(self) -> str | None: ...


class Receives(Protocol):
    """Takes messages in."""

    def rehearse(self, db: Session, message: Message, now: datetime) -> tuple[Parse, Rehearsed]: ...


class Sends(Protocol):
    """Sends what is due."""

    def run(self, now: datetime) -> Mapping[str, int]: ...

    def run_until(self, stopping: threading.Event, every_seconds: float) -> None: ...


class AsksPlatform(Protocol):
    """Asks the platform one thing; all but `reach` raise ChannelError where it refuses."""

    def reach(self) -> str | None: ...

    def place_code(self, scene: str) -> PlaceCode: ...

    def passing_code(self, scene: str, seconds: int) -> str: ...

    def lay_menu(self, buttons: dict[str, Any]) -> None: ...

    def lay_staff_menus(self, menus: Sequence[StaffButtons]) -> None: ...

    def tell_staff_apart(self, menus: Sequence[StaffButtons]) -> None: ...

    def has_menu(self) -> bool: ...

    def rights(self) -> Mapping[str, bool | None]: ...


class OperatedBot(Protocol):
    """The rooms of one process, as the operator's commands see them."""

    @property
    def config(self) -> Config: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def database(self) -> Database: ...

    @property
    def library(self) -> Library: ...

    @property
    def understanding(self) -> Understands: ...

    @property
    def watch(self) -> Watch: ...

    @property
    def inbox(self) -> Receives: ...

    @property
    def sender(self) -> Sends: ...

    @property
    def sent_mark(self) -> SentMark: ...

    @property
    def platform(self) -> AsksPlatform: ...

    @property
    def tables(self) -> Registers: ...

    @property
    def prints(self) -> Prints: ...

    @property
    def app(self) -> WSGIApplication: ...

    def before_fork(self, *, with_all: bool = True) -> Callable[[], "OperatedBot"]: ...

    def take_packs(self) -> dict[str, int]: ...

    def tick(self, now: datetime) -> dict[str, int]: ...

    def purge(self, now: datetime) -> dict[str, int]: ...

    def start_clock(self, every_seconds: float) -> Callable[[], None]: ...

    def train(self, *, shipped: bool) -> dict[str, Any]: ...

    def ship_model(self) -> int: ...

    def evaluate(
        self, rows: list[dict[str, Any]], at: datetime, *, staff: bool
    ) -> dict[str, Any]: ...

    def report(self, result: dict[str, Any]) -> str: ...

    def content_problems(self) -> list[str]: ...

    def problems(self) -> list[str]: ...

    def store_problems(self) -> list[str]: ...

    def finish_all(self) -> int: ...

    def warm(self) -> None: ...

    def close(self) -> None: ...


class OpenStage(Protocol):
    """A pretend WeChat with a bot on it, for the demo."""

    @property
    def address(self) -> str: ...

    @property
    def bot(self) -> OperatedBot: ...

    def populate(self, who: Mapping[str, Any]) -> None: ...

    def close(self) -> None: ...


MakeBot = Callable[[Config], OperatedBot]
Pretend = Callable[[Official, MakeBot, Config, int], OpenStage]
Run = Callable[[OperatedBot, argparse.Namespace], int]
