"""Roads to people, one row each: whom it serves, what it may carry, and what counts what is left."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.models import DeliveryKind
from db.people import contacts, reaching
from db.people.reaching import Address

EVERY_KIND = frozenset(DeliveryKind)


class Ledger:
    """What may still be sent by a road; this one counts nothing."""

    def left(self, contact: Address, used_today: int, now: datetime) -> int | None:
        """Return how many messages may still follow; None: as many as there are."""
        return None

    def why_not(self, contact: Address, used_today: int, now: datetime) -> str | None:
        """Return why nothing may be sent now, or None; nothing is taken."""
        return None

    def refills_at(self, contact: Address, now: datetime) -> datetime | None:
        """Return when it holds something again, if it is empty only for a moment."""
        return None

    def take(self, contact: Address, now: datetime) -> None:
        """Take one message before it is sent; the address is held."""

    def give_back(self, db: Session, contact_id: int, now: datetime) -> None:
        """Put one back: the platform refused it."""

    def empty(self, db: Session, contact_id: int) -> None:
        """Believe the platform that nothing is left."""


class WindowLedger(Ledger):
    """So many messages after somebody has spoken; it lies beside their address."""

    def left(self, contact: Address, used_today: int, now: datetime) -> int | None:
        return reaching.left(contact, now)

    def why_not(self, contact: Address, used_today: int, now: datetime) -> str | None:
        return reaching.why_closed(contact, now)

    def take(self, contact: Address, now: datetime) -> None:
        reaching.take_one(contact, now)

    def give_back(self, db: Session, contact_id: int, now: datetime) -> None:
        contacts.give_back(db, contact_id, now)

    def empty(self, db: Session, contact_id: int) -> None:
        contacts.empty_window(db, contact_id)


@dataclass(frozen=True, slots=True)
class MinuteLedger(Ledger):
    """So many messages a minute to one address; what is over the platform drops without a word."""

    most: int

    def left(self, contact: Address, used_today: int, now: datetime) -> int | None:
        return reaching.left_of_minute(contact, self.most, now)

    def refills_at(self, contact: Address, now: datetime) -> datetime | None:
        return None if reaching.left_of_minute(contact, self.most, now) else contact.moment_until

    def take(self, contact: Address, now: datetime) -> None:
        reaching.take_of_minute(contact, self.most, now)


@dataclass(frozen=True, slots=True)
class DailyLedger(Ledger):
    """So many messages a day for the whole account; what was used lies in `quotas`."""

    most: int

    def why_not(self, contact: Address, used_today: int, now: datetime) -> str | None:
        return "day_quota_used" if used_today >= self.most else None


@dataclass(frozen=True, slots=True)
class Road:
    """One way the platform takes messages; whatever is peculiar to it stands in its row."""

    name: str  # unique, and the key of what it used: “official.custom”
    channel: str  # of the contacts it serves
    ledger: Ledger
    why_not: Callable[[DeliveryKind], str | None]  # what the settings lack for this kind
    kinds: Set[DeliveryKind] = EVERY_KIND
    rung: int = 0  # the smaller the sooner; of equal ones the address heard from last decides
    is_public: bool = False  # others read along: published notices only
    remembers: timedelta = timedelta(0)  # so long the platform drops a repeat by our own id
    text_bytes: int = 2048  # as long a text it takes
    shows_pictures: bool = False
    is_brief: bool = False  # of a text it shows a few words; the rest is read when asked for
    is_reply: bool = False  # takes only what has an address to be answered at, once, for an hour

    @property
    def scopes(self) -> tuple[str, str]:
        """What may rest of it: the road alone, or all roads of its channel."""
        return self.name, self.channel

    def carries(self, kind: DeliveryKind, *, is_public: bool) -> bool:
        return kind in self.kinds and (is_public or not self.is_public)


class Roads:
    """The table of roads; the order of its rows breaks ties."""

    def __init__(self, rows: Iterable[Road]) -> None:
        self._rows: dict[str, Road] = {}
        for row in rows:
            if row.name in self._rows:
                raise ValueError(f"two roads are called {row.name}")
            self._rows[row.name] = row

    def __iter__(self) -> Iterator[Road]:
        return iter(self._rows.values())

    def find(self, name: str | None) -> Road | None:
        return self._rows.get(name or "")

    @property
    def names(self) -> list[str]:
        return list(self._rows)

    @property
    def brief(self) -> list[str]:
        """Return the roads that show a few words of a text."""
        return [road.name for road in self if road.is_brief]

    @property
    def scopes(self) -> list[str]:
        """Return all that may rest: each road, each channel."""
        return list(dict.fromkeys(scope for road in self for scope in road.scopes))
