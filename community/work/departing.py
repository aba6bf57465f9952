"""Somebody moved away or died: what was to be seen to for them is over, and whoever saw to it hears so."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.work import casework
from core.announcements import PersonGone
from db.models import Gone, ItemKind, ItemState
from db.work import items

# A complaint or a rumour is about a matter; a danger nobody has answered stays somebody's to answer.
_STAYS = frozenset({ItemKind.COMPLAINT, ItemKind.RUMOR, ItemKind.QUESTION})
_SAID = {
    Gone.DIED: "{name}已去世，这件事不用再办了。请节哀，也请看看家里人需要什么",
    Gone.MOVED: "{name}已搬走，这件事不用再办了",
}


def on_person_gone(db: Session, event: PersonGone, now: datetime) -> None:
    """Close what waits for somebody who is gone."""
    said = _SAID.get(Gone(event.because))
    if said is None:
        return
    name = tree.call_of(db, event.person_id)
    for item in items.going_on_for(db, event.person_id):
        is_unanswered = item.kind is ItemKind.DANGER and item.state is ItemState.OPEN
        if item.kind not in _STAYS and not is_unanswered:
            casework.withdraw(db, item, said.format(name=name), now)
