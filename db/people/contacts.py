"""Finding where people can be reached, and the ledger of what may still be sent there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.models import (
    GOING_ON,
    Absence,
    Attempt,
    Contact,
    ContactState,
    Conversation,
    Delivery,
    DeliveryStatus,
    ItemKind,
    Observation,
    Person,
    Post,
    Turn,
    WorkItem,
)
from db.quick import Quick, Values, insert_for

WINDOW = timedelta(hours=48)  # after a message of theirs …
PER_WINDOW = 5  # … this many customer-service messages may follow
MOMENT = timedelta(minutes=1)  # after a tap, a scan, following …
PER_MOMENT = 3
CLOCKS_DIFFER = timedelta(seconds=5)  # the platform's and ours, at most

_KNOWN = (Contact.channel == bindparam("channel_")) & (Contact.address == bindparam("address_"))
# SQLite is told no table's name in what an UPDATE returns: without it, a column would be compared with itself.
_PERSON: ColumnElement[int | None] = literal_column("contacts.person_id")
_GLANCE = (
    Contact.id,
    Contact.person_id,
    Contact.misses,
    Contact.talking_until,
    Contact.called_at,
    # Seen on the way, so that nobody else's posts need be looked up for what they say.
    or_(
        exists().where(Post.person_id == _PERSON),
        exists().where(Absence.substitute_id == _PERSON),
    ).label("may_work"),
    Contact.is_vouched,
)


def _later(known: Any, given: Any) -> Any:
    return case((known > given, known), else_=given)


def _hears(window: str, left: int, *, returns: bool) -> Quick:
    """Return the statement that notes a sign of life; most come from people who follow already.

    Without a window it is one the platform does not count.

    A state that stays as it is must not be written: the index over it would be, too.
    """
    follows = Contact.state == ContactState.FOLLOWING
    # A message may come after one that was sent later.
    noted: dict[str, Any] = {
        "heard_at": _later(Contact.heard_at, bindparam("now")),
    }
    if window:
        until = _later(getattr(Contact, f"{window}_until"), bindparam("until"))
        noted |= {f"{window}_until": until, f"{window}_left": left}
    sign: BindParameter[datetime] = bindparam("sign")
    noted |= {"forgotten_at": None}
    noted["sign_at"] = case((Contact.sign_at > sign, Contact.sign_at), else_=sign)
    left_since = (Contact.state == ContactState.UNFOLLOWED) & (Contact.sign_at > sign)
    state = case((left_since, ContactState.UNFOLLOWED), else_=ContactState.FOLLOWING)
    return Quick(
        lambda _: (
            update(Contact)
            .where(_KNOWN, ~follows if returns else follows)
            .values(noted | ({"state": state} if returns else {}))
            .returning(*_GLANCE)
        )
    )


_SPOKE = [_hears("window", PER_WINDOW, returns=returns) for returns in (False, True)]
_TOUCHED = [_hears("moment", PER_MOMENT, returns=returns) for returns in (False, True)]
_OVERHEARD = [_hears("", 0, returns=returns) for returns in (False, True)]
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
            is_vouched=True,
        )
        .on_conflict_do_nothing(index_elements=["channel", "address"])
    )
)


@dataclass(slots=True)
class Caller:
    """Who is on the line: an address, and the person behind it once we know them.

    A phone nobody has vouched for is a stranger's in all but what is reported from it.
    """

    contact_id: int
    person_id: int | None
    misses: int
    talking_until: datetime | None = None
    called_at: datetime | None = None
    may_work: bool = False  # they hold or held a post, or were asked to stand in
    claims_id: int | None = None  # whose phone it is said to be, while nobody has vouched for it


def _caller(row: tuple[Any, ...]) -> Caller:
    *glance, is_vouched = row
    caller = Caller(*glance)
    if not is_vouched:
        caller.person_id, caller.claims_id, caller.may_work = None, caller.person_id, False
    return caller


def hear(
    db: Session, channel: str, address: str, sent_at: datetime, *, spoke: bool, alone: bool = True
) -> Caller:
    """Note that somebody spoke (or only tapped or scanned) then; a stranger is written down.

    The platform counts its hours from when it was sent, however late we hear of it; what is not
    said to us `alone`, in a group, it does not count.

    They followed when it was sent; a later sign that they left holds (see `leave`).

    The row stays locked until the transaction ends, so that two messages of
    one person are answered one after the other.
    """
    statements, until = (_SPOKE, sent_at + WINDOW) if spoke else (_TOUCHED, sent_at + MOMENT)
    values = {"channel_": channel, "address_": address, "now": sent_at, "until": until}
    values["sign"] = sent_at
    if not alone:
        statements = _OVERHEARD
    row = _first(db, statements, values)
    if row is None:
        _NEW.one(db, values)
        row = _first(db, statements, values)
    assert row is not None, "the row was written a line above"
    return _caller(row)


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


@dataclass(frozen=True, slots=True)
class Before:
    """What a message changes in the row of its address, as it was before."""

    state: ContactState
    heard_at: datetime | None
    window_until: datetime | None
    window_left: int
    misses: int
    sign_at: datetime | None
    forgotten_at: datetime | None


BEFORE = tuple(getattr(Contact, name) for name in Before.__slots__)
NEW = Before(ContactState.FOLLOWING, None, None, 0, 0, None, None)


def unhear(db: Session, contact_id: int, before: Before, *, is_owed: bool) -> None:
    """Leave the row of an address as it was before it was heard.

    Only a window that an answer still has to go through stays open until it went
    (see `close_window`).
    """
    values = {name: getattr(before, name) for name in Before.__slots__}
    if is_owed:
        del values["window_until"], values["window_left"]
    db.execute(update(Contact).where(Contact.id == contact_id).values(values))
    if before == NEW:
        _drop_unknown(db, contact_id)


def _drop_unknown(db: Session, contact_id: int) -> None:
    """Nobody was heard there but unseen: while nothing hangs on it, there is no such address."""
    hangs = [
        exists().where(column == contact_id)
        for column in (Conversation.contact_id, Turn.contact_id, Delivery.contact_id)
    ]
    is_unknown = (Contact.id == contact_id) & Contact.person_id.is_(None) & ~or_(*hangs)
    db.execute(delete(Contact).where(is_unknown))


def close_window(db: Session, contact_ids: Collection[int]) -> None:
    """An unseen answer has gone: the window is what the last message we know of left of it."""
    for contact in db.scalars(select(Contact).where(Contact.id.in_(contact_ids))):
        contact.window_until = contact.heard_at + WINDOW if contact.heard_at else None


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
    found = select(Contact).where(Contact.person_id == person_id, Contact.is_vouched)
    return db.scalar(found.order_by(*BEST_FIRST).limit(1))


class Reachable(Protocol):
    """An address, as far as it is told which of several is the best."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> ContactState: ...
    @property
    def heard_at(self) -> datetime | None: ...


R = TypeVar("R", bound=Reachable)


def best_first(found: Iterable[R]) -> list[R]:
    """Sort addresses as `BEST_FIRST` does."""
    newest = sorted(found, key=lambda each: each.id)
    newest.sort(key=lambda each: each.heard_at or NEVER, reverse=True)
    return sorted(newest, key=lambda each: each.state is not ContactState.FOLLOWING)


def all_of(db: Session, person_id: int) -> Sequence[Contact]:
    """Return every address of somebody."""
    return db.scalars(
        select(Contact).where(Contact.person_id == person_id).order_by(Contact.id)
    ).all()


def of_household(db: Session, household_id: int) -> Sequence[Contact]:
    """Return the contacts of a household, whoever answers for it first."""
    return db.scalars(
        select(Contact)
        .join(Person, Contact.person_id == Person.id)
        .where(
            Person.household_id == household_id,
            Contact.state == ContactState.FOLLOWING,
            Contact.is_vouched,
        )
        .order_by(Person.is_respondent.desc(), Contact.heard_at.desc().nulls_last())
    ).all()


def bound_in(db: Session, household_id: int) -> list[tuple[Person, datetime | None]]:
    """Return who of a household is bound, and since when."""
    rows = db.execute(
        select(Person, Contact.bound_at)
        .join(Contact, Contact.person_id == Person.id)
        .where(Person.household_id == household_id, Contact.is_vouched)
        .order_by(Person.id, Contact.bound_at.asc().nulls_first())
    )
    found: dict[int, tuple[Person, datetime | None]] = {}
    for person, since in rows:
        found.setdefault(person.id, (person, since))
    return list(found.values())


_OTHER = aliased(Contact)
_FIRST = Quick(
    lambda _: (
        select(Contact.id)
        .where(
            Contact.person_id == bindparam("person"),
            Contact.is_vouched,
            Contact.channel == bindparam("channel_"),
        )
        .order_by(Contact.bound_at.asc().nulls_first(), Contact.id)
        .limit(1)
    )
)


def first_phone(db: Session, person_id: int, channel: str) -> int | None:
    """Return the address of a person that was bound first: their own word counts most."""
    row = _FIRST.one(db, {"person": person_id, "channel_": channel})
    return row[0] if row else None


_PHONE = Quick(
    lambda _: select(
        Contact.channel,
        Contact.person_id,
        select(_OTHER.id)
        .where(
            _OTHER.person_id == Contact.person_id,
            _OTHER.channel == Contact.channel,
            _OTHER.is_vouched,
        )
        .order_by(_OTHER.bound_at.asc().nulls_first(), _OTHER.id)
        .limit(1)
        .scalar_subquery(),
    ).where(Contact.id == bindparam("contact"))
)


def phone(db: Session, contact_id: int) -> tuple[str, bool]:
    """Return the channel of an address, and whether another was bound to its person before it."""
    row = _PHONE.one(db, {"contact": contact_id})
    assert row is not None, "whoever speaks has an address"
    channel, person_id, first = row
    return channel, person_id is not None and first != contact_id


def vouch(db: Session, contact_id: int) -> None:
    db.execute(update(Contact).where(Contact.id == contact_id).values(is_vouched=True))


def unbind(db: Session, contact_id: int) -> None:
    """An address is nobody's again."""
    nobody = {"person_id": None, "bound_at": None, "is_vouched": True}
    db.execute(update(Contact).where(Contact.id == contact_id).values(nobody))


def leave(db: Session, contact_id: int, sent_at: datetime) -> None:
    """They stopped following at that second, unless a sign as late or later says they are back.

    Events come unordered and tell only the second.  Where that does not tell which was last we
    take it that they follow: the next message to them finds out.
    """
    came_later = exists().where(
        Attempt.contact_id == contact_id,
        Attempt.reason.is_(None),
        Attempt.at > sent_at + CLOCKS_DIFFER,
    )
    was_before = or_(Contact.sign_at.is_(None), Contact.sign_at < sent_at)
    db.execute(
        update(Contact)
        .where(Contact.id == contact_id, was_before, ~came_later)
        .values(state=ContactState.UNFOLLOWED, sign_at=sent_at)
    )


def note_refusal(db: Session, contact_id: int, state: ContactState, asked_at: datetime) -> None:
    """The platform refused a message of this moment because of the address itself.

    A sign of life sent after it holds; so does one from about then, whose clock is not ours.
    """
    since = asked_at.replace(microsecond=0) - CLOCKS_DIFFER
    db.execute(
        update(Contact)
        .where(
            Contact.id == contact_id, or_(Contact.sign_at.is_(None), Contact.sign_at <= asked_at)
        )
        .values(state=state, sign_at=case((Contact.sign_at > since, Contact.sign_at), else_=since))
    )


_MISSES = Quick(
    lambda _: (
        update(Contact).where(Contact.id == bindparam("contact")).values(misses=bindparam("count"))
    )
)


def set_misses(db: Session, contact_id: int, misses: int) -> None:
    _MISSES.one(db, {"contact": contact_id, "count": misses})


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


def is_forgotten() -> ColumnElement[bool]:
    """Tell which addresses asked to be deleted, and have nothing on its way to them any more.

    Whoever answers for a life in danger must still reach them.
    """
    on_its_way = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
    owed = exists().where(Delivery.contact_id == Contact.id, Delivery.status.in_(on_its_way))
    in_danger = exists().where(
        WorkItem.contact_id == Contact.id,
        WorkItem.kind == ItemKind.DANGER,
        WorkItem.state.in_(GOING_ON),
    )
    return and_(Contact.forgotten_at.is_not(None), ~owed, ~in_danger)


def drop_forgotten(db: Session, limit: int) -> int:
    """Delete the addresses of those who asked for it; return how many."""
    some = db.scalars(select(Contact.id).where(is_forgotten()).limit(limit)).all()
    for table in (Observation, Delivery, Attempt):
        db.execute(update(table).where(table.contact_id.in_(some)).values(contact_id=None))
    db.execute(delete(Contact).where(Contact.id.in_(some)))
    return len(some)
