"""What stands for a sealed value that cannot be opened, and how often that was met.

A row is damaged (a bad disk, a restore from a torn copy, a hand in the
table), and one statement reads it among a hundred others.  An exception in
the middle of a result would take the other ninety-nine with it: nothing would
be sent, no board be shown, no clock go on.  So reading never fails; it gives

* for a text a `str` that says to whoever sees it that this one is unreadable
  (`UNREADABLE`), and that code knows again (`is_unreadable`): it is never sent,
  never taken for somebody's words, and never sealed again in place of the value;
* for answers, lists and mappings an empty mapping of its own kind, in which
  `get`, `in` and loops find nothing, and whatever is asked for by name is unreadable.

Whoever reads what must be whole to be acted on asks `is_unreadable` and lets
that one row fail: a delivery ends as failed (reason “unreadable”), a
conversation counts as over, an access token as none.  A key file that is
altogether wrong is no case for this: `db.sealed` recognises it before
anything is read.
"""

from collections import Counter
from typing import Any

UNREADABLE = "(这条内容读不出来)"

_met: Counter[str] = Counter()


class UnreadableText(str):
    """Reads as `UNREADABLE`."""

    __slots__ = ()


class UnreadableJson(dict[str, Any]):
    """Holds nothing; asked for something by name, it says that this is unreadable."""

    __slots__ = ()

    def __missing__(self, name: str) -> str:
        return UnreadableText(UNREADABLE)


def text(place: str) -> str:
    """Return what is read instead of a text, and count it."""
    _met[place] += 1
    return UnreadableText(UNREADABLE)


def mapping(place: str) -> dict[str, Any]:
    """Return what is read instead of answers, and count it."""
    _met[place] += 1
    return UnreadableJson()


def is_unreadable(value: object) -> bool:
    """Tell whether a value only stands for one that could not be opened."""
    return isinstance(value, UnreadableText | UnreadableJson)


def met() -> dict[str, int]:
    """Return how often this process has met an unreadable value, by “table.column”."""
    return dict(_met)
