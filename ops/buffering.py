"""A gunicorn worker whose threads wait for nobody: a request gets one when all of it is there.

Gunicorn's own threads read from the connection, without a limit of time: a
dozen callers who send half a request and then nothing keep every other caller
waiting for as long as they like.  Here the main loop gathers what comes in;
a thread is given what is whole, and reads nothing but that.
"""

import errno
import re
import selectors
import socket
import struct
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from core import arrival

WITHIN = 10.0  # seconds for a whole request; the platform hangs up after five
LINGER = 2.0  # seconds in which whoever was answered may take the answer in and hang up
MOST = 400  # requests that are not whole yet; for one more the oldest is let go
MOST_HEAD = 64 * 1024
MOST_BYTES = 1024 * 1024  # of a request; what is longer is given as far as it came, then hung up on
PIECE = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]{0,1024})?\r\n", re.IGNORECASE)
_TRAILERS = re.compile(rb"(?:[^\r\n]+\r\n)*\r\n")
_SEND_WITHIN = struct.pack("ll", 10, 0)  # for each step of a caller who takes an answer in
_ACCEPT_AGAIN = {errno.EAGAIN, errno.ECONNABORTED, errno.EMFILE, errno.ENFILE}


@dataclass(slots=True)
class Arriving:
    """A request on its way in: what has come, and where it ends as far as that tells."""

    buffer: bytearray = field(default_factory=bytearray)
    deadline: float = 0.0
    arrived: float = 0.0  # when the last of it came, in seconds of `time.monotonic`; 0: not told
    is_cut: bool = False  # not all of it is there, and no more will be read
    _body: int | None = None  # where the body begins, once the head is there
    _end: int | None = None  # where the request ends, or where its next chunk begins
    _is_chunked: bool = False

    def take(self, piece: bytes) -> bool:
        """Add what came in; return whether the request is whole, or too long to wait for more."""
        self.buffer += piece
        if self._body is None and not self._read_head():
            self.is_cut = len(self.buffer) > MOST_HEAD
            return self.is_cut
        if self._is_chunked and not self._pass_chunks():
            self.is_cut = len(self.buffer) > MOST_BYTES
            return self.is_cut
        assert self._end is not None
        self.is_cut = self._end > MOST_BYTES and len(self.buffer) < self._end
        return self.is_cut or len(self.buffer) >= self._end

    def _read_head(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.buffer[: end + 2])
        found = _LENGTH.search(head)
        self._body = self._end = end + 4
        self._is_chunked = _CHUNKED.search(head) is not None
        if found and not self._is_chunked:
            self._end += int(found[1])
        return True

    def _pass_chunks(self) -> bool:
        """Go over the chunks that are whole; return whether the last one is among them.

        What is no chunk ends it as well: the parser will say what is wrong.
        """
        assert self._end is not None
        while True:
            head = _CHUNK.match(self.buffer, self._end)
            if head is None:
                return b"\r\n" in self.buffer[self._end : self._end + MOST_HEAD]
            size = int(head[1], 16)
            if size == 0:
                last = _TRAILERS.match(self.buffer, head.end())
                if last:
                    self._end, self._is_chunked = last.end(), False
                return last is not None
            if head.end() + size + 2 > len(self.buffer):
                return False
            self._end = head.end() + size + 2


class OpenConnection(TConn):  # type: ignore[misc]
    """One connection; closing it keeps nobody waiting."""

    def __init__(self, worker: "BufferingWorker", *given: Any) -> None:
        super().__init__(*given)
        self._worker = worker
        self.arriving = Arriving()

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self._worker.linger(self)
        else:
            super().close()


class NothingMore:
    """Stands where the parser looks for the connection: what it was given is all there is."""

    def recv(self, _: int) -> bytes:
        return b""


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads; `enqueue_req` is its one way from the loop to a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each in the order of its deadlines.
        self._arriving: dict[OpenConnection, None] = {}
        self._lingering: dict[OpenConnection, float] = {}

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in _ACCEPT_AGAIN:
                return
            raise
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_WITHIN)
        self.nr_conns += 1
        self.enqueue_req(OpenConnection(self, self.cfg, sock, address, listener.getsockname()))

    def enqueue_req(self, conn: OpenConnection) -> None:
        """Wait for the whole of the next request, part of which may have come with the last."""
        conn.sock.setblocking(False)
        conn.arriving = Arriving(deadline=monotonic() + WITHIN)
        ahead = conn.parser.unreader.take_buffered() if conn.parser is not None else b""
        if ahead and conn.arriving.take(ahead):
            self._give(conn)
            return
        while len(self._arriving) >= MOST:
            self._let_go(next(iter(self._arriving)))
        self._arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, conn))
        self._hear(conn)

    def _hear(self, conn: OpenConnection, _: object = None) -> None:
        try:
            piece = conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            self._let_go(conn)
            return
        if not piece and not conn.arriving.buffer:
            self._let_go(conn)
        elif not piece or conn.arriving.take(piece):
            conn.arriving.is_cut |= not piece
            self._forget(conn)
            self._give(conn)

    def _give(self, conn: OpenConnection) -> None:
        conn.init()
        conn.parser.unreader.sock = NothingMore()
        conn.parser.unreader.unread(bytes(conn.arriving.buffer))
        conn.data_ready = True
        conn.arriving.arrived = arrival.of_data(conn.sock)
        super().enqueue_req(conn)

    def handle(self, conn: OpenConnection) -> Any:
        """Answer in a thread; where a request ends that is not whole nobody knows."""
        is_kept = super().handle(conn)
        return False if conn.arriving.is_cut else is_kept

    def _forget(self, conn: OpenConnection) -> None:
        del self._arriving[conn]
        self.poller.unregister(conn.sock)

    def _let_go(self, conn: OpenConnection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    # -- hanging up ---------------------------------------------------------------

    def linger(self, conn: OpenConnection) -> None:
        """Hang up once the other side has: hung up on earlier, it may lose the end of the answer."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
            return
        while len(self._lingering) >= MOST:
            self._hang_up(next(iter(self._lingering)))
        self._lingering[conn] = monotonic() + LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._see_off, conn))
        self._see_off(conn)

    def _see_off(self, conn: OpenConnection, _: object = None) -> None:
        try:
            has_more = bool(conn.sock.recv(PIECE))
        except BlockingIOError:
            return
        except OSError:
            has_more = False
        if not has_more:
            self._hang_up(conn)

    def _hang_up(self, conn: OpenConnection) -> None:
        del self._lingering[conn]
        self.poller.unregister(conn.sock)
        conn.close()

    def murder_pending(self) -> None:
        """Let go of whoever has taken too long; gunicorn asks this every second and after each event."""
        now = monotonic()
        while (late := next(iter(self._arriving), None)) and late.arriving.deadline <= now:
            self._let_go(late)
        while (late := next(iter(self._lingering), None)) and self._lingering[late] <= now:
            self._hang_up(late)

    def _cap_keepalive(self, deadline: float) -> None:
        """We are to end: half a request is waited for no longer than an idle connection."""
        super()._cap_keepalive(deadline)
        for conn in self._arriving:
            conn.arriving.deadline = min(conn.arriving.deadline, deadline)
