"""Beginning and ending to watch over somebody, with a line of history for whatever happens."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from core.library import Programme
from db.followup import closing, episodes, history
from db.followup.closing import Followed
from db.models import (
    EndReason,
    Episode,
    EpisodeAct,
    EpisodeState,
    Person,
    SlotDue,
    SlotState,
)


def open_episode(
    db: Session,
    watch: Watch,
    person: Person,
    programme: Programme,
    days: int,
    now: datetime,
    *,
    by: int | None = None,
    starts_on: date | None = None,
) -> Episode:
    """Begin to watch over somebody; if they already are, the later end counts."""
    starts = starts_on or watch.today(now)
    ends = watch.today(now) + timedelta(days=days)
    there = closing.of_person(db, person.id)
    if there is not None and there.programme == programme.id:
        set_end(db, there, max(there.ends_on, ends), now, by=by)
        return there
    episode = Episode(
        person_id=person.id,
        programme=programme.id,
        starts_on=starts,
        ends_on=ends,
        state=EpisodeState.ACTIVE,
        opened_at=now,
        opened_by=by,
    )
    db.add(episode)
    db.flush()  # the slot below points to it
    history.note(db, episode.id, EpisodeAct.OPENED, now, actor=by, detail=ends.isoformat())
    open_running_slot(db, watch, episode, programme, now)
    return episode


def set_end(
    db: Session, episode: Episode, ends: date, now: datetime, *, by: int | None = None
) -> None:
    """Let it last longer or shorter; one that was held has a new end to reach."""
    before = episode.ends_on
    if ends == before:
        return
    episode.ends_on, episode.held_on = ends, None
    act = EpisodeAct.EXTENDED if ends > before else EpisodeAct.SHORTENED
    moved = f"{before.isoformat()},{ends.isoformat()}"
    history.note(db, episode.id, act, now, actor=by, detail=moved)


def open_running_slot(
    db: Session, watch: Watch, episode: Followed, programme: Programme, now: datetime
) -> None:
    """Whoever joins while a part of the day is being asked for is asked too."""
    today = watch.today(now)
    for part in programme.parts:
        opens_at, closes_at = watch.at(today, part.asks), watch.closes_at(today, part)
        is_running = episode.starts_on <= today and opens_at <= now < closes_at
        if is_running and episodes.slot_at(db, episode.id, today, part.name) is None:
            slot = SlotDue(
                episode_id=episode.id,
                day=today,
                part=part.name,
                opens_at=opens_at,
                closes_at=closes_at,
                asks_at=opens_at,
                state=SlotState.OPEN,
            )
            db.add(slot)


def end_episode(
    db: Session,
    episode: Episode,
    now: datetime,
    reason: EndReason = EndReason.EARLY,
    *,
    by: int | None = None,
    detail: str = "",
) -> None:
    """Close it: nothing continues, no slot stays open, no reminder waits for it alone."""
    closing.end(db, [episode.id], reason, now)
    db.refresh(episode)
    said = ",".join(part for part in (reason.value, detail) if part)
    history.note(db, episode.id, EpisodeAct.ENDED, now, actor=by, detail=said)


def resume_episode(db: Session, watch: Watch, episode: Episode, now: datetime) -> None:
    """Take back the end of an episode whose time is not over."""
    episode.state, episode.closed_at, episode.end_reason = EpisodeState.ACTIVE, None, None
    history.note(db, episode.id, EpisodeAct.RESUMED, now)
    db.flush()
    programme = watch.programmes.get(episode.programme)
    if programme is not None:
        open_running_slot(db, watch, episode, programme, now)
