"""The question that is never lost: kept, grouped, answered once for all who asked, then known."""

from community.questions.entries import decide, make
from community.questions.keeping import Asked, Kept, Told, age, answer, keep
from community.questions.recalling import Known, recall, signature
from community.questions.verdicts import Verdict, read_verdict

__all__ = [
    "Asked", "Kept", "Known", "Told", "Verdict", "age", "answer", "decide", "keep", "make",
    "read_verdict", "recall", "signature",
]  # fmt: skip
