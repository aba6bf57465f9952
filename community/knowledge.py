"""Finding the answer that holds today, with where it is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from community import rules
from community.rules import Facts
from core.library import Entry, Library, Rule, Source
from core.ports import Matcher

NEAR = 0.5  # below this a known question is not near enough to be the one meant
VERY_NEAR = 0.6  # from here on the known question is answered, not the topic in general
SAME = 0.9  # from here on it is the known question itself, in other words
MARGIN = 0.1
LOOK_AT = 20
# Questions whose answer depends on where and when: a likeness that names another place misleads.
BY_RULE = {
    "ask_return_policy", "ask_report_procedure", "ask_departure_policy", "ask_overseas_entry",
}  # fmt: skip
UNCHECKED = "尚未与官方原文核对，以本社区通知为准。"


@dataclass(frozen=True, slots=True)
class Cited:
    """What an answer rests on."""

    entry: str | None
    rule: str | None
    effective: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    cited: Cited
    action: str | None


class Knowledge:
    """The entries and rules of the packs that are on, for one community."""

    def __init__(self, library: Library, matcher: Matcher, area: str = "") -> None:
        self._library = library
        self._matcher = matcher
        self._area = area

    def find(
        self,
        text: str,
        intents: Sequence[str],
        day: date,
        facts: Facts = Facts(),  # noqa: B008 - frozen and empty
        *,
        past: bool = False,
    ) -> Answer | None:
        """Return the best answer in force that day; what is over only if the past was asked for."""
        entry, score = self._nearest(text, day, past)
        rule = None if past else self._rule(intents, day, facts)
        enough = SAME if intents and intents[0] in BY_RULE else VERY_NEAR
        if rule is not None and (rule.who.origin or score < enough):
            return self._by_rule(rule)
        entry = entry or self._usual(intents, day)
        return self._by_entry(entry) if entry else None

    def known(self, text: str, day: date) -> Answer | None:
        """Return the answer to a question nearly in the words we know, whatever it may mean."""
        entry, score = self._nearest(text, day, past=False)
        return self._by_entry(entry) if entry is not None and score >= VERY_NEAR else None

    def near(self, text: str, day: date, limit: int) -> list[Answer]:
        """Return the nearest answers in force, however far they are: for a person to choose from."""
        entries = [self._library.entries[m.key] for m in self._matcher.nearest(text, LOOK_AT)]
        return [self._by_entry(e) for e in entries if _fits(e, day, past=False)][:limit]

    def _nearest(self, text: str, day: date, past: bool) -> tuple[Entry | None, float]:
        """Return the nearest entry that may be given, and how near it is.

        If what was asked for is plainly something that is over, nothing that
        merely sounds like it is given in its place.
        """
        over = 0.0
        for match in self._matcher.nearest(text, LOOK_AT):
            entry = self._library.entries[match.key]
            if match.score < max(NEAR, over - MARGIN):
                break
            if _fits(entry, day, past):
                return entry, match.score
            over = max(over, match.score)
        return None, 0.0

    def _rule(self, intents: Sequence[str], day: date, facts: Facts) -> Rule | None:
        found = rules.in_force(self._library.rules.values(), intents, day, self._area, facts)
        return found if found is not None and rules.may_be_said(found) else None

    def _usual(self, intents: Sequence[str], day: date) -> Entry | None:
        """Return the entry that answers an intent when nothing nearer is known."""
        for intent in intents:
            for entry in self._library.entries.values():
                if intent in entry.intents and _fits(entry, day, past=False):
                    return entry
        return None

    def _by_rule(self, rule: Rule) -> Answer:
        since = rule.effective.from_
        lines = [rule.answer, *([UNCHECKED] if rule.verify else [])]
        lines.append(_basis(rule.sources[0], rule.issuer, since))
        cited = Cited(None, rule.id, _iso(since), _origin(rule.sources[0], rule.issuer))
        return Answer("\n".join(lines), cited, rule.action)

    def _by_entry(self, entry: Entry) -> Answer:
        source, since = entry.sources[0], entry.effective.from_
        publisher = self._library.pack_of(entry).authority
        lines = [entry.answer]
        if entry.status == "historical":
            lines.insert(0, f"（{_period(entry)}的规定，已经失效）")
        elif entry.verify:
            lines.append(UNCHECKED)
        lines.append(_basis(source, publisher, since if entry.status == "current" else None))
        cited = Cited(entry.id, entry.rule, _iso(since), _origin(source, publisher))
        return Answer("\n".join(lines), cited, entry.action)


def _fits(entry: Entry, day: date, past: bool) -> bool:
    if past:
        return entry.status == "historical"
    return entry.status != "historical" and entry.effective.holds(day)


def _basis(source: Source, publisher: str, since: date | None) -> str:
    """Say in one line by whose word and since when."""
    title = f"《{source.title}》" if source.title else ""
    dated = f"，{since.isoformat()}起" if since else ""
    return f"依据：{source.publisher or publisher}{title}{dated}"


def _origin(source: Source, publisher: str) -> str:
    return source.address or f"{source.publisher or publisher}《{source.title}》"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _period(entry: Entry) -> str:
    start, end = entry.effective.from_, entry.effective.to
    if start and end:
        return f"{start.isoformat()}至{end.isoformat()}"
    return f"{start.year}年" if start else "以前"
