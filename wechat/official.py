"""The Official Account door: check, open, hand over, wrap the answer."""

import logging
import os
import secrets
from collections.abc import Callable, Iterable

from flask import Flask

from core.clock import Clock
from core.config import Official
from core.messages import Message
from wechat import xml
from wechat.calls import Application, BadCall, Call, Environ, Start, reply
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.messages import build

log = logging.getLogger(__name__)

Receive = Callable[[Message], str]

PATH = "/wechat/official"
# WeChat takes an empty 200 as “heard”; anything else makes it try again.
HEARD = b""


class OfficialDoor:
    """Turns one HTTP call into a Message and the answer into what the platform accepts."""

    def __init__(self, config: Official, receive: Receive, clock: Clock) -> None:
        self._config = config
        self._receive = receive
        self._clock = clock
        self._envelope = Envelope(config.aes_key, config.app_id) if config.aes_key else None

    def verify(self, call: Call) -> bytes:
        """Answer the platform's question whether this address is ours."""
        self._check_signature(call)
        return call.arg("echostr").encode()

    def take(self, call: Call) -> bytes:
        self._check_signature(call)
        tree, was_sealed = self._open(call)
        try:
            message = build(tree)
        except xml.BadXml as error:
            raise BadCall(400, str(error)) from error
        if message is None:
            return HEARD
        answer = self._receive(message)
        if not answer:
            return HEARD
        return self._wrap(tree, answer, was_sealed)

    def _check_signature(self, call: Call) -> None:
        stamp, nonce = call.arg("timestamp"), call.arg("nonce")
        if not is_signed(call.arg("signature"), self._config.token, stamp, nonce):
            raise BadCall(403, "signature")
        if limit := self._config.freshness_seconds:
            age = abs(self._clock.now().timestamp() - _number(stamp))
            if not age <= limit:  # “nan” is no fresh moment either
                raise BadCall(403, "timestamp")

    def _open(self, call: Call) -> tuple[xml.Tree, bool]:
        """Return the message's fields, and whether they came sealed."""
        body = call.body()
        if self._config.mode == "plain" and call.arg("encrypt_type", "raw") == "raw":
            return _read(body), False
        sealed = xml.sealed_in(body) or _read(body).get("Encrypt")
        if not isinstance(sealed, str) or not sealed or self._envelope is None:
            raise BadCall(403, "not sealed")
        parts = (self._config.token, call.arg("timestamp"), call.arg("nonce"), sealed)
        if not is_signed(call.arg("msg_signature"), *parts):
            raise BadCall(403, "message signature")
        try:
            # The plain fields that compatible mode sends beside it are not signed: only this counts.
            return _read(self._envelope.open(sealed)), True
        except NotForUs as error:
            raise BadCall(403, "envelope") from error

    def _wrap(self, tree: xml.Tree, answer: str, seal: bool) -> bytes:
        moment = int(self._clock.now().timestamp())
        plain = xml.text_reply(
            tree["FromUserName"], str(tree.get("ToUserName", "")), moment, answer
        )
        if not seal or self._envelope is None:
            return plain
        sealed, nonce = self._envelope.seal(plain), secrets.token_hex(5)
        signature = sign(self._config.token, str(moment), nonce, sealed)
        return xml.sealed_reply(sealed, signature, str(moment), nonce)


def open_door(app: Flask, config: Official, receive: Receive, clock: Clock) -> None:
    """Let the app answer /wechat/official before it looks at a call in any other way."""
    otherwise: Application = app.wsgi_app
    door = OfficialDoor(config, receive, clock)
    ways = {"GET": door.verify, "POST": door.take}

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        way = ways.get(environ["REQUEST_METHOD"])
        if environ["PATH_INFO"] != PATH or way is None:
            return otherwise(environ, start)
        try:
            return reply(start, 200, way(Call(environ)))
        except BadCall as refused:
            log.warning("call %s refused: %s", os.urandom(4).hex(), refused.why)
            return reply(start, refused.status, b"")

    app.wsgi_app = answer  # type: ignore[method-assign, assignment]


def _read(body: bytes) -> xml.Tree:
    try:
        return xml.read(body)
    except xml.BadXml as error:
        raise BadCall(400, str(error)) from error


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
