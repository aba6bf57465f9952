"""What an answer of the platform means for a delivery, its address and its road."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.ports import OUTCOME_UNKNOWN, ChannelError
from db import deliveries, quotas
from db.models import Attempt, Delivery, DeliveryStatus
from db.people import contacts
from outbox.ladder import CLOSES_ROAD, EMPTIES, LADDER, STATES
from outbox.leasing import LEASE_LASTS, MAY_TAKE, Carried, Lease, SenderSettings
from outbox.pausing import grown
from outbox.roads import Roads

# One letter the platform chokes on, while it takes the others, is given up after so long.
GIVEN_UP = timedelta(days=1)
# What may have arrived as often as `attempts` says goes again this much later, as often again.
SELDOM = timedelta(minutes=10)


def recover(db: Session, roads: Roads, machine_now: datetime, now: datetime) -> None:
    """Decide about what was being written when its sender died.

    Where the platform still knows our id it may go again; a reminder or an alert does
    no harm twice; anything else is shown as unknown, not sent twice.  The platform counts from
    when it was written, however long the sender has been dead.
    """
    for delivery in deliveries.stranded(db, machine_now):
        assert delivery.lease_until is not None
        ago = machine_now - (delivery.lease_until - LEASE_LASTS)
        delivery.lease_until, delivery.reason = None, OUTCOME_UNKNOWN
        road = roads.find(delivery.road)
        tried = Attempt(delivery_id=delivery.id, road=delivery.road or "", at=now - ago)
        tried.contact_id, tried.reason = delivery.address_id, delivery.reason
        if LADDER[delivery.kind].again or (road is not None and ago < road.remembers - MAY_TAKE):
            delivery.status, delivery.due_at, tried.again_at = DeliveryStatus.QUEUED, now, now
        else:
            delivery.status = DeliveryStatus.UNKNOWN
        deliveries.note_attempt(db, tried)
    db.flush()  # what is leased next is read past the session


def let_go(db: Session, roads: Roads, delivery: Delivery, now: datetime) -> None:
    """Nothing was written of what was in hand: it is owed as before, and nothing was used up."""
    road = roads.find(delivery.road)
    if road is not None and delivery.address_id is not None:
        road.ledger.give_back(db, delivery.address_id, now)
    delivery.lease_until = delivery.address_id = None
    if delivery.status is DeliveryStatus.SENDING:
        delivery.status = DeliveryStatus.QUEUED


def wired(db: Session, taken: Sequence[tuple[Lease, str]], now: datetime) -> None:
    """The platform took these, and gave each an id; that is all we know."""
    attempts = [
        _attempt(lease, each.delivery_id, now, platform_id=platform_id or None)
        for lease, platform_id in taken
        for each in lease.carried
    ]
    deliveries.wire(db, attempts, now)


def refused(
    db: Session,
    delivery: Delivery,
    lease: Lease,
    carried: Carried,
    error: ChannelError,
    now: datetime,
    settings: SenderSettings,
    *,
    others_pass: bool = False,
) -> None:
    """The platform said no, or nothing: another way, later again, or the end.

    Where the road as a whole is refused that is not this delivery's failure: it waits for the
    road.  Only while `others_pass` it waits a little longer each time, so that one letter the
    platform chokes on does not stand in everybody's way.
    """
    delivery.reason, delivery.status, delivery.due_at = error.reason, DeliveryStatus.QUEUED, now
    again_at: datetime | None = None
    if error.may_have_arrived:
        again_at = _again_at(delivery, lease, carried, now, settings)
        if again_at is None:
            delivery.status = DeliveryStatus.UNKNOWN
        else:
            delivery.due_at = again_at
    elif error.is_everybodys:
        is_hopeless = others_pass and carried.since and now - carried.since >= GIVEN_UP
        wait = grown(settings.backoff, carried.tries) if others_pass else timedelta(0)
        again_at = None if is_hopeless else now + wait
    _note(db, lease, delivery.id, now, reason=error.reason, again_at=again_at)


def _again_at(
    delivery: Delivery, lease: Lease, carried: Carried, now: datetime, settings: SenderSettings
) -> datetime | None:
    """Return when what may have arrived may be sent again; None: never, it may arrive but once."""
    tries = carried.unsure + 1
    is_harmless = LADDER[delivery.kind].again or bool(lease.road.remembers)
    if not is_harmless or tries >= 2 * settings.attempts:
        return None
    return now if tries < settings.attempts else now + SELDOM


def learn(db: Session, lease: Lease, error: ChannelError, now: datetime) -> None:
    """Keep what a refusal says about the address or the account, for whatever is sent next."""
    road, reason = lease.road, error.reason
    if not error.may_have_arrived:
        road.ledger.give_back(db, lease.contact_id, now)
    if reason in STATES:
        contacts.note_refusal(db, lease.contact_id, STATES[reason], now)
    elif reason in EMPTIES:
        road.ledger.empty(db, lease.contact_id)
    if reason in CLOSES_ROAD:
        quotas.close_road(db, road.name, now + CLOSES_ROAD[reason], reason)


def _note(db: Session, lease: Lease, delivery_id: int, now: datetime, **became: object) -> None:
    """Write down one try."""
    deliveries.note_attempt(db, Attempt(**_attempt(lease, delivery_id, now, **became)))


def _attempt(lease: Lease, delivery_id: int, now: datetime, **became: object) -> dict[str, object]:
    whither = {"road": lease.road.name, "contact_id": lease.contact_id}
    return {"delivery_id": delivery_id, "at": now, **whither, **became}
