"""How an answer is said: the words, what it rests on in one line, and what it was decided by."""

from dataclasses import dataclass
from datetime import date, datetime

from community.knowledge.rules import Facts
from community.knowledge.shelf import Held
from community.knowledge.verdicts import phrase
from core.library import Effective, Entry, Rule, Source, StaffAnswer
from core.phrases import say_day, shorten

GUESSED = "（我猜您问的是“{question}”。不是就回复“没用”，我请人答复。）"
VERDICTS = "辟谣"  # the topic of what is known to be true or false
UNCHECKED = "（尚未与官方原文核对，以本社区通知为准）"
TITLE = 24  # characters of a title in the line that says by whose word; all of it is kept


@dataclass(frozen=True, slots=True)
class Cited:
    """What an answer rests on."""

    entry: str | None
    rule: str | None
    effective: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything but the moment that decides an answer; the same case is told the same."""

    intents: tuple[str, ...]
    facts: Facts
    area: str
    day: date | None = None  # the day they spoke of, if it is one to come
    entry: str | None = None  # the known question nearest to theirs …
    near: bool = False  # … so near that it goes before a rule for everybody


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and by whose word."""

    said: str
    basis: str
    cited: Cited
    action: str | None
    held: Held[Rule] | Held[Entry]
    case: Case | None = None  # None: about the past, which no change can correct
    guessed: str = ""  # the question it answers, where that may not be the one meant
    is_close: bool = True  # the question it answers is so near that it may be said before many

    @property
    def text(self) -> str:
        guess = GUESSED.format(question=self.guessed) if self.guessed else ""
        return "\n".join(part for part in (self.said, guess, self.basis) if part)

    @property
    def is_for_all(self) -> bool:
        """Whether it may be said in public: it holds now, was checked, and is no guess."""
        return self._is_sure and not self.held.piece.verify

    @property
    def is_unchecked(self) -> bool:
        """Whether it would be said in public, had somebody compared it with its source."""
        return self._is_sure and self.held.piece.verify

    @property
    def _is_sure(self) -> bool:
        return self.case is not None and self.is_close and not self.guessed


def by_rule(held: Held[Rule], case: Case | None = None) -> Answer:
    rule, source, since = held.piece, held.piece.sources[0], held.piece.effective.from_
    said = rule.answer
    if case is None:
        said = f"（{_period(held)}的规定，已经失效）\n{said}"
    cited = Cited(None, rule.id, _iso(since), _origin(source, rule.issuer))
    checked = case is None or not rule.verify
    basis = _basis(source, rule.issuer, since, checked=checked)
    return Answer(said, basis, cited, rule.action, held, case)


def by_entry(
    held: Held[Entry], publisher: str, case: Case | None = None, *, over: bool = False
) -> Answer:
    entry, source, since = held.piece, held.piece.sources[0], held.piece.effective.from_
    said = entry.answer
    if over:
        said = f"（{_period(held)}的规定，已经失效）\n{said}"
    dated = since if entry.status == "current" else None
    basis = _basis(source, publisher, dated, checked=over or not entry.verify)
    cited = Cited(entry.id, entry.rule, _iso(since), _origin(source, publisher))
    return Answer(said, basis, cited, entry.action, held, case)


def by_staff(held: Held[Entry], said: str, basis: str, since: date, by: str) -> Answer:
    """Say what staff have answered, to somebody who asks the same."""
    cited = Cited(held.piece.id, None, since.isoformat(), by)
    return Answer(said, basis, cited, None, held, own_case(held.piece.id))


def own_case(key: str) -> Case:
    """Return the case of everybody who asked just what this entry answers."""
    return Case((), Facts(), "", None, key, True)


def plainly(entry: Entry | Rule) -> str:
    """Return what a piece says, a verdict on a rumour as people heard it."""
    if isinstance(entry, StaffAnswer) and not entry.is_lasting and entry.topic == VERDICTS:
        return phrase(entry.answer, is_rumor=True)
    return entry.answer


def _period(held: Held[Rule] | Held[Entry]) -> str:
    start, end = held.piece.effective.from_, held.piece.effective.to
    if start and end:
        return f"{_day(start)}至{_day(end)}"
    return f"{start.year}年" if start else "以前"


def _basis(source: Source, publisher: str, since: date | None, *, checked: bool) -> str:
    """Say in one quiet line by whose word, since when, and whether that was checked."""
    title = f"《{shorten(source.title, TITLE)}》" if source.title else ""
    dated = f"，{_day(since)}起" if since else ""
    return f"依据：{source.publisher or publisher}{title}{dated}{'' if checked else UNCHECKED}"


def _origin(source: Source, publisher: str) -> str:
    return source.address or f"{source.publisher or publisher}《{source.title}》"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(at: date) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat()


def say_span(span: Effective) -> str:
    """Say from when to when something holds: “11月25日（周三）起，到12月1日（周二）”."""
    if not span.from_:
        return "一直"
    return f"{_say(span.from_)}起" + (f"，到{_say(span.to)}" if span.to else "")


def _say(at: date) -> str:
    if isinstance(at, datetime):
        return f"{say_day(at.date())}{at:%H:%M}"
    return say_day(at)
