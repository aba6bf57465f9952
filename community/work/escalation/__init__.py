"""Telling the responsible people, and going on up until one of them has answered, without a storm."""

from community.work.escalation.chains import CHAINS, Desk, Subject
from community.work.escalation.climbing import (
    acknowledge,
    climb,
    close,
    hand_over,
    press,
    raise_ticket,
)
from community.work.escalation.hearing import heard_by
from community.work.escalation.speaking import tell_again
from community.work.escalation.unreached import unreached

__all__ = [
    "CHAINS", "Desk", "Subject", "acknowledge", "climb", "close", "hand_over", "heard_by", "press",
    "raise_ticket", "tell_again", "unreached",
]  # fmt: skip
