"""Somebody is asked to find out whether something is true: once, for everybody who asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.questions.keeping import Asked, keep
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import quoted
from db import questions
from db.models import Act, ItemKind, ItemState, Question, QuestionKind, WorkItem
from db.work import items


@dataclass(frozen=True, slots=True)
class FindingOut:
    """Who finds out, by their item; not new where somebody had asked before."""

    item: WorkItem
    is_new: bool


def find_out(
    actor: Actor, db: Session, asked: Asked, subject: Subject, now: datetime, desk: Desk
) -> FindingOut | Refused:
    """Keep what somebody wants to know to be true, and have it found out if nobody does yet."""
    kept = keep(actor, db, asked, now, QuestionKind.RUMOR)
    if isinstance(kept, Refused):
        return kept
    head = questions.get(db, kept.head_id)
    if head.item_id is not None:
        return FindingOut(db.get_one(WorkItem, head.item_id), is_new=False)
    text = (
        f"居民问是不是真的：“{quoted(head.text, 200)}”。"
        f"查清后请回复“答 {head.id} 属实”或“答 {head.id} 假的，…”，问过的人都会收到。"
    )
    item = escalation.raise_item(db, ItemKind.RUMOR, text, subject, now, desk)
    head.kind, head.item_id = QuestionKind.RUMOR, item.id
    return FindingOut(item, is_new=True)


def stop_finding_out(actor: Actor, db: Session, head: Question, now: datetime) -> None:
    """Whoever was asked to find out need not any more."""
    for number in questions.work_items(db, head.id):
        item = items.hold(db, number)
        if not item.state.is_over:
            item.owner_id, item.taken_at = actor.person_id, item.taken_at or now
            escalation.settle(db, item, ItemState.DONE, now)
            items.note(db, item.id, Act.DONE, now, actor=actor.person_id)
