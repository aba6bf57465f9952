"""Taking deliveries out in batches: lease, send outside any transaction, record."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from core.clock import Clock, SystemClock
from core.ports import OUTCOME_UNKNOWN, Channel, ChannelError
from db import Database, deliveries, quotas
from db.models import Delivery, DeliveryStatus
from outbox import bundling, ladder, leasing, pausing, recording, ways
from outbox.gate import Gate
from outbox.journal import Journal, Outcome
from outbox.ladder import LADDER
from outbox.leasing import Batch, Carried, Lease, SenderSettings
from outbox.mark import SentMark
from outbox.pausing import Met, scope_of
from outbox.roads import Roads
from outbox.ways import Recipient, View

log = logging.getLogger(__name__)

BATCH = 200
LEASE_LASTS = timedelta(minutes=2)  # a sender that has not come back by then has died

Unreached = Callable[[Session, Delivery, datetime], None]


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
        self._progress = mark
        self._db = database
        self._roads = roads
        self._channels = channels
        self._settings = settings
        self._unreached = unreached
        self._clock = clock
        self._machine = SystemClock()
        self._loop = asyncio.new_event_loop()
        self._gate = Gate()
        self._stopping: threading.Event | None = None

    def run(
        self, now: datetime | None = None, stopping: threading.Event | None = None
    ) -> dict[str, int]:
        """Send everything due at that moment; return how many ended as what.

        Told to stop, it finishes what is being written; the rest stays owed.
        """
        counts: Counter[str] = Counter()
        self._stopping, self._gate = stopping, Gate()
        while stopping is None or not stopping.is_set():
            at = now or self._clock.now()
            batch = self._db.write(lambda db, at=at: self._lease(db, at))  # type: ignore[misc]
            counts.update(batch.settled)
            if not batch.leases and not batch.settled:
                break
            if batch.leases:
                counts.update(self._loop.run_until_complete(self._send_all(batch, at)))
                if self._progress is not None:
                    self._progress.write()
            if batch.tried or batch.met.failed:
                self._db.write(
                    lambda db, b=batch, at=at: b.met.settle(
                        db, b.rests.pauses, b.tried, at, self._settings.backoff
                    )  # type: ignore[misc]
                )
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
        machine_now = self._machine.now()
        recording.recover(db, self._roads, machine_now, now)
        batch = Batch(machine_now + LEASE_LASTS, pausing.look(db, self._roads, now))
        if self._progress is not None and self._progress.refuses(db):
            return batch
        due = self._due(db, batch, machine_now)
        if not due:
            return batch
        for delivery in due:
            if delivery.lease_until is not None:  # somebody died before anything was written
                recording.let_go(db, self._roads, delivery, now)
        whom = [(each.person_id, each.contact_id) for each in due]
        view = ways.look(db, whom, self._roads, self._settings.zone, now, hold=True)
        view.rests = batch.rests
        ways.remember(db, view, due)
        for waiting in ways.by_recipient(view, due):
            bundle = bundling.together(db, view, waiting, self._settings)
            if bundle is not None:
                lease, aboard = bundle
                batch.leases.append(lease)
            else:
                aboard = self._one_by_one(db, view, waiting, batch)
            for delivery in aboard:
                delivery.lease_until = batch.held_until
        return batch

    def _due(self, db: Session, batch: Batch, machine_now: datetime) -> Sequence[Delivery]:
        """Take what is due: all of it; or one, to try a road; or nothing while all roads rest."""
        rests, now = batch.rests, batch.rests.now
        probes = rests.may_probe(self._roads)
        is_open = any(rests.until(road) is None for road in self._roads)
        if is_open:
            due = deliveries.lease_due(db, now, machine_now, self._batch)
        elif probes:
            is_risky = any(pause.reason == OUTCOME_UNKNOWN for pause in probes)
            due = deliveries.probe_due(db, now, machine_now, ladder.HARMLESS, is_risky=is_risky)
        else:
            return []
        if due:
            rests.probe(db, probes)
            batch.tried = list(rests.probing)
        return due if is_open or rests.probing else []

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

    async def _send_all(self, batch: Batch, now: datetime) -> Counter[str]:
        """People side by side; what one person is to read, one after the other."""
        met = batch.met
        await self._make_ready(batch)
        journal = Journal(self._db, partial(self._mark, batch), partial(self._record, batch, now))
        gate = self._gate = Gate(self._gate.width)
        by_person: dict[Recipient, list[Lease]] = {}
        for lease in batch.leases:
            by_person.setdefault(lease.recipient, []).append(lease)

        async def all_of(mine: list[Lease]) -> None:
            async with gate:
                for lease in mine:
                    outcome = await self._send(lease, journal, met)
                    gate.note(outcome.error)
                    journal.end(outcome)

        await asyncio.gather(*(all_of(mine) for mine in by_person.values()))
        return await journal.close()

    async def _make_ready(self, batch: Batch) -> None:
        """Fetch what a channel needs before anything can be written, while nothing is under way."""
        for road in {lease.road.name: lease.road for lease in batch.leases}.values():
            ready = getattr(self._channels[road.name], "ready", None)
            if ready is not None and not batch.met.stops(road):
                try:
                    await ready()
                except ChannelError as error:
                    batch.met.note(road, error)

    async def _send(self, lease: Lease, journal: Journal, met: Met) -> Outcome:
        if self._stops(lease, met) or not await journal.begin(lease) or self._stops(lease, met):
            return Outcome(lease, is_let_go=True)
        error: ChannelError | None = None
        platform_id = ""
        try:
            platform_id = await self._channels[lease.road.name].send(lease.letter)
        except ChannelError as refusal:
            error = refusal
        except Exception as mistake:  # of ours, with one letter: it must not hold up the others
            log.error("第 %s 条投递发不出去", lease.delivery_id, exc_info=mistake)
            error = ChannelError("bad_request", permanent=True)
        met.note(lease.road, error)
        return Outcome(lease, platform_id, error)

    def _stops(self, lease: Lease, met: Met) -> bool:
        """Tell whether nothing more of a batch is to be written: it stays owed."""
        return met.stops(lease.road) or (self._stopping is not None and self._stopping.is_set())

    def _mark(self, batch: Batch, db: Session, leases: Sequence[Lease]) -> set[int]:
        """Mark letters as under way; return those that are whole: nothing in them was called off."""
        until = self._machine.now() + LEASE_LASTS
        batch.marked_until.add(until)
        aboard = [each.delivery_id for lease in leases for each in lease.carried]
        ours = deliveries.mark_sending(db, aboard, batch.held_until, until)
        whole = [lease for lease in leases if {each.delivery_id for each in lease.carried} <= ours]
        return {lease.delivery_id for lease in whole}

    def _record(
        self, batch: Batch, now: datetime, db: Session, outcomes: Sequence[Outcome]
    ) -> Counter[str]:
        counts: Counter[str] = Counter()
        sent: Counter[str] = Counter()
        aboard = [each.delivery_id for outcome in outcomes for each in outcome.lease.carried]
        found = deliveries.by_ids(db, aboard)
        for outcome in outcomes:
            lease, error = outcome.lease, outcome.error
            if error is not None:
                recording.learn(db, lease, error, now)
            elif not outcome.is_let_go:
                sent[lease.road.name] += 1
            for carried in lease.carried:  # what goes along with another shares its fate
                delivery = found[carried.delivery_id]
                if outcome.is_let_go:
                    self._let_go(db, batch, delivery, now)
                    continue
                self._note(db, delivery, outcome, carried, now, batch.met)
                counts[delivery.status.value] += 1
                self._after(db, delivery, now)
        self._count(db, outcomes, now)
        day = now.astimezone(self._settings.zone).date().isoformat()
        for road, many in sorted(sent.items()):
            quotas.count_sent(db, road, day, many)
        return counts

    def _let_go(self, db: Session, batch: Batch, delivery: Delivery, now: datetime) -> None:
        if batch.holds(delivery):
            recording.let_go(db, self._roads, delivery, now)

    def _count(self, db: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
        if outcomes and self._progress is not None:
            self._progress.count(db, now)

    def _note(
        self,
        db: Session,
        delivery: Delivery,
        outcome: Outcome,
        carried: Carried,
        now: datetime,
        met: Met,
    ) -> None:
        lease, error, delivery.lease_until = outcome.lease, outcome.error, None
        if error is None:
            recording.wired(db, delivery, lease, outcome.platform_id, now)
            return
        log.warning("第 %s 条投递：%s", delivery.id, ladder.say(error.reason))
        passing = scope_of(lease.road, error.reason) in met.well
        recording.refused(
            db, delivery, lease, carried, error, now, self._settings, others_pass=passing
        )

    def _after(self, db: Session, delivery: Delivery, now: datetime) -> None:
        """Who can be reached by no road is the next responsible person's, at once."""
        if delivery.status == DeliveryStatus.FAILED and LADDER[delivery.kind].falls_back:
            self._unreached(db, delivery, now)
