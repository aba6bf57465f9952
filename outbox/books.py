"""What is put down of batches under way: what is about to go, and what became of it."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import SystemClock
from core.ports import ChannelError
from db import deliveries, quotas
from db.models import Delivery, DeliveryStatus
from outbox import ladder, recording
from outbox.journal import Outcome
from outbox.leasing import LEASE_LASTS, Batch, Lease, SenderSettings
from outbox.mark import SentMark
from outbox.pausing import scope_of
from outbox.roads import Roads

log = logging.getLogger(__name__)

After = Callable[[Session, Delivery, datetime], None]


class Books:
    """Marks and records for the journal, inside the transactions it makes."""

    def __init__(
        self,
        roads: Roads,
        settings: SenderSettings,
        after: After,
        progress: SentMark | None,
        moment: Callable[[], datetime],
    ) -> None:
        self._batches: dict[int, Batch] = {}  # by delivery, until it is put down
        self._roads = roads
        self._settings = settings
        self._after = after
        self._progress = progress
        self._moment = moment
        self._put_down: list[int] = []
        self._machine = SystemClock()

    def open(self, batch: Batch) -> None:
        """Keep the books of one more batch."""
        for lease in batch.leases:
            self._batches.update(dict.fromkeys((each.delivery_id for each in lease.carried), batch))

    def mark(self, db: Session, leases: Sequence[Lease]) -> set[int]:
        """Mark letters as under way; return those that are whole: nothing in them was called off."""
        of_batch: dict[int, list[Lease]] = {}
        for lease in leases:
            of_batch.setdefault(id(self._batches[lease.delivery_id]), []).append(lease)
        return set().union(*(self._mark(db, some) for some in of_batch.values()))

    def _mark(self, db: Session, leases: Sequence[Lease]) -> set[int]:
        """What was in hand too long is not ours any more, even if nobody else has taken it yet."""
        batch, machine_now = self._batches[leases[0].delivery_id], self._machine.now()
        if machine_now >= batch.held_until:
            return set()
        until = machine_now + LEASE_LASTS
        aboard = [each.delivery_id for lease in leases for each in lease.carried]
        ours = deliveries.mark_sending(db, aboard, batch.held_until, until)
        batch.marked.update(dict.fromkeys(ours, until))
        whole = [lease for lease in leases if {each.delivery_id for each in lease.carried} <= ours]
        return {lease.delivery_id for lease in whole}

    def committed(self) -> None:
        """What was put down is in the database now: forget it, and note its count beside it."""
        for delivery_id in self._put_down:
            self._batches.pop(delivery_id, None)
        self._put_down.clear()
        if self._progress is not None:
            self._progress.committed()

    def close(self) -> None:
        """Nothing more is put down."""
        if self._progress is not None:
            self._progress.write()

    def record(self, db: Session, outcomes: Sequence[Outcome]) -> Counter[str]:
        """Put down how letters fared; return how many deliveries ended as what."""
        now = self._moment()
        counts = self._taken(db, [each for each in outcomes if each.is_taken], now)
        others = [each for each in outcomes if not each.is_taken]
        aboard = [each.delivery_id for outcome in others for each in outcome.lease.carried]
        found = deliveries.by_ids(db, aboard) if aboard else {}
        for outcome in others:
            whole = [found[each.delivery_id] for each in outcome.lease.carried]
            if outcome.error is None:
                self._let_go(db, whole, now)
            else:
                counts += self._refused(db, outcome, outcome.error, whole, now)
        if self._progress is not None:
            self._progress.count(db, now)
        self._put_down += [each.delivery_id for one in outcomes for each in one.lease.carried]
        return counts

    def _taken(self, db: Session, outcomes: Sequence[Outcome], now: datetime) -> Counter[str]:
        if not outcomes:
            return Counter()
        recording.wired(db, [(each.lease, each.platform_id) for each in outcomes], now)
        day = now.astimezone(self._settings.zone).date().isoformat()
        by_road = Counter(outcome.lease.road.name for outcome in outcomes)
        for road, many in sorted(by_road.items()):
            quotas.count_sent(db, road, day, many)
        return Counter({DeliveryStatus.WIRED.value: sum(len(o.lease.carried) for o in outcomes)})

    def _let_go(self, db: Session, whole: Sequence[Delivery], now: datetime) -> None:
        for delivery in whole:
            if self._batches[delivery.id].holds(delivery):
                recording.let_go(db, self._roads, delivery, now)

    def _refused(
        self,
        db: Session,
        outcome: Outcome,
        error: ChannelError,
        whole: Sequence[Delivery],
        now: datetime,
    ) -> Counter[str]:
        """Note a refusal for all that goes along with one another: it shares its fate."""
        counts: Counter[str] = Counter()
        lease = outcome.lease
        recording.learn(db, lease, error, now)
        passing = scope_of(lease.road, error.reason) in self._batches[lease.delivery_id].met.well
        for carried, delivery in zip(lease.carried, whole, strict=True):
            log.warning("第 %s 条投递：%s", delivery.id, ladder.say(error.reason))
            if not self._batches[delivery.id].holds(
                delivery
            ):  # another sender has decided about it meanwhile
                continue
            delivery.lease_until = None
            recording.refused(
                db, delivery, lease, carried, error, now, self._settings, others_pass=passing
            )
            counts[delivery.status.value] += 1
            self._after(db, delivery, now)
        return counts
