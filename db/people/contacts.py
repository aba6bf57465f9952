"""Finding where people can be reached, and the ledger of what may still be sent there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Person
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


# Where somebody is best reached: following us, heard from last.
BEST_FIRST = (case((Contact.state == ContactState.FOLLOWING, 0), else_=1), Contact.heard_at.desc())


def of_person(db: Session, person_id: int) -> Contact | None:
    """Return where this person is best reached."""
    found = select(Contact).where(Contact.person_id == person_id)
    return db.scalar(found.order_by(*BEST_FIRST).limit(1))


_BEST = Quick(
    lambda _: (
        select(Contact.id)
        .where(Contact.person_id == bindparam("person"))
        .order_by(*BEST_FIRST)
        .limit(1)
    )
)


def best_of(db: Session, person_id: int) -> int | None:
    """Return the number of the address where this person is best reached."""
    row = _BEST.one(db, {"person": person_id})
    return row[0] if row else None


def of_household(db: Session, household_id: int) -> Sequence[Contact]:
    """Return the contacts of a household, whoever answers for it first."""
    return db.scalars(
        select(Contact)
        .join(Person, Contact.person_id == Person.id)
        .where(Person.household_id == household_id, Contact.state == ContactState.FOLLOWING)
        .order_by(Person.answers.desc(), Contact.heard_at.desc())
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


_MOMENT = (Contact.moment_until > bindparam("now")) & (Contact.moment_left > 0)
_WINDOW = (Contact.window_until > bindparam("now")) & (Contact.window_left > 0)
_SPEND = Quick(
    lambda _: (
        update(Contact)
        .where(Contact.id == bindparam("contact"), _MOMENT | _WINDOW)
        .values(
            moment_left=case((_MOMENT, Contact.moment_left - 1), else_=Contact.moment_left),
            window_left=case((_WINDOW, Contact.window_left - 1), else_=Contact.window_left),
        )
        .returning(Contact.id)
    )
)
_UNTIL = Quick(lambda _: select(Contact.window_until).where(Contact.id == bindparam("contact")))


def spend(db: Session, contact_id: int, now: datetime) -> str | None:
    """Take one customer-service message from the ledger; return why not, or None when taken.

    Taking and looking are one statement: two senders cannot both take the last one.
    The counts of the two windows do not add up: while both are open it is taken from both.
    """
    values = {"contact": contact_id, "now": now}
    if _SPEND.one(db, values) is not None:
        return None
    found = _UNTIL.one(db, values)
    until = found[0] if found else None
    return "quota_used" if until is not None and until > now else "window_closed"


def left(db: Session, contact_id: int, now: datetime) -> int:
    """Return how many customer-service messages may still be sent to an address."""
    contact = db.get_one(Contact, contact_id)
    moment = contact.moment_until is not None and contact.moment_until > now
    window = contact.window_until is not None and contact.window_until > now
    return max(contact.moment_left * moment, contact.window_left * window)


def why_closed(contact: Contact, now: datetime) -> str | None:
    """Return why no customer-service message may be sent, or None; nothing is taken."""
    moment = contact.moment_until is not None and contact.moment_until > now
    window = contact.window_until is not None and contact.window_until > now
    if (moment and contact.moment_left > 0) or (window and contact.window_left > 0):
        return None
    return "quota_used" if window else "window_closed"


def give_back(db: Session, contact: Contact, now: datetime) -> None:
    """Put one message back: the platform refused it, so it counted none."""
    moment = (Contact.moment_until > now) & (Contact.moment_left < PER_MOMENT)
    window = (Contact.window_until > now) & (Contact.window_left < PER_WINDOW)
    db.execute(
        update(Contact)
        .where(Contact.id == contact.id)
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
