"""Finding the answer that holds today, with where it is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.library import Entry, Library
from core.ports import Matcher

NEAR = 0.45  # below this a known question is not near enough to be the one meant
LOOK_AT = 20
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
    """The entries of the packs that are on, and the questions they answer."""

    def __init__(self, library: Library, matcher: Matcher) -> None:
        self._library = library
        self._matcher = matcher

    def find(
        self, text: str, intents: Sequence[str], day: date, *, past: bool = False
    ) -> Answer | None:
        """Return the best answer in force that day; what is over only if the past was asked for."""
        entry = self._nearest(text, day, past) or self._usual(intents, day)
        return self._answer(entry) if entry else None

    def _nearest(self, text: str, day: date, past: bool) -> Entry | None:
        for match in self._matcher.nearest(text, LOOK_AT):
            if match.score < NEAR:
                return None
            entry = self._library.entries[match.key]
            if _fits(entry, day, past):
                return entry
        return None

    def _usual(self, intents: Sequence[str], day: date) -> Entry | None:
        """Return the entry that answers an intent when nothing nearer is known."""
        for intent in intents:
            for entry in self._library.entries.values():
                if intent in entry.intents and _fits(entry, day, past=False):
                    return entry
        return None

    def _answer(self, entry: Entry) -> Answer:
        source = entry.sources[0]
        pack = self._library.pack_of(entry)
        publisher = source.publisher or pack.authority
        since = entry.effective.from_
        lines = [entry.answer]
        if entry.status == "historical":
            lines.insert(0, f"（{_period(entry)}的规定，已经失效）")
        elif entry.verify:
            lines.append(UNCHECKED)
        dated = f"，{since.isoformat()}起" if since and entry.status == "current" else ""
        title = f"《{source.title}》" if source.title else ""
        lines.append(f"依据：{publisher}{title}{dated}")
        cited = Cited(
            entry.id,
            entry.rule,
            since.isoformat() if since else None,
            source.address or f"{publisher}{title}",
        )
        return Answer("\n".join(lines), cited, entry.action)


def _fits(entry: Entry, day: date, past: bool) -> bool:
    if past:
        return True
    return entry.status != "historical" and entry.effective.holds(day)


def _period(entry: Entry) -> str:
    start, end = entry.effective.from_, entry.effective.to
    if start and end:
        return f"{start.isoformat()}至{end.isoformat()}"
    return f"{start.year}年" if start else "以前"
