"""One message to a household: to whoever answers for it, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from db.followup import closing
from db.models import DeliveryKind, Household
from outbox import queue


def tell_home(db: Session, home: Household, text: str, now: datetime) -> bool:
    """Owe a household a text; False where nobody there has a phone with us."""
    people = [one for one in home.people if one.gone_on is None]
    people.sort(key=lambda one: not one.is_respondent)
    found = closing.answering(db, people)
    reader = next((found[one.id].person_id for one in people if one.id in found), None)
    if reader is None:
        return False
    queue(db, DeliveryKind.INFO, text, now, person_id=reader)
    return True
