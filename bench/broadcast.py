"""A notice to a whole city: planning it, sending it, counting it, and what happens when senders die.

The platform is a process of its own on loopback that answers after 60 ms and keeps count of what
it was sent.  `--deliveries` and `--letters` make it smaller; the last line is JSON.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import aiohttp  # noqa: E402
from sqlalchemy import func, select, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from bench import crowd  # noqa: E402
from bench.sending import ANSWERS, Platform, _with  # noqa: E402
from bench.towns import ENGINES, MORNING, town  # noqa: E402
from bot import Bot  # noqa: E402
from community.notices import issuing, proposing, sums
from community.notices import planning as planning_of  # noqa: E402
from community.notices.audience import Addressees  # noqa: E402
from community.notices.issuing import Published  # noqa: E402
from community.notices.proposing import Draft, Proposed  # noqa: E402
from community.people import access  # noqa: E402
from community.people.access import Actor  # noqa: E402
from core.messages import Kind, Message  # noqa: E402
from db import statistics  # noqa: E402
from db.models import Contact, Delivery, DeliveryStatus, Notice, NoticeState, Role, Turn  # noqa: E402
from db.people import units  # noqa: E402
from ops import memory  # noqa: E402

TEXT = "12月1日上午9点到11点停水检修，请提前蓄水。"
LATENCY = 0.06
CONNECTIONS = 100
KILL_EVERY = 5.0
ANSWERED = "UPDATE notice_targets SET evidence = 3, answer = 'received' WHERE notice_id = :notice"
TALLIED = """
    INSERT INTO notice_tallies (notice_id, unit_id, what, count)
    SELECT notice_id, unit_id, w, COUNT(*) FROM notice_targets, (SELECT 'evidence:3' AS w UNION SELECT 'answer:received') x
    WHERE notice_id = :notice GROUP BY notice_id, unit_id, w"""


class CountingPlatform(Platform):
    """Keeps count of how often each address was sent something; `/report` tells."""

    def _serve(self, tell: Any) -> None:
        self._seen: Counter[str] = Counter()
        super()._serve(tell)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await self._head(reader):
            first = head.splitlines()[0]
            sizes = [line for line in head.splitlines() if line.startswith(b"content-length:")]
            body = await reader.readexactly(int(sizes[0][15:])) if sizes else b""
            if b"report" in first:
                said = json.dumps(self._seen).encode()
            else:
                if b"send" in first:
                    self._seen[json.loads(body)["touser"]] += 1
                if self._latency:
                    await asyncio.sleep(self._latency)
                said = next(answer for word, answer in ANSWERS.items() if word in first)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(said) + said
            )
            await writer.drain()
        writer.close()

    def report(self) -> Counter[str]:
        with urllib.request.urlopen(f"{self.address}/report") as answer:
            return Counter(json.load(answer))


def secretary(bot: Bot, db: Session) -> Actor:
    unit = units.root_community(db)
    assert unit is not None
    zone = bot.config.community.zone
    [held] = units.held_above(db, unit, [Role.SECRETARY], MORNING, zone)
    return access.actor(db, held.holder_id, None, MORNING, zone)


def plan(bot: Bot) -> int:
    """Look whom it reaches and publish it; return how many deliveries that made."""
    zone = bot.config.community.zone

    def look(db: Session) -> int:
        draft = Draft(TEXT, Addressees())
        made = proposing.propose(
            secretary(bot, db), db, draft, MORNING, zone, bot.forecast, lambda _, look: look(db)
        )
        assert isinstance(made, Proposed), made
        return made.notice_id

    def publish(db: Session, number: int) -> int:
        who = secretary(bot, db)
        made = issuing.publish(
            who, db, number, MORNING, zone, bot.listeners, urgent=False, not_before=None
        )
        assert isinstance(made, Published), made
        return made.people

    number = bot.database.write(look)
    people = bot.database.write(lambda db: publish(db, number))
    while bot.database.write(lambda db: planning_of.more(db, MORNING, zone)):
        pass
    return people


def planning(engine: str, deliveries: int) -> dict[str, float]:
    """Measure in a process of its own, so that its memory is nobody else's."""
    ours, theirs = multiprocessing.Pipe()

    def run() -> None:
        with town(engine, 30, 3) as (bot, _):
            bot.database.write(lambda db: crowd.fill(db, deliveries))
            bot.database.write(statistics.refresh)  # as the database does by itself meanwhile
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            begun = time.perf_counter()
            people = plan(bot)
            took = time.perf_counter() - begun
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            found = {"planned": people, "plan_s": round(took, 2)}
            found |= {"plan_rss_mb": round(grown / 1024), "rss_before_mb": round(before / 1024)}
            theirs.send(found | {"rollup_ms": _rollup(bot), "preview_blocked_ms": _preview(bot)})
            theirs.recv()

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    theirs.close()  # whoever waits for a child that died is told
    found: dict[str, float] = ours.recv()
    ours.send(None)
    child.join()
    return found


def _preview(bot: Bot) -> float:
    """Let the secretary ask to write to everybody by the chat door; return how long a resident waits
    for an answer meanwhile, at most."""
    bot.warm()
    with bot.database.read() as db:
        who = secretary(bot, db).person_id
        [phone, *_] = db.scalars(select(Contact.address).where(Contact.person_id == who))
    _says(bot, "oCrowd1", "收到")  # what the first message makes anew is no wait for the preview
    asking = threading.Thread(target=_says, args=(bot, phone, f"发通知 全体 {TEXT}"))
    asking.start()
    waits, number = list[float](), 1
    while not _has_draft(bot):
        number += 1
        waits.append(_says(bot, f"oCrowd{number}", "收到"))
        time.sleep(0.02)
    asking.join()
    return round(max(waits) * 1000, 1)


def _has_draft(bot: Bot) -> bool:
    with bot.database.read() as db:
        return bool(db.scalar(select(func.count()).where(Notice.state == NoticeState.DRAFT)))


def _says(bot: Bot, address: str, words: str) -> float:
    """Return the seconds an answer took."""
    begun = time.perf_counter()
    key = os.urandom(8).hex()
    bot.inbox.receive(Message("official", key, address, Kind.TEXT, words, MORNING))
    return time.perf_counter() - begun


def _rollup(bot: Bot) -> float:
    """Count a receipt of every household by unit."""

    def answered(db: Session) -> str:
        number, code = db.execute(text("SELECT id, code FROM notices WHERE code IS NOT NULL")).one()
        db.execute(text("DELETE FROM notice_tallies"))
        for statement in (ANSWERED, TALLIED):
            db.execute(text(statement), {"notice": number})
        return str(code)

    code = bot.database.write(answered)
    begun = time.perf_counter()
    with bot.database.read() as db:
        found = sums.of_code(db, code, reasons=False)
    assert found is not None
    assert found.root.answers["收到"] == found.root.households
    return round((time.perf_counter() - begun) * 1000, 1)


async def _bare(address: str, letters: int) -> float:
    """Return messages a second a loop reaches that does nothing else."""
    body = {"touser": "bare", "msgtype": "text", "text": {"content": TEXT}}
    left = iter(range(letters))
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work() -> None:
            for _ in left:
                async with session.post(f"{address}/cgi-bin/message/custom/send", json=body) as got:
                    await got.read()

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return letters / (time.perf_counter() - begun)


def _worker(bot: Bot) -> "multiprocessing.process.BaseProcess":
    """Start a sender of its own on the same database."""
    config, clock = bot.config, bot.clock

    def run() -> None:
        mine = Bot(config, clock)
        memory.settle()  # as `serve` does
        mine.sender.run_until(threading.Event(), 0.05)

    child = multiprocessing.get_context("fork").Process(target=run, daemon=True)
    child.start()
    return child


def _left(bot: Bot, *states: DeliveryStatus) -> int:
    with bot.database.read() as db:
        waits = Delivery.status.in_(states)
        return db.scalar(select(func.count()).select_from(Delivery).where(waits)) or 0


def drain(bot: Bot, workers: int, waits: list[float]) -> float:
    """Let workers send all that is owed; return messages a second, and how long a write waited."""
    owed = _left(bot, DeliveryStatus.QUEUED)
    bot.database.engine.dispose()
    begun = time.perf_counter()
    children = [_worker(bot) for _ in range(workers)]
    while _left(bot, DeliveryStatus.QUEUED, DeliveryStatus.SENDING):
        at = time.perf_counter()
        bot.database.write(_as_inbound)
        waits.append(time.perf_counter() - at)
        time.sleep(0.05)
    took = time.perf_counter() - begun
    for child in children:
        child.kill()
        child.join()
    return owed / took


def _as_inbound(db: Session) -> None:
    """Write what a message writes first."""
    key = os.urandom(8).hex()
    db.add(Turn(channel="official", key=key, kind="text", text="收到", at=MORNING))


def sending(engine: str, letters: int) -> dict[str, Any]:
    platform = CountingPlatform(LATENCY)
    try:
        bare = asyncio.run(_bare(platform.address, min(letters, 5000)))
        found: dict[str, Any] = {"bare_per_second": round(bare)}
        rates, waits = {}, list[float]()
        for workers in (1, 2) if engine == "postgresql" else (1,):
            with town(engine, 30, 3) as (plain, _):
                bot = _with(plain, platform.address)
                bot.database.write(lambda db: crowd.fill(db, letters))
                plan(bot)
                rates[workers] = drain(bot, workers, waits)
        found["per_second"] = round(rates[1])
        found["drain_ratio"] = round(rates[1] / bare, 2)
        two = rates.get(2)
        found["two_workers_ratio"] = round(two / rates[1], 2) if two else None
        found["blocked_ms"] = round(max(waits) * 1000)
        return found
    finally:
        platform.close()


def dying(engine: str, letters: int) -> dict[str, int]:
    """Kill the sender every few seconds; count what was lost, doubled or beyond what may be sent."""
    platform = CountingPlatform(LATENCY)
    try:
        with town(engine, 30, 3) as (plain, _):
            bot = _with(plain, platform.address)
            bot.database.write(lambda db: crowd.fill(db, letters, left=1))
            plan(bot)
            bot.database.engine.dispose()
            child, kills, last = _worker(bot), 0, time.monotonic()
            while _left(bot, DeliveryStatus.QUEUED, DeliveryStatus.SENDING):
                if _left(bot, DeliveryStatus.QUEUED) and time.monotonic() - last > KILL_EVERY:
                    os.kill(child.pid or 0, signal.SIGKILL)
                    child.join()
                    child, kills, last = _worker(bot), kills + 1, time.monotonic()
                time.sleep(0.2)
            child.kill()
            child.join()
            return _judged(bot, platform.report()) | {"kills": kills}
    finally:
        platform.close()


def _judged(bot: Bot, seen: Counter[str]) -> dict[str, int]:
    with bot.database.read() as db:
        rows = db.execute(
            text(
                "SELECT c.address, d.status FROM deliveries d JOIN contacts c ON c.id = d.contact_id"
                " WHERE d.notice_id IS NOT NULL AND c.address LIKE 'oCrowd%'"
            )
        ).all()
    shown = {DeliveryStatus.UNKNOWN.value}
    doubled = sum(1 for address, status in rows if seen[address] > 1 and status not in shown)
    lost = sum(1 for address, status in rows if status == "wired" and not seen[address])
    breaches = sum(max(0, many - 1) for address, many in seen.items() if address != "bare")
    return {"lost": lost, "doubled": doubled, "quota_breaches": breaches}


def measure(engine: str, deliveries: int, letters: int) -> dict[str, Any]:
    found = {**planning(engine, deliveries), **sending(engine, letters), **dying(engine, letters)}
    found["blocked_ms"] = max(found["blocked_ms"], found["preview_blocked_ms"])
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deliveries", type=int, default=1_000_000)
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    given = parser.parse_args()
    results = {e: measure(e, given.deliveries, given.letters) for e in given.engine or ENGINES}
    print(f"{'a notice to a city':<24}" + "".join(f"{engine:>14}" for engine in results))
    for name in next(iter(results.values())):
        print(f"{name:<24}" + "".join(f"{each[name]!s:>14}" for each in results.values()))
    print(json.dumps(results))
