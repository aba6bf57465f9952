"""Which way one delivery takes now, or why there is none."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.phrases import cut_bytes
from core.ports import OUTCOME_UNKNOWN, Letter
from db import wanted
from db.models import Delivery, DeliveryStatus
from db.notices.unsent import NEVER, PAUSED
from db.owed import Due
from outbox.ladder import LADDER, MAYBE_TWICE
from outbox.pausing import Met, Rests
from outbox.queue import BUTTONS, PAGE_OF, PICTURE, REPLY_TO
from outbox.quiet import QuietHours
from outbox.roads import Road
from outbox.ways import Recipient, View, Way

FOR_ONE = "大字版、点一下就能回"
FOR_ALL = "大字版、现在还算不算数"
LEASE_LASTS = timedelta(minutes=2)  # a sender that has not come back by then has died
# What is marked as under way is written at once, and all is over long before its lease.
STARTING_LASTS, WRITING_LASTS = timedelta(minutes=0.5), timedelta(minutes=1)
# From the moment it is chosen until the platform has it: in hand, marked, written.
MAY_TAKE = LEASE_LASTS + STARTING_LASTS + WRITING_LASTS
DAY_IS_OVER = "day_quota_used"  # by our own ledger: tomorrow there is a new one


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """What the settings say about sending."""

    attempts: int
    backoff: timedelta
    quiet: QuietHours
    zone: ZoneInfo
    link: Callable[[int, int | None], str] | None = None  # of a notice's page: (notice, person)


@dataclass(frozen=True, slots=True)
class Carried:
    """A delivery in a message under way."""

    delivery_id: int
    tries: int = 0  # on this way before
    since: datetime | None = None  # of the first of them
    unsure: int = 0  # tries on any way of which nobody knows how they ended


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
    """What is in hand at once, until when, and what of it tries a road that has rested."""

    held_until: datetime
    rests: Rests
    leases: list[Lease] = field(default_factory=list)
    settled: Counter[str] = field(default_factory=Counter)
    tried: list[str] = field(default_factory=list)
    has_planned: bool = False  # more was found to be owed
    marked: dict[int, datetime] = field(default_factory=dict)  # once under way: held so long
    met: Met = field(default_factory=Met)

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do at all."""
        return not (self.leases or self.settled or self.has_planned)

    def holds(self, delivery: Delivery) -> bool:
        """Tell whether a delivery is still in our hands, and not in another sender's by now."""
        return delivery.lease_until in {self.held_until, self.marked.get(delivery.id)} - {None}

    def is_late(self, lease: Lease, machine_now: datetime) -> bool:
        """Tell whether a letter was marked too long ago to be begun now."""
        return machine_now >= self.marked[lease.delivery_id] - LEASE_LASTS + STARTING_LASTS


def choose(db: Session, view: View, delivery: Due) -> Lease | str:
    """Lease a delivery on the best way that is open; or settle it and return its status word."""
    why = wanted.not_wanted(db, view.uses, delivery, view.now, view.today)
    if why is not None:
        lost = why == "unreadable"
        return _settle(delivery, DeliveryStatus.FAILED if lost else DeliveryStatus.CANCELLED, why)
    if wanted.is_held_up(view.uses, delivery):
        delivery.due_at, delivery.reason = NEVER, PAUSED
        return "waiting"
    if LADDER[delivery.kind].rests and (until := view.quiet_until):
        delivery.due_at, delivery.reason = until, "quiet_hours"
        return "waiting"
    found = next_way(view, delivery)
    if isinstance(found, datetime):
        delivery.due_at = found
        return "waiting"
    if isinstance(found, str):
        if delivery.id in view.unsure:  # it may have arrived: that is no failure
            return _settle(delivery, DeliveryStatus.UNKNOWN, OUTCOME_UNKNOWN)
        return _settle(delivery, DeliveryStatus.FAILED, found)
    return lease(view, [delivery], found, view.uses.text(delivery))


def next_way(view: View, delivery: Due) -> Way | datetime | str:
    """Return the best way open now; or when one will be; or why there is none and will be none.

    What may have arrived goes again only if it may twice, or where the platform would know it.
    While a channel rests another one may be tried.
    """
    closed: list[tuple[Way, str, bool]] = []
    resting: dict[str, datetime] = {}
    waits: list[datetime] = []
    for way in _safe_ways(view, delivery):
        tries = view.tried(delivery.id, way)
        reason = tries.reason if tries.is_over else view.closed(way, delivery.kind)
        if reason == DAY_IS_OVER:
            waits.append(view.tomorrow)
        elif reason is not None:
            closed.append((way, reason, tries.is_over))
        elif (until := _opens_at(view, way)) is not None:
            waits.append(until)
        elif way.road.channel in resting:
            continue
        elif tries.again_at is not None and tries.again_at > view.now:
            resting[way.road.channel] = tries.again_at
        else:
            return way
    if waits or resting:
        return min([*waits, *resting.values()])
    return view.why_unreached(view.of(delivery), closed)


def _opens_at(view: View, way: Way) -> datetime | None:
    """Return when a way is open again that is shut for a moment only."""
    refilled = way.road.ledger.refills_at(way.contact, view.now)
    return view.rests.until(way.road) or refilled


def _safe_ways(view: View, delivery: Due) -> list[Way]:
    ways = view.ways_of(delivery)
    unsure = view.unsure.get(delivery.id)
    if unsure is None or LADDER[delivery.kind].again:
        return ways
    first, last = unsure[0], unsure[-1]
    return [
        way
        for way in ways
        if last.road == way.road.name
        and last.contact_id in {None, way.contact.id}
        and view.now < first.at + way.road.remembers - MAY_TAKE
    ]


def lease(view: View, together: Sequence[Due], way: Way, text: str) -> Lease:
    """Put one message together; what is in it is in our hands from now on."""
    first, road = together[0], way.road
    road.ledger.take(way.contact, view.now)
    view.standing.used[road.name] += 1
    fields = view.uses.fields(first)
    if any(delivery.id in view.unsure for delivery in together):
        text = cut_bytes(f"{MAYBE_TWICE}{text}", road.text_bytes)[0]
        fields = fields and {**fields, "what": f"{MAYBE_TWICE}{fields.get('what', '')}"}
    link = _page(view, together)
    if link:
        text = f"{text}\n{FOR_ALL if PAGE_OF in (fields or {}) else FOR_ONE}：{link}"
    buttons = (fields or {}).get(BUTTONS, ()) if len(together) == 1 else ()
    shown = [(words, does) for words, does in buttons]
    picture = str((fields or {}).get(PICTURE) or "")
    reply_to = str((fields or {}).get(REPLY_TO) or "") if road.is_reply else ""
    given = first.idempotency_key, first.kind.value, fields, link, shown, picture, reply_to
    letter = Letter(way.contact.address, text, *given)
    view.rests.took(road)
    carried = tuple(_carried(view, delivery, way) for delivery in together)
    return Lease(view.of(first), road, way.contact.id, letter, carried)


def _page(view: View, together: Sequence[Due]) -> str:
    """Return the address of its page where what goes is a notice and nothing else; or ""."""
    first = together[0]
    if view.link is None or len(together) > 1:
        return ""
    if thing := (view.uses.fields(first) or {}).get(PAGE_OF):
        return view.link(int(thing), None)
    if first.target_id is None or first.notice_id is None or first.person_id is None:
        return ""
    return view.link(first.notice_id, first.person_id)


def _carried(view: View, delivery: Due, way: Way) -> Carried:
    tries = view.tried(delivery.id, way)
    unsure = view.unsure.get(delivery.id, ())
    return Carried(delivery.id, tries.count, tries.since, len(unsure))


def _settle(delivery: Due, status: DeliveryStatus, reason: str) -> str:
    delivery.status, delivery.reason, delivery.lease_until = status, reason, None
    return status.value
