"""Forms people send in: stored, decided by a person in time, and the person who sent it hears."""

from community.people.homes import household_at
from community.work.casework.deciding import ask_back, decide
from community.work.casework.lateness import hurry
from community.work.casework.owning import amend, reply, withdraw
from community.work.casework.submitting import Sent, submit
from community.work.casework.telling import Spoken

__all__ = [
    "Sent", "Spoken", "amend", "ask_back", "decide", "household_at", "hurry", "reply",
    "submit", "withdraw",
]  # fmt: skip
