"""What to do with one delivery: which road it takes, and what an answer of the platform means."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.ports import ChannelError, Letter
from db import deliveries
from db.models import Contact, Delivery, DeliveryStatus
from db.people import contacts
from outbox.ladder import CUSTOM, ENDS, LADDER, STATES, state_reason
from outbox.quiet import QuietHours

# The account lacks a right: ask again tomorrow, somebody may have granted it.
_CLOSES_ROAD = {
    "no_permission": timedelta(days=1),
    "no_template": timedelta(hours=1),
    "day_quota_used": timedelta(hours=1),
}
FIRST_WAIT_LIMIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say about sending."""

    attempts: int
    backoff: timedelta
    quiet: QuietHours
    zone: ZoneInfo
    has_road: Callable[[str, str], str | None]  # (road, kind) → why not, or None


@dataclass(frozen=True, slots=True)
class Claim:
    """One message on its way, with no database behind it; it may carry several deliveries."""

    delivery_id: int
    road: str
    letter: Letter
    also: tuple[int, ...] = ()  # what goes along where only one more message is allowed


@dataclass(slots=True)
class Batch:
    claims: list[Claim] = field(default_factory=list)
    settled: Counter[str] = field(default_factory=Counter)


def recover(db: Session, machine_now: datetime, now: datetime) -> None:
    """Decide about deliveries whose sender died with them in hand.

    The same id lets a template message go again; a reminder or an alert does
    no harm twice; anything else is shown as unknown, not sent twice.
    """
    for delivery in deliveries.stranded(db, machine_now):
        delivery.lease_until = None
        if LADDER[delivery.kind].again or delivery.road != CUSTOM:
            delivery.status, delivery.due_at = DeliveryStatus.QUEUED, now
        else:
            delivery.status, delivery.reason = DeliveryStatus.UNKNOWN, "outcome_unknown"


def choose(db: Session, delivery: Delivery, policy: Policy, now: datetime) -> Claim | str:
    """Choose the road to take now; or settle the delivery and return its status word."""
    if (why := deliveries.not_wanted(db, delivery)) is not None:
        return _settle(delivery, DeliveryStatus.CANCELLED, why)
    if LADDER[delivery.kind].rests and (until := policy.quiet.end(now)):
        delivery.due_at, delivery.reason = until, "quiet_hours"
        return "waiting"
    contact = delivery.contact
    if contact is None:
        return _settle(delivery, DeliveryStatus.FAILED, "no_contact")
    if gone := state_reason(contact.state):
        return _settle(delivery, DeliveryStatus.FAILED, gone)
    roads = LADDER[delivery.kind].roads
    while delivery.rung < len(roads):
        road = roads[delivery.rung]
        reason = _why_not(db, road, delivery, contact, policy, now)
        if reason is None:
            delivery.road = road
            letter = Letter(
                contact.address, delivery.text, delivery.once, delivery.kind.value, delivery.fields
            )
            return Claim(delivery.id, road, letter)
        delivery.reason = _keep_first(delivery.reason, reason)
        delivery.rung, delivery.attempts = delivery.rung + 1, 0
    return _settle(delivery, DeliveryStatus.FAILED, delivery.reason or "unreachable")


def wired(
    db: Session,
    delivery: Delivery,
    road: str,
    platform_id: str,
    now: datetime,
    policy: Policy,
    *,
    counts: bool = True,
) -> None:
    """The platform took it; that is all we know.  What went along with another counts none."""
    delivery.status, delivery.reason = DeliveryStatus.WIRED, None
    delivery.road, delivery.platform_id = road, platform_id or None
    delivery.evidence, delivery.wired_at = 1, now
    if counts:
        deliveries.count_sent(
            db, f"official.{road}", now.astimezone(policy.zone).date().isoformat()
        )


def refused(
    db: Session,
    delivery: Delivery,
    road: str,
    error: ChannelError,
    now: datetime,
    policy: Policy,
    *,
    counts: bool = True,
) -> None:
    """The platform said no, or nothing: another try, another road, or the end."""
    delivery.reason, delivery.status = error.reason, DeliveryStatus.QUEUED
    delivery.due_at = now
    if error.reason == "outcome_unknown" and road == CUSTOM and not LADDER[delivery.kind].again:
        delivery.status = DeliveryStatus.UNKNOWN
        return
    paid = counts and road == CUSTOM and error.reason != "outcome_unknown"
    if paid and delivery.contact is not None:
        contacts.give_back(db, delivery.contact, now)
    _learn(db, delivery, road, error.reason, now)
    delivery.attempts += 1
    if error.reason in ENDS:
        delivery.rung = len(LADDER[delivery.kind].roads)
    elif error.permanent or delivery.attempts >= policy.attempts:
        delivery.rung, delivery.attempts = delivery.rung + 1, 0
    else:
        wait = policy.backoff * 2 ** (delivery.attempts - 1)
        wait = min(max(wait, timedelta(seconds=error.wait_seconds)), FIRST_WAIT_LIMIT)
        delivery.due_at = now + wait


def _learn(db: Session, delivery: Delivery, road: str, reason: str, now: datetime) -> None:
    """Keep what the refusal says about the person or the account, for the next delivery."""
    if delivery.contact_id is not None:
        if reason in STATES:
            contacts.set_state(db, delivery.contact_id, STATES[reason])
        elif reason in {"window_closed", "quota_used"}:
            contacts.empty_window(db, delivery.contact_id)
    if reason in _CLOSES_ROAD:
        deliveries.close_road(db, f"official.{road}", now + _CLOSES_ROAD[reason], reason)


def _why_not(
    db: Session, road: str, delivery: Delivery, contact: Contact, policy: Policy, now: datetime
) -> str | None:
    reason = policy.has_road(road, delivery.kind.value)
    reason = reason or deliveries.road_closed(db, f"official.{road}", now)
    if reason is None and road == CUSTOM:
        reason = contacts.spend(db, contact.id, now)
    return reason


def _settle(delivery: Delivery, status: DeliveryStatus, reason: str) -> str:
    delivery.status, delivery.reason, delivery.lease_until = status, reason, None
    return status.value


def _keep_first(known: str | None, reason: str) -> str:
    """The first closed road explains more than the last (“no template”)."""
    if known in {None, "quiet_hours"} or reason != "no_template":
        return reason
    return known or reason
