"""Forms people send in: stored, decided by a person in time, and the person who sent it hears."""

from community.work.casework.deciding import decided
from community.work.casework.lateness import hurry
from community.work.casework.looking import (
    already_sent,
    by_receipt,
    going_on,
    of_household,
    own,
    question_about,
    same_day_of,
    sent_by,
    waiting_for,
)
from community.work.casework.owning import amend, complete, reply, tell_more, withdraw
from community.work.casework.submitting import Sent, blurred, submit
from community.work.casework.telling import Spoken, tell
from db.models import ItemState, Submission, WorkItem

__all__ = [
    "ItemState", "Sent", "Spoken", "Submission", "WorkItem", "already_sent", "amend", "blurred",
    "by_receipt", "complete", "decided", "going_on", "hurry", "of_household", "own", "question_about", "reply", "same_day_of", "sent_by", "submit", "tell",
    "tell_more", "waiting_for", "withdraw",
]  # fmt: skip
