"""Telling the responsible people, and going on up until one of them has answered, without a storm."""

from community.work.escalation.chains import AWAITED, Chains, Desk, Subject, Tier, read
from community.work.escalation.climbing import (
    climb,
    close,
    hand_over,
    press,
    raise_item,
    settle,
    tell_next,
)
from community.work.escalation.hearing import heard_by, why_closed, why_silent
from community.work.escalation.speaking import tell_again
from community.work.escalation.unreached import unreached

__all__ = [
    "AWAITED", "Chains", "Desk", "Subject", "Tier", "climb", "close", "hand_over", "heard_by",
    "press", "raise_item", "read", "settle", "tell_again", "tell_next", "unreached", "why_closed", "why_silent",
]  # fmt: skip
