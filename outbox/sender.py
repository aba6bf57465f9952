"""Taking deliveries out in batches: lease, send outside any transaction, record."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import Clock, SystemClock
from core.ports import Channel, ChannelError
from db import Database, deliveries, quotas
from db.models import Delivery, DeliveryStatus
from outbox import bundling, ladder, leasing, ways
from outbox.ladder import LADDER
from outbox.leasing import Batch, Carried, Lease, SenderSettings
from outbox.mark import SentMark
from outbox.roads import Roads
from outbox.ways import Recipient, View

log = logging.getLogger(__name__)

BATCH = 200
AT_ONCE = 50  # sends under way side by side
LEASE_LASTS = timedelta(minutes=2)  # a sender that has not come back by then has died

Unreached = Callable[[Session, Delivery, datetime], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    lease: Lease
    platform_id: str = ""
    error: ChannelError | None = None


class Sender:
    """Sends what is due.  Any number may run side by side on one database."""

    def __init__(
        self,
        database: Database,
        roads: Roads,
        channels: Mapping[str, Channel],
        settings: SenderSettings,
        unreached: Unreached,
        clock: Clock,
        batch: int = BATCH,
        mark: SentMark | None = None,
    ) -> None:
        if without := set(roads.names) - set(channels):
            raise ValueError(f"nothing sends by {', '.join(sorted(without))}")
        self._batch = batch
        self._mark = mark
        self._db = database
        self._roads = roads
        self._channels = channels
        self._settings = settings
        self._unreached = unreached
        self._clock = clock
        self._machine = SystemClock()
        self._loop = asyncio.new_event_loop()

    def run(
        self, now: datetime | None = None, stopping: threading.Event | None = None
    ) -> dict[str, int]:
        """Send everything due at that moment; return how many ended as what.

        Told to stop, it finishes the batch in hand; the rest stays owed.
        """
        counts: Counter[str] = Counter()
        while stopping is None or not stopping.is_set():
            at = now or self._clock.now()
            batch = self._db.write(lambda db, at=at: self._lease(db, at))  # type: ignore[misc]
            counts.update(batch.settled)
            if not batch.leases and not batch.settled:
                break
            outcomes = self._loop.run_until_complete(self._send_all(batch.leases))
            counts.update(
                self._db.write(lambda db, o=outcomes, at=at: self._record(db, o, at))  # type: ignore[misc]
            )
            if self._mark is not None:
                self._mark.write()
        return dict(counts)

    def run_until(self, stopping: threading.Event, every_seconds: float) -> None:
        """Keep sending until told to stop; trouble with the database waits, it does not end us."""
        while not stopping.is_set():
            try:
                if counts := self.run(stopping=stopping):
                    log.info("发送：%s", counts)
            except Exception as error:
                log.error("暂时发不了：%s", type(error).__name__)
                stopping.wait(5)
            stopping.wait(every_seconds)

    def close(self) -> None:
        for channel in self._channels.values():
            if closing := getattr(channel, "close", None):
                self._loop.run_until_complete(closing())
        self._loop.close()

    def _lease(self, db: Session, now: datetime) -> Batch:
        if self._mark is not None and self._mark.refuses(db):
            return Batch()
        machine_now = self._machine.now()
        leasing.recover(db, self._roads, machine_now, now)
        batch = Batch()
        due = deliveries.lease_due(db, now, self._batch)
        if not due:
            return batch
        whom = [(each.person_id, each.contact_id) for each in due]
        view = ways.look(db, whom, self._roads, self._settings.zone, now, hold=True)
        ways.remember(db, view, due)
        for waiting in ways.by_recipient(view, due):
            bundle = bundling.together(db, view, waiting, self._settings)
            if bundle is not None:
                lease, aboard = bundle
                batch.leases.append(lease)
            else:
                aboard = self._one_by_one(db, view, waiting, batch)
            for delivery in aboard:
                delivery.status = DeliveryStatus.SENDING
                delivery.lease_until = machine_now + LEASE_LASTS
        return batch

    def _one_by_one(
        self, db: Session, view: View, waiting: Sequence[Delivery], batch: Batch
    ) -> Sequence[Delivery]:
        """Lease each that can go; return those."""
        leased = []
        for delivery in waiting:
            found = leasing.choose(db, view, delivery, self._settings)
            if isinstance(found, Lease):
                batch.leases.append(found)
                leased.append(delivery)
            else:
                batch.settled[found] += 1
                self._after(db, delivery, view.now)
        return leased

    async def _send_all(self, batch: Sequence[Lease]) -> list[Outcome]:
        """People side by side; what one person is to read, one after the other."""
        gate = asyncio.Semaphore(AT_ONCE)
        by_person: dict[Recipient, list[Lease]] = {}
        for lease in batch:
            by_person.setdefault(lease.recipient, []).append(lease)

        async def all_of(mine: list[Lease]) -> list[Outcome]:
            async with gate:
                return [await self._send(lease) for lease in mine]

        outcomes = await asyncio.gather(*(all_of(mine) for mine in by_person.values()))
        return [outcome for some in outcomes for outcome in some]

    async def _send(self, lease: Lease) -> Outcome:
        try:
            platform_id = await self._channels[lease.road.name].send(lease.letter)
        except ChannelError as error:
            return Outcome(lease, error=error)
        except Exception as error:  # a mistake of ours with one letter must not hold up the others
            log.error("第 %s 条投递发不出去", lease.delivery_id, exc_info=error)
            return Outcome(lease, error=ChannelError("bad_request", permanent=True))
        return Outcome(lease, platform_id)

    def _record(self, db: Session, outcomes: Sequence[Outcome], now: datetime) -> Counter[str]:
        counts: Counter[str] = Counter()
        sent: Counter[str] = Counter()
        aboard = [each.delivery_id for outcome in outcomes for each in outcome.lease.carried]
        found = deliveries.by_ids(db, aboard)
        for outcome in outcomes:
            lease, error = outcome.lease, outcome.error
            if error is None:
                sent[lease.road.name] += 1
            else:
                leasing.learn(db, lease, error.reason, now)
            for carried in lease.carried:  # what goes along with another shares its fate
                delivery = found[carried.delivery_id]
                self._note(db, delivery, outcome, carried, now)
                counts[delivery.status.value] += 1
                self._after(db, delivery, now)
        if outcomes and self._mark is not None:
            self._mark.count(db, now)
        day = now.astimezone(self._settings.zone).date().isoformat()
        for road, many in sorted(sent.items()):
            quotas.count_sent(db, road, day, many)
        return counts

    def _note(
        self, db: Session, delivery: Delivery, outcome: Outcome, carried: Carried, now: datetime
    ) -> None:
        lease, error, delivery.lease_until = outcome.lease, outcome.error, None
        if error is None:
            leasing.wired(db, delivery, lease, outcome.platform_id, now)
            return
        log.warning("第 %s 条投递：%s", delivery.id, ladder.say(error.reason))
        leasing.refused(db, delivery, lease, carried, error, now, self._settings)

    def _after(self, db: Session, delivery: Delivery, now: datetime) -> None:
        """Who can be reached by no road is the next responsible person's, at once."""
        if delivery.status == DeliveryStatus.FAILED and LADDER[delivery.kind].falls_back:
            self._unreached(db, delivery, now)
