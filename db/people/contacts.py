"""Finding where people can be reached, and the ledger of what may still be sent there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, exists, or_, select, update
from sqlalchemy.orm import Session

from db.models import Absence, Contact, ContactState, Person, Post
from db.quick import Quick, Values, insert_for

WINDOW = timedelta(hours=48)  # after a message of theirs …
PER_WINDOW = 5  # … this many customer-service messages may follow
MOMENT = timedelta(minutes=1)  # after a tap, a scan, following …
PER_MOMENT = 3

_KNOWN = (Contact.channel == bindparam("channel_")) & (Contact.address == bindparam("address_"))
_GLANCE = (
    Contact.id,
    Contact.person_id,
    Contact.misses,
    Contact.talking_until,
    Contact.called_at,
    # Seen on the way, so that nobody else's posts need be looked up for what they say.
    or_(
        exists().where(Post.person_id == Contact.person_id),
        exists().where(Absence.substitute_id == Contact.person_id),
    ).label("may_work"),
)


def _hears(window: str, left: int, *, returns: bool) -> Quick:
    """Return the statement that notes a sign of life; most come from people who follow already.

    A state that stays as it is must not be written: the index over it would be, too.
    """
    follows = Contact.state == ContactState.FOLLOWING
    noted: dict[str, Any] = {"heard_at": bindparam("now"), f"{window}_until": bindparam("until")}
    noted[f"{window}_left"] = left
    state = {"state": ContactState.FOLLOWING} if returns else {}
    return Quick(
        lambda _: (
            update(Contact)
            .where(_KNOWN, ~follows if returns else follows)
            .values(noted | state)
            .returning(*_GLANCE)
        )
    )


_SPOKE = [_hears("window", PER_WINDOW, returns=returns) for returns in (False, True)]
_TOUCHED = [_hears("moment", PER_MOMENT, returns=returns) for returns in (False, True)]
_NEW = Quick(
    lambda dialect: (
        insert_for(dialect, Contact)
        .values(
            channel=bindparam("channel_"),
            address=bindparam("address_"),
            state=ContactState.FOLLOWING,
            window_left=0,
            moment_left=0,
            misses=0,
        )
        .on_conflict_do_nothing(index_elements=["channel", "address"])
    )
)


@dataclass(slots=True)
class Caller:
    """Who is on the line: an address, and the person behind it once we know them."""

    contact_id: int
    person_id: int | None
    misses: int
    talking_until: datetime | None = None
    called_at: datetime | None = None
    may_work: bool = False  # they hold or held a post, or were asked to stand in


def hear(db: Session, channel: str, address: str, now: datetime, *, spoke: bool) -> Caller:
    """Note that somebody spoke (or only tapped or scanned); a stranger is written down.

    The row stays locked until the transaction ends, so that two messages of
    one person are answered one after the other.
    """
    statements, until = (_SPOKE, now + WINDOW) if spoke else (_TOUCHED, now + MOMENT)
    values = {"channel_": channel, "address_": address, "now": now, "until": until}
    row = _first(db, statements, values)
    if row is None:
        _NEW.one(db, values)
        row = _first(db, statements, values)
    assert row is not None, "the row was written a line above"
    return Caller(*row)


def _first(db: Session, statements: Sequence[Quick], values: Values) -> tuple[Any, ...] | None:
    return next((row for each in statements if (row := each.one(db, values))), None)


_CALLED = Quick(
    lambda _: (
        update(Contact).where(Contact.id == bindparam("contact")).values(called_at=bindparam("now"))
    )
)


def note_call(db: Session, contact_id: int, now: datetime) -> None:
    """Remember that somebody called for help: what they say next goes with it."""
    _CALLED.one(db, {"contact": contact_id, "now": now})


def blur(db: Session, contact_id: int, hour: datetime) -> None:
    """Let nothing tell at which moment of an hour somebody spoke."""
    values = {"heard_at": hour, "window_until": hour + WINDOW}
    db.execute(update(Contact).where(Contact.id == contact_id).values(values))


def find(db: Session, channel: str, address: str) -> Contact | None:
    return db.scalar(select(Contact).filter_by(channel=channel, address=address))


NEVER = datetime.min.replace(tzinfo=UTC)
# Where somebody is best reached: following us, heard from last.
BEST_FIRST = (
    case((Contact.state == ContactState.FOLLOWING, 0), else_=1),
    Contact.heard_at.desc().nulls_last(),
)


def of_person(db: Session, person_id: int) -> Contact | None:
    """Return where this person is best reached."""
    found = select(Contact).where(Contact.person_id == person_id)
    return db.scalar(found.order_by(*BEST_FIRST).limit(1))


def best_first(found: Iterable[Contact]) -> list[Contact]:
    """Sort addresses as `BEST_FIRST` does."""
    newest = sorted(found, key=lambda each: each.id)
    newest.sort(key=lambda each: each.heard_at or NEVER, reverse=True)
    return sorted(newest, key=lambda each: each.state is not ContactState.FOLLOWING)


# Built once: every promise asks them.
_NAMED = Contact.id.in_(bindparam("contacts", expanding=True))
_BEHIND = select(Contact.person_id).where(_NAMED)
_ALL = (
    select(Contact)
    .where(or_(Contact.person_id.in_(bindparam("persons", expanding=True)), _NAMED))
    .order_by(Contact.id)
)
_HELD = _ALL.with_for_update(of=Contact).execution_options(populate_existing=True)


def persons_behind(db: Session, contact_ids: Collection[int]) -> set[int]:
    """Return whose addresses these are, as far as we know."""
    if not contact_ids:
        return set()
    found = db.scalars(_BEHIND, {"contacts": list(contact_ids)})
    return {person_id for person_id in found if person_id is not None}


def all_of(
    db: Session, person_ids: Collection[int], contact_ids: Collection[int], *, hold: bool = False
) -> Sequence[Contact]:
    """Return every address of these people, and these addresses themselves.

    Held, they stay as they are until the transaction ends, and nobody else can take from their
    ledgers; they are held in one order, so that two senders never wait for each other.
    """
    whose = {"persons": list(person_ids), "contacts": list(contact_ids)}
    return db.scalars(_HELD if hold else _ALL, whose).all()


def of_household(db: Session, household_id: int) -> Sequence[Contact]:
    """Return the contacts of a household, whoever answers for it first."""
    return db.scalars(
        select(Contact)
        .join(Person, Contact.person_id == Person.id)
        .where(Person.household_id == household_id, Contact.state == ContactState.FOLLOWING)
        .order_by(Person.is_respondent.desc(), Contact.heard_at.desc().nulls_last())
    ).all()


def set_state(db: Session, contact_id: int, state: ContactState) -> None:
    db.execute(update(Contact).where(Contact.id == contact_id).values(state=state))


_MISSES = Quick(
    lambda _: (
        update(Contact).where(Contact.id == bindparam("contact")).values(misses=bindparam("count"))
    )
)


def set_misses(db: Session, contact_id: int, misses: int) -> None:
    _MISSES.one(db, {"contact": contact_id, "count": misses})


def left(contact: Contact, now: datetime) -> int:
    """Return how many customer-service messages may still be sent to an address."""
    moment = contact.moment_until is not None and contact.moment_until > now
    window = contact.window_until is not None and contact.window_until > now
    return max(contact.moment_left * moment, contact.window_left * window)


def why_closed(contact: Contact, now: datetime) -> str | None:
    """Return why no customer-service message may be sent, or None; nothing is taken."""
    if left(contact, now) > 0:
        return None
    is_open = contact.window_until is not None and contact.window_until > now
    return "quota_used" if is_open else "window_closed"


def take_one(contact: Contact, now: datetime) -> None:
    """Take one message from the ledger of an address that is held (see `hold`).

    The counts of the two windows do not add up: while both are open it is taken from both.
    """
    if contact.moment_left > 0 and contact.moment_until and contact.moment_until > now:
        contact.moment_left -= 1
    if contact.window_left > 0 and contact.window_until and contact.window_until > now:
        contact.window_left -= 1


def give_back(db: Session, contact_id: int, now: datetime) -> None:
    """Put one message back: the platform refused it, so it counted none."""
    moment = (Contact.moment_until > now) & (Contact.moment_left < PER_MOMENT)
    window = (Contact.window_until > now) & (Contact.window_left < PER_WINDOW)
    db.execute(
        update(Contact)
        .where(Contact.id == contact_id)
        .values(
            moment_left=case((moment, Contact.moment_left + 1), else_=Contact.moment_left),
            window_left=case((window, Contact.window_left + 1), else_=Contact.window_left),
        )
    )


def empty_window(db: Session, contact_id: int) -> None:
    """The platform says there is nothing left, whatever our ledger thinks."""
    db.execute(update(Contact).where(Contact.id == contact_id).values(window_left=0, moment_left=0))


def all_addresses(db: Session, channel: str, now: datetime) -> dict[str, bool]:
    """Return every address, and whether its 48-hour window is open."""
    rows = db.execute(
        select(Contact.address, Contact.window_until).where(Contact.channel == channel)
    )
    return {address: until is not None and until > now for address, until in rows}
