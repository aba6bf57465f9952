"""A message as it is kept on disk or in a row, and read back."""

import json
from datetime import datetime

from core.messages import Kind, Message

_FLAGS = ("in_group", "is_addressed", "is_polled", "is_tap")


def written(message: Message) -> str:
    """Return a message as one line of JSON."""
    kept = {
        "channel": message.channel,
        "key": message.key,
        "sender": message.sender,
        "kind": message.kind.value,
        "text": message.text,
        "sent_at": message.sent_at.isoformat(),
        "scene": message.scene,
        **{flag: getattr(message, flag) for flag in _FLAGS},
        "extra": dict(message.extra),
    }
    return json.dumps(kept, ensure_ascii=False)


def read(text: str) -> Message:
    """Return the message.  Raises ValueError, KeyError, TypeError or AttributeError for another text."""
    given = json.loads(text)
    sent_at = datetime.fromisoformat(given["sent_at"])
    if sent_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Message(
        channel=str(given["channel"]),
        key=str(given["key"]),
        sender=str(given["sender"]),
        kind=Kind(given["kind"]),
        text=str(given["text"]),
        sent_at=sent_at,
        scene=str(given["scene"]),
        extra=dict(given["extra"].items()),
        **{flag: bool(given.get(flag, False)) for flag in _FLAGS},
    )
