"""What people ask about: illnesses, vaccines, payments, and by what names they call them."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from core.piece import Piece


class ThingSpec(Piece):
    """One thing that has a name; “几天能好” means nothing without one."""

    name: str = Field(min_length=2, max_length=10)  # as it stands beside a number
    kind: Literal["illness", "vaccine", "price", "payment", "who"]
    called: list[str] = []  # what else people call it
    asks: str = ""  # the known question it stands for, whatever was asked of it


class Things:
    """All that have a name; the longest name in a text is the one that is meant.

    >>> flu = ThingSpec(name="流感", kind="illness", called=["甲流"])
    >>> jab = ThingSpec(name="流感疫苗", kind="vaccine")
    >>> [one.name for one in Things([flu, jab]).named("流感疫苗几时打")]
    ['流感疫苗']
    """

    def __init__(self, specs: Iterable[ThingSpec]) -> None:
        self._specs = list(specs)
        self._by_name = {name: one for one in self._specs for name in (one.name, *one.called)}
        longest = sorted(self._by_name, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)) or "(?!)")

    def of(self, kind: str) -> list[ThingSpec]:
        """Return all of one kind, in the order they are written down."""
        return [one for one in self._specs if one.kind == kind]

    def named(self, *texts: str) -> list[ThingSpec]:
        """Return the things a text names, each once."""
        found = (one for text in texts for one in self._all(text) if one.kind != "who")
        return list({one.name: one for one in found}.values())

    def whom(self, text: str) -> list[ThingSpec]:
        """Return of what kinds of people or animals a text speaks."""
        return [one for one in self._all(text) if one.kind == "who"]

    def _all(self, text: str) -> list[ThingSpec]:
        return [self._by_name[one[0]] for one in self._pattern.finditer(text)]

    def without(self, text: str) -> str:
        """Return a text without the names in it."""
        return self._pattern.sub("", text)


def is_for_others(text: Sequence[ThingSpec], wordings: Sequence[Sequence[ThingSpec]]) -> bool:
    """Tell whether nearly all wordings speak of somebody whom a text does not: one with child, a pet."""
    named = {one.name for one in text}
    told = [{one.name for one in each} for each in wordings]
    most = [
        name for name in set().union(*told) if sum(name in one for one in told) >= 0.8 * len(told)
    ]
    return any(name not in named for name in most)


def are_others(asked: Sequence[ThingSpec], told: Sequence[ThingSpec]) -> bool:
    """Tell whether what is told about is of the kinds asked about, and none of the things."""
    if {one.name for one in asked} & {one.name for one in told}:
        return False
    return bool({one.kind for one in asked} & {one.kind for one in told})
