"""A signed word that lets one person open one thing without signing in: nothing in it is secret."""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

_SHAPE = struct.Struct(">QQI")  # which thing, whose, until when (Unix seconds)
_SIGN_BYTES = 16
LONGEST = 64  # characters; whatever is longer is none of ours


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which thing somebody may open, and until when."""

    thing: int
    person: int
    until: datetime


def sign(key: bytes, thing: int, person: int, until: datetime) -> str:
    """Return the word; it is safe in an address."""
    body = _SHAPE.pack(thing, person, int(until.timestamp()))
    return base64.urlsafe_b64encode(body + _mac(key, body)).rstrip(b"=").decode()


def read(key: bytes, word: str) -> Ticket | None:
    """Return what a word stands for; None if it was not signed with this key."""
    if not word or len(word) > LONGEST or not word.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except ValueError:
        return None
    body, mac = raw[: _SHAPE.size], raw[_SHAPE.size :]
    if len(body) != _SHAPE.size or not hmac.compare_digest(mac, _mac(key, body)):
        return None
    thing, person, until = _SHAPE.unpack(body)
    return Ticket(thing, person, datetime.fromtimestamp(until, UTC))


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"ticket\0" + body, hashlib.sha256)[:_SIGN_BYTES]
