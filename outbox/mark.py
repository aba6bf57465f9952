"""How far sending has come, noted beside the database too: an old copy of it is known by that.

Whoever copies yesterday's database back by hand would send again what was sent
since.  The number in the file is never ahead of the one in the database,
unless that is an older one.
"""

import json
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from db import epochs

log = logging.getLogger(__name__)

OLD_COPY = (
    "数据库比这里发过的消息旧，像是手工拷回来的旧数据：为免重发，现在一条也不发。"
    "请换回最新的数据库，或停掉服务运行 bot.py restore --as-is（排队的先扣着，编号跳开）"
)


SELDOM_SECONDS = 1.0  # a file takes a few thousandths of one, in which no letter goes


@dataclass(frozen=True, slots=True)
class Progress:
    """What the file says: whose row it is, how far it was, when."""

    name: str
    number: int
    at: datetime


class SentMark:
    """The mark of one data folder; several machines have one each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: Progress | None = None  # what a transaction has counted
        self._owed: Progress | None = None  # and what of it is committed, to be written down
        self._written_at = 0.0
        self._has_complained = False

    def is_behind(self, db: Session) -> bool:
        """Tell whether this database is older than what has been sent from here."""
        last = self._read()
        if last is None or epochs.began_since(db, last.at):
            return False
        number = epochs.sent_mark(db, last.name)
        return number < last.number if number is not None else epochs.has_sent(db)

    def refuses(self, db: Session) -> bool:
        """Tell the same, and say so in the log, once."""
        is_behind = self.is_behind(db)
        if is_behind and not self._has_complained:
            log.error("%s", OLD_COPY)
        self._has_complained = is_behind
        return is_behind

    def count(self, db: Session, now: datetime) -> None:
        """Count one more batch that was sent, in its transaction."""
        last = self._read()
        is_over = last is None or epochs.began_since(db, last.at)
        name = secrets.token_hex(8) if last is None or is_over else last.name
        self._known = Progress(name, epochs.count_sent(db, name), now)

    def committed(self) -> None:
        """What was counted is committed: write it down, though not each time of many."""
        if self._known is not None:
            self._owed, self._known = self._known, None
        if time.monotonic() - self._written_at >= SELDOM_SECONDS:
            self.write()

    def write(self) -> None:
        """Write down what was counted and committed, if that is not done yet."""
        if (known := self._owed) is None:
            return
        self._owed, self._written_at = None, time.monotonic()
        spare = self._path.with_suffix(".new")
        said = {"name": known.name, "number": known.number, "at": known.at.isoformat()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            spare.write_text(json.dumps(said), "utf-8")
            spare.replace(self._path)
        except OSError as error:  # nothing is lost by it but this protection
            log.error("%s 写不了：%s", self._path, type(error).__name__)

    def _read(self) -> Progress | None:
        try:
            said = json.loads(self._path.read_text("utf-8"))
            return Progress(said["name"], said["number"], datetime.fromisoformat(said["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
