"""Forms people send in: stored, decided by a person in time, and the person who sent it hears."""

from community.casework.deciding import ask_back, decide
from community.casework.homes import household_at
from community.casework.lateness import hurry
from community.casework.owning import amend, reply, withdraw
from community.casework.submitting import Sent, submit
from community.casework.telling import Spoken

__all__ = [
    "Sent", "Spoken", "amend", "ask_back", "decide", "household_at", "hurry", "reply",
    "submit", "withdraw",
]  # fmt: skip
