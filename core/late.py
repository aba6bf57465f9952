"""Patterns that are compiled when they are first asked.

A thousand words in one alternation take as long to compile as a hundred messages to
answer, and most commands ask none of them.  Whoever is to answer at once compiles all.
"""

import re
from typing import Any, cast

_waiting: list["_Late"] = []


class _Late:
    """Becomes, as seen from outside, the pattern it was written as."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        _waiting.append(self)

    def __getattr__(self, name: str) -> Any:
        """Compile, since nothing of that name is here yet; what is asked again is here at once."""
        if name.startswith("__"):
            raise AttributeError(name)
        self._compiled = compiled = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what serves as `re.compile(pattern, flags)`, at once; `re` itself takes it for no pattern."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


def compile_all() -> None:
    """Compile whatever nobody has asked yet, so that the first message waits for nothing."""
    while _waiting:
        _waiting.pop().groups  # noqa: B018 - asking anything compiles
