"""When nobody decides by the time we named: said honestly, and pressed further up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.work import escalation
from community.work.casework.telling import tell
from community.work.escalation import Desk
from core.budget import Budget
from core.forms import FormSpec
from db.models import Act, WorkItem
from db.work import items, submissions

WAITS_FOR_THEM = timedelta(hours=24)  # so much longer, once, if it is the submitter who is silent
PRESSED = "已经往上催了"
ALONE = "社区这会儿没有人能收到催办，急事请打12345"
YOUR_TURN = (
    "您的{title}（编号{number}）还等您回答：{question}\n回复“回 {number} 您的话”，才好接着办。"
)


def hurry(
    db: Session, specs: Mapping[str, FormSpec], now: datetime, desk: Desk, budget: Budget
) -> int:
    """See to every form whose time is up; return how many."""
    for item, submission in budget.take(submissions.overdue(db, now, budget.rows)):
        spec = specs.get(submission.form)
        spec = spec and spec.as_filled(submission.answers or {})
        if spec is not None and _waits_for_them(db, item):
            _remind(db, spec, item, now)
        else:
            item.late_at = now
            escalation.press(db, item, now, desk)
            if spec is not None:
                heard = escalation.heard_by(db, item, desk, now)
                tell(db, spec, item, spec.overdue, now, pressed=PRESSED if heard else ALONE)
        items.note(db, item.id, Act.LATE, now)
    return budget.done


def _waits_for_them(db: Session, item: WorkItem) -> bool:
    """Tell whether staff have asked back and nobody was reminded of it yet."""
    if item.asked_at is None or item.contact_id is None:
        return False
    return all(event.act is not Act.LATE for event in items.history(db, item.id))


def _remind(db: Session, spec: FormSpec, item: WorkItem, now: datetime) -> None:
    item.due_at = item.escalates_at = now + WAITS_FOR_THEM
    asked = items.last_question(db, item.id)
    question = (asked.text if asked else None) or ""
    tell(db, spec, item, YOUR_TURN, now, question=question)
    escalation.tell_again(db, item, "对方还没有回答，可以打电话问问。", now)
