"""Posting a body over connections that stay open: what a letter needs of HTTP, and no more.

A client for everything spends more on a letter than all else that is done for it; whatever is no
letter goes by that one all the same (see wechat/api.py).
"""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from yarl import URL

from wechat.reading import AnswerReader, BadAnswer, HttpAnswer

CONNECT_SECONDS, TOTAL_SECONDS = 3, 10
IDLE_SECONDS = 5  # an older connection may be dead without our knowing
FEW_URLS = 16  # of calls whose heads are kept: a path, and the token of the hour


class NotHeard(Exception):
    """Nothing was written: the name is not found, nobody listens, or not in time."""


class CutShort(Exception):
    """It was written, and what became of it nobody can tell."""


class Postman:
    """Connections to one server, as many as there are calls at once."""

    def __init__(self, base: URL) -> None:
        self._base = base
        self._idle: list[_Wire] = []  # the one used last comes last
        self._context: ssl.SSLContext | None = None
        self._head = lru_cache(FEW_URLS)(self._make_head)

    async def post(self, url: URL, body: bytes) -> HttpAnswer:
        """Post JSON and return the answer, whatever it says.  Raises NotHeard or CutShort."""
        wire = self._at_hand() or await self._connected()
        answer = await wire.ask(b"%b%d\r\n\r\n%b" % (self._head(url), len(body), body))
        if wire.is_open:
            self._idle.append(wire)
        return answer

    async def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        await asyncio.sleep(0)  # the loop closes them in its next turn

    def _at_hand(self) -> "_Wire | None":
        """Return a connection that was of use a moment ago; the others are closed."""
        while self._idle:
            wire = self._idle.pop()
            if wire.is_fresh:
                return wire
            wire.close()
        return None

    async def _connected(self) -> "_Wire":
        """Raises NotHeard."""
        loop = asyncio.get_running_loop()
        host, port = str(self._base.host), self._base.port or 0
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, wire = await loop.create_connection(
                    lambda: _Wire(loop), host, port, ssl=self._tls()
                )
        except (OSError, TimeoutError, ValueError) as error:  # a name that is none is a ValueError
            raise NotHeard from error
        return wire

    def _tls(self) -> ssl.SSLContext | None:
        if self._base.scheme == "https" and self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def _make_head(self, url: URL) -> bytes:
        """Return what comes before the length of the body."""
        lines = (
            f"POST {url.raw_path_qs} HTTP/1.1",
            f"Host: {url.host_port_subcomponent}",
            "Accept: */*",
            "Content-Type: application/json; charset=utf-8",
            "Content-Length: ",
        )
        return "\r\n".join(lines).encode("ascii")


class _Wire(asyncio.Protocol):
    """One connection; one call at a time goes over it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[HttpAnswer] | None = None
        self._reader = AnswerReader()
        self._used_at = 0.0
        self.is_open = False

    @property
    def is_fresh(self) -> bool:
        return self.is_open and self._loop.time() - self._used_at < IDLE_SECONDS

    async def ask(self, request: bytes) -> HttpAnswer:
        """Write a call and wait for its answer.  Raises CutShort."""
        assert self._transport is not None
        self._reader = AnswerReader()
        waiting: asyncio.Future[HttpAnswer] = self._loop.create_future()
        self._waiting = waiting
        late = self._loop.call_later(TOTAL_SECONDS, self._fail)
        try:
            self._transport.write(request)
            return await waiting
        finally:  # whoever is called off leaves an answer behind that is nobody's
            late.cancel()
            self._waiting, self._used_at = None, self._loop.time()
            if not self._reader.is_done or not self._reader.may_go_on:
                self.close()

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.is_open = transport, True

    def data_received(self, data: bytes) -> None:
        if self._waiting is None:  # nobody has asked: what comes next would be taken for an answer
            self.close()
        else:
            self._read(lambda: self._reader.feed(data))

    def eof_received(self) -> None:
        self.is_open = False
        self._read(self._reader.end)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        self._fail()

    def _read(self, work: Callable[[], None]) -> None:
        with suppress(BadAnswer):
            work()
            if self._reader.is_done and self._waiting is not None and not self._waiting.done():
                self._waiting.set_result(self._reader.answer)
            return
        self._fail()

    def _fail(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(CutShort())
