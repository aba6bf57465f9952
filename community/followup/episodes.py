"""Beginning and ending to watch over somebody."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from core.library import Programme
from db.followup import episodes
from db.models import Episode, EpisodeState, Person, SlotDue, SlotState


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
    there = episodes.active_of_person(db, person.id, watch.today(now))
    if there is not None and there.programme == programme.id:
        there.ends_on = max(there.ends_on, ends)
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
    _open_running_slot(db, watch, episode, programme, now)
    return episode


def _open_running_slot(
    db: Session, watch: Watch, episode: Episode, programme: Programme, now: datetime
) -> None:
    """Whoever joins while a part of the day is being asked for is asked too."""
    today = watch.today(now)
    for part in programme.parts:
        opens_at, closes_at = watch.at(today, part.asks), watch.closes_at(today, part)
        if episode.starts_on <= today and opens_at <= now < closes_at:
            slot = SlotDue(
                episode_id=episode.id,
                day=today,
                part=part.name,
                opens_at=opens_at,
                closes_at=closes_at,
                state=SlotState.OPEN,
            )
            db.add(slot)


def end_episode(db: Session, episode: Episode, now: datetime) -> None:
    episode.state, episode.closed_at = EpisodeState.ENDED, now
