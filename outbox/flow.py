"""One stretch of sending: the next batch is leased while this one is under way."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy.orm import Session

from core.clock import SystemClock
from core.ports import OUTCOME_UNKNOWN, Channel, ChannelError
from db import Database
from outbox.books import Books
from outbox.gate import Gate
from outbox.journal import Journal, Outcome
from outbox.leasing import WRITING_LASTS, Batch, Lease
from outbox.pausing import Met
from outbox.ways import Recipient

log = logging.getLogger(__name__)

AHEAD = 100  # when fewer letters than that wait to be begun more are leased

T = TypeVar("T")
LeaseMore = Callable[[Session], Batch]


class Flow:
    """Sends batch after batch as long as all goes well; the first trouble ends it."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        books: Books,
        gate: Gate,
        stopping: threading.Event | None,
    ) -> None:
        self._channels = channels
        self._books = books
        self._gate = gate
        self._stopping = stopping
        self._machine = SystemClock()
        self._db = database
        self._journal = Journal(self._write, books, gate)
        self._met = Met()
        self._last: dict[Recipient, asyncio.Task[None]] = {}

    async def run(
        self, batch: Batch, lease_more: LeaseMore, may_go_on: Callable[[], bool]
    ) -> tuple[Counter[str], Batch]:
        """Send this and what is leased after it; return how many ended as what, and the last batch.

        What any of them met, and the roads any of them tried, stand in the last one.
        """
        counts: Counter[str] = Counter()
        self._journal.start()
        try:
            await self._take(batch)
            while await self._may_go_on(batch) and may_go_on():
                more = await self._write(lease_more)
                counts.update(more.settled)
                if more.is_empty:
                    break
                batch = more
                await self._take(batch)
        finally:
            await asyncio.gather(*self._last.values())
            counts.update(await self._journal.close())
        return counts, batch

    async def _write(self, work: Callable[[Session], T]) -> T:
        """Do something in a transaction of its own; return when it is committed."""
        return await asyncio.wrap_future(self._db.submit(work))

    async def _may_go_on(self, batch: Batch) -> bool:
        """Wait until little is left; tell whether more is to be leased while that is under way."""
        await self._journal.runs_low(AHEAD)
        return not self._met.failed and not batch.tried and self._journal.trouble is None

    async def _take(self, batch: Batch) -> None:
        """People side by side; what one person is to read, one after the other."""
        batch.met = self._met
        self._books.open(batch)
        await self._make_ready(batch)
        self._journal.expect(len(batch.leases))
        by_person: dict[Recipient, list[Lease]] = {}
        for lease in batch.leases:
            by_person.setdefault(lease.recipient, []).append(lease)
        self._last = {whom: task for whom, task in self._last.items() if not task.done()}
        for whom, mine in by_person.items():
            before = self._last.get(whom)
            self._last[whom] = asyncio.create_task(self._all_of(mine, batch, before))

    async def _all_of(
        self, mine: list[Lease], batch: Batch, before: "asyncio.Task[None] | None"
    ) -> None:
        if before is not None:
            await before
        async with self._gate.ready:
            for lease in mine:
                outcome = await self._marked(lease, batch)
                self._gate.note(outcome.error)
                self._journal.end(outcome)

    async def _make_ready(self, batch: Batch) -> None:
        """Fetch what a channel needs before any of a batch can be written."""
        for road in {lease.road.name: lease.road for lease in batch.leases}.values():
            ready = getattr(self._channels[road.name], "ready", None)
            if ready is not None and not self._met.stops(road):
                try:
                    await ready()
                except ChannelError as error:
                    self._met.note(road, error)

    async def _marked(self, lease: Lease, batch: Batch) -> Outcome:
        """Mark a letter, then send it as soon as there is room for it."""
        if self._stops(lease) or not await self._journal.begin(lease):
            return Outcome(lease, is_let_go=True)
        async with self._gate:
            return await self._send(lease, batch)

    async def _send(self, lease: Lease, batch: Batch) -> Outcome:
        if self._stops(lease):
            return Outcome(lease, is_let_go=True)
        if batch.is_late(lease, self._machine.now()):  # we were held up: it may be another's by now
            return Outcome(lease, is_let_go=True)
        error: ChannelError | None = None
        platform_id = ""
        try:
            async with asyncio.timeout(WRITING_LASTS.total_seconds()):
                platform_id = await self._channels[lease.road.name].send(lease.letter)
        except ChannelError as refusal:
            error = refusal
        except TimeoutError:
            error = ChannelError(OUTCOME_UNKNOWN, permanent=False)
        except Exception as mistake:  # of ours, with one letter: it must not hold up the others
            log.error("第 %s 条投递发不出去", lease.delivery_id, exc_info=mistake)
            error = ChannelError("bad_request", permanent=True)
        self._met.note(lease.road, error)
        return Outcome(lease, platform_id, error)

    def _stops(self, lease: Lease) -> bool:
        """Tell whether nothing more is to be written that way: it stays owed."""
        is_told_to = self._stopping is not None and self._stopping.is_set()
        return is_told_to or self._met.stops(lease.road)
