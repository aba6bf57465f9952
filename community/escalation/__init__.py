"""Telling the responsible people, and going on up until one of them has answered, without a storm."""

from community.escalation.chains import CHAINS, Desk, Subject
from community.escalation.climbing import acknowledge, climb, close, hand_over, press, raise_ticket
from community.escalation.hearing import heard_by
from community.escalation.speaking import tell_again
from community.escalation.unreached import unreached

__all__ = [
    "CHAINS", "Desk", "Subject", "acknowledge", "climb", "close", "hand_over", "heard_by", "press",
    "raise_ticket", "tell_again", "unreached",
]  # fmt: skip
