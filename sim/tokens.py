"""Access tokens: two isolated kinds, how they age, and which of them is still good."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from sim.account import Account
from sim.errors import Answer, refuse

LIFE = timedelta(seconds=7200)
GRACE = timedelta(minutes=5)
FORCED_PER_DAY = 20
FORCED_APART = timedelta(seconds=30)
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass
class Issued:
    value: str
    until: datetime
    killed: bool = False  # replaced by force: no longer the latest


class PretendTokens:
    """Issues and checks; call it with the platform's lock held."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._issued: dict[str, Issued] = {}
        self._plain: Issued | None = None
        self._stable: Issued | None = None
        self._forced: list[datetime] = []
        self.issued = 0

    def plain(self, query: Mapping[str, str]) -> Answer:
        """Answer /cgi-bin/token: always a new token; the one before lives five minutes more."""
        wrong = self._wrong_caller(query)
        if wrong:
            return wrong
        if self._plain is not None:
            self._plain.until = min(self._plain.until, self._clock.now() + GRACE)
        self._plain = self._new()
        return self._told(self._plain)

    def stable(self, body: Mapping[str, Any]) -> Answer:
        """Answer /cgi-bin/stable_token: the same token until five minutes before its end."""
        wrong = self._wrong_caller(body)
        if wrong:
            return wrong
        if body.get("force_refresh"):
            return self._force()
        now = self._clock.now()
        if self._stable is None or self._stable.killed or self._stable.until - now <= GRACE:
            self._stable = self._new()
        return self._told(self._stable)

    def check(self, value: str | None) -> Answer | None:
        """Return why a call with this token is refused, or None."""
        if not value:
            return refuse(41001)
        issued = self._issued.get(value)
        if issued is None:
            return refuse(40001 if len(value) >= 100 else 40014)
        if issued.killed:
            return refuse(40001)
        if self._clock.now() >= issued.until:
            return refuse(42001)
        return None

    def kill(self) -> None:
        """Make every token worthless, as a reset secret or a foreign refresh does."""
        for issued in self._issued.values():
            issued.killed = True

    def _force(self) -> Answer:
        now = self._clock.now()
        today = [at for at in self._forced if _day(at) == _day(now)]
        if len(today) >= FORCED_PER_DAY:
            return refuse(45009)
        # Forced twice within half a minute the platform answers, but does not refresh.
        if self._stable and today and now - today[-1] < FORCED_APART and not self._stable.killed:
            return self._told(self._stable)
        self._forced = [*today, now]
        if self._stable is not None:
            self._stable.killed = True
        self._stable = self._new()
        return self._told(self._stable)

    def _wrong_caller(self, given: Mapping[str, Any]) -> Answer | None:
        if given.get("grant_type") != "client_credential":
            return refuse(40002)
        if given.get("appid") != self._account.app_id:
            return refuse(40013)
        if given.get("secret") != self._account.secret:
            return refuse(40125)
        return None

    def _new(self) -> Issued:
        self.issued += 1
        issued = Issued("97_" + secrets.token_urlsafe(120), self._clock.now() + LIFE)
        self._issued[issued.value] = issued
        return issued

    def _told(self, issued: Issued) -> Answer:
        left = int((issued.until - self._clock.now()).total_seconds())
        return {"access_token": issued.value, "expires_in": left}


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).date().isoformat()
