"""Taking deliveries out in batches: claim, send outside any transaction, record."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from core.clock import Clock, SystemClock
from core.ports import Channel, ChannelError
from db import Database, deliveries
from db.models import Delivery, DeliveryStatus
from outbox import bundling, claims
from outbox.claims import Batch, Claim, Policy
from outbox.ladder import LADDER

log = logging.getLogger(__name__)

BATCH = 200
AT_ONCE = 50  # sends under way side by side
LEASE = timedelta(minutes=2)  # a sender that has not come back by then has died

Unreached = Callable[[Session, Delivery, datetime], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    claim: Claim
    platform_id: str = ""
    error: ChannelError | None = None


def _of_contact(delivery: Delivery) -> int:
    return delivery.contact_id or 0


class Sender:
    """Sends what is due.  Any number may run side by side on one database."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        policy: Policy,
        unreached: Unreached,
        clock: Clock,
        batch: int = BATCH,
    ) -> None:
        self._batch = batch
        self._db = database
        self._channels = channels
        self._policy = policy
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
            batch = self._db.write(lambda db, at=at: self._claim(db, at))  # type: ignore[misc]
            counts.update(batch.settled)
            if not batch.claims and not batch.settled:
                break
            outcomes = self._loop.run_until_complete(self._send_all(batch.claims))
            counts.update(
                self._db.write(lambda db, o=outcomes, at=at: self._record(db, o, at))  # type: ignore[misc]
            )
        return dict(counts)

    def run_until(self, stopping: threading.Event, every_seconds: float) -> None:
        """Keep sending until told to stop; trouble with the database waits, it does not end us."""
        while not stopping.is_set():
            try:
                if counts := self.run(stopping=stopping):
                    log.info("sent: %s", counts)
            except Exception as error:
                log.error("sending stopped for now: %s", type(error).__name__)
                stopping.wait(5)
            stopping.wait(every_seconds)

    def close(self) -> None:
        for channel in self._channels.values():
            if closing := getattr(channel, "close", None):
                self._loop.run_until_complete(closing())
        self._loop.close()

    def _claim(self, db: Session, now: datetime) -> Batch:
        machine_now = self._machine.now()
        claims.recover(db, machine_now, now)
        batch = Batch()
        due = deliveries.claim_due(db, now, self._batch)
        # Contacts are locked in one order everywhere, so that two senders never wait for each other.
        for contact_id, all_of in groupby(sorted(due, key=_of_contact), key=_of_contact):
            waiting = list(all_of)
            found = bundling.together(db, contact_id, waiting, self._policy, now)
            for claim, delivery in found or self._one_by_one(db, waiting, batch, now):
                delivery.status = DeliveryStatus.SENDING
                delivery.lease_until = machine_now + LEASE
                if claim is not None:
                    batch.claims.append(claim)
        return batch

    def _one_by_one(
        self, db: Session, waiting: Sequence[Delivery], batch: Batch, now: datetime
    ) -> Iterator[tuple[Claim, Delivery]]:
        for delivery in waiting:
            found = claims.choose(db, delivery, self._policy, now)
            if isinstance(found, Claim):
                yield found, delivery
            else:
                batch.settled[found] += 1
                self._after(db, delivery, now)

    async def _send_all(self, batch: Sequence[Claim]) -> list[Outcome]:
        """People side by side; what one person is to read, one after the other."""
        gate = asyncio.Semaphore(AT_ONCE)
        by_person: dict[str, list[Claim]] = {}
        for claim in batch:
            by_person.setdefault(claim.letter.address, []).append(claim)

        async def all_of(mine: list[Claim]) -> list[Outcome]:
            async with gate:
                return [await self._send(claim) for claim in mine]

        outcomes = await asyncio.gather(*(all_of(mine) for mine in by_person.values()))
        return [outcome for some in outcomes for outcome in some]

    async def _send(self, claim: Claim) -> Outcome:
        try:
            platform_id = await self._channels[claim.road].send(claim.letter)
        except ChannelError as error:
            return Outcome(claim, error=error)
        except Exception as error:  # a mistake of ours with one letter must not hold up the others
            log.error("delivery %s cannot be sent", claim.delivery_id, exc_info=error)
            return Outcome(claim, error=ChannelError("bad_request", permanent=True))
        return Outcome(claim, platform_id)

    def _record(self, db: Session, outcomes: Sequence[Outcome], now: datetime) -> Counter[str]:
        counts: Counter[str] = Counter()
        for outcome in outcomes:
            claim = outcome.claim
            for delivery_id in (claim.delivery_id, *claim.also):
                delivery = deliveries.get(db, delivery_id)
                self._note(db, delivery, outcome, now)
                counts[delivery.status.value] += 1
                self._after(db, delivery, now)
        return counts

    def _note(self, db: Session, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        """What goes along with another shares its fate."""
        claim, error, delivery.lease_until = outcome.claim, outcome.error, None
        first = delivery.id == claim.delivery_id
        if error is None:
            platform_id = outcome.platform_id
            claims.wired(db, delivery, claim.road, platform_id, now, self._policy, counts=first)
            return
        log.warning("delivery %s: %s", delivery.id, error.reason)
        claims.refused(db, delivery, claim.road, error, now, self._policy, counts=first)

    def _after(self, db: Session, delivery: Delivery, now: datetime) -> None:
        """Who can be reached by no road is the next responsible person's, at once."""
        if delivery.status == DeliveryStatus.FAILED and LADDER[delivery.kind].falls_back:
            self._unreached(db, delivery, now)
