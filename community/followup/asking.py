"""The clock's part: opening what has come due, closing what is over, asking who has not reported."""

from collections.abc import Iterator, Sequence, Set
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from sqlalchemy.orm import Session

from community.followup.episodes import end_episode
from community.followup.saying import reminder_text, whom_to_ask
from community.followup.watch import Watch
from community.people import tree
from core.budget import Budget
from core.library import Part, Programme
from db import marks
from db.followup import episodes
from db.marks import Mark
from db.models import Contact, DeliveryKind, SlotDue
from outbox import queue

CATCH_UP_DAYS = 7  # after a longer stop, older slots are not made up for


def to_open(watch: Watch, now: datetime, done: Set[Mark]) -> Iterator[tuple[Programme, date, Part]]:
    """Yield what has begun to be asked for, these last days, and is not marked as opened."""
    today = watch.today(now)
    for programme in watch.programmes.values():
        for back in range(CATCH_UP_DAYS, -1, -1):
            day = today - timedelta(days=back)
            for part in programme.parts:
                is_done = (_mark(programme, part), day.isoformat()) in done
                if not is_done and watch.at(day, part.asks) <= now:
                    yield programme, day, part


def _mark(programme: Programme, part: Part) -> str:
    return f"slots:{programme.id}:{part.name}"


def open_due(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Open what has come due these last days and was not opened yet."""
    done = marks.since(db, watch.today(now) - timedelta(days=CATCH_UP_DAYS))
    return sum(
        _open_part(db, watch, programme, day, part, now)
        for programme, day, part in budget.take(to_open(watch, now, done))
    )


def _open_part(
    db: Session, watch: Watch, programme: Programme, day: date, part: Part, now: datetime
) -> int:
    if not marks.first_time(db, _mark(programme, part), day, now):
        return 0
    opens_at, closes_at = watch.at(day, part.asks), watch.closes_at(day, part)
    opened = episodes.open_slots(db, programme.id, day, part.name, opens_at, closes_at)
    episodes.fill_from_reports(db, day, part.name, now)
    return opened


def close_over(db: Session, now: datetime, budget: Budget) -> int:
    """Mark as missed what is over; return how many."""
    return budget.repeat(partial(episodes.close_slots, db, now))


def remind(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Queue one message for each household that has somebody to ask about; return how many."""
    slots = episodes.to_ask(db, now, budget.rows)
    homes = [list(home) for _, home in groupby(slots, _home)]
    budget.is_more = len(slots) >= budget.rows
    return sum(_remind_home(db, watch, home, now) for home in budget.take(homes))


def _home(slot: SlotDue) -> tuple[bool, int]:
    person = slot.episode.person
    return person.household_id is None, person.household_id or person.id


def _remind_home(db: Session, watch: Watch, home: Sequence[SlotDue], now: datetime) -> int:
    by_contact: dict[tuple[int | None, str], list[SlotDue]] = {}
    recipients: dict[tuple[int | None, str], Contact | None] = {}
    for slot in home:
        contact = whom_to_ask(db, slot.episode.person)
        alone = slot.episode.person_id if contact is None else None
        key = (contact.id if contact else alone, f"{slot.day}{slot.part}{contact is None}")
        by_contact.setdefault(key, []).append(slot)
        recipients[key] = contact
    for key, slots in by_contact.items():
        _ask(db, watch, slots, recipients[key], now)
    return len(by_contact)


def _ask(
    db: Session, watch: Watch, slots: Sequence[SlotDue], contact: Contact | None, now: datetime
) -> None:
    programme = watch.programmes[slots[0].episode.programme]
    person_id = contact.person_id if contact else slots[0].episode.person_id
    part = next(p for p in programme.parts if p.name == slots[0].part)
    delivery = queue(
        db,
        DeliveryKind.REMINDER,
        reminder_text(watch, slots, person_id),
        now,
        person_id=person_id,
        contact_id=contact.id if contact else None,
        fields={"what": f"{part.label}体温上报", "text": "请打开公众号回复体温"},
    )
    for slot in slots:
        slot.asked_at, slot.delivery_id = now, delivery.id


def end_over(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """End what is over and say so; return how many."""
    ended = 0
    for episode in budget.take(episodes.over(db, watch.today(now), budget.rows)):
        ended += 1
        end_episode(db, episode, now)
        programme = watch.programmes.get(episode.programme)
        contact = whom_to_ask(db, episode.person)
        if programme is not None and contact is not None:
            named = "您" if contact.person_id == episode.person_id else tree.call(episode.person)
            text = f"{named}的{programme.title}到期结束了，不用再报体温。谢谢您这些天的配合，保重身体。"
            queue(
                db,
                DeliveryKind.INFO,
                text,
                now,
                person_id=episode.person_id,
                contact_id=contact.id,
            )
    return ended
