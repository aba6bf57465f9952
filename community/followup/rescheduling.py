"""A programme now lasts longer or shorter: old and new ends are shown, approved at once, then told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from community.followup.episodes import set_end
from community.followup.saying import whom_to_ask
from community.followup.watch import Watch
from community.people import tree
from core.budget import Budget
from core.library import Programme
from core.phrases import listed, say_date
from db.followup import programmes
from db.models import DeliveryKind, Episode, Person, ProgrammeDays, Role
from db.people.units import root_community
from outbox import queue


@dataclass(frozen=True, slots=True)
class Move:
    """One person's end date, old and new."""

    episode: Episode
    before: date
    after: date


def note_days(db: Session, known: Mapping[str, Programme], now: datetime) -> None:
    """Write down how long programmes last; a change waits for somebody to approve the new ends."""
    for programme in known.values():
        last = programmes.last(db, programme.id)
        if last is not None and last.days == programme.days:
            continue
        if last is not None and last.approved_at is None:
            last.days, last.at, last.told_at = programme.days, now, None
            continue
        first = now if last is None else None
        db.add(
            ProgrammeDays(programme=programme.id, days=programme.days, at=now, approved_at=first)
        )


def moves(db: Session, watch: Watch, change: ProgrammeDays, now: datetime) -> list[Move]:
    """Return whose end moves: those who were given the programme's own length, not one of theirs."""
    old = programmes.approved_days(db, change.programme) or change.days
    today, found = watch.today(now), []
    for episode in programmes.running(db, change.programme, today):
        opened = watch.today(episode.opened_at)
        if (episode.ends_on - opened).days == old:
            after = max(today, opened + timedelta(days=change.days))
            if episode.held_on is None or after > today:  # else it goes on for what holds it
                found.append(Move(episode, episode.ends_on, after))
    return [move for move in found if move.after != move.before]


def propose_moves(db: Session, watch: Watch, now: datetime, budget: Budget) -> int:
    """Show the secretary the old and new ends, once; return how many changes were shown."""
    shown = 0
    unshown = [change for change in programmes.pending(db) if change.told_at is None]
    for change in budget.take(unshown):
        change.told_at = now
        moved = moves(db, watch, change, now)
        if not moved:
            change.approved_at = now
            continue
        for person in _secretaries(db, watch, now):
            queue(db, DeliveryKind.INFO, _list(watch, change, moved), now, person_id=person.id)
        shown += 1
    return shown


def _secretaries(db: Session, watch: Watch, now: datetime) -> list[Person]:
    root = root_community(db)
    return tree.responsible(db, root, [Role.SECRETARY], now, watch.zone) if root else []


def _list(watch: Watch, change: ProgrammeDays, moved: Sequence[Move]) -> str:
    programme = watch.programmes.get(change.programme)
    title = programme.title if programme else change.programme
    lines = [
        f"{_door(one.episode.person)}{tree.call(one.episode.person)} "
        f"{say_date(one.before)}→{say_date(one.after)}"
        for one in moved
    ]
    return (
        f"【改期】“{title}”改为{change.days}天，{len(moved)}人的结束日期要变：\n{listed(lines, 20)}\n"
        "回复“批准改期”，一起改好并告诉他们；批准前照旧。"
    )


def _door(person: Person) -> str:
    return f"{tree.door(person.household)} " if person.household else ""


def approve_moves(
    db: Session, watch: Watch, approver: Person, now: datetime
) -> tuple[int, list[str]]:
    """Move all ends that wait; tell everybody; return how many, and who could not be told."""
    done, untold = 0, []
    for change in programmes.pending(db):
        for move in moves(db, watch, change, now):
            set_end(db, move.episode, move.after, now, by=approver.id)
            done += 1
            if not _tell(db, move, now):
                untold.append(f"{_door(move.episode.person)}{tree.call(move.episode.person)}")
        change.approved_at, change.approved_by = now, approver.id
    return done, untold


def _tell(db: Session, move: Move, now: datetime) -> bool:
    person = move.episode.person
    contact = whom_to_ask(db, person)
    if contact is None:
        return False
    named = "您" if contact.person_id == person.id else tree.call(person)
    text = (
        f"{named}的健康监测，原来到{say_date(move.before)}，现在改为到{say_date(move.after)}结束。"
        "其他照旧，有疑问回复“转人工”。"
    )
    queue(db, DeliveryKind.INFO, text, now, person_id=person.id, contact_id=contact.id)
    return True
