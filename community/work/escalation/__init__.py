"""Telling the responsible people, and going on up until one of them has answered, without a storm."""

from community.work.escalation.chains import AWAITED, Chains, Desk, Subject, Tier, read
from community.work.escalation.climbing import (
    climb,
    close,
    give_back,
    hand_over,
    press,
    raise_item,
    reopen,
    settle,
    tell_next,
)
from community.work.escalation.hearing import heard_by, say_reason, why_closed, why_silent
from community.work.escalation.speaking import tell_again, write_down
from community.work.escalation.unreached import unreached

__all__ = [
    "AWAITED", "Chains", "Desk", "Subject", "Tier", "climb", "close", "give_back", "hand_over", "heard_by",
    "press", "raise_item", "read", "reopen", "say_reason", "settle", "tell_again", "tell_next", "unreached", "why_closed", "why_silent", "write_down",
]  # fmt: skip
