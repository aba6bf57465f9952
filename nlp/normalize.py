"""One clean spelling of a message for every reader, without forgetting what the person wrote."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Twice as long as any honest message; a pasted book must not cost more than a glance.
LONGEST = 12_000


@cache
def _traditional() -> dict[str, str]:
    lines = Path(__file__).with_name("traditional.txt").read_text("utf-8").splitlines()
    return dict(zip(lines[1], lines[2], strict=True))


@cache
def _clean(ch: str) -> str:
    """Spell one character plainly; nothing at all for what cannot be seen."""
    if ch in "\n\r\t":
        return " "
    if ch in "˚º":
        return "°"
    kind = unicodedata.category(ch)
    if kind in ("Cc", "Cf", "Me", "Cs", "Co") or "\ufe00" <= ch <= "\ufe0f":
        return ""
    plain = unicodedata.normalize("NFKC", ch)
    return "".join(_traditional().get(part, part) for part in plain)


def simplify(text: str) -> str:
    """Return the text in half-width, simplified, visible characters."""
    return "".join(map(_clean, text))


@dataclass(frozen=True)
class Text:
    """A message in clean spelling that still knows where each character came from."""

    raw: str
    clean: str
    starts: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """Return what the person wrote for this stretch of the clean text."""
        if start >= end:
            return ""
        last = self.starts[end - 1]
        after = bisect_right(self.starts, last)
        stop = self.starts[after] if after < len(self.starts) else len(self.raw)
        return self.raw[self.starts[start] : stop].strip(
            "\u200b\u200c\u200d\u200e\u200f\ufeff\ufe0f"
        )


def normalize(text: str) -> Text:
    """Clean a message, keeping the offset of every character."""
    raw = text[:LONGEST]
    parts = [_clean(ch) for ch in raw]
    clean = "".join(parts)
    if len(clean) == len(raw) and all(parts):
        return Text(raw, clean, tuple(range(len(raw))))
    starts = [i for i, part in enumerate(parts) for _ in part]
    return Text(raw, clean, tuple(starts))
