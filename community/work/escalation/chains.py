"""Who is told of what, in which order, how long each tier has, and how often anybody is told."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import roster
from core.chains import ChainSpec, DeciderSpec
from db.models import DeliveryKind, ItemKind, Person, Role, Unit, WorkItem
from db.people.persons import Card
from db.people.units import InCharge, Spot

# No storm: deliveries of an item ≤ people told × (1 + INSISTS + UPDATES + the last word about it).
INSISTS = 2  # so often somebody who has not answered is told again by the clock
UPDATES = 12  # so many later words about an item reach one person; the list shows the rest
UPDATES_APART = timedelta(minutes=1)  # what is said meanwhile goes along with the next
LOOK_AGAIN = timedelta(minutes=30)  # when nobody is left: who can be told by now?
# Whoever raised one of these waits for a person, and hears when nobody answers or somebody has it.
AWAITED = {ItemKind.DANGER, ItemKind.FEVER, ItemKind.HELP, ItemKind.HUMAN}


@dataclass(frozen=True, slots=True)
class Tier:
    """Told at the same time; so long nobody further up is told."""

    roles: tuple[Role, ...]
    wait: timedelta
    is_stand_ins: bool = False  # not who holds these posts, but who has stood in for them last


# What no content pack says anything about must still reach somebody.
_IF_UNSAID = tuple(
    Tier(roles, timedelta(minutes=15))
    for roles in ((Role.DUTY, Role.GRID_WORKER), (Role.SECRETARY,), (Role.TOWNSHIP,))
)


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of all packs: by kind, and for forms by who decides."""

    kinds: Mapping[ItemKind, Sequence[Tier]] = field(default_factory=dict)
    nights: Mapping[ItemKind, Tier] = field(default_factory=dict)
    after: Mapping[Role, Sequence[Role]] = field(default_factory=dict)
    holds: Mapping[ItemKind, timedelta] = field(default_factory=dict)
    rests: Set[ItemKind] = frozenset()

    def holds_minutes(self, kind: ItemKind) -> int | None:
        """Return how long somebody's word to see to it is good; None: until it is done."""
        found = self.holds.get(kind)
        return int(found.total_seconds() // 60) if found is not None else None

    def of(self, item: WorkItem) -> Sequence[Tier]:
        """Return the tiers of an item; a form begins with whoever decides about it."""
        tiers = self.kinds.get(item.kind, _IF_UNSAID)
        if item.decides is None:
            return tiers
        line = (item.decides, *self.after.get(item.decides, ()))
        return [Tier((role,), tiers[0].wait) for role in line]

    def now(self, item: WorkItem, holders: Mapping[Role, InCharge]) -> Sequence[Tier]:
        """Return the tiers of an item at a moment: whoever is on night duty comes before all others."""
        night, tiers = self.nights.get(item.kind), self.of(item)
        on_watch = any(holder.is_watch for holder in holders.values())
        return [night, *tiers] if night is not None and on_watch and not item.decides else tiers


def read(chains: Sequence[ChainSpec], deciders: Sequence[DeciderSpec]) -> Chains:
    """Return what the content packs say about who is told."""
    kinds = {
        ItemKind(chain.kind): [
            Tier(
                tuple(map(Role, tier.roles)),
                timedelta(minutes=tier.wait_minutes),
                is_stand_ins=tier.stand_ins,
            )
            for tier in chain.tiers
        ]
        for chain in chains
    }
    nights = {
        ItemKind(chain.kind): Tier(
            tuple(map(Role, chain.night.roles)), timedelta(minutes=chain.night.wait_minutes)
        )
        for chain in chains
        if chain.night is not None
    }
    return Chains(
        kinds,
        nights,
        {Role(one.decides): tuple(map(Role, one.then)) for one in deciders},
        {
            ItemKind(chain.kind): timedelta(minutes=chain.done_minutes)
            for chain in chains
            if chain.done_minutes is not None
        },
        frozenset(ItemKind(chain.kind) for chain in chains if chain.rests),
    )


class WhyNot(Protocol):
    """Tells why nothing can be sent to somebody right now, at any address; None if it can.

    What waits for a platform that fails can be sent, later; not so if it is to be read `soon`.
    `picture_leaves`: it is a picture, after which so many messages must still be left.
    """

    def __call__(
        self,
        db: Session,
        kind: DeliveryKind,
        now: datetime,
        *,
        person_id: int | None = None,
        contact_id: int | None = None,
        soon: bool = False,
        picture_leaves: int | None = None,
    ) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where alerts leave from: the community's time, who can be reached, and who is told of what."""

    zone: ZoneInfo
    why_not: WhyNot
    chains: Chains

    def for_many(self) -> "Desk":
        """Return one that looks once for each whether they can be reached: for one transaction.

        Nothing is sent meanwhile, and the same few are told of hundreds of households.
        """
        known: dict[tuple[Any, ...], str | None] = {}

        def why_not(db: Session, kind: DeliveryKind, now: datetime, **whom: Any) -> str | None:
            asked = kind, now, *sorted(whom.items())
            if asked not in known:
                known[asked] = self.why_not(db, kind, now, **whom)
            return known[asked]

        return replace(self, why_not=why_not)

    def after(self, item: WorkItem, now: datetime, wait: timedelta) -> datetime:
        """Return when an item climbs that waits so long; what can wait lets people sleep."""
        at = now + wait
        if item.kind not in self.chains.rests:
            return at
        begins, ends = roster.span_of(roster.tonight(at, self.zone), self.zone)
        return ends if begins <= at < ends else at


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an item is about, and what it came from."""

    person: Person | Card | None = None
    contact_id: int | None = None
    unit: Unit | Spot | None = None
    turn_id: int | None = None
    submission_id: int | None = None
    decides: Role | None = None  # whoever is told first; by default as the kind says
    avoids: Role | None = None  # it is about whoever holds this post: they are never told
    needs_decision: bool = False
    due_at: datetime | None = None  # until then nobody further up is told
