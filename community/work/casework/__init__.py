"""Forms people send in: stored, decided by a person in time, and the person who sent it hears."""

from community.work.casework.deciding import decided
from community.work.casework.lateness import hurry
from community.work.casework.owning import amend, reply, withdraw
from community.work.casework.submitting import Sent, submit
from community.work.casework.telling import Spoken, tell

__all__ = [
    "Sent", "Spoken", "amend", "decided", "hurry", "reply", "submit", "tell", "withdraw",
]  # fmt: skip
