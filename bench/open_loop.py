"""Posts that come when they are due, whether or not those before are answered: none waits for another."""

import asyncio
import multiprocessing
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench.client import Letter

PATIENCE = 5.0  # seconds the platform waits, from the moment a message is due
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HANGS_UP = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Answered:
    """One message: what it said, how long it took from the moment it was due, and its status; 0 for none."""

    text: str
    seconds: float
    status: int


def pour(port: int, letters: Sequence[Letter], rate: float) -> list[Answered]:
    """Post a letter every 1/rate seconds, each over a connection that nobody else is using.

    It runs in a process of its own, so that writing letters costs the callers nothing.
    """
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_pour, (port, letters, rate))


def _pour(port: int, letters: Sequence[Letter], rate: float) -> list[Answered]:
    return asyncio.run(_Platform(port).post(letters, rate))


class _Platform:
    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Connection] = []

    async def post(self, letters: Sequence[Letter], rate: float) -> list[Answered]:
        loop = asyncio.get_running_loop()
        begun = loop.time() + 0.2
        waiting = []
        for number, letter in enumerate(letters):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - loop.time()))
            waiting.append(asyncio.create_task(self._post(letter, due)))
        answered = await asyncio.gather(*waiting)
        for _, writer in self._idle:
            writer.close()
        return answered

    async def _post(self, letter: Letter, due: float) -> Answered:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(due + PATIENCE):
                status = await self._exchange(letter)
        except (OSError, asyncio.IncompleteReadError, ValueError):  # TimeoutError among them
            status = 0
        return Answered(letter.text, loop.time() - due, status)

    async def _exchange(self, letter: Letter) -> int:
        reader, writer = await self._connection()
        is_done = False
        try:
            writer.write(
                b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
                b"Content-Length: %d\r\n\r\n%s"
                % (letter.path.encode(), len(letter.body), letter.body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = _STATUS.match(head), _LENGTH.search(head)
            if status is None or length is None:
                raise ValueError("no answer of a web server")
            await reader.readexactly(int(length[1]))
            is_done = _HANGS_UP.search(head) is None
            return int(status[1])
        finally:
            if is_done:
                self._idle.append((reader, writer))
            else:
                writer.close()

    async def _connection(self) -> Connection:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)
