"""A notice before anything is sent: whom it would reach, how long it holds, what it stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import audience, lint, scheduling
from community.notices.audience import Addressees, Audience
from community.notices.preflight import Beforehand, Forecast, Preflight, look, unreached
from community.notices.rights import find_changeable, seats
from community.people import tree
from community.people.access import Actor, Refused
from core.likeness import pairs
from db import notices
from db.models import Notice, NoticeColour, NoticeForm, NoticeState, Role, Unit
from db.people import units

COMMUNITY = 4  # a unit of this level or above, and it is everybody


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody of the staff wants to publish; without `wanted` to whom the old one went."""

    text: str
    wanted: Addressees | None
    valid_until: date | None = None
    instead_of: str | None = None  # the code of the notice it takes the place of, as written
    valid_till: datetime | None = None
    form: NoticeForm = NoticeForm.NOTICE
    colour: NoticeColour | None = None
    is_exercise: bool = False
    asks_answer: bool = False
    send_at: datetime | None = None  # None: as soon as it is agreed to
    same_as: int | None = None  # the notice whose words these are: who has it is left out
    aimed: Audience | None = None  # whom, where that was found already; `wanted` says nothing then


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft that waits for “确认”, and whom it would reach."""

    notice_id: int
    where: str  # the places that were named
    posts: Sequence[str]  # who holds one of these there, and no household
    traits: Sequence[Sequence[str]]  # and of who lives there only who has all of any of these
    reach: Preflight
    old: Notice | None
    is_everybody: bool  # only a typed confirmation sends it
    like: Sequence[Notice]  # in force for the same people, about the same


def propose(
    actor: Actor,
    db: Session,
    draft: Draft,
    now: datetime,
    zone: ZoneInfo,
    forecast: Forecast,
    beforehand: Beforehand,
) -> Proposed | Refused:
    """Write a draft and look whom it would reach; what is public holds nothing personal.

    Of a city that takes seconds: it is looked up beforehand, for exactly these people and words.
    """
    mine = seats(actor, db, now)
    if not mine:
        return Refused("not_publisher")
    old = find_changeable(actor, db, draft.instead_of, now) if draft.instead_of else None
    if isinstance(old, Refused):
        return old
    whom = _whom(actor, db, draft, old, mine, now)
    if isinstance(whom, Refused):
        return whom
    if (why := lint.check(db, draft.text)) is not None:
        return why
    if (why := _too_late(draft, now, zone)) is not None:
        return why
    unit = units.get_unit(db, whom.unit_id)
    notice = _draft(actor, draft, whom, old, now)
    until = draft.valid_until.isoformat() if draft.valid_until else None
    reach = beforehand(
        ("preflight", whom, draft.text, until, draft.form, draft.colour),
        lambda db: _look(db, whom, notice, now, zone, forecast),
    )
    if not reach.households and whom.is_tonight:
        return Refused("nobody_tonight")
    if reach.households == reach.exempt:
        return Refused("nobody", unit.name)
    notice.confirmed_for = reach.people
    db.add(notice)
    db.flush()  # its id is kept in the conversation
    everybody = is_everybody(db, whom)
    like = [one for one in _like(db, draft, unit, old) if one.id not in whom.but_of]
    where = audience.where(db, whom)
    return Proposed(notice.id, where, _posts(whom), whom.traits, reach, old, everybody, like)


def _posts(whom: Audience) -> Sequence[str]:
    """Return the titles of the posts something is for: “今晚值班员”."""
    when = "今晚" if whom.is_tonight else ""
    return [f"{when}{tree.title(Role(role))}" for role in whom.roles]


def _too_late(draft: Draft, now: datetime, zone: ZoneInfo) -> Refused | None:
    if draft.valid_until is not None and draft.valid_until < now.astimezone(zone).date():
        return Refused("past", draft.valid_until.isoformat())
    if draft.send_at is None:
        return None
    until, colour, replaces = draft.valid_until, draft.colour, draft.instead_of is not None
    return scheduling.why_not(
        draft.send_at, now, zone, until=until, colour=colour, replaces=replaces
    )


def is_everybody(db: Session, whom: Audience) -> bool:
    """Tell whether all of a place are meant, who are written to only after a typed confirmation."""
    return whom.is_plain and units.get_unit(db, whom.unit_id).level <= COMMUNITY


def _look(
    db: Session, whom: Audience, notice: Notice, now: datetime, zone: ZoneInfo, forecast: Forecast
) -> Preflight:
    unit = units.get_unit(db, whom.unit_id)
    return look(db, audience.aim(db, whom, now, zone), unit, now, zone, forecast, notice)


def _draft(actor: Actor, draft: Draft, whom: Audience, old: Notice | None, now: datetime) -> Notice:
    return Notice(
        unit_id=whom.unit_id,
        author_id=actor.person_id,
        text=draft.text,
        state=NoticeState.DRAFT,
        created_at=now,
        valid_until=draft.valid_until,
        valid_till=draft.valid_till,
        replaces_id=old.id if old else None,
        form=draft.form,
        colour=draft.colour,
        is_exercise=draft.is_exercise,
        asks_answer=draft.asks_answer,
        audience=None if whom.is_plain else whom.kept(),
        planning=scheduling.kept(draft.send_at),
        needs_second=draft.colour is NoticeColour.RED and not draft.is_exercise,
    )


def _whom(
    actor: Actor,
    db: Session,
    draft: Draft,
    old: Notice | None,
    mine: Sequence[Unit],
    now: datetime,
) -> Audience | Refused:
    if draft.aimed is not None:
        return draft.aimed
    if draft.wanted is not None:
        found = audience.find(actor, db, draft.wanted, mine, now)
        if draft.same_as is None or isinstance(found, Refused):
            return found
        return replace(found, but_of=tuple(notices.of_same_words(db, draft.same_as)))
    return of(db, old) if old is not None else Refused("no_place")


def not_reached(
    actor: Actor,
    db: Session,
    notice_id: int,
    first: int,
    many: int,
    now: datetime,
    zone: ZoneInfo,
    beforehand: Beforehand,
) -> Sequence[tuple[str, str]] | Refused:
    """Return (door, reason) of those somebody's own draft would not reach, from the `first` on."""
    notice = notices.get(db, notice_id)
    if notice.author_id != actor.person_id:
        return Refused("none_of_yours")
    whom = of(db, notice)
    return beforehand(
        ("unreached", whom, first),
        lambda db: unreached(db, audience.aim(db, whom, now, zone), first, many),
    )


def of(db: Session, notice: Notice) -> Audience:
    """Return whom a notice is for."""
    if notice.audience:
        return Audience.read(notice.audience)
    return Audience.of_unit(units.get_unit(db, notice.unit_id))


def _like(db: Session, draft: Draft, unit: Unit, old: Notice | None) -> Sequence[Notice]:
    """Return what is in force there about the same, so that two do not say two things."""

    mine = pairs(draft.text)
    return [
        notice
        for notice in notices.live_at(db, unit.path, draft.valid_until)
        if (old is None or notice.id != old.id)
        and len(mine & pairs(notice.text)) >= max(4, len(mine) // 2)
    ][:2]


def drop(actor: Actor, db: Session, notice_id: int) -> None | Refused:
    """Forget one's own draft; what was published meanwhile stays."""
    notice = db.get_one(Notice, notice_id)
    if notice.author_id != actor.person_id:
        return Refused("none_of_yours")
    if notice.state is NoticeState.PUBLISHED:
        return Refused("published", notice.code or "")
    notice.state = NoticeState.DROPPED
    return None
