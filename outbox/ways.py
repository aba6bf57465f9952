"""Over which address and which road something may go now: looked at by the sender and by a promise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.ports import OUTCOME_UNKNOWN
from db import deliveries, quotas, wanted
from db.models import Attempt, DeliveryKind
from db.owed import Due
from db.people import contacts, reaching
from db.people.reaching import Address
from db.quotas import RoadStanding
from db.wanted import Uses
from outbox.ladder import SAYS_LITTLE, state_reason
from outbox.pausing import Rests, next_day
from outbox.queue import PICTURE, REPLY_TO
from outbox.roads import Road, Roads


@dataclass(frozen=True, slots=True)
class Way:
    """One road to one address."""

    contact: Address
    road: Road


@dataclass(slots=True)
class Tries:
    """What became of a delivery on one way so far."""

    count: int = 0
    since: datetime | None = None
    reason: str | None = None
    again_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.count > 0 and self.again_at is None


NONE = Tries()
REPLIES_LAST = timedelta(minutes=55)  # the platform takes an answer for an hour


def replies_to(delivery: Due, now: datetime) -> bool:
    """Tell whether what is owed can still be said where something was tapped."""
    address = (delivery.fields or {}).get(REPLY_TO)
    return bool(address) and now < delivery.created_at + REPLIES_LAST


def is_picture(delivery: Due) -> bool:
    """Tell whether what is owed is a picture, for which no words can stand in."""
    return bool((delivery.fields or {}).get(PICTURE))


Recipient = tuple[int, int]  # a person's number, or that of an address nobody is known behind


@dataclass
class View:
    """All that decides where something may go, read once for many deliveries."""

    roads: Roads
    standing: RoadStanding
    now: datetime
    zone: ZoneInfo
    rests: Rests
    addresses: dict[Recipient, list[Address]] = field(default_factory=dict)
    persons: Mapping[int, int] = field(default_factory=dict)  # by address
    tries: dict[tuple[int, int | None, str], Tries] = field(default_factory=dict)
    unsure: dict[int, list[Attempt]] = field(default_factory=dict)  # by delivery: may have arrived
    uses: Uses = field(default_factory=Uses)
    link: Callable[[int, int | None], str] | None = None  # of a notice's page: (notice, person)
    quiet_until: datetime | None = None  # what may wait while people sleep waits so long
    carrying: dict[tuple[str, DeliveryKind, bool, bool], Sequence[tuple[int, Road]]] = field(
        default_factory=dict
    )

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def tomorrow(self) -> datetime:
        return next_day(self.now, self.zone)

    def recipient(self, person_id: int | None, contact_id: int | None) -> Recipient:
        """Return who is to read something: whoever is behind the address named, else the person.

        Where both are named the text may be about the one and for the other, who spoke for them.
        """
        reader = self.persons.get(contact_id) if contact_id else person_id
        return (reader, 0) if reader else (0, contact_id or 0)

    def of(self, delivery: Due) -> Recipient:
        return self.recipient(delivery.person_id, delivery.contact_id)

    def ways(
        self,
        recipient: Recipient,
        kind: DeliveryKind,
        spoke: int | None,
        *,
        is_public: bool,
        is_reply: bool = False,
    ) -> list[Way]:
        """Return every way to somebody, the best first.

        Better roads come first, and of equal ones the address heard from last.  What is answered
        goes back to where it was asked, if it can.
        """
        found = self.addresses.get(recipient, ())
        if len(found) == 1:  # as most have
            [only] = found
            roads = self._to(only.channel, kind, is_public, is_reply)
            return [Way(only, road) for _, road in roads]
        asked_at = spoke if kind is DeliveryKind.ANSWER else None
        ranked = [
            (contact.id != asked_at, road.rung, place, order, Way(contact, road))
            for place, contact in enumerate(found)
            for order, road in self._to(contact.channel, kind, is_public, is_reply)
        ]
        return [way for *_, way in sorted(ranked, key=lambda each: each[:4])]

    def _to(
        self, channel: str, kind: DeliveryKind, is_public: bool, is_reply: bool
    ) -> Sequence[tuple[int, Road]]:
        """Return the roads to addresses of a channel that carry this, the best first."""
        asked = channel, kind, is_public, is_reply
        if asked not in self.carrying:
            roads = [
                (order, road)
                for order, road in enumerate(self.roads)
                if road.channel == channel and road.carries(kind, is_public=is_public)
                if is_reply or not road.is_reply
            ]
            self.carrying[asked] = sorted(roads, key=lambda each: (each[1].rung, each[0]))
        return self.carrying[asked]

    def ways_of(self, delivery: Due) -> list[Way]:
        is_public = delivery.notice_id is not None
        spoke = delivery.contact_id
        is_reply = replies_to(delivery, self.now)
        found = self.ways(
            self.of(delivery), delivery.kind, spoke, is_public=is_public, is_reply=is_reply
        )
        if not is_picture(delivery):
            return found
        return [way for way in found if way.road.shows_pictures]

    def tried(self, delivery_id: int, way: Way) -> Tries:
        return self.tries.get((delivery_id, way.contact.id, way.road.name), NONE)

    def left(self, way: Way) -> int | None:
        """Return how many messages this way still takes; None: any number."""
        used = self.standing.used[way.road.name]
        return way.road.ledger.left(way.contact, used, self.now)

    def closed(self, way: Way, kind: DeliveryKind) -> str | None:
        """Return why nothing of this kind can go this way now, or None."""
        road, used = way.road, self.standing.used[way.road.name]
        return (
            state_reason(way.contact.state)
            or road.why_not(kind)
            or self.standing.closed.get(road.name)
            or road.ledger.why_not(way.contact, used, self.now)
        )

    def why_unreached(self, recipient: Recipient, found: Sequence[tuple[Way, str, bool]]) -> str:
        """Return the one reason that explains most, of (way, why it is closed, was it tried).

        That is the best address's; and of its roads the last one that says more than that
        something was never set up here.
        """
        reasons: dict[int, str] = {}
        for way, reason, was_tried in found:
            if was_tried or way.contact.id not in reasons or reason not in SAYS_LITTLE:
                reasons[way.contact.id] = reason
        addresses = self.addresses.get(recipient, ())
        told = [reasons[each.id] for each in addresses if each.id in reasons]
        best = [reason for reason in told if reason not in SAYS_LITTLE]
        return next(iter([*best, *told]), "no_road" if addresses else "no_contact")


def look(
    db: Session,
    whom: Sequence[tuple[int | None, int | None]],
    roads: Roads,
    zone: ZoneInfo,
    now: datetime,
    *,
    hold: bool = False,
) -> View:
    """Read what is known of the addresses of these (person, contact)s and of all roads."""
    named = {contact for _, contact in whom if contact}
    readers = {person for person, contact in whom if person and not contact}
    readers |= reaching.persons_behind(db, named, hold=hold)
    found = reaching.all_of(db, readers, named, hold=hold)
    persons = {each.id: each.person_id for each in found if each.person_id and each.is_vouched}
    day = now.astimezone(zone).date().isoformat()
    stands = quotas.standing(db, roads.scopes, day, now)
    view = View(roads, stands, now, zone, Rests(stands.pauses, now), persons=persons)
    for contact in contacts.best_first(found):
        # A phone nobody has vouched for hears what is said to itself, and nothing of the person's.
        known = contact.person_id if contact.is_vouched else None
        owner = (known, 0) if known else (0, contact.id)
        view.addresses.setdefault(owner, []).append(contact)
    return view


def remember(db: Session, view: View, due: Sequence[Due]) -> None:
    """Add what was tried before of what is due, and what it is for."""
    view.uses = wanted.uses(db, due)
    for attempt in deliveries.attempts(db, [each.id for each in due if each.reason is not None]):
        _add(view, attempt)


def _add(view: View, attempt: Attempt) -> None:
    key = (attempt.delivery_id, attempt.contact_id, attempt.road)
    tries = view.tries.setdefault(key, Tries())
    tries.count, tries.reason, tries.again_at = tries.count + 1, attempt.reason, attempt.again_at
    tries.since = tries.since or attempt.at
    if attempt.reason == OUTCOME_UNKNOWN:
        view.unsure.setdefault(attempt.delivery_id, []).append(attempt)


def by_recipient(view: View, due: Sequence[Due]) -> Iterable[list[Due]]:
    """Group what is due by who is to read it, each in the order it is owed."""
    found: dict[Recipient, list[Due]] = {}
    for delivery in due:
        found.setdefault(view.of(delivery), []).append(delivery)
    return found.values()
