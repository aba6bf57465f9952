"""What to do with one delivery: which way it takes now, and what an answer of the platform means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.ports import ChannelError, Letter
from db import deliveries, quotas
from db.models import Attempt, Delivery, DeliveryStatus
from db.people import contacts
from outbox.ladder import CLOSES_ROAD, EMPTIES, LADDER, STATES
from outbox.quiet import QuietHours
from outbox.roads import Road, Roads
from outbox.ways import Recipient, View, Way

FIRST_WAIT_LIMIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """What the settings say about sending."""

    attempts: int
    backoff: timedelta
    quiet: QuietHours
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Carried:
    """A delivery in a message under way."""

    delivery_id: int
    tries: int  # on this way before
    elsewhere_at: datetime | None  # when another channel may be tried, should this one be busy


@dataclass(frozen=True, slots=True)
class Lease:
    """One message on its way, with no database behind it; it may carry several deliveries."""

    recipient: Recipient
    road: Road
    contact_id: int
    letter: Letter
    carried: tuple[Carried, ...]  # the first, and what goes along with it

    @property
    def delivery_id(self) -> int:
        return self.carried[0].delivery_id


@dataclass(slots=True)
class Batch:
    leases: list[Lease] = field(default_factory=list)
    settled: Counter[str] = field(default_factory=Counter)


def recover(db: Session, roads: Roads, machine_now: datetime, now: datetime) -> None:
    """Decide about deliveries whose sender died with them in hand.

    Where the platform knows our id it may go again; a reminder or an alert does
    no harm twice; anything else is shown as unknown, not sent twice.
    """
    for delivery in deliveries.stranded(db, machine_now):
        delivery.lease_until, delivery.reason = None, "outcome_unknown"
        road = roads.find(delivery.road)
        tried = Attempt(delivery_id=delivery.id, road=delivery.road or "", at=now)
        tried.reason = delivery.reason
        if LADDER[delivery.kind].again or (road is not None and road.dedupes):
            delivery.status, delivery.due_at, tried.again_at = DeliveryStatus.QUEUED, now, now
        else:
            delivery.status = DeliveryStatus.UNKNOWN
        deliveries.note_attempt(db, tried)


def choose(db: Session, view: View, delivery: Delivery, settings: SenderSettings) -> Lease | str:
    """Lease a delivery on the best way that is open; or settle it and return its status word."""
    if (why := deliveries.not_wanted(db, delivery)) is not None:
        lost = why == "unreadable"
        return _settle(delivery, DeliveryStatus.FAILED if lost else DeliveryStatus.CANCELLED, why)
    if LADDER[delivery.kind].rests and (until := settings.quiet.end(view.now)):
        delivery.due_at, delivery.reason = until, "quiet_hours"
        return "waiting"
    found = next_way(view, delivery)
    if isinstance(found, datetime):
        delivery.due_at = found
        return "waiting"
    if isinstance(found, str):
        return _settle(delivery, DeliveryStatus.FAILED, found)
    found.road.ledger.take(found.contact, view.now)
    view.standing.used[found.road.name] += 1
    return lease(view, [delivery], found, delivery.text)


def next_way(view: View, delivery: Delivery, besides: str = "") -> Way | datetime | str:
    """Return the best way open now; or when one will be; or why there is none and will be none.

    While a channel is busy it rests, all its roads; another one may be tried meanwhile.
    """
    closed: list[tuple[Way, str, bool]] = []
    resting: dict[str, datetime] = {}
    for way in view.ways_of(delivery):
        if way.road.channel == besides or not _is_safe(view, delivery, way):
            continue
        tries = view.tried(delivery.id, way)
        reason = tries.reason if tries.is_over else view.closed(way, delivery.kind)
        if reason is not None:
            closed.append((way, reason, tries.is_over))
        elif way.road.channel in resting:
            continue
        elif tries.again_at is not None and tries.again_at > view.now:
            resting[way.road.channel] = tries.again_at
        else:
            return way
    if resting:
        return min(resting.values())
    return view.why_unreached(view.of(delivery), closed)


def _is_safe(view: View, delivery: Delivery, way: Way) -> bool:
    """What may have arrived goes again only where the platform would know it, or if it may twice."""
    unsure = view.unsure.get(delivery.id)
    if unsure is None or LADDER[delivery.kind].again:
        return True
    return unsure.road == way.road.name and unsure.contact_id in {None, way.contact.id}


def lease(view: View, together: Sequence[Delivery], way: Way, text: str) -> Lease:
    """Put one message together; what is in it is in our hands from now on."""
    first = together[0]
    address, key = way.contact.address, first.idempotency_key
    letter = Letter(address, text, key, first.kind.value, first.fields)
    for delivery in together:
        delivery.road = way.road.name
    carried = tuple(_carried(view, delivery, way) for delivery in together)
    return Lease(view.of(first), way.road, way.contact.id, letter, carried)


def _carried(view: View, delivery: Delivery, way: Way) -> Carried:
    other = next_way(view, delivery, besides=way.road.channel)
    if isinstance(other, Way):
        other = view.now
    at = other if isinstance(other, datetime) else None
    return Carried(delivery.id, view.tried(delivery.id, way).count, at)


def wired(db: Session, delivery: Delivery, lease: Lease, platform_id: str, now: datetime) -> None:
    """The platform took it; that is all we know."""
    delivery.status, delivery.reason = DeliveryStatus.WIRED, None
    delivery.evidence, delivery.wired_at = 1, now
    _note(db, lease, delivery.id, now, platform_id=platform_id or None)


def refused(
    db: Session,
    delivery: Delivery,
    lease: Lease,
    carried: Carried,
    error: ChannelError,
    now: datetime,
    settings: SenderSettings,
) -> None:
    """The platform said no, or nothing: another try, another way, or the end."""
    delivery.reason, delivery.status = error.reason, DeliveryStatus.QUEUED
    delivery.due_at, again_at = now, None
    may_twice = error.reason != "outcome_unknown" or LADDER[delivery.kind].again
    if not may_twice and not lease.road.dedupes:
        delivery.status = DeliveryStatus.UNKNOWN
    elif not error.permanent and carried.tries + 1 < settings.attempts:
        wait = settings.backoff * 2**carried.tries
        wait = min(max(wait, timedelta(seconds=error.wait_seconds)), FIRST_WAIT_LIMIT)
        again_at = now + wait
        elsewhere_at = carried.elsewhere_at if may_twice else None
        delivery.due_at = min(again_at, elsewhere_at or again_at)
    _note(db, lease, delivery.id, now, reason=error.reason, again_at=again_at)


def learn(db: Session, lease: Lease, reason: str, now: datetime) -> None:
    """Keep what a refusal says about the address or the account, for whatever is sent next."""
    road = lease.road
    if reason != "outcome_unknown":
        road.ledger.give_back(db, lease.contact_id, now)
    if reason in STATES:
        contacts.set_state(db, lease.contact_id, STATES[reason])
    elif reason in EMPTIES:
        road.ledger.empty(db, lease.contact_id)
    if reason in CLOSES_ROAD:
        quotas.close_road(db, road.name, now + CLOSES_ROAD[reason], reason)


def _note(db: Session, lease: Lease, delivery_id: int, now: datetime, **became: object) -> None:
    """Write down one try."""
    tried = {"delivery_id": delivery_id, "road": lease.road.name, "contact_id": lease.contact_id}
    deliveries.note_attempt(db, Attempt(at=now, **tried, **became))


def _settle(delivery: Delivery, status: DeliveryStatus, reason: str) -> str:
    delivery.status, delivery.reason, delivery.lease_until = status, reason, None
    return status.value
