"""Finding everybody for whom something they were told is different now."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.corrections.remembering import case_of, fingerprint, version_of
from community.knowledge import Knowledge
from community.library import Live
from db import answers
from db.answers import Told
from db.models import Version


def find(db: Session, live: Live, now: datetime, window: timedelta, zone: ZoneInfo) -> int:
    """Find everybody for whom something they were told is different since now; return how many."""
    due = answers.due_changes(db, now)
    if not due:
        return 0
    versions = {change.id: version_of(db, change) for change in due}
    since, today = now - window, now.astimezone(zone).date()
    for change_id, told in _different(db, live.look(db), versions, now, since, zone).items():
        answers.find(db, change_id, told, since, today)
    for change in due:
        version = versions[change.id]
        if version is not None and change.due_at in {change.at, version.until_at}:
            answers.find_subscribers(db, change.id, str(version.body["topic"]))
        change.done_at = now
    return sum(answers.concerned(db, change.id) for change in due)


def _different(
    db: Session,
    known: Knowledge,
    versions: dict[int, Version | None],
    now: datetime,
    since: datetime,
    zone: ZoneInfo,
) -> dict[int, list[Told]]:
    """Return, by the change that caused it, what people were told and would not be told now."""
    different: dict[int, list[Told]] = defaultdict(list)
    for group in answers.groups(db, since, now.astimezone(zone).date()):
        new = known.decide(case_of(group), now)
        if new is None or fingerprint(new.held.piece) != group.told.told:
            keys = {group.told.key} | ({new.held.piece.id} if new else set())
            different[_cause(versions, keys)].append(group.told)
    return different


def _cause(versions: dict[int, Version | None], keys: set[str]) -> int:
    by_key = (id_ for id_, version in versions.items() if version and version.key in keys)
    return next(by_key, max(versions))
