"""Access tokens, bought once for all processes.

wechatpy's client fetches them without a time limit, once per thread, and
recurses for ever when the platform keeps refusing; this one does not.
"""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from zoneinfo import ZoneInfo

import aiohttp

from core.clock import Clock
from core.config import Official
from core.ports import ChannelError, Token, TokenStore
from wechat.errors import ErrorMeaning, trouble

LIFETIME_SECONDS = 7200
SPARE = timedelta(minutes=5)  # renewed this long before it dies
LIMIT = aiohttp.ClientTimeout(total=35, connect=3)  # nothing is under way: it may take long
DAYS = ZoneInfo("Asia/Shanghai")  # by which the platform counts
KEPT_SECONDS = 1.0  # so long what was read serves letters that go out together
POLL_SECONDS = 0.1
PATIENCE_POLLS = 100

Request = AbstractAsyncContextManager[aiohttp.ClientResponse]
Meaning = Callable[[int], ErrorMeaning]


class Tokens:
    """Hands out an account's token; one process refreshes, the others wait for it."""

    def __init__(self, name: str, store: TokenStore, clock: Clock) -> None:
        self._name = name
        self._store = store
        self._clock = clock
        self._holder = uuid.uuid4().hex
        self._gate = asyncio.Lock()
        self._kept: Token | None = None
        self._kept_until = 0.0  # by the loop's clock

    async def get(self, http: aiohttp.ClientSession, refused: str = "") -> str:
        """Return a token that is not `refused` (the one the platform just turned down)."""
        if (kept := self._in_hand(refused)) is not None:
            return kept
        async with self._gate:
            for _ in range(PATIENCE_POLLS):
                if (kept := self._in_hand(refused)) is not None:
                    return kept
                token = await asyncio.to_thread(self._store.read, self._name)
                if token and token.value != refused and self._lives(token):
                    self._kept = token
                    self._kept_until = asyncio.get_running_loop().time() + KEPT_SECONDS
                    return token.value
                if await asyncio.to_thread(self._store.try_lock, self._name, self._holder):
                    return await self._refresh(http, refused)
                await asyncio.sleep(POLL_SECONDS)
        raise ChannelError("unreachable", permanent=False)  # whoever refreshes it waits in vain

    def _in_hand(self, refused: str) -> str | None:
        """Return what was read a moment ago, if it will still do."""
        token = self._kept
        if token is None or asyncio.get_running_loop().time() >= self._kept_until:
            return None
        return token.value if token.value != refused and self._lives(token) else None

    def _lives(self, token: Token) -> bool:
        return token.expires_at - SPARE > self._clock.now()

    async def _refresh(self, http: aiohttp.ClientSession, refused: str) -> str:
        try:
            # Somebody may have refreshed it between our reading and our locking.
            token = await asyncio.to_thread(self._store.read, self._name)
            if token and token.value != refused and self._lives(token):
                return token.value
            fresh = await self._buy(http, refused)
            await asyncio.to_thread(self._store.write, self._name, fresh)
            return fresh.value
        finally:
            await asyncio.to_thread(self._store.unlock, self._name, self._holder)

    async def _buy(self, http: aiohttp.ClientSession, refused: str) -> Token:
        """Ask the platform for a token that is not `refused`.  Raises ChannelError."""
        raise NotImplementedError

    def _bought(self, answer: Mapping[str, object]) -> Token:
        lifetime = timedelta(seconds=_number(answer.get("expires_in"), LIFETIME_SECONDS))
        return Token(str(answer["access_token"]), self._clock.now() + lifetime)


async def ask(request: Request, meaning: Meaning = trouble) -> dict[str, object]:
    """Make a call that buys a token and return its answer.  Raises ChannelError."""
    try:
        async with request as got:
            answer = await got.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise ChannelError("unreachable", permanent=False) from error
    if not isinstance(answer, dict) or not answer.get("access_token"):
        code = answer.get("errcode", -1) if isinstance(answer, dict) else -1
        found = meaning(_number(code, -1))
        # How often tokens are asked for is a quota of its own: no road's day is over.
        reason = "token_refused" if found.reason == "day_quota_used" else found.reason
        raise ChannelError(reason, permanent=False, wait_seconds=found.wait_seconds)
    return answer


class StableTokens(Tokens):
    """The Official Account's, which stay the same while they are good."""

    def __init__(self, config: Official, store: TokenStore, clock: Clock) -> None:
        super().__init__(f"official:{config.app_id}", store, clock)
        self._config = config

    async def _buy(self, http: aiohttp.ClientSession, refused: str) -> Token:
        """Ask for the stable token; force a new one only if the platform itself gave the old.

        That it allows all processes together a few times a day only.
        """
        answer = await self._ask(http, force=False)
        if refused and answer.get("access_token") == refused:
            now = self._clock.now()
            day = now.astimezone(DAYS).date().isoformat()
            if not await asyncio.to_thread(self._store.may_force, self._name, day, now):
                raise ChannelError("token_refused", permanent=False)
            answer = await self._ask(http, force=True)
        return self._bought(answer)

    async def _ask(self, http: aiohttp.ClientSession, *, force: bool) -> dict[str, object]:
        body = {
            "grant_type": "client_credential",
            "appid": self._config.app_id,
            "secret": self._config.secret,
            "force_refresh": force,
        }
        url = f"{self._config.api_base}/cgi-bin/stable_token"
        return await ask(http.post(url, json=body, timeout=LIMIT))


def _number(given: object, otherwise: int) -> int:
    try:
        return int(str(given))
    except ValueError:
        return otherwise
