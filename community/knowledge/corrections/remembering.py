"""Writing down who was told what, what decided it, and who wants to hear of changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any

from sqlalchemy.orm import Session

from community.knowledge.rules import Facts
from community.knowledge.wording import Answer, Case, own_case
from community.people.access import Actor
from core.library import Entry, Rule, StaffAnswer
from db.knowledge import answers, subscriptions, versions
from db.knowledge.answers import Group
from db.models import Change, EntryVersion, Version

GONE = ""  # stands for: nothing holds any more


def remember(
    db: Session, answer: Answer, contact_id: int, person_id: int | None, about: str, now: datetime
) -> None:
    """Write down who was told what, and what decided it."""
    piece = answer.held.piece
    if answer.case is None:
        return  # about the past: nothing that changes can make it wrong
    told = _told(answer.case, piece, answer.held.version)
    who = {"contact_id": contact_id, "person_id": person_id, "answered_at": now, "about": about}
    answers.keep(db, {**told, **who})
    if piece.verify and answer.held.id:
        versions.queue_check(db, kind_of(piece), answer.held.id, now)


def remember_all(
    db: Session, piece: StaffAnswer, version: int, contact_ids: Sequence[int], now: datetime
) -> None:
    """Write down that these were told what staff answered to their question."""
    told = _told(own_case(piece.id), piece, version)
    told |= {"answered_at": now, "about": piece.topic}
    persons = answers.persons(db, contact_ids)
    answers.keep_all(
        db, [{**told, "contact_id": one, "person_id": persons.get(one)} for one in contact_ids]
    )


def _told(case: Case, piece: Rule | Entry, version: int) -> dict[str, Any]:
    """Return what was told and what decided it, as it is stored."""
    inputs = {
        "day": case.day,
        "area": case.area,
        "origins": ",".join(case.facts.origins),
        "persons": ",".join(case.facts.persons),
        "intents": ",".join(case.intents),
        "entry": case.entry,
        "near": case.near,
    }
    told = {"kind": kind_of(piece), "key": piece.id, "version": version}
    return {**inputs, **told, "told": fingerprint(piece), "case": _number(inputs)}


def kind_of(piece: Rule | Entry) -> str:
    return versions.RULE if isinstance(piece, Rule) else versions.ENTRY


def fingerprint(piece: Rule | Entry | None) -> str:
    """Return what stands for the words; what lies sealed has a mark that tells nothing of them."""
    if piece is None:
        return GONE
    if isinstance(piece, StaffAnswer):
        return piece.mark
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
    return versions.get(db, change.kind, change.version_id) if change.version_id else None


def subscribe(actor: Actor, db: Session, now: datetime, lately: timedelta) -> str | None:
    """Take down that somebody wants to hear what changes about what they asked last; return what."""
    assert actor.contact_id is not None, "whoever wants to hear speaks from somewhere"
    last = answers.last_of(db, actor.contact_id, now - lately)
    version = versions.of_version(db, last.kind, last.key, last.version) if last else None
    if version is None:
        return None
    subscriptions.subscribe(db, actor.contact_id, topic_of(version), now)
    return str(version.content["topic"])


def unsubscribe(actor: Actor, db: Session) -> bool:
    """Take it back; tell whether they had wanted to hear of anything."""
    assert actor.contact_id is not None, "whoever wants to hear speaks from somewhere"
    return subscriptions.unsubscribe(db, actor.contact_id) > 0


def topic_of(version: Version) -> str:
    """Return what subscribers are found by: answers of staff have nothing else in common."""
    is_of_staff = isinstance(version, EntryVersion) and version.number is not None
    return version.key if is_of_staff else str(version.content["topic"])
