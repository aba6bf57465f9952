"""The question that is never lost: kept, grouped, answered once for all who asked, then known."""

from community.questions.answering import Corrected, Given, StaffWords, answer, correct, piece_of
from community.questions.entries import Lasting, SecondWord, decide, make, say_duration
from community.questions.keeping import Asked, Kept, keep
from community.questions.passing_on import pass_on
from community.questions.recalling import recall, signature
from community.questions.rumors import FindingOut, find_out
from community.questions.withdrawing import TakenDown, take_back, take_down
from db.models import QuestionKind

__all__ = [
    "Asked", "Corrected", "FindingOut", "Given", "Kept", "Lasting", "QuestionKind", "SecondWord",
    "StaffWords", "TakenDown", "answer", "correct", "decide", "find_out", "keep", "make",
    "pass_on", "piece_of", "recall", "say_duration", "signature", "take_back", "take_down",
]  # fmt: skip
