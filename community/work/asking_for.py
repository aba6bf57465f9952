"""What somebody has asked for and still waits for: added to, asked after, called off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor
from community.work import escalation
from core.phrases import quoted
from db import deliveries
from db.models import Act, ItemKind, ItemState, WorkItem
from db.work import items

__all__ = ["AskedFor", "WorkItem", "add", "ask_after", "call_off", "waited_for"]

SAID = 120  # characters of what is added that staff are told
ASKED = "又问"
ASK_EVERY = timedelta(minutes=30)  # so often at most staff hear that somebody asks after it
REMEMBERED = timedelta(hours=24)  # so long what is done may still be asked after
KINDS = (ItemKind.HELP, ItemKind.HUMAN, ItemKind.FEVER)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Where stands what somebody asked for: who has it since when, and what they said last."""

    item: WorkItem
    owner: str  # "" while nobody has it
    said: str = ""  # the newest words of staff about it, passed on
    said_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.item.state is ItemState.DONE


def waited_for(
    actor: Actor, db: Session, now: datetime, kinds: Sequence[ItemKind] = KINDS
) -> list[AskedFor]:
    """Return what an actor asked for and waits for, newest first; what was done today comes last."""
    if actor.contact_id is None:
        return []
    found = items.asked_for(db, actor.contact_id, kinds, now - REMEMBERED)
    return [_where(db, item) for item in sorted(found, key=lambda item: item.state.is_over)]


def _where(db: Session, item: WorkItem) -> AskedFor:
    owner = tree.call_of(db, item.owner_id) if item.owner_id is not None else ""
    said = next((e for e in reversed(items.history(db, item.id)) if e.act is Act.RELAYED), None)
    return AskedFor(item, owner, (said.text or "") if said else "", said.at if said else None)


def add(
    actor: Actor,
    db: Session,
    words: str,
    who: str,
    now: datetime,
    belongs: Callable[[str], bool],
) -> WorkItem | None:
    """Give more words to the open request they belong to; None if they belong to none.

    `belongs` is asked of what a request says so far.  Words that are known already are told nobody.
    """
    if actor.contact_id is None:
        return None
    for item in items.asked_for(db, actor.contact_id, (ItemKind.HELP,), now):
        if item.submission_id is not None or not belongs(item.text):
            continue
        said = quoted(words, SAID)
        if f"“{said}”" not in item.text:
            escalation.tell_again(db, item, f"{who}又说：“{said}”", now)
        return item
    return None


def ask_after(db: Session, item: WorkItem, words: str, who: str, now: datetime) -> bool:
    """Tell staff that somebody asks after what they wait for; False if they heard so just now."""
    if ASKED in item.text and deliveries.told_since(db, item.id, now - ASK_EVERY):
        return False
    escalation.tell_again(db, item, f"{who}{ASKED}：“{quoted(words, SAID)}”", now)
    return True


def call_off(db: Session, item: WorkItem, words: str, now: datetime) -> None:
    """Whoever asked for it needs it no more; those who were told hear so in these words."""
    item.due_at = None
    items.note(db, item.id, Act.WITHDRAWN, now)
    escalation.close(db, item, f"对方说不用了：“{quoted(words, SAID)}”，不用处理了。", now)
