"""How many letters a second one sender takes out, on either engine, and what that costs.

The platform is a process of its own that answers at once, or after `--latency` milliseconds, and
weighs next to nothing: what is measured is ours.
"""

import argparse
import asyncio
import json
import multiprocessing
import sys
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import event  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from bench.towns import ENGINES, MORNING, town  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import Official, Template  # noqa: E402
from db.models import Contact, ContactState, DeliveryKind  # noqa: E402
from outbox import queue  # noqa: E402

LETTERS = 1517
WARM = 100  # the first ones open connections and widen the gate
TEXT = "明天上午9点到11点停水，请提前蓄水。"
ANSWERS = {
    b"stable_token": b'{"access_token":"bench","expires_in":7200}',
    b"": b'{"errcode":0,"errmsg":"ok","msgid":1}',
}


class Platform:
    """Takes everything there is, as fast as it can."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(
            target=self._serve, args=(theirs,), daemon=True
        )
        self._process.start()
        self.address = f"http://127.0.0.1:{ours.recv()}"

    def close(self) -> None:
        self._process.kill()
        self._process.join()

    def _serve(self, tell: Connection) -> None:
        async def run() -> None:
            server = await asyncio.start_server(self._hear, "127.0.0.1", 0)
            tell.send(server.sockets[0].getsockname()[1])
            await server.serve_forever()

        asyncio.run(run())

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await self._head(reader):
            size = next(
                int(line[15:]) for line in head.splitlines() if line[:15] == b"content-length:"
            )
            await reader.readexactly(size)
            if self._latency:
                await asyncio.sleep(self._latency)
            body = next(body for word, body in ANSWERS.items() if word in head.splitlines()[0])
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + b"Content-Length: %d\r\n\r\n" % len(body) + body
            )  # fmt: skip
            await writer.drain()
        writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return (await reader.readuntil(b"\r\n\r\n")).lower()
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""


def _owe(db: Session, who: str, many: int) -> None:
    """Owe something to so many who have just spoken."""
    spoken: dict[str, Any] = {"window_until": MORNING + timedelta(days=1), "window_left": 5}
    addresses = (f"oBench{who}{number:015d}" for number in range(many))
    heard = [
        Contact(channel="official", address=each, state=ContactState.FOLLOWING, **spoken)
        for each in addresses
    ]
    db.add_all(heard)
    db.flush()
    for contact in heard:
        queue(db, DeliveryKind.INFO, TEXT, MORNING, contact_id=contact.id)


def measure(engine: str, letters: int = LETTERS, latency: float = 0.0) -> dict[str, Any]:
    """Return letters a second, and commits and statements for all of them."""
    platform = Platform(latency)
    try:
        with town(engine, 3, 0) as (bot, _):
            return _measure(_with(bot, platform.address), letters)
    finally:
        platform.close()


def _with(bot: Bot, address: str) -> Bot:
    """Return the same bot with an account at this platform."""
    account = Official(
        app_id="wx0123456789abcdef", secret="0" * 32, token="bench", aes_key="A" * 43,
        api_base=address, templates={"default": Template(id="bench")},
    )  # fmt: skip
    wechat = bot.config.wechat.model_copy(update={"official": account})
    return Bot(bot.config.model_copy(update={"wechat": wechat}), bot.clock)


def _measure(bot: Bot, letters: int) -> dict[str, Any]:
    """Send them; the database is new, and nothing else is owed."""
    bot.database.write(lambda db: _owe(db, "warm", WARM))
    assert bot.sender.run(MORNING) == {"wired": WARM}
    bot.database.write(lambda db: _owe(db, "now", letters))
    commits = Counter[str]()
    event.listen(bot.database.engine, "commit", lambda _: commits.update(["commit"]))
    cpu, begun = time.process_time(), time.perf_counter()
    counts = bot.sender.run(MORNING)
    took, spent = time.perf_counter() - begun, time.process_time() - cpu
    bot.sender.close()
    assert counts == {"wired": letters}, counts
    return {
        "letters": letters,
        "letters_per_second": round(letters / took),
        "commits": commits.total(),
        "cpu_us_per_letter": round(spent / letters * 1e6),
    }


def show(results: dict[str, dict[str, Any]]) -> None:
    print(f"{'sending':<34}" + "".join(f"{engine:>12}" for engine in results))
    for name in next(iter(results.values())):
        print(f"{name:<34}" + "".join(f"{each[name]:>12,}" for each in results.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds")
    given = parser.parse_args()
    results = {each: measure(each, given.letters, given.latency / 1000) for each in ENGINES}
    show(results)
    print(json.dumps(results))
