"""Writing down who was told what, what decided it, and who wants to hear of changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b, sha256

from sqlalchemy.orm import Session

from community.rules import Facts
from community.wording import Answer, Case
from core.library import Entry, Rule
from db import answers, knowing, subscriptions
from db.answers import Group
from db.models import Change, Version


def remember(
    db: Session, answer: Answer, contact_id: int, person_id: int | None, about: str, now: datetime
) -> None:
    """Write down who was told what, and what decided it."""
    case, piece = answer.case, answer.held.piece
    if case is None:
        return  # about the past: nothing that changes can make it wrong
    kind = kind_of(piece)
    inputs = {
        "day": case.day,
        "area": case.area,
        "origins": ",".join(case.facts.origins),
        "persons": ",".join(case.facts.persons),
        "intents": ",".join(case.intents),
        "entry": case.entry,
        "near": case.near,
    }
    told = {
        "kind": kind,
        "key": piece.id,
        "version": answer.held.version,
        "told": fingerprint(piece),
    }
    who = {"contact_id": contact_id, "person_id": person_id, "answered_at": now, "about": about}
    answers.keep(db, {**inputs, **told, **who, "case": _number(inputs)})
    if piece.verify and answer.held.id:
        knowing.queue_check(db, kind, answer.held.id, now)


def kind_of(piece: Rule | Entry) -> str:
    return knowing.RULE if isinstance(piece, Rule) else knowing.ENTRY


def fingerprint(piece: Rule | Entry) -> str:
    return sha256(piece.answer.encode()).hexdigest()[:16]


def _number(inputs: Mapping[str, object]) -> int:
    """Return one number for everything that decided an answer; it fits a signed column."""
    digest = blake2b(repr(sorted(inputs.items())).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def case_of(group: Group) -> Case:
    facts = Facts(_split(group.origins), _split(group.persons))
    return Case(_split(group.intents), facts, group.area, group.day, group.entry, group.near)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def version_of(db: Session, change: Change) -> Version | None:
    return knowing.get(db, change.kind, change.version_id) if change.version_id else None


def subscribe(db: Session, contact_id: int, now: datetime, lately: timedelta) -> str | None:
    """Take down that somebody wants to hear what changes about what they asked last."""
    last = answers.last_of(db, contact_id, now - lately)
    body = knowing.of_version(db, last.kind, last.key, last.version) if last else None
    if body is None:
        return None
    topic = str(body["topic"])
    subscriptions.subscribe(db, contact_id, topic, now)
    return topic
