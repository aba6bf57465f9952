"""Which rule holds: for this place, this person, by whose word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.knowledge.shelf import Held
from core.library import Rule

# What a message calls a person, and the kind of person a rule may speak of.
_KINDS = {
    "elderly": ("老人", "老年人", "爷爷", "奶奶", "姥姥", "姥爷", "外公", "外婆", "高龄"),
    "pregnant": ("孕妇", "怀孕", "孕期", "有身孕"),
    "chronic": ("慢性病", "慢病", "糖尿病", "高血压", "心脏病", "透析", "哮喘", "癌"),
    "child": ("孩子", "小孩", "宝宝", "儿童", "婴儿", "学生"),
}
OLD, GROWN = 60, 14  # years from which somebody is elderly, and no longer a child


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about whoever asks: where they come from, what kind of person they are."""

    origins: tuple[str, ...] = ()  # GB/T 2260 codes, or “abroad”
    persons: tuple[str, ...] = ()

    @classmethod
    def of(cls, slots: Mapping[str, Any], text: str = "", age: int | None = None) -> "Facts":
        """Read them from what was understood of a message, and from the asker's record.

        Their age counts only where they do not speak of somebody else.
        """
        places = [p for p in slots.get("places", []) if p.get("role") != "to"]
        codes = {str(p.get("code") or "") for p in places if not p.get("ambiguous")} - {""}
        abroad = slots.get("overseas") or any(_is_abroad(place) for place in places)
        persons = {kind for kind, words in _KINDS.items() if any(word in text for word in words)}
        own = _of_age(age) if not persons and not slots.get("who") else set()
        return cls((*sorted(codes), *(["abroad"] if abroad else [])), tuple(sorted(persons | own)))


def _is_abroad(place: Mapping[str, Any]) -> bool:
    return bool(place.get("country")) and place.get("country") != "中国"


def _of_age(age: int | None) -> set[str]:
    if age is None:
        return set()
    return {"elderly"} if age >= OLD else {"child"} if age < GROWN else set()


def in_force(
    held: Iterable[Held[Rule]], intents: Sequence[str], area: str, facts: Facts
) -> Held[Rule] | None:
    """Return the rule that answers these questions, here, for these people.

    What is said for their origin or kind goes before what is said for
    everybody; then the nearest place that has a word in it.  A rule that may
    not be given yet does not stand in the way of one that may.
    """
    fitting = [
        one
        for one in held
        if area.startswith(one.piece.area) and is_for(one.piece, facts) and may_be_said(one.piece)
    ]
    return max(fitting, key=lambda one: _rank(one.piece, intents), default=None)


def may_be_said(rule: Rule) -> bool:
    """A rule that restricts anyone is not given before it was checked against the official text."""
    return not (rule.restricts and rule.verify)


def is_for(rule: Rule, facts: Facts) -> bool:
    from_there = not rule.who.origin or any(
        origin.startswith(wanted) for origin in facts.origins for wanted in rule.who.origin
    )
    return from_there and (not rule.who.person or bool(set(rule.who.person) & set(facts.persons)))


def _rank(rule: Rule, intents: Sequence[str]) -> tuple[int, int, int, int]:
    particular = bool(rule.who.origin) + bool(rule.who.person)
    primary = -min(intents.index(i) for i in rule.intents if i in intents)
    return particular, primary, len(rule.area), int(rule.level)
