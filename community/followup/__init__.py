"""Watching over households: who, for how long, what is due, what is reported, who is asked."""

from community.followup.asking import tick
from community.followup.episodes import end_episode, open_episode
from community.followup.reports import note
from community.followup.rescheduling import approve_moves, note_days, propose_moves
from community.followup.saying import describe, welcome, whom_to_ask
from community.followup.watch import Noted, Report, Watch
from db.followup.reports import Member, Watched

__all__ = [
    "Member", "Noted", "Report", "Watch", "Watched", "approve_moves", "describe", "end_episode",
    "note", "note_days", "open_episode", "propose_moves", "tick", "welcome", "whom_to_ask",
]  # fmt: skip
