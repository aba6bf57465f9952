"""Messages accepted but not yet written: kept on disk, sealed, until the database has them.

When the database is slow the platform is told “heard” before the turn is
committed.  What it was told must then be true even if we die.
"""

import json
import logging
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from core.messages import Kind, Message
from db import KeyFileError, Keyring

log = logging.getLogger(__name__)

PLACE = "spool"
ASIDE = "unreadable"  # the folder inside, of what nobody can read


class Spool:
    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def keep(self, message: Message) -> None:
        """Write a message down so that it survives a power cut."""
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {
                "channel": message.channel,
                "key": message.key,
                "sender": message.sender,
                "kind": message.kind.value,
                "text": message.text,
                "sent_at": message.sent_at.isoformat(),
                "scene": message.scene,
                "in_group": message.in_group,
                "extra": dict(message.extra),
            },
            ensure_ascii=False,
        )
        path = Path(self._path(message))
        spare = path.with_suffix(f".{os.getpid()}.{id(message)}")
        with spare.open("w", encoding="utf-8") as file:
            file.write(self._keyring.seal(text, PLACE))
            file.flush()
            os.fsync(file.fileno())
        spare.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def holds(self, message: Message) -> bool:
        """Tell whether the platform was told “heard” about this message: its answer travels."""
        return os.path.exists(self._path(message))

    def drop(self, message: Message) -> None:
        Path(self._path(message)).unlink(missing_ok=True)

    def waiting(self) -> Iterator[Message]:
        """Yield what a process accepted and did not finish.

        What cannot be read is set aside, so that nothing has to wait behind it.
        """
        for path in sorted(self._folder.glob("*.msg")) if self._folder.is_dir() else []:
            try:
                yield _read(self._keyring.open(path.read_text("utf-8"), PLACE))
            except FileNotFoundError:  # finished by somebody else just now
                continue
            except (
                OSError,
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                KeyFileError,
            ) as error:
                self._set_aside(path, error)

    def _set_aside(self, path: Path, error: Exception) -> None:
        log.error("%s 读不出来（%s），放到 %s/ 里", path.name, type(error).__name__, ASIDE)
        aside = self._folder / ASIDE
        try:
            aside.mkdir(exist_ok=True)
            path.rename(aside / f"{path.stem}.{os.urandom(3).hex()}.msg")
        except OSError as trouble:
            log.error("%s 也挪不开：%s", path.name, type(trouble).__name__)

    def _path(self, message: Message) -> str:
        name = sha256(f"{message.channel}\0{message.key}".encode()).hexdigest()[:32]
        return f"{self._folder}/{name}.msg"


def _read(text: str) -> Message:
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
        in_group=bool(given.get("in_group", False)),
        extra=dict(given["extra"].items()),
    )
