"""The questions as staff look at them: what waits, who asked, what was answered before."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.questions.answering import piece_of
from community.questions.recalling import signature
from db import asking, feedback, questions
from db.knowledge import entries
from db.models import QuestionKind

OFTEN = 2  # so often of no use, an answer is named to staff


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The first of its like that nobody has answered yet."""

    id: int
    text: str
    is_rumor: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question, by how many it was asked, since when, and what was of no use to them."""

    question: OpenQuestion
    askers: int
    since: datetime
    doubted: int
    given: str | None


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """A question as it was asked, what was answered, and who did when."""

    id: int
    text: str
    answer: str
    by: str


def find_open(db: Session, number: int) -> OpenQuestion | None:
    """Return the first of the open questions like this one; nobody else answers it now."""
    head = questions.find_open(db, number)
    return OpenQuestion(head.id, head.text, _is_rumor(head.kind)) if head is not None else None


def _is_rumor(kind: QuestionKind) -> bool:
    return kind is QuestionKind.RUMOR


def pages(db: Session, now: datetime, size: int) -> int:
    """Count the pages of the list."""
    return -(-asking.count_heads(db, now) // size)


def waiting(db: Session, now: datetime, size: int, page: int = 1) -> list[Waiting]:
    """Return a page of the list: everybody's first question before anybody's second."""
    found = []
    for head in asking.heads(db, now, size, (page - 1) * size):
        crowd = questions.crowd(db, head.id)
        one = OpenQuestion(head.id, head.text, _is_rumor(head.kind))
        found.append(Waiting(one, crowd.askers, crowd.since, crowd.doubted, crowd.given))
    return found


def open_count(db: Session) -> int:
    """Count the questions nobody has answered yet."""
    return questions.open_count(db)


def of_no_use(db: Session, limit: int) -> list[tuple[str, int]]:
    """Return the answers people often find of no use, and how often: they may be out of date."""
    return [(cited, n) for cited, n in feedback.useless_counts(db) if n >= OFTEN][:limit]


def find_answered(db: Session, number: int, zone: ZoneInfo) -> AnsweredBefore | None:
    """Return what was answered to a question, if somebody has answered it."""
    done = questions.find_answered(db, number)
    given = entries.of_question(db, done) if done is not None else None
    if done is None or given is None:
        return None
    by = signature(db, given.author_id, given.created_at, zone)
    return AnsweredBefore(done.id, done.text, piece_of(given).answer, by)


def waiting_for_second(db: Session) -> list[tuple[int, str]]:
    """Return number and words of the answers that wait for a second person."""
    return [(row.number or 0, piece_of(row).answer) for row in entries.waiting(db)]
