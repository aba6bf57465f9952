"""Do words and handlers fit together?  Everything that is wrong, at once."""

import re
from collections import defaultdict
from collections.abc import Iterator

from core.library import Library
from nlp.version import rows

# Rejected messages have no handler of their own: silence in a group, the menu in private.
UNHANDLED = {"oos"}

_SIGNS = re.compile(r"[\W_]+")


def problems(library: Library, handled: set[str]) -> list[str]:
    """Name every intent without a handler or without words, and every utterance in two places."""
    pairs = list(rows(library))
    spoken = {intents[0] for _, intents in pairs}
    found = [f"意图 {name} 有说法，没有人接" for name in sorted(spoken - handled - UNHANDLED)]
    found += [f"意图 {name} 有人接，没有说法" for name in sorted(handled - spoken)]
    also = {name for _, intents in pairs for name in intents[1:]} - spoken - handled
    found += [f"意图 {name} 只在 also 里提到" for name in sorted(also)]
    return found + list(_shared(pairs))


def _shared(pairs: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    homes: dict[str, set[str]] = defaultdict(set)
    for text, intents in pairs:
        plain = _SIGNS.sub("", text).lower()
        homes[plain or text].add(intents[0])
    for text, names in homes.items():
        if len(names) > 1:
            yield f"说法“{text}”写在几处：{'、'.join(sorted(names))}"
