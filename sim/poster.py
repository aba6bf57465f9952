"""How a message reaches the bot: over the network, or straight into its WSGI application."""

import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

import urllib3
from werkzeug.test import Client

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

XML = {"Content-Type": "text/xml"}


class TimedOut(Exception):
    """No answer within the platform's patience."""


class PostRefused(Exception):
    """No connection, or one that broke."""


@dataclass(frozen=True, slots=True)
class PostReply:
    """What the bot answered, raw."""

    status: int
    body: bytes


class Poster(Protocol):
    """A road to the webhook.  Both ways raise TimedOut or PostRefused."""

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> PostReply: ...

    def get(self, query: Mapping[str, str], timeout: float) -> PostReply: ...

    def close(self) -> None: ...


class HttpPoster:
    """Posts to an address, as the real platform does."""

    def __init__(self, url: str, connections: int = 64) -> None:
        self.url = url
        self._pool = urllib3.PoolManager(maxsize=connections, retries=False)

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> PostReply:
        return self._request("POST", query, body, timeout)

    def get(self, query: Mapping[str, str], timeout: float) -> PostReply:
        return self._request("GET", query, b"", timeout)

    def close(self) -> None:
        self._pool.clear()

    def _request(
        self, method: str, query: Mapping[str, str], body: bytes, timeout: float
    ) -> PostReply:
        try:
            answer = self._pool.request(
                method,
                f"{self.url}?{urlencode(query)}",
                body=body or None,
                headers=XML,
                timeout=urllib3.Timeout(total=timeout),
                redirect=False,
            )
        except urllib3.exceptions.TimeoutError as error:
            raise TimedOut from error
        except urllib3.exceptions.HTTPError as error:
            raise PostRefused(type(error).__name__) from error
        return PostReply(answer.status, answer.data)


class WsgiPoster:
    """Calls a WSGI application in this process; a call that is cut off runs on, as it would."""

    def __init__(self, app: "WSGIApplication", path: str) -> None:
        self.app = app
        self.path = path

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> PostReply:
        return self._within(timeout, "POST", query, body)

    def get(self, query: Mapping[str, str], timeout: float) -> PostReply:
        return self._within(timeout, "GET", query, b"")

    def close(self) -> None:
        """Nothing is held open."""

    def _within(
        self, timeout: float, method: str, query: Mapping[str, str], body: bytes
    ) -> PostReply:
        box: queue.SimpleQueue[PostReply | Exception] = queue.SimpleQueue()

        def call() -> None:
            try:
                box.put(self._call(method, query, body))
            except Exception as error:  # an application that raises is a broken server, not ours
                box.put(error)

        threading.Thread(target=call, daemon=True, name="sim-wsgi").start()
        try:
            answer = box.get(timeout=timeout)
        except queue.Empty as error:
            raise TimedOut from error
        if isinstance(answer, Exception):
            raise PostRefused(
                f"the application raised {type(answer).__name__}: {answer}"
            ) from answer
        return answer

    def _call(self, method: str, query: Mapping[str, str], body: bytes) -> PostReply:
        answer = Client(self.app).open(
            self.path,
            method=method,
            query_string=dict(query),
            data=body,
            content_type="text/xml",
        )
        with answer:
            return PostReply(answer.status_code, answer.get_data())
