"""Do words and handlers fit together?  Everything that is wrong, at once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Set

from core.library import Library
from nlp.model import STAFF
from nlp.readers import READERS
from nlp.version import OWN, rows

# Rejected messages have no handler of their own: silence in a group, the menu in private.
UNHANDLED = {"oos"}

_SIGNS = re.compile(r"[\W_]+")


def problems(
    library: Library, handled: Set[str], handled_at_work: Set[str] = frozenset()
) -> list[str]:
    """Name every intent without a handler or without words, every utterance in two places, every field nobody reads.

    What staff say may wait for its handler: they hear how it is said instead.
    """
    pairs = list(rows(library))
    spoken = {intents[0] for _, intents in pairs}
    found = [f"意图 {name} 有说法，没有人接" for name in sorted(spoken - handled - UNHANDLED)]
    found += [f"意图 {name} 有人接，没有说法" for name in sorted(handled - spoken)]
    also = {name for _, intents in pairs for name in intents[1:]} - spoken - handled
    found += [f"意图 {name} 只在 also 里提到" for name in sorted(also)]
    work = list(rows(library, STAFF))
    if work:
        said = {intents[0] for _, intents in work}
        found += [f"意图 {name} 有人接，没有说法" for name in sorted(handled_at_work - said)]
        found += [f"意图 {name} 没有称呼" for name in sorted(said - {OWN} - set(library.titles))]
    return found + list(_unread(library)) + list(_shared(pairs)) + list(_shared(work))


def _unread(library: Library) -> Iterator[str]:
    for form in library.forms.values():
        for field in form.fields:
            if field.choices is None and field.reader not in READERS:
                yield f"表单 {form.id}：没有叫 {field.reader} 的 reader"


def _shared(pairs: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    homes: dict[str, set[str]] = defaultdict(set)
    for text, intents in pairs:
        plain = _SIGNS.sub("", text).lower()
        homes[plain or text].add(intents[0])
    for text, names in homes.items():
        if len(names) > 1:
            yield f"说法“{text}”写在几处：{'、'.join(sorted(names))}"
