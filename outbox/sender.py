"""Taking deliveries out in batches: lease, send outside any transaction, record."""

import asyncio
import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import Clock, SystemClock
from core.ports import OUTCOME_UNKNOWN, Channel
from db import Database, deliveries, owed, pauses
from db.models import Delivery, DeliveryStatus
from db.owed import Due, InHand
from db.people import reaching
from outbox import bundling, ladder, leasing, pausing, recording, ways
from outbox.books import Books
from outbox.flow import Flow
from outbox.gate import Gate
from outbox.ladder import LADDER
from outbox.leasing import LEASE_LASTS, Batch, Lease, SenderSettings
from outbox.mark import SentMark
from outbox.roads import Roads
from outbox.ways import View

log = logging.getLogger(__name__)

BATCH = 150
# So long one thread keeps the interpreter while others want it: what writes to the database takes
# many short turns, and with the usual 0.005 s each of them waits for the letters.
TURN_SECONDS = 0.0005
WOKEN = timedelta(minutes=15)  # what would be tried again within that is tried now

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
        plan_more: Callable[[Session, datetime], bool] | None = None,
    ) -> None:
        """`plan_more` owes the next piece of what is not all planned; called between two batches."""
        if without := set(roads.names) - set(channels):
            raise ValueError(f"nothing sends by {', '.join(sorted(without))}")
        self._batch = batch
        self._progress = mark
        self._plan_more = plan_more
        self._db = database
        self._roads = roads
        self._channels = channels
        self._settings = settings
        self._unreached = unreached
        self._clock = clock
        self._machine = SystemClock()
        self._loop = asyncio.new_event_loop()
        self._woken = threading.Event()

    def wake(self) -> None:
        """Before the next batch let every road take letters again: whoever calls knows it is well."""
        self._woken.set()

    def run(
        self, now: datetime | None = None, stopping: threading.Event | None = None
    ) -> dict[str, int]:
        """Send everything due at that moment; return how many ended as what.

        Told to stop, it finishes what is being written; the rest stays owed.
        """
        counts: Counter[str] = Counter()
        gate = Gate()

        def moment() -> datetime:
            return now or self._clock.now()

        def is_told_to_stop() -> bool:
            return stopping is not None and stopping.is_set()

        while not is_told_to_stop():
            at = moment()
            self._wake(at)
            batch = self._db.write(lambda db, at=at: self._lease(db, at))  # type: ignore[misc]
            counts.update(batch.settled)
            if batch.is_empty:
                break
            if batch.leases:
                gate = Gate(gate.width)
                books = Books(self._roads, self._settings, self._after, self._progress, moment)
                flow = Flow(self._db, self._channels, books, gate, stopping)
                sent, batch = self._loop.run_until_complete(
                    flow.run(
                        batch,
                        lambda db: self._lease(db, moment()),
                        lambda: not self._woken.is_set() and not is_told_to_stop(),
                    )
                )
                counts.update(sent)
            if batch.tried or batch.met.failed:
                at = moment()
                self._db.write(
                    lambda db, b=batch, at=at: b.met.settle(
                        db, b.rests.pauses, b.tried, at, self._settings.backoff
                    )  # type: ignore[misc]
                )
        return dict(counts)

    def run_until(self, stopping: threading.Event, every_seconds: float) -> None:
        """Keep sending until told to stop; trouble with the database waits, it does not end us."""
        sys.setswitchinterval(TURN_SECONDS)
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

    def _wake(self, now: datetime) -> None:
        """Done between batches: one under way would write down once more what it met."""
        if self._woken.is_set():
            self._woken.clear()
            self._db.write(lambda db: pauses.wake(db, now, WOKEN))

    def _lease(self, db: Session, now: datetime) -> Batch:
        machine_now = self._machine.now()
        recording.recover(db, self._roads, machine_now, now)
        batch = Batch(machine_now + LEASE_LASTS, pausing.look(db, self._roads, now))
        if self._progress is not None and self._progress.refuses(db):
            return batch
        if self._plan_more is not None:
            batch.has_planned = self._plan_more(db, now)
            db.flush()  # what follows is read past the session
        due = self._due(db, batch, machine_now)
        if not due:
            return batch
        view = self._view(db, due, batch, now)
        in_hand, settled = list[InHand](), list[Due]()
        for waiting in ways.by_recipient(view, due):
            bundle = bundling.together(db, view, waiting)
            if bundle is not None:
                lease, aboard = bundle
                batch.leases.append(lease)
                in_hand += _in_hand(lease, aboard)
                continue
            for delivery in waiting:
                found = leasing.choose(db, view, delivery)
                if isinstance(found, Lease):
                    batch.leases.append(found)
                    in_hand += _in_hand(found, [delivery])
                else:
                    batch.settled[found] += 1
                    settled.append(delivery)
        owed.take(db, in_hand, batch.held_until)
        reaching.write(db, (each for found in view.addresses.values() for each in found))
        self._settle(db, settled, now)
        return batch

    def _settle(self, db: Session, settled: Sequence[Due], now: datetime) -> None:
        """Put down what nobody takes in hand; who can be reached by no road is the next one's."""
        owed.settle(db, settled)
        lost = [each.id for each in settled if each.status is DeliveryStatus.FAILED]
        for delivery in deliveries.by_ids(db, lost).values() if lost else ():
            self._after(db, delivery, now)

    def _view(self, db: Session, due: Sequence[Due], batch: Batch, now: datetime) -> View:
        left = {each.id: each for each in due if each.lease_until is not None}
        for delivery in deliveries.by_ids(db, left).values() if left else ():
            recording.let_go(db, self._roads, delivery, now)  # somebody died before it was written
            left[delivery.id].lease_until = None
        if left:
            db.flush()
        whom = [(each.person_id, each.contact_id) for each in due]
        view = ways.look(db, whom, self._roads, self._settings.zone, now, hold=True)
        view.rests, view.link = batch.rests, self._settings.link
        view.quiet_until = self._settings.quiet.end(now)
        ways.remember(db, view, due)
        return view

    def _due(self, db: Session, batch: Batch, machine_now: datetime) -> Sequence[Due]:
        """Take what is due: all of it; or one, to try a road; or nothing while all roads rest."""
        rests, now = batch.rests, batch.rests.now
        probes = rests.may_probe(self._roads)
        is_open = any(rests.until(road) is None for road in self._roads)
        if is_open:
            due = owed.lease_due(db, now, machine_now, self._batch)
        elif probes:
            is_risky = any(pause.reason == OUTCOME_UNKNOWN for pause in probes)
            due = owed.probe_due(db, now, machine_now, ladder.HARMLESS, is_risky=is_risky)
        else:
            return []
        if due:
            rests.probe(db, probes)
            batch.tried = list(rests.probing)
        return due if is_open or rests.probing else []

    def _after(self, db: Session, delivery: Delivery, now: datetime) -> None:
        """Who can be reached by no road is the next responsible person's, at once."""
        if delivery.status == DeliveryStatus.FAILED and LADDER[delivery.kind].falls_back:
            self._unreached(db, delivery, now)


def _in_hand(lease: Lease, aboard: Sequence[Due]) -> list[InHand]:
    """Return what goes in one message: one message, one taken from the ledger."""
    first, *along = aboard
    road = lease.road.name
    return [InHand(first, road, lease.contact_id), *(InHand(each, road, None) for each in along)]
