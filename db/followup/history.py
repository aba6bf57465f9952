"""The history of episodes: one line for whatever happened to one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from db.given import among
from db.models import Episode, EpisodeAct, EpisodeEvent


def note(
    db: Session,
    episode_id: int,
    act: EpisodeAct,
    now: datetime,
    *,
    actor: int | None = None,
    detail: str | None = None,
    text: str | None = None,
) -> None:
    """Add one line; `detail` holds words and days only, what names anybody is `text`."""
    note_all(db, [episode_id], act, now, actor=actor, detail=detail, text=text)


def note_all(
    db: Session,
    episode_ids: Sequence[int],
    act: EpisodeAct,
    now: datetime,
    *,
    actor: int | None = None,
    detail: str | None = None,
    text: str | None = None,
) -> None:
    """Add the same line to several."""
    line = {"act": act, "at": now, "actor_id": actor, "detail": detail, "text": text}
    columns = EpisodeEvent.__table__.c
    same = [literal(value, columns[name].type) for name, value in line.items()]
    theirs = (
        select(Episode.id, *same).where(among(db, Episode.id, episode_ids)).order_by(Episode.id)
    )
    if episode_ids:
        db.execute(insert(EpisodeEvent).from_select(["episode_id", *line], theirs))


def of_person(db: Session, person_id: int) -> Sequence[tuple[Episode, EpisodeEvent]]:
    """Return all that happened to somebody's episodes, oldest first."""
    rows = db.execute(
        select(Episode, EpisodeEvent)
        .join(EpisodeEvent, EpisodeEvent.episode_id == Episode.id)
        .where(Episode.person_id == person_id)
        .order_by(EpisodeEvent.at, EpisodeEvent.id)
    ).all()
    return [(episode, event) for episode, event in rows]
