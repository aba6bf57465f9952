"""Watching over households: who, for how long, what is due, what is reported, who is asked."""

from community.followup.asking import CATCH_UP_DAYS, close_over, end_over, open_due, remind, to_open
from community.followup.episodes import end_episode, open_episode
from community.followup.reports import note
from community.followup.rescheduling import approve_moves, note_days, propose_moves
from community.followup.saying import describe, welcome, whom_to_ask
from community.followup.watch import Noted, Report, Watch
from db.followup.reports import Member, Watched

__all__ = [
    "CATCH_UP_DAYS", "Member", "Noted", "Report", "Watch", "Watched", "approve_moves", "close_over",
    "describe", "end_episode", "end_over", "note", "note_days", "open_due", "open_episode",
    "propose_moves", "remind", "to_open", "welcome", "whom_to_ask",
]  # fmt: skip
