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
    found = [
        f"intent {name!r} has words but no handler" for name in sorted(spoken - handled - UNHANDLED)
    ]
    found += [f"intent {name!r} has a handler but no words" for name in sorted(handled - spoken)]
    also = {name for _, intents in pairs for name in intents[1:]} - spoken - handled
    found += [f"intent {name!r} is only named under `also`" for name in sorted(also)]
    return found + list(_shared(pairs))


def _shared(pairs: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    homes: dict[str, set[str]] = defaultdict(set)
    for text, intents in pairs:
        plain = _SIGNS.sub("", text).lower()
        homes[plain or text].add(intents[0])
    for text, names in homes.items():
        if len(names) > 1:
            yield f"utterance {text!r} is under {' and '.join(sorted(names))}"
