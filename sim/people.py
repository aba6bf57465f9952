"""People who follow the account, each with a phone: what they do, and what is on their screen."""

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from core.clock import Clock
from sim import files
from sim.account import Account
from sim.courier import Courier
from sim.letters import EVENTS, MESSAGES, OPENING, SEEN, SHOWN, Field, PretendLetter, document
from sim.media import Media
from sim.verdict import OUT_OF_ORDER, Verdict
from sim.windows import Windows

Who = Literal["me", "bot", "system"]
Via = Literal["", "passive", "custom", "template", "mass", "notice"]

# Starts anywhere, so that a bot which remembers an earlier run sees no old MsgId again.
_ids = itertools.count(23_000_000_000_000_000 + secrets.randbelow(10**15))


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on a screen; `extra` holds what is not text: a menu's items, a card's rows."""

    who: Who
    text: str
    at: datetime
    via: Via = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Platform(Protocol):
    """What a follower needs of the platform."""

    account: Account
    clock: Clock
    courier: Courier
    lock: threading.RLock
    faults_seen: list[str]
    media: dict[str, Media]

    def changed(self) -> None: ...


class Follower:
    """A person with a phone: `says` types into it, `screen` is what they see."""

    def __init__(self, openid: str, name: str, platform: Platform) -> None:
        self.openid = openid
        self.name = name
        self.screen: list[Bubble] = []
        self.windows = Windows()
        self.following = True
        self.since = platform.clock.now()
        self.scene = ""
        self.refuses = False  # switched our messages off in their settings
        self.mass_received: list[datetime] = []
        self._platform = platform
        self._moments: dict[str, int] = {}

    # what they do

    def says(
        self, text: str, *, times: int = 1, parallel: int = 1, msg_id: int | None = None
    ) -> str:
        """Send a text and return what came back as its answer, or ""."""
        self.show(Bubble("me", text, self._now()))
        return self._send("text", {"Content": text}, times, parallel, msg_id)

    def sends(self, kind: str, *, msg_id: int | None = None, **fields: Field) -> str:
        """Send a picture, a voice, a place…; `fields` replace or add to the kind's own."""
        told = fields.get("Label") or fields.get("Recognition")
        label = str(told or MESSAGES.get(kind, {}).get("Label", ""))
        extra = {"kind": kind, "label": label}
        self.show(Bubble("me", SHOWN.get(kind, f"[{kind}]"), self._now(), extra=extra))
        return self._send(kind, {**MESSAGES.get(kind, {}), **fields}, 1, 1, msg_id)

    def shows_picture(self, content: bytes, content_type: str = "image/png") -> str:
        """Send a picture the platform keeps for three days."""
        media_id = files.lay(self._platform, "image", content, content_type)
        extra = {"kind": "image", "label": "", "media_id": media_id}
        self.show(Bubble("me", SHOWN["image"], self._now(), extra=extra))
        fields: dict[str, Field] = {**MESSAGES["image"], "MediaId": media_id}
        return self._send("image", fields, 1, 1, None)

    def taps(self, item_id: str, content: str) -> str:
        """Tap an item of a customer-service menu, which sends its text."""
        self.show(Bubble("me", content, self._now()))
        return self._send("text", {"Content": content, "bizmsgmenuid": item_id}, 1, 1, None)

    def clicks(self, key: str) -> str:
        """Tap a button of the account's menu."""
        return self.event("CLICK", EventKey=key)

    def follows(self, scene: str | None = None) -> str:
        """Follow the account, perhaps by scanning a place's QR code."""
        with self._platform.lock:
            self.following, self.since, self.scene = True, self._now(), scene or ""
        self._note("扫描二维码，关注了公众号" if scene else "关注了公众号")
        if not scene:
            return self.event("subscribe", EventKey="")
        return self.event("subscribe", EventKey=f"qrscene_{scene}", Ticket=_ticket())

    def unfollows(self) -> None:
        with self._platform.lock:
            self.following = False
            self.windows.shut()
        self._note("取消了关注")
        self.event("unsubscribe")

    def scans(self, scene: str) -> str:
        """Scan a place's QR code; who does not follow yet, follows by it."""
        if not self.following:
            return self.follows(scene)
        self._note("扫描了二维码")
        return self.event("SCAN", EventKey=scene, Ticket=_ticket())

    def event(self, name: str, *, times: int = 1, parallel: int = 1, **fields: Field) -> str:
        """Let the platform report an event about this person; see `sim.letters.EVENTS`."""
        if name in OPENING:
            with self._platform.lock:
                self.windows.tapped(self._now())
        content = {**EVENTS.get(name, {}), **fields}
        letter = self._event_letter(name, content)
        return self._carry(letter, times, parallel)

    # what they see

    def texts(self) -> list[str]:
        """Return all the bot has said."""
        return [bubble.text for bubble in self.screen if bubble.who == "bot"]

    def show(self, bubble: Bubble) -> None:
        with self._platform.lock:
            self.screen.append(bubble)
        self._platform.changed()

    # how it travels

    def _send(
        self, kind: str, fields: dict[str, Field], times: int, parallel: int, msg_id: int | None
    ) -> str:
        with self._platform.lock:
            self.windows.spoke(self._now())
        msg_id = next(_ids) if msg_id is None else msg_id
        plain = document(
            {**self._head(int(self._now().timestamp()), kind), **fields, "MsgId": msg_id}
        )
        return self._carry(PretendLetter(self.openid, str(msg_id), plain), times, parallel)

    def _event_letter(self, name: str, fields: dict[str, Field]) -> PretendLetter:
        key = f"{name}:{fields.get('EventKey', '')}"
        with self._platform.lock:
            # A clock that stands still must not make two taps one event.
            moment = max(int(self._now().timestamp()), self._moments.get(key, 0) + 1)
            self._moments[key] = moment
        head = {**self._head(moment, "event"), "Event": name}
        return PretendLetter(
            self.openid, f"{key}:{moment}", document({**head, **fields}), quiet=name not in SEEN
        )

    def _head(self, moment: int, kind: str) -> dict[str, Field]:
        return {
            "ToUserName": self._platform.account.name,
            "FromUserName": self.openid,
            "CreateTime": moment,
            "MsgType": kind,
        }

    def _carry(self, letter: PretendLetter, times: int, parallel: int) -> str:
        answer = PhoneAnswer(self, letter)
        self._platform.courier.carry(letter, answer.take, times=times, parallel=parallel)
        return answer.text

    def _note(self, text: str) -> None:
        self.show(Bubble("system", text, self._now(), "notice"))

    def _now(self) -> datetime:
        return self._platform.clock.now()

    def out_of_order(self, reason: str, quiet: bool) -> None:
        """Record what was wrong, and show the platform's sentence if somebody is looking."""
        with self._platform.lock:
            self._platform.faults_seen.append(reason)
        if not quiet:
            self._note(OUT_OF_ORDER)

    def hears(self, text: str, via: Via, extra: dict[str, Any]) -> None:
        self.show(Bubble("bot", text, self._now(), via, extra))


class PhoneAnswer:
    """Collects what came back for all copies of one letter; the same text is shown once."""

    def __init__(self, person: Follower, letter: PretendLetter) -> None:
        self.text = ""
        self._person = person
        self._letter = letter
        self._lock = threading.Lock()

    def take(self, verdict: Verdict) -> None:
        act = self._choose(verdict)
        if act is not None:
            act()

    def _choose(self, verdict: Verdict) -> Callable[[], None] | None:
        person, letter = self._person, self._letter
        with self._lock:
            if verdict.outcome in ("broken", "failed"):
                return lambda: person.out_of_order(verdict.reason, letter.quiet)
            if verdict.outcome == "silent" or verdict.text == self.text:
                return None
            if self.text:
                return lambda: person.out_of_order("two copies were answered differently", True)
            self.text = verdict.text
        return lambda: person.hears(verdict.text, "passive", verdict.extra)


def _ticket() -> str:
    return "gQ" + secrets.token_urlsafe(60)
