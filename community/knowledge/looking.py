"""Looking rules and answers up by their code: whether one holds, is to come, or was replaced."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.knowledge.corrections import code_of, title_of
from community.knowledge.finding import Knowledge
from community.knowledge.rights import WRITERS
from community.knowledge.shelf import Held
from community.people import tree
from community.people.access import Actor
from core.library import Rule
from db.knowledge import versions
from db.knowledge.versions import ENTRY, RULE
from db.models import EntryVersion, Provenance, Standing, Version
from db.people import persons

__all__ = ["ENTRY", "RULE", "Coded", "Makers", "Validity", "drafts", "look_up", "makers"]


class Validity(enum.Enum):
    """How it stands with a version at a moment."""

    DRAFT = enum.auto()
    WITHDRAWN = enum.auto()
    COMING = enum.auto()
    OVER = enum.auto()
    REPLACED = enum.auto()
    VALID = enum.auto()


@dataclass(frozen=True, slots=True)
class Coded:
    """What a code stands for, and how it stands with it: since or until when, or what came instead."""

    code: str
    title: str
    answer: str
    validity: Validity
    moment: datetime | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Makers:
    """Who wrote and who approved a rule, as they are called; "" where nobody is on record."""

    author: str
    approver: str


def look_up(
    actor: Actor, db: Session, known: Knowledge, kind: str, number: int, now: datetime
) -> Coded | None:
    """Return what a code stands for, if it is one that means anything to whoever asks."""
    row = versions.get(db, kind, number)
    if row is None or not _may_see(actor, row):
        return None
    validity, moment, instead = _standing(known, kind, row, now)
    code, answer = code_of(kind, row.id), str(row.content["answer"])
    return Coded(code, title_of(row), answer, validity, moment, instead)


def _may_see(actor: Actor, row: Version) -> bool:
    """Tell whether a code means anything to whoever speaks; an answer to one question has none."""
    if row.origin is Provenance.QUESTION:
        return False
    if isinstance(row, EntryVersion) and row.number is not None and row.approved_at is None:
        return False
    return row.state is not Standing.DRAFT or actor.is_staff


def _standing(
    known: Knowledge, kind: str, row: Version, now: datetime
) -> tuple[Validity, datetime | None, str]:
    if row.state is Standing.WITHDRAWN:
        return Validity.WITHDRAWN, None, ""
    if row.state is Standing.DRAFT:
        return Validity.DRAFT, None, ""
    if row.from_at is not None and row.from_at > now:
        return Validity.COMING, row.from_at, ""
    if row.until_at is not None and row.until_at <= now:
        return Validity.OVER, row.until_at, ""
    shelf = known.shelf
    held = (shelf.rules if kind == RULE else shelf.entries).get(row.key, now)
    if held is None or held.id == row.id:
        return Validity.VALID, None, ""
    return Validity.REPLACED, None, held.code


def drafts(db: Session) -> list[tuple[str, str]]:
    """Return code and words of the rules that wait for somebody to approve them, oldest first."""
    rows = versions.drafts(db)
    return [(code_of(RULE, row.id), str(row.content["answer"])) for row in rows]


def to_approve(actor: Actor, db: Session) -> list[tuple[str, str]]:
    """Return code and words of the rules an actor may approve now: those others wrote."""
    if not actor.holds(WRITERS):
        return []
    rows = [row for row in versions.drafts(db) if row.author_id != actor.person_id]
    return [(code_of(RULE, row.id), str(row.content["answer"])) for row in rows]


def makers(db: Session, held: Held[Rule]) -> Makers | None:
    """Return who wrote and approved a rule; None if it came with a pack."""
    row = versions.get(db, RULE, held.id)
    if row is None or row.origin is Provenance.PACK:
        return None
    return Makers(_called(db, row.author_id), _called(db, row.approver_id))


def _called(db: Session, person_id: int | None) -> str:
    return tree.call(persons.get(db, person_id)) if person_id else ""
