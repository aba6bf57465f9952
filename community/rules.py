"""Which rule holds: for this place, this day, this person, by whose word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.library import Rule


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about whoever asks: where they come from, what kind of person they are."""

    origins: tuple[str, ...] = ()  # GB/T 2260 codes, or “abroad”
    persons: tuple[str, ...] = ()

    @classmethod
    def of(cls, slots: Mapping[str, Any]) -> "Facts":
        """Read them from what was understood of a message."""
        places = [p for p in slots.get("places", []) if p.get("role") != "to"]
        codes = [str(p.get("code") or "") for p in places if not p.get("ambiguous")]
        abroad = slots.get("overseas") or any(_is_abroad(place) for place in places)
        return cls(tuple([code for code in codes if code] + (["abroad"] if abroad else [])))


def _is_abroad(place: Mapping[str, Any]) -> bool:
    return bool(place.get("country")) and place.get("country") != "中国"


def in_force(
    rules: Iterable[Rule], intents: Sequence[str], day: date, area: str, facts: Facts
) -> Rule | None:
    """Return the rule that answers these questions that day, here, for these people.

    What is said for their origin or kind goes before what is said for
    everybody; then the nearest place that has a word in it.
    """
    fitting = [
        rule
        for rule in rules
        if set(intents) & set(rule.intents)
        and rule.effective.holds(day)
        and area.startswith(rule.area)
        and _is_for(rule, facts)
    ]
    return max(fitting, key=lambda rule: _rank(rule, intents), default=None)


def past(rules: Iterable[Rule], intents: Sequence[str], day: date) -> Rule | None:
    """Return the rule of that former day, for who asks about history."""
    fitting = [r for r in rules if set(intents) & set(r.intents) and r.effective.holds(day)]
    return max(fitting, key=lambda rule: _rank(rule, intents), default=None)


def may_be_said(rule: Rule) -> bool:
    """A rule that restricts anyone is not given before it was checked against the official text."""
    return not (rule.restricts and rule.verify)


def _is_for(rule: Rule, facts: Facts) -> bool:
    from_there = not rule.who.origin or any(
        origin.startswith(wanted) for origin in facts.origins for wanted in rule.who.origin
    )
    return from_there and (not rule.who.person or bool(set(rule.who.person) & set(facts.persons)))


def _rank(rule: Rule, intents: Sequence[str]) -> tuple[int, int, int, int]:
    particular = bool(rule.who.origin) + bool(rule.who.person)
    primary = -min(intents.index(i) for i in rule.intents if i in intents)
    return particular, primary, len(rule.area), int(rule.level)
