"""The Official Account door: check, open, hand over, wrap the answer."""

import logging
import os
import secrets
from collections.abc import Callable

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from core.clock import Clock
from core.config import Official
from core.messages import Message
from wechat import xml
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.messages import build

log = logging.getLogger(__name__)

Receive = Callable[[Message], str]

BODY_LIMIT = 64 * 1024
# WeChat takes an empty 200 as “heard”; anything else makes it try again.
HEARD = b""


class Refused(Exception):
    """The call is not answered; `status` says why to the caller, `why` to the log."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class OfficialDoor:
    """Turns one HTTP call into a Message and the answer into what the platform accepts."""

    def __init__(self, config: Official, receive: Receive, clock: Clock) -> None:
        self._config = config
        self._receive = receive
        self._clock = clock
        self._envelope = Envelope(config.aes_key, config.app_id) if config.aes_key else None

    def verify(self) -> bytes:
        """Answer the platform's question whether this address is ours."""
        self._check_signature()
        return request.args.get("echostr", "").encode()

    def take(self) -> bytes:
        self._check_signature()
        tree, was_sealed = self._open(_body())
        try:
            message = build(tree)
        except xml.BadXml as error:
            raise Refused(400, str(error)) from error
        if message is None:
            return HEARD
        answer = self._receive(message)
        if not answer:
            return HEARD
        return self._wrap(tree, answer, was_sealed)

    def _check_signature(self) -> None:
        args = request.args
        stamp, nonce = args.get("timestamp", ""), args.get("nonce", "")
        if not is_signed(args.get("signature", ""), self._config.token, stamp, nonce):
            raise Refused(403, "signature")
        if limit := self._config.freshness_seconds:
            age = abs(self._clock.now().timestamp() - _number(stamp))
            if not age <= limit:  # “nan” is no fresh moment either
                raise Refused(403, "timestamp")

    def _open(self, body: bytes) -> tuple[xml.Tree, bool]:
        """Return the message's fields, and whether they came sealed."""
        tree = _read(body)
        sealed = tree.get("Encrypt")
        if self._config.mode == "plain" and request.args.get("encrypt_type", "raw") == "raw":
            return tree, False
        if not isinstance(sealed, str) or not sealed or self._envelope is None:
            raise Refused(403, "not sealed")
        args = request.args
        signature = args.get("msg_signature", "")
        parts = (self._config.token, args.get("timestamp", ""), args.get("nonce", ""), sealed)
        if not is_signed(signature, *parts):
            raise Refused(403, "message signature")
        try:
            # The plain fields that compatible mode sends beside it are not signed: only this counts.
            return _read(self._envelope.open(sealed)), True
        except NotForUs as error:
            raise Refused(403, "envelope") from error

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


def blueprint(config: Official, receive: Receive, clock: Clock) -> Blueprint:
    """Return /wechat/official; without keys there is no such page."""
    page = Blueprint("official", __name__)
    door = OfficialDoor(config, receive, clock)

    def answer(work: Callable[[], bytes]) -> Response:
        try:
            return Response(work(), content_type="text/plain; charset=utf-8")
        except Refused as refused:
            log.warning("call %s refused: %s", os.urandom(4).hex(), refused.why)
            return Response(status=refused.status)

    @page.get("/wechat/official")
    def verify() -> Response:
        return answer(door.verify)

    @page.post("/wechat/official")
    def take() -> Response:
        return answer(door.take)

    return page


def _body() -> bytes:
    if (request.content_length or 0) > BODY_LIMIT:
        raise Refused(400, "too large")
    body = b""
    try:
        while more := request.stream.read(BODY_LIMIT + 1):
            body += more
            if len(body) > BODY_LIMIT:
                raise Refused(400, "too large")
    except BadRequest:  # the caller hung up in the middle
        raise Refused(400, "cut short") from None
    return body


def _read(body: bytes) -> xml.Tree:
    try:
        return xml.read(body)
    except xml.BadXml as error:
        raise Refused(400, str(error)) from error


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
