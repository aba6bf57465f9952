"""What somebody had only a few words of, read when they ask for it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor
from db import briefs


def whole(
    actor: Actor, db: Session, roads: Collection[str], since: datetime, most: int
) -> Sequence[tuple[datetime, str]]:
    """Return when each came and what it says in full, the newest first; withdrawn notices are gone."""
    if actor.contact_id is None:
        return []
    return briefs.texts(db, actor.contact_id, actor.person_id, roads, since, most)
