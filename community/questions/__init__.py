"""The question that is never lost: kept, grouped, answered once for all who asked, then known."""

from community.questions.answering import Told, Words, answer, correct, piece_of, take_down
from community.questions.entries import make
from community.questions.keeping import Asked, Kept, age, keep
from community.questions.recalling import recall, signature
from db.models import QuestionKind

__all__ = [
    "Asked", "Kept", "QuestionKind", "Told", "Words", "age", "answer", "correct", "keep", "make", "piece_of",
    "recall", "signature", "take_down",
]  # fmt: skip
