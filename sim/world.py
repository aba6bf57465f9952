"""All that the platform knows: account, followers, tokens, templates, and what happened."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.clock import Clock
from sim.account import Account
from sim.courier import Courier, Exchange
from sim.errors import Answer
from sim.faults import Faults
from sim.later import Later
from sim.media import Media
from sim.people import Follower
from sim.tokens import PretendTokens


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the platform's API by the bot, and how it was answered."""

    at: datetime
    path: str
    body: dict[str, Any]
    answer: Answer
    openid: str = ""
    trouble: str = ""  # the fault that struck, if one did


@dataclass(frozen=True, slots=True)
class PretendCard:
    """How a template looks: its title, and a label for each key of its data."""

    title: str
    labels: dict[str, str] = field(default_factory=dict)


class World:
    """Shared by everything in the room; `lock` guards what several threads change."""

    def __init__(self, account: Account, clock: Clock, courier: Courier, later: Later) -> None:
        self.account = account
        self.clock = clock
        self.courier = courier
        self.later = later
        self.lock = threading.RLock()
        self.tokens = PretendTokens(account, clock)
        self.faults = Faults()
        self.followers: dict[str, Follower] = {}
        self.templates: set[str] = set()  # known ones; empty accepts any
        self.cards: dict[str, PretendCard] = {}
        self.menu: list[dict[str, Any]] = []
        self.personal: dict[str, tuple[int, list[dict[str, Any]]]] = {}  # by menuid: tag, buttons
        self.tags: dict[int, tuple[str, set[str]]] = {}  # by id: name, openids
        self.media: dict[str, Media] = {}
        self.tickets: dict[str, str] = {}  # QR ticket → scene
        self.codes: dict[str, str] = {}  # what a QR code holds → scene
        self.client_ids: dict[tuple[str, str], tuple[datetime, int]] = {}
        self.mass_ids: dict[str, int] = {}
        self.mass_sent: list[datetime] = []
        self.calls: list[ApiCall] = []
        self.exchanges: list[Exchange] = []
        self.journal: list[ApiCall | Exchange] = []  # both of them, as they happened
        self.faults_seen: list[str] = []
        self.version = 0
        self._next_id = 2_000_000_000

    def follower(self, openid: str, name: str = "") -> Follower:
        with self.lock:
            if openid not in self.followers:
                self.followers[openid] = Follower(openid, name, self)
            person = self.followers[openid]
            person.name = name or person.name
            return person

    def menu_of(self, openid: str) -> list[dict[str, Any]]:
        """Return the menu somebody sees: the newest for a tag of theirs, else the plain one."""
        for tag, buttons in reversed(self.personal.values()):
            if openid in self.tags.get(tag, ("", set()))[1]:
                return buttons
        return self.menu

    def next_id(self) -> int:
        with self.lock:
            self._next_id += 1
            return self._next_id

    def changed(self) -> None:
        with self.lock:
            self.version += 1

    def happened(self, one: ApiCall | Exchange) -> None:
        with self.lock:
            self.journal.append(one)
            if isinstance(one, ApiCall):
                self.calls.append(one)
            else:
                self.exchanges.append(one)
            self.version += 1

    def within(self, moment: datetime, span: timedelta) -> bool:
        return self.clock.now() - moment < span
