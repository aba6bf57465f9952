"""Calling a platform's API: a token, one repetition when it is stale, and honest answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import aiohttp
from yarl import URL

from core.ports import OUTCOME_UNKNOWN, ChannelError
from wechat.errors import STALE_TOKEN, trouble
from wechat.posting import (
    CONNECT_SECONDS,
    IDLE_SECONDS,
    TOTAL_SECONDS,
    CutShort,
    NotHeard,
    Postman,
)
from wechat.tokens import Meaning, Tokens

LIMIT = aiohttp.ClientTimeout(total=TOTAL_SECONDS, connect=CONNECT_SECONDS)
MOST_BYTES = (10 << 20) + 1  # of a picture; whatever is longer is none
# Raw UTF-8: the platform shows \\uXXXX to people as it stands.
_written = json.JSONEncoder(ensure_ascii=False).encode
FEW_URLS = 16  # of calls that are kept: a path, and the token of the hour
# Nothing was written: the name is not found, nobody listens, or not in time.
NOT_HEARD = (
    NotHeard,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


Make = Callable[[], aiohttp.FormData]


@dataclass(frozen=True)
class _Got:
    """What a call brought: an answer, or a file."""

    status: int
    body: bytes
    kind: str

    @property
    def is_answer(self) -> bool:
        """Tell a file from an answer: where there is no file the platform says so in JSON."""
        return self.kind in {"", "application/json", "text/plain", "text/html"}

    @cached_property
    def answer(self) -> dict[str, Any]:
        return read_answer(self.status, self.body.decode(errors="replace"))

    @property
    def code(self) -> int:
        return int(self.answer.get("errcode", 0)) if self.is_answer else 0


async def _read(got: aiohttp.ClientResponse) -> bytes:
    """Read a body to its end, or so far that it is too long to be anything."""
    if got.content_length is not None and got.content_length < MOST_BYTES:
        return await got.read()
    parts, length = [], 0
    async for part in got.content.iter_chunked(1 << 16):
        parts.append(part)
        length += len(part)
        if length >= MOST_BYTES:
            break
    return b"".join(parts)


class PlatformApi:
    """The connections to an account's API, and the rules every call obeys."""

    def __init__(self, api_base: str, tokens: Tokens, meaning: Meaning = trouble) -> None:
        self._api_base = api_base
        self._tokens = tokens
        self._meaning = meaning
        self._http: aiohttp.ClientSession | None = None
        self._postman = Postman(URL(api_base))
        self._url = lru_cache(FEW_URLS)(self._make_url)  # thousands of letters go to the same

    def _make_url(self, path: str, *params: tuple[str, str]) -> URL:
        return URL(f"{self._api_base}{path}").with_query(params)

    async def call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Post JSON to the API, or without a body get something, and return its answer.

        A stale token is refreshed and the call repeated once, never more.  Once the call is
        written only a readable answer decides what became of it.
        Raises ChannelError for every refusal.
        """
        letter = _written(body).encode() if body is not None else None
        return (await self._with_token(path, {}, letter)).answer

    async def fetch(self, path: str, **params: str) -> tuple[bytes, str]:
        """Get a file and return its bytes and its type; "" where what came is none.

        Raises ChannelError.
        """
        got = await self._with_token(path, params)
        return (b"", "") if got.is_answer or got.status != 200 else (got.body, got.kind)

    async def upload(
        self, path: str, make: Callable[[], aiohttp.FormData], **params: str
    ) -> dict[str, Any]:
        """Post a form that holds a file and return the answer.  Raises ChannelError."""
        return (await self._with_token(path, params, make)).answer

    async def _with_token(
        self, path: str, params: Mapping[str, str], what: bytes | Make | None = None
    ) -> "_Got":
        """Call with a token, and once more with a fresh one; a form is made each time anew."""
        http = self._session()
        token = await self._tokens.get(http)
        got = await self._ask(http, path, {**params, "access_token": token}, what)
        code = got.code
        if code in STALE_TOKEN:
            token = await self._tokens.get(http, refused=token)
            got = await self._ask(http, path, {**params, "access_token": token}, what)
            code = got.code
        if code:
            found = self._meaning(code)
            raise ChannelError(
                found.reason, permanent=found.permanent, wait_seconds=found.wait_seconds
            )
        return got

    async def _ask(
        self,
        http: aiohttp.ClientSession,
        path: str,
        params: Mapping[str, str],
        what: bytes | Make | None,
    ) -> "_Got":
        url = self._url(path, *params.items())
        try:
            if isinstance(what, bytes):
                posted = await self._postman.post(url, what)
                return _Got(posted.status, posted.body, posted.kind)
            data = what() if what else None
            method = "GET" if data is None else "POST"
            async with http.request(method, url, data=data) as got:
                return _Got(got.status, await _read(got), got.content_type)
        except NOT_HEARD as error:
            raise ChannelError("unreachable", permanent=False) from error
        except (CutShort, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from error

    async def reach(self) -> None:
        """Ask the platform for a token, to see whether it hears us.  Raises ChannelError."""
        await self._tokens.get(self._session())

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
            no_cookies = aiohttp.DummyCookieJar()
            self._http = aiohttp.ClientSession(
                timeout=LIMIT, connector=connector, cookie_jar=no_cookies
            )
        return self._http

    async def close(self) -> None:
        await self._postman.close()
        if self._http is not None:
            await self._http.close()
            self._http = None


def read_answer(status: int, text: str) -> dict[str, Any]:
    """Read the platform's answer; whatever is none leaves open what became of the call.

    A page of HTML with a 200 is none, nor is half a JSON, nor anything a broken gateway says.
    """
    try:
        answer: dict[str, Any] = json.loads(text)
        code = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError):
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False) from None
    if status >= 500 or (status != 200 and not code):
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False)
    return {**answer, "errcode": code} if "errcode" in answer else answer


def taken(answer: dict[str, Any]) -> str:
    """Return the platform's id for a message; what does not say it was taken says nothing."""
    if "errcode" not in answer:
        raise ChannelError(OUTCOME_UNKNOWN, permanent=False)
    return str(answer.get("msgid", ""))
