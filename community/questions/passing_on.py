"""What nobody has written down yet: somebody is asked to answer, once for everybody who asks."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.questions.keeping import Asked, keep
from community.questions.rumors import FindingOut
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import quoted
from db import questions
from db.models import ItemKind, WorkItem


def pass_on(
    actor: Actor, db: Session, asked: Asked, subject: Subject, now: datetime, desk: Desk
) -> FindingOut | Refused:
    """Keep a question, and have somebody see to its answer if nobody does yet.

    Refused("share_used"): so many of theirs were kept today that others would not be seen.
    """
    kept = keep(actor, db, asked, now)
    if isinstance(kept, Refused):
        return kept
    head = questions.get(db, kept.head_id)
    if head.item_id is not None:
        return FindingOut(db.get_one(WorkItem, head.item_id), is_new=False)
    text = (
        f"居民问：“{quoted(head.text, 200)}”。"
        f"知道的请回复“答 {head.id} 内容”，问过的人都会收到；不归您管的，请转给知道的人。"
    )
    item = escalation.raise_item(db, ItemKind.QUESTION, text, subject, now, desk)
    head.item_id = item.id
    return FindingOut(item, is_new=True)
