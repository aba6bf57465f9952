"""Answers that grow: said at once where they are ready, else fetched, by whichever process is asked."""

import contextlib
import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime, timedelta

from core.clock import Clock
from core.messages import Message
from core.ports import StillWorking, StreamPart
from core.written import read, written
from db import DATABASE_TROUBLE, Database, streams
from dialog.spool import Spool

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=5.5)  # the platform stops asking after six
KEEP_SECONDS = 0.5
LOOKING = "正在查，请稍等……有危险请直接打120、110或119。"
NOTHING_FOR_ALL = "这个我没法在群里答。请私信我，或问社区工作人员。"
NOTHING = "好的，记下了。"
TOO_LATE = "这条到现在还没查好，对不住，请再问一次。有危险请直接打120、110或119。"
GONE = "这条回答已经过期了，请再问一次。"


class Streaming:
    """Implements core.ports.Streams over the one call into the house."""

    def __init__(
        self,
        receive: Callable[[Message], str],
        database: Callable[[], Database],
        clock: Clock,
        aside: Callable[[], Spool],
    ) -> None:
        """`aside` is a folder of its own for what the database does not take in time."""
        self._receive, self._database, self._clock = receive, database, clock
        self._aside = aside
        # What the database has not taken yet; only this process can go on with it.
        self._unkept: dict[str, tuple[Message, datetime]] = {}

    def begin(self, message: Message) -> StreamPart | None:
        """Answer a message, or promise to; None where nothing is to be said.

        It is kept before it is acted on: should this process die, another is asked and does it.
        """
        stream_id, now = _id_of(message), self._clock.now()
        self._unkept[stream_id] = message, now
        kept = self._keep(stream_id, message, now)
        try:
            said = self._receive(message)
        except StillWorking:
            if not _is_kept(kept):
                self._lay_aside(message)
            return StreamPart(stream_id, LOOKING, is_over=False)
        return StreamPart(stream_id, said, is_over=True) if said else None

    def poll(self, stream_id: str) -> StreamPart:
        """Say how far an answer is that the platform comes back for."""
        try:
            found = self._find(stream_id) or self._find_aside(stream_id)
        except DATABASE_TROUBLE:
            return StreamPart(stream_id, LOOKING, is_over=False)
        if found is None:
            return StreamPart(stream_id, GONE, is_over=True)
        message, begun_at = found
        try:
            said = self._receive(message)
        except StillWorking:
            is_over = self._clock.now() - begun_at >= LASTS
            return StreamPart(stream_id, TOO_LATE if is_over else LOOKING, is_over=is_over)
        self._aside().drop(message)
        nothing = NOTHING_FOR_ALL if message.in_group else NOTHING
        return StreamPart(stream_id, said or nothing, is_over=True)

    def _find(self, stream_id: str) -> tuple[Message, datetime] | None:
        if (ours := self._unkept.get(stream_id)) is not None:
            return ours
        with self._database().read() as db:
            found = streams.find(db, stream_id)
        return (read(found[0]), found[1]) if found else None

    def _find_aside(self, stream_id: str) -> tuple[Message, datetime] | None:
        found = (one for one in self._aside().waiting() if _id_of(one) == stream_id)
        message = next(found, None)
        return (message, message.sent_at) if message is not None else None

    def _lay_aside(self, message: Message) -> None:
        try:
            self._aside().keep(message)
        except OSError as error:
            log.error("一条要分次答的消息没能写到硬盘：%s", type(error).__name__)

    def _keep(self, stream_id: str, message: Message, now: datetime) -> "Future[None] | None":
        """It goes before the turn into the same line of writing; most need not wait for it."""
        text = written(message)
        try:
            kept = self._database().submit(lambda db: streams.keep(db, stream_id, text, now))
        except Exception as error:
            log.error("一条要分次答的消息没能记下：%s", type(error).__name__)
            self._unkept.pop(stream_id, None)
            return None
        kept.add_done_callback(lambda _: self._unkept.pop(stream_id, None))
        return kept


def _is_kept(kept: "Future[None] | None") -> bool:
    """Tell whether it is written that an answer is under way: another process may be asked for it."""
    if kept is None:
        return False
    with contextlib.suppress(NotYet, *DATABASE_TROUBLE):
        kept.result(KEEP_SECONDS)
        return True
    return False


def _id_of(message: Message) -> str:
    return hashlib.sha256(f"{message.channel}:{message.key}".encode()).hexdigest()[:32]
