"""What is said when nothing can be stored or read: help in danger, and to everybody else the truth."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.messages import SPOKEN, Kind, Message, Parse
from core.ports import NotTaken, Understand
from db import DATABASE_TROUBLE, KeyFileError

log = logging.getLogger(__name__)

PHONES = "急事请打12345，有危险打120、110或119，心里难受打12356。"
KEPT = f"我这边的系统出了故障，您的话先记下了，好了马上办、马上回您，不用再发。{PHONES}"
LOST = f"抱歉，我这边的系统出了故障，这句话没能记下，请过一会儿再发一次。{PHONES}"

Help = Callable[[Parse], str]  # what to do at once; "" where nobody is in danger


def said_instead(message: Message, parse: Parse | None, help_now: Help, *, is_kept: bool) -> str:
    """Return what somebody hears whose message could not be acted on; "" for an event."""
    if message.kind not in SPOKEN:
        return ""
    if parse is not None and (first := help_now(parse)):
        return first
    if message.in_group:
        return ""
    return KEPT if is_kept else LOST


class Inside(Protocol):
    """Takes messages in, once the house is open."""

    def receive(self, message: Message) -> str: ...

    def finish_all(self) -> int: ...


class Threshold:
    """Where messages come in: nothing is stored with keys that are not the database's.

    The keys are looked at until they have been right once; with others, or
    none, whatever was stored could not be opened by the right ones later.
    """

    def __init__(
        self,
        inside: Callable[[], Inside],
        verify: Callable[[], None],
        understand: Callable[[], Understand],
        help_now: Help,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        """`inside` and `verify` raise KeyFileError; `verify` also what the database says of itself."""
        self._inside = inside
        self._verify = verify
        self._understand = understand
        self._help_now = help_now
        self._clock = clock
        self._zone = zone
        self._is_right = False

    def receive(self, message: Message) -> str:
        """Act on a message.  Raises NotTaken for an event that cannot be kept."""
        try:
            self._look_at_keys()
            inside = self._inside()
        except KeyFileError as error:
            log.error("%s；消息没有存", error)
            return self._alone(message)
        return inside.receive(message)

    def finish_all(self) -> int:
        """Finish what was accepted; nothing with the wrong keys, which could not read it."""
        self._look_at_keys()
        return self._inside().finish_all()

    def _look_at_keys(self) -> None:
        if self._is_right:
            return
        try:
            self._verify()
        except DATABASE_TROUBLE:
            return  # it may be the right one; nothing is stored there now
        self._is_right = True

    def _alone(self, message: Message) -> str:
        if message.kind not in SPOKEN:
            raise NotTaken
        parse = None
        if message.kind is Kind.TEXT:
            now: datetime = self._clock.now()
            parse = self._understand()(message.text, now.astimezone(self._zone))
        return said_instead(message, parse, self._help_now, is_kept=False)
