"""Who wants to hear whatever changes about a topic."""

from datetime import datetime

from sqlalchemy import delete, literal, select
from sqlalchemy.orm import Session

from db.knowledge.answers import FOUND, note
from db.models import AnswerGiven, Subscription
from db.quick import insert_for


def find(db: Session, change_id: int, topic: str) -> None:
    """Note everybody who asked to hear whatever changes about a topic."""
    nobody = literal(None, AnswerGiven.id.type)
    whom = select(literal(change_id), Subscription.contact_id, nobody, literal(FOUND)).where(
        Subscription.topic == topic
    )
    note(db, whom)


def subscribe(db: Session, contact_id: int, topic: str, now: datetime) -> None:
    statement = insert_for(db.get_bind().dialect.name, Subscription)
    db.execute(
        statement.values(contact_id=contact_id, topic=topic, at=now).on_conflict_do_nothing(
            index_elements=["contact_id", "topic"]
        )
    )


def unsubscribe(db: Session, contact_id: int) -> int:
    gone = db.execute(delete(Subscription).where(Subscription.contact_id == contact_id))
    return int(gone.rowcount)  # type: ignore[attr-defined]
