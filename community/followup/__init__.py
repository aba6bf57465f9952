"""Watching over households: who, for how long, what is due, what is reported, who is asked."""

from community.followup.asking import (
    CATCH_UP_DAYS,
    Opening,
    is_noon,
    noon_begins,
    open_closely,
    open_due,
    open_early,
    parts_ahead,
    to_open,
)
from community.followup.closing import end_over
from community.followup.episodes import end_episode, open_episode
from community.followup.reports import all_told, note
from community.followup.rescheduling import approve_moves, note_days, propose_moves
from community.followup.running_out import ask as ask_wishes
from community.followup.running_out import to_ask as wishes_to_ask
from community.followup.sampling import lay_out_today
from community.followup.saying import describe, welcome, whom_to_ask
from community.followup.silence import close_over, remind
from community.followup.watch import Noted, Report, Watch
from db.followup.reports import Member, Watched

__all__ = [
    "CATCH_UP_DAYS", "Member", "Noted", "Opening", "Report", "Watch", "Watched", "all_told", "approve_moves", "close_over",
    "describe", "end_episode", "end_over", "note", "note_days", "is_noon", "noon_begins", "open_closely", "open_due", "open_early", "open_episode", "parts_ahead",
    "propose_moves", "remind", "to_open", "welcome", "whom_to_ask", "ask_wishes", "lay_out_today", "wishes_to_ask",
]  # fmt: skip
