"""A rule comes into force: unless one in force contradicts it, and told to whoever wrote it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import drafting, library
from community.knowledge.library import Live
from community.knowledge.shelf import Held
from community.people import access
from community.people.access import Actor
from core.library import Rule
from core.phrases import say_moment
from db.knowledge import versions
from db.models import DeliveryKind, Version
from outbox import queue


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds from now on, or from a moment to come."""

    code: str
    answer: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contradicted:
    """It cannot come into force: a rule that does says something else to the same people."""

    against: Held[Rule]
    answer: str


def contradicted(db: Session, live: Live, draft: Held[Rule]) -> Contradicted | None:
    """Return which rule speaks against one about to be; whoever comes next waits for us."""
    versions.wait_for_turn(db)
    against = drafting.contradicting(live.rules(db), draft)
    return Contradicted(against, draft.piece.answer) if against is not None else None


def put_in_force(
    actor: Actor, db: Session, row: Version, rule: Rule, now: datetime, zone: ZoneInfo
) -> InForce:
    """Let a rule hold from its moment on; whoever wrote it hears so."""
    library.approve(db, row, actor.person(db), now)
    access.record(db, actor, now, "rule_approved", detail=f"R{row.id}")
    since = row.from_at if row.from_at is not None and row.from_at > now else None
    if row.author_id is not None and row.author_id != actor.person_id:
        when = f"{say_moment(since, zone)}起" if since else "现在"
        text = f"您写的R{row.id}已批准，{when}生效：{rule.answer}"
        queue(db, DeliveryKind.INFO, text, now, person_id=row.author_id)
    return InForce(f"R{row.id}", rule.answer, since)
