"""From when to when, and which half of the day an hour belongs to."""

import re
from collections.abc import Iterator
from dataclasses import replace

from core.pieces import Piece, PieceKind

PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|(?<=[今明昨后当])[早晚])"
_HALVES = {"凌晨": "dawn", "清晨": "am", "早": "am", "上午": "am", "中午": "noon", "下午": "pm"}
_EVENING = ("傍晚", "晚", "夜", "半夜")


def half_of(part: str) -> str:
    """Return which part of the day a word names: dawn, am, noon, pm, night."""
    if part.startswith(_EVENING):
        return "night"
    return next((half for word, half in _HALVES.items() if part.startswith(word)), "am")


def clock(hour: str, minute: str, part: str | None) -> str:
    """Spell an hour by the 24-hour clock."""
    if not hour.isdigit():
        return f"{hour}:{minute}"
    h, half = int(hour), half_of(part) if part else "am"
    if (half in ("pm", "night") and h < 12) or (half == "noon" and h < 3):
        h += 12
    midnight = h == 24 or (half in ("dawn", "night") and h == 12)
    h = 0 if midnight else h
    return f"{h}:{int(minute or 0):02d}"


def joined(found: Iterator[Piece]) -> list[Piece]:
    """Read “9-11点” as two hours, “下午2点到5点” as two of the afternoon, “50-100元” as two sums."""
    pieces = list(found)
    for at, (first, _to, last) in _spans(pieces):
        if first.kind is PieceKind.NUMBER:
            pieces[at] = _as(first, last)
    pieces = list(_halved(pieces))
    for at, (first, _, last) in _spans(pieces):
        if first.kind is last.kind is PieceKind.TIME:
            pieces[at + 2] = _later(first, last)
    return pieces


def _spans(pieces: list[Piece]) -> list[tuple[int, tuple[Piece, Piece, Piece]]]:
    threes = enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False))
    return [(at, three) for at, three in threes if three[1].kind is PieceKind.TO]


def _as(number: Piece, other: Piece) -> Piece:
    """Take a bare number before “到” for what stands behind it."""
    if other.kind is PieceKind.TIME:
        return replace(number, kind=PieceKind.TIME, value=clock(number.value, "0", None))
    if other.kind in (PieceKind.AMOUNT, PieceKind.PLACE):
        return replace(number, kind=other.kind)
    return number


def _later(first: Piece, last: Piece) -> Piece:
    """What ends before it begins ends in the same half of the day."""
    (h1, _), (h2, m2) = first.value.split(":"), last.value.split(":")
    same_half = h1.isdigit() and h2.isdigit() and 12 <= int(h1) < int(h2) + 12 < 24
    if not same_half or re.search(rf"{PART}|:", last.said):
        return last
    return replace(last, value=f"{int(h2) + 12}:{m2}")


def _halved(pieces: list[Piece]) -> Iterator[Piece]:
    """Join a half of the day with the hour behind it, which was first read as a bare number."""
    waiting: Piece | None = None
    for piece in pieces:
        half, waiting = waiting, None
        if half is not None and piece.kind is PieceKind.TIME and half.end == piece.start:
            hour, minute = piece.value.split(":")
            value = clock(hour, minute, half.said)
            said = half.said + piece.said
            piece = replace(piece, value=value, said=said, start=half.start, stop=half.stop)
        elif half is not None:
            yield half
        if piece.kind is PieceKind.HALF:
            waiting = piece
        else:
            yield piece
    if waiting is not None:
        yield waiting
