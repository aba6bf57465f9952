"""What holds at a moment: every version of the rules and entries, and the one that counts then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from core.library import Entry, Library, Rule, StaffAnswer

P = TypeVar("P", Entry, Rule)


@dataclass(frozen=True, slots=True)
class Held(Generic[P]):
    """One version of a rule or an entry, and from when to when it holds."""

    piece: P
    version: int = 1
    id: int = 0  # of its row; 0 while it lies in a pack only
    from_at: datetime | None = None
    until_at: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        after = self.from_at is None or self.from_at <= moment
        return after and (self.until_at is None or moment < self.until_at)

    def overlaps(self, other: "Held[P]") -> bool:
        ends_first = self.until_at and other.from_at and self.until_at <= other.from_at
        begins_after = self.from_at and other.until_at and other.until_at <= self.from_at
        return not (ends_first or begins_after)

    @property
    def code(self) -> str:
        """What people call it by: R12, E7."""
        return f"{'R' if isinstance(self.piece, Rule) else 'E'}{self.id}"


class Versions(Generic[P]):
    """All approved versions of one kind; of those in force under one key the highest counts."""

    def __init__(self, held: Iterable[Held[P]]) -> None:
        self._by_key: dict[str, list[Held[P]]] = defaultdict(list)
        for one in sorted(held, key=lambda one: one.id):  # databases give rows in any order
            self._by_key[one.piece.id].append(one)
        self._keys_by_intent: dict[str, dict[str, None]] = defaultdict(dict)
        for key, versions in self._by_key.items():
            versions.sort(key=lambda one: -one.version)
            for intent in (i for one in versions for i in one.piece.intents):
                self._keys_by_intent[intent][key] = None

    def get(self, key: str, moment: datetime) -> Held[P] | None:
        return next((one for one in self._by_key.get(key, ()) if one.holds(moment)), None)

    def newest(self, key: str) -> Held[P] | None:
        """Return the highest version, whether it holds now or not."""
        return self._by_key[key][0] if key in self._by_key else None

    def at(self, moment: datetime) -> Iterator[Held[P]]:
        """Yield everything in force at a moment."""
        found = (self.get(key, moment) for key in self._by_key)
        return (one for one in found if one is not None)

    def about(self, intents: Sequence[str], moment: datetime) -> Iterator[Held[P]]:
        """Yield what is in force about any of these questions; each once."""
        found = (self.get(key, moment) for key in self._keys_about(intents))
        return (one for one in found if one is not None and set(one.piece.intents) & set(intents))

    def coming(self, moment: datetime, intents: Sequence[str] | None = None) -> Iterator[Held[P]]:
        """Yield what begins later than a moment; with `intents`, only under keys about them."""
        for key in self._by_key if intents is None else self._keys_about(intents):
            yield from (one for one in self._by_key[key] if one.from_at and one.from_at > moment)

    def _keys_about(self, intents: Sequence[str]) -> Iterable[str]:
        return dict.fromkeys(k for i in intents for k in self._keys_by_intent.get(i, ()))

    def all(self) -> Iterator[Held[P]]:
        for versions in self._by_key.values():
            yield from versions

    def __len__(self) -> int:
        return len(self._by_key)


@dataclass(frozen=True)
class Shelf:
    """One look at everything we know."""

    entries: Versions[Entry]
    rules: Versions[Rule]
    issuers: Mapping[str, str]  # by entry: whose word it is where its source does not say

    @cached_property
    def lasting(self) -> list[Held[Entry]]:
        """Return the answers of staff that were made lasting, newest first, in force or not."""
        found = [
            one
            for one in self.entries.all()
            if isinstance(one.piece, StaffAnswer) and one.piece.is_lasting
        ]
        return sorted(found, key=lambda one: -one.id)

    @classmethod
    def of(cls, library: Library, zone: ZoneInfo) -> "Shelf":
        """Lay out what the packs say, for where no database has been filled yet."""
        entries = [_held(entry, zone) for entry in library.entries.values()]
        rules = [_held(rule, zone) for rule in library.rules.values()]
        return cls(Versions(entries), Versions(rules), issuers(library))


def _held(piece: P, zone: ZoneInfo) -> Held[P]:
    from_at, until_at = piece.effective.moments(zone)
    return Held(piece, from_at=from_at, until_at=until_at)


def issuers(library: Library) -> dict[str, str]:
    return {key: library.pack_of(entry).authority for key, entry in library.entries.items()}
