"""Who is told of what, in which order, how long each tier has, and how often anybody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.models import DeliveryKind, Person, Role, Ticket, TicketKind, Unit
from db.people.persons import Card
from db.people.units import Spot

_GRID, _SECRETARY, _DOCTOR = Role.GRID_WORKER, Role.SECRETARY, Role.DOCTOR
_DUTY, _TOWNSHIP = Role.DUTY, Role.TOWNSHIP
Tiers = Sequence[tuple[Role, ...]]

# Who comes after whoever decides about a form.
_ABOVE: dict[Role, Tiers] = {
    _GRID: ((_GRID,), (_SECRETARY,), (_TOWNSHIP,)),
    _DOCTOR: ((_DOCTOR,), (_SECRETARY,), (_TOWNSHIP,)),
    _DUTY: ((_DUTY,), (_SECRETARY,), (_TOWNSHIP,)),
    _SECRETARY: ((_SECRETARY,), (_TOWNSHIP,)),
    _TOWNSHIP: ((_TOWNSHIP,),),
}

# No storm: deliveries of a ticket ≤ people told × (1 + INSISTS + UPDATES + the last word about it).
INSISTS = 2  # so often somebody who has not answered is told again by the clock
UPDATES = 12  # so many later words about a ticket reach one person; the list shows the rest
UPDATES_APART = timedelta(minutes=1)  # what is said meanwhile goes along with the next
LOOK_AGAIN = timedelta(minutes=30)  # when nobody is left: who can be told by now?


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is told of one kind of ticket, tier by tier, and how long each tier has."""

    headline: str
    tiers: Tiers
    patience: timedelta


CHAINS = {
    TicketKind.DANGER: Chain(
        "【紧急】", ((_DUTY, _GRID, _DOCTOR), (_SECRETARY,), (_TOWNSHIP,)), timedelta(minutes=5)
    ),
    TicketKind.FEVER: Chain(
        "【体温异常】", ((_DOCTOR, _GRID), (_SECRETARY, _DUTY), (_TOWNSHIP,)), timedelta(minutes=15)
    ),
    TicketKind.JOIN: Chain("【入户登记】", ((_GRID,), (_SECRETARY,)), timedelta(hours=4)),
    TicketKind.FORM: Chain("【登记】", ((_GRID,), (_SECRETARY,)), timedelta(hours=4)),
    TicketKind.HUMAN: Chain("【转人工】", ((_GRID,), (_SECRETARY, _DUTY)), timedelta(minutes=30)),
    TicketKind.HELP: Chain("【求助】", ((_GRID,), (_SECRETARY, _DUTY)), timedelta(hours=1)),
    # Never to the grid worker: it may be about them.
    TicketKind.COMPLAINT: Chain("【意见】", ((_SECRETARY,), (_TOWNSHIP,)), timedelta(hours=24)),
    # Whoever asked is to hear the same day.
    TicketKind.RUMOR: Chain("【请核实】", ((_SECRETARY,), (_TOWNSHIP,)), timedelta(hours=8)),
    TicketKind.UNREACHED: Chain("【没联系上】", ((_GRID,), (_SECRETARY,)), timedelta(hours=2)),
}
URGENT = {TicketKind.DANGER, TicketKind.FEVER}
# Whoever raised one of these waits for a person, and hears when nobody answers or somebody has it.
AWAITED = {TicketKind.DANGER, TicketKind.FEVER, TicketKind.HELP, TicketKind.HUMAN}


def tiers_of(ticket: Ticket) -> Tiers:
    return _ABOVE[ticket.decides] if ticket.decides else CHAINS[ticket.kind].tiers


class Reach(Protocol):
    """Tells why nothing can be sent to somebody right now, at any address; None if it can."""

    def __call__(
        self,
        db: Session,
        kind: DeliveryKind,
        now: datetime,
        *,
        person_id: int | None = None,
        contact_id: int | None = None,
    ) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where alerts leave from: the community's time, and who can be reached."""

    zone: ZoneInfo
    why_not: Reach


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a ticket is about, and what it came from."""

    person: Person | Card | None = None
    contact_id: int | None = None
    unit: Unit | Spot | None = None
    turn_id: int | None = None
    submission_id: int | None = None
    decides: Role | None = None  # whoever is told first; by default as the kind says
    judged: bool = False
    due_at: datetime | None = None  # until then nobody further up is told
