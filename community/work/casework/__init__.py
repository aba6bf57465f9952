"""Forms people send in: stored, decided by a person in time, and the person who sent it hears."""

from community.work.casework.deciding import decided
from community.work.casework.lateness import hurry
from community.work.casework.looking import (
    already_sent,
    by_receipt,
    own,
    question_about,
    sent_by,
    waiting_for,
)
from community.work.casework.owning import amend, complete, reply, withdraw
from community.work.casework.submitting import Sent, blurred, submit
from community.work.casework.telling import Spoken, tell
from db.models import ItemState, Submission, WorkItem

__all__ = [
    "ItemState", "Sent", "Spoken", "Submission", "WorkItem", "already_sent", "amend", "blurred",
    "by_receipt", "complete", "decided", "hurry", "own", "question_about", "reply", "sent_by", "submit", "tell",
    "waiting_for", "withdraw",
]  # fmt: skip
