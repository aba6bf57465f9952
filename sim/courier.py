"""Carries a message to the webhook as the platform does: three tries, five seconds each."""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock
from sim.account import Account
from sim.envelope import sealed_post, sign
from sim.letters import PretendLetter
from sim.poster import Poster, PostRefused, TimedOut
from sim.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Exchange:
    """One try: what went out, what came back, what the platform made of it."""

    at: datetime
    openid: str
    key: str
    attempt: int
    status: int | None  # None when no answer came
    body: bytes
    verdict: Verdict
    begun: float  # by the machine's clock that only goes on
    took: float


Show = Callable[[Verdict], None]


class Courier:
    """Knows the road to the bot, and the platform's patience."""

    def __init__(
        self,
        account: Account,
        clock: Clock,
        patience: float,
        retry_delays: Sequence[float],
        record: Callable[[Exchange], None],
    ) -> None:
        self.account = account
        self.clock = clock
        self.patience = patience
        self.retry_delays = retry_delays
        self.webhook: Poster | None = None
        self._record = record
        self._closed = threading.Event()

    def carry(
        self, letter: PretendLetter, show: Show, *, times: int = 1, parallel: int = 1
    ) -> None:
        """Deliver a letter; more `times`, or copies in `parallel`, are a platform that repeats."""
        for _ in range(times):
            if parallel == 1:
                self._deliver(letter, show)
                continue
            copies = [
                threading.Thread(target=self._deliver, args=(letter, show), daemon=True)
                for _ in range(parallel)
            ]
            for copy in copies:
                copy.start()
            for copy in copies:
                copy.join()

    def verify(self, echo: str) -> bool:
        """Ask the webhook to prove that it knows the token, as saving the settings does."""
        stamp, nonce = self._stamp(0), _nonce()
        query = {
            "signature": sign(self.account.token, stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "echostr": echo,
        }
        try:
            reply = self._road().get(query, self.patience)
        except (TimedOut, PostRefused):
            return False
        return reply.status == 200 and reply.body == echo.encode()

    def close(self) -> None:
        self._closed.set()
        if self.webhook is not None:
            self.webhook.close()

    def _deliver(self, letter: PretendLetter, show: Show) -> None:
        begun = time.monotonic()
        reasons = []
        for attempt, delay in enumerate(self.retry_delays):
            if self._closed.wait(max(0.0, begun + delay - time.monotonic())):
                return
            verdict = self._try(letter, attempt, delay)
            if verdict.outcome != "failed":
                show(verdict)
                return
            reasons.append(verdict.reason)
        show(
            Verdict("failed", reason=f"no answer after {len(reasons)} tries: {', '.join(reasons)}")
        )

    def _try(self, letter: PretendLetter, attempt: int, delay: float) -> Verdict:
        begun = time.monotonic()
        status, body = None, b""
        try:
            query, sealed = self._sealed(letter, self._stamp(delay))
            reply = self._road().post(query, sealed, self.patience)
            status, body = reply.status, reply.body
            verdict = judge(reply, self.account, letter.openid)
        except TimedOut:
            verdict = Verdict("failed", reason="timed out")
        except PostRefused as refused:
            verdict = Verdict("failed", reason=f"no connection ({refused})")
        took = time.monotonic() - begun
        now = self.clock.now()
        self._record(
            Exchange(now, letter.openid, letter.key, attempt, status, body, verdict, begun, took)
        )
        return verdict

    def _sealed(self, letter: PretendLetter, stamp: str) -> tuple[dict[str, str], bytes]:
        return sealed_post(
            token=self.account.token,
            aes_key=self.account.aes_key,
            app_id=self.account.app_id,
            openid=letter.openid,
            plain=letter.plain,
            timestamp=stamp,
            nonce=_nonce(),
            mode=self.account.mode,
        )

    def _stamp(self, delay: float) -> str:
        return str(int(self.clock.now().timestamp() + delay))

    def _road(self) -> Poster:
        if self.webhook is None:
            raise PostRefused("nobody is listening: set .webhook")
        return self.webhook


def _nonce() -> str:
    return str(secrets.randbelow(10**9) + 10**9)
