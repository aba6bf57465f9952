"""What the page sees: people with their screens, the clock, the log, the switches."""

import secrets
from typing import Any

from sim.people import Bubble
from sim.phone import journal, moments
from sim.phone.people import PhoneOwner
from sim.phone.stage import PhoneStage

SHOWN_BUBBLES = 300
SHOWN_LINES = 60
TINTS = 9
UNNAMED = {"mphelper": "群发助手"}


class PhoneView:
    """Draws the state; a page that has seen this version gets only the clock."""

    def __init__(self, stage: PhoneStage) -> None:
        self._stage = stage
        self._platform = stage.platform
        self._extras = stage.extras
        # A page left open over a restart must not take the new count for the old one.
        self._boot = secrets.token_hex(3)

    def state(self, since: str) -> dict[str, Any]:
        with self._platform.lock:
            state: dict[str, Any] = {
                "version": f"{self._boot}-{self._platform.version}",
                "clock": moments.shown(self._stage.clock.now(), self._extras.timezone),
            }
            return state if since == state["version"] else {**state, **self._whole()}

    def _whole(self) -> dict[str, Any]:
        extras = self._extras
        return {
            "account": {"name": extras.account, "about": extras.about},
            "people": [self._person(*one) for one in enumerate(self._stage.people)],
            "log": self._log(),
            "faults": self._stage.switches.state(),
            "scenes": [{"scene": one, "label": label} for one, label in self._scenes().items()],
        }

    def _scenes(self) -> dict[str, str]:
        """Return the codes there are to scan: those of the stage, and those the bot had made."""
        made = dict.fromkeys(self._platform.tickets.values())
        return {**{scene: f"码 {scene}" for scene in made}, **self._extras.scenes}

    def _person(self, place: int, person: PhoneOwner) -> dict[str, Any]:
        follower = self._platform.follower(person.openid)
        first = max(0, len(follower.screen) - SHOWN_BUBBLES)
        return {
            "openid": person.openid,
            "name": person.name,
            "role": person.role,
            "hint": person.hint,
            "tint": place % TINTS,
            "face": person.face,
            "suggestions": list(person.suggestions),
            "following": follower.following,
            "menu": self._platform.menu_of(person.openid) or list(map(dict, self._extras.menu)),
            "waiting": self._stage.waiting(person.openid),
            "first": first,
            "screen": [self._bubble(bubble) for bubble in follower.screen[first:]],
        }

    def _bubble(self, bubble: Bubble) -> dict[str, Any]:
        at = bubble.at.astimezone(self._extras.timezone).isoformat(timespec="seconds")
        return {
            "who": bubble.who,
            "text": bubble.text,
            "at": at,
            "via": bubble.via,
            "extra": bubble.extra,
        }

    def _log(self) -> list[journal.Line]:
        entries = self._platform.journal
        first = max(0, len(entries) - SHOWN_LINES)
        return [
            journal.line(number, one, self._name, self._extras.timezone)
            for number, one in enumerate(entries[first:], first)
        ]

    def _name(self, openid: str) -> str:
        known = next((one for one in self._stage.people if one.openid == openid), None)
        if known is not None:
            return known.name if known.role == known.name else f"{known.role}{known.name}"
        follower = self._platform.followers.get(openid)
        return (follower.name if follower else "") or UNNAMED.get(openid, "一位居民")
