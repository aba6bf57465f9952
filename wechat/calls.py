"""One HTTP call of a platform, straight from the web server.

Every message comes this way, and a page of Flask would cost more than
checking, opening and sealing together.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from flask import Flask

from core.sparing import sparing

log = sparing(__name__)

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

BODY_LIMIT = 64 * 1024
_STATUS = {
    200: "200 OK",
    400: "400 Bad Request",
    403: "403 Forbidden",
    503: "503 Service Unavailable",
}


class BadCall(Exception):
    """The call is not answered; `status` says why to the caller, `why` to the log."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Call:
    """What was asked, and with which body."""

    def __init__(self, environ: Environ) -> None:
        self._environ = environ
        self.args: dict[str, str] = {}
        for pair in environ.get("QUERY_STRING", "").split("&"):
            name, _, value = pair.partition("=")
            self.args.setdefault(name, _plain(value))  # the first counts

    def arg(self, name: str, usual: str = "") -> str:
        return self.args.get(name, usual)

    def body(self) -> bytes:
        """Return the whole body.  Raises BadCall."""
        length = self._length()
        if length > BODY_LIMIT:
            raise BadCall(400, "too large")
        # A server that knows where the body ends needs no length for it.
        is_ended = self._environ.get("wsgi.input_terminated", False)
        wanted = BODY_LIMIT + 1 if is_ended else length
        try:
            body = _read(self._environ["wsgi.input"], wanted)
        except (OSError, ValueError):
            raise BadCall(400, "cut short") from None
        if len(body) > BODY_LIMIT:
            raise BadCall(400, "too large")
        if len(body) < length:  # the caller hung up in the middle
            raise BadCall(400, "cut short")
        return body

    def _length(self) -> int:
        said = str(self._environ.get("CONTENT_LENGTH") or "")
        return int(said) if said.isascii() and said.isdigit() else 0


def _plain(value: str) -> str:
    """Take a value out of its spelling in an address; most of the platform's need none."""
    return unquote_plus(value) if "%" in value or "+" in value else value


def _read(stream: Any, wanted: int) -> bytes:
    body = b""
    while len(body) < wanted and (more := stream.read(wanted - len(body))):
        body += more
    return body


def reply(start: Start, status: int, body: bytes) -> list[bytes]:
    """Answer a call; `body` may be empty."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start(_STATUS[status], headers)
    return [body]


Way = Callable[[Call], bytes]


def open_at(app: Flask, path: str, ways: Mapping[str, Way]) -> None:
    """Let the app answer calls to a path before it looks at them in any other way.

    `ways` are by method; one may raise BadCall.
    """
    otherwise: Application = app.wsgi_app

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        way = ways.get(environ["REQUEST_METHOD"])
        if environ["PATH_INFO"] != path or way is None:
            return otherwise(environ, start)
        try:
            return reply(start, 200, way(Call(environ)))
        except BadCall as refused:
            log.warning("call %s refused: %s", os.urandom(4).hex(), refused.why)
            return reply(start, refused.status, b"")

    app.wsgi_app = answer  # type: ignore[method-assign, assignment]
