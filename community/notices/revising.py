"""A draft put right before it goes out: other words, other people, or taken up again once dropped."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy.orm import Session

from community.notices import audience, proposing, scheduling
from community.notices.audience import Addressees, Audience
from community.notices.proposing import Draft
from community.notices.rights import seats
from community.people.access import Actor, Refused
from db import notices
from db.models import Notice, NoticeState
from db.people import units

TALKED_OF = timedelta(minutes=30)  # so long “改成7点” can only mean what was just shown
TAKEN_UP = timedelta(hours=12)  # so long something dropped may be wanted after all


class Reaiming(Enum):
    """What happens to whom a draft is for."""

    MORE = "more"
    ONLY = "only"
    LESS = "less"


def waiting(actor: Actor, db: Session, now: datetime) -> Notice | None:
    """Return the draft somebody was shown just now, if it still waits for their word."""
    return notices.last_draft(db, actor.person_id or 0, now - TALKED_OF)


def dropped(actor: Actor, db: Session, now: datetime) -> Notice | None:
    """Return the notice somebody wrote last, if they dropped it not long ago."""
    newest = notices.newest_of(db, actor.person_id or 0)
    is_it = newest is not None and newest.state is NoticeState.DROPPED
    return newest if is_it and newest is not None and newest.created_at >= now - TAKEN_UP else None


def aimed(
    actor: Actor, db: Session, draft: Notice, said: Addressees, change: Reaiming, now: datetime
) -> Audience | Refused:
    """Return whom a draft is for once these are added, left out, or alone are meant."""
    mine, old = seats(actor, db, now), proposing.of(db, draft)
    if not mine:
        return Refused("not_publisher")
    found = audience.find(actor, db, said, mine, now)
    if isinstance(found, Refused):
        return found
    named = () if said.places.is_empty and not said.is_everybody else found.places
    if change is Reaiming.LESS:
        return _less(db, old, named)
    if change is Reaiming.ONLY:
        kept = replace(
            old,
            places=named or old.places,
            without=() if named else old.without,
            roles=found.roles or old.roles,
            traits=found.traits or old.traits,
            programme=found.programme or old.programme,
        )
        return _whole(db, kept)
    without = tuple(each for each in old.without if each not in named)
    places = tuple(dict.fromkeys((*old.places, *named)))
    traits = tuple(dict.fromkeys((*old.traits, *found.traits))) if old.traits else old.traits
    roles = tuple(sorted({*old.roles, *found.roles})) if old.roles else old.roles
    return _whole(db, replace(old, places=places, without=without, traits=traits, roles=roles))


def _less(db: Session, old: Audience, named: tuple[tuple[int, str], ...]) -> Audience:
    """Leave places out: one that was named by itself is named no more."""
    places = tuple(each for each in old.places if each not in named) or old.places
    inside = tuple(each for each in named if each not in old.places)
    if places == old.places:
        inside = named
    return _whole(db, replace(old, places=places, without=(*old.without, *inside)))


def _whole(db: Session, kept: Audience) -> Audience:
    """Name the smallest unit that holds all of it."""
    named = [units.get_unit(db, unit_id) for unit_id, _ in kept.places]
    return replace(kept, unit_id=audience.common(db, named).id)


def again(
    db: Session,
    draft: Notice,
    *,
    text: str | None = None,
    whom: Audience | None = None,
    until: date | None = None,
) -> Draft:
    """Return a draft like another, in these words and for these people."""
    old = notices.get(db, draft.replaces_id) if draft.replaces_id else None
    return Draft(
        text or draft.text,
        None,
        until or draft.valid_until,
        old.code if old else None,
        draft.valid_till,
        draft.form,
        draft.colour,
        draft.is_exercise,
        draft.asks_answer,
        scheduling.of_draft(draft),
        aimed=whom or proposing.of(db, draft),
    )
