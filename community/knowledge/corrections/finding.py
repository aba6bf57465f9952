"""Finding everybody for whom something they were told is different now."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.corrections.remembering import (
    case_of,
    fingerprint,
    topic_of,
    version_of,
)
from community.knowledge.finding import Knowledge
from community.knowledge.library import Live
from core.library import StaffAnswer
from db.knowledge import answers, subscriptions
from db.knowledge.answers import Group, Told
from db.models import Version


def find(db: Session, live: Live, now: datetime, window: timedelta, zone: ZoneInfo) -> int:
    """Find everybody for whom something they were told is different since now; return how many."""
    due = answers.due_changes(db, now)
    if not due:
        return 0
    versions = {change.id: version_of(db, change) for change in due}
    since, today = now - window, now.astimezone(zone).date()
    different: dict[int, list[Told]] = defaultdict(list)
    for told, keys in _different(db, live.look(db), now, since, zone):
        different[_cause(versions, keys)].append(told)
    for change_id, all_told in different.items():
        answers.find(db, change_id, all_told, since, today)
    for change in due:
        version = versions[change.id]
        if version is not None and change.due_at in {change.at, version.until_at}:
            subscriptions.find(db, change.id, topic_of(version))
        change.done_at = now
    return sum(answers.concerned(db, change.id) for change in due)


def concerned(
    db: Session, known: Knowledge, moment: datetime, window: timedelta, zone: ZoneInfo
) -> int:
    """Return how many people would be told something else than they were, if this were known."""
    since, today = moment - window, moment.astimezone(zone).date()
    told = [told for told, _ in _different(db, known, moment, since, zone)]
    return answers.count(db, told, since, today)


def _different(
    db: Session, known: Knowledge, moment: datetime, since: datetime, zone: ZoneInfo
) -> Iterator[tuple[Told, set[str]]]:
    """Yield what people were told and would not be told at this moment, and the rules behind it."""
    for group in answers.groups(db, since, moment.astimezone(zone).date()):
        new = known.decide(case_of(group), moment)
        told = fingerprint(new.held.piece if new else None)
        if told != group.told.told and not (new is None and _is_over(known, group, moment)):
            yield group.told, {group.told.key} | ({new.held.piece.id} if new else set())


def _is_over(known: Knowledge, group: Group, moment: datetime) -> bool:
    """Tell whether an answer to a question has merely come to its end: it was about its own time."""
    held = known.shelf.entries.newest(group.told.key)
    if held is None or held.until_at is None or held.until_at > moment:
        return False
    return isinstance(held.piece, StaffAnswer) and not held.piece.is_lasting


def _cause(versions: dict[int, Version | None], keys: set[str]) -> int:
    """Return the change that made the difference, as far as their names tell."""
    by_key = (id_ for id_, version in versions.items() if version and version.key in keys)
    return next(by_key, max(versions))
