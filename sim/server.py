"""A small HTTP/1.1 server that keeps connections alive, and breaks them when told to."""

import contextlib
import json
import logging
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

LARGEST = 20 * 1024 * 1024
PHRASES = {200: "OK", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden"}
LAST_CALL_SECONDS = 5
JSON_TYPE = "application/json; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read whole; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    peer: str


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `reset` tears the connection down instead of sending it."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    reset: bool = False


App = Callable[[Request], Response]


def as_json(answer: object, status: int = 200) -> Response:
    # Half of a surrogate pair somebody sent must not break every later answer that shows it.
    return Response(status, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


class BadRequest(Exception):
    """Something that is not HTTP as we read it."""


class PretendServer:
    """Serves an app from a background thread, a thread for each connection."""

    def __init__(self, app: App, host: str, port: int) -> None:
        self._listener = _Listener(app, (host, port))
        bound_host, bound_port = self._listener.server_address[:2]
        self.place = (str(bound_host), int(bound_port))
        self.address = f"http://{bound_host!s}:{bound_port}"
        self._is_open = True
        self._thread = threading.Thread(target=self._serve, daemon=True, name="sim-server")
        self._thread.start()

    def _serve(self) -> None:
        while self._is_open:
            self._listener.handle_request()

    def close(self) -> None:
        self._is_open = False
        with contextlib.suppress(OSError), socket.create_connection(self.place, LAST_CALL_SECONDS):
            pass  # a last caller, so that nobody waits for the next
        self._thread.join(LAST_CALL_SECONDS)
        self._listener.hang_up()
        self._listener.server_close()


class _Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, app: App, address: tuple[str, int]) -> None:
        self.app = app
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Line)

    def opened(self, line: socket.socket) -> None:
        with self._lock:
            self._lines.add(line)

    def closed(self, line: socket.socket) -> None:
        with self._lock:
            self._lines.discard(line)

    def hang_up(self) -> None:
        with self._lock:
            for line in self._lines:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:  # the other side was faster
                    logger.debug("a connection was gone already")


class _Line(socketserver.BaseRequestHandler):
    """One connection with its requests, one after another."""

    server: _Listener
    request: socket.socket

    def handle(self) -> None:
        self.server.opened(self.request)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with self.request.makefile("rb") as stream:
                while self._serve_one(stream):
                    pass
        except OSError:
            logger.debug("a connection broke")
        finally:
            self.server.closed(self.request)

    def _serve_one(self, stream: BinaryIO) -> bool:
        try:
            request = read_request(stream, self.client_address[0])
        except BadRequest as bad:
            self._answer(Response(400, str(bad).encode(), "text/plain"), keep=False)
            return False
        if request is None:
            return False
        response = self._called(request)
        if response.reset:
            # Linger zero makes the close a reset, not a polite end.
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        keep = request.headers.get("connection", "").lower() != "close"
        self._answer(response, keep)
        return keep

    def _called(self, request: Request) -> Response:
        try:
            return self.server.app(request)
        except Exception:
            logger.exception("the pretend WeChat failed at %s", request.path)
            return as_json({"errcode": -1, "errmsg": "the pretend WeChat itself failed"}, 500)

    def _answer(self, response: Response, keep: bool) -> None:
        lines = [
            f"HTTP/1.1 {response.status} {PHRASES.get(response.status, 'Other')}",
            f"Content-Type: {response.content_type}",
            f"Content-Length: {len(response.body)}",
            f"Connection: {'keep-alive' if keep else 'close'}",
            *(f"{name}: {value}" for name, value in response.headers.items()),
        ]
        self.request.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + response.body)


def read_request(stream: BinaryIO, peer: str) -> Request | None:
    """Read the next request, or None at the connection's end.  Raises BadRequest."""
    first = stream.readline(8192)
    if not first.strip():
        return None
    parts = first.decode("latin-1").split()
    if len(parts) != 3:
        raise BadRequest("not a request line")
    method, target, _ = parts
    headers = _headers(stream)
    url = urlsplit(target)
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    return Request(method, url.path, query, headers, _body(stream, headers), peer)


def _headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    while line := stream.readline(65536).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
        if len(headers) > 100:
            raise BadRequest("too many headers")
    return headers


def _body(stream: BinaryIO, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(stream)
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST:
        raise BadRequest("too large, or no length")
    return stream.read(int(length)) if length != "0" else b""


def _chunks(stream: BinaryIO) -> bytes:
    parts: list[bytes] = []
    try:
        while size := int(stream.readline(1024).split(b";")[0], 16):
            parts.append(stream.read(size))
            stream.readline(16)
            if sum(map(len, parts)) > LARGEST:
                raise BadRequest("too large")
    except ValueError as error:
        raise BadRequest("a broken chunk") from error
    stream.readline(1024)
    return b"".join(parts)
