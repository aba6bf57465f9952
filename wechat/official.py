"""The Official Account door: check, open, hand over, wrap the answer."""

import secrets
from collections.abc import Callable

from flask import Flask

from core.clock import Clock
from core.config import Official
from core.messages import Message
from core.ports import NotTaken
from core.sparing import sparing
from wechat import xml
from wechat.calls import BadCall, Call, open_at
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.messages import build

log = sparing(__name__)

Receive = Callable[[Message], str]

PATH = "/wechat/official"
# WeChat takes an empty 200 as “heard”; anything else makes it try again.
HEARD = b""
NOT_UNDERSTOOD = "这条我没看懂，请再发一次。有危险请直接打120、110或119。"


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
        plain, was_sealed = self._open(call)
        try:
            tree = xml.read(plain)
            message = build(tree)
        except xml.BadXml as error:
            return self._not_understood(plain, was_sealed, str(error))
        answer = self._received(message) if message is not None else ""
        if not answer:
            return HEARD
        return self._wrap(tree["FromUserName"], str(tree.get("ToUserName", "")), answer, was_sealed)

    def _received(self, message: Message) -> str:
        try:
            return self._receive(message)
        except NotTaken as error:
            raise BadCall(503, "not taken") from error

    def _not_understood(self, plain: bytes, was_sealed: bool, why: str) -> bytes:
        """Ask whoever wrote what cannot be read to write again; refused, it would come thrice."""
        log.warning("a signed message could not be read: %s", why)
        found = xml.parties(plain)
        return self._wrap(*found, NOT_UNDERSTOOD, was_sealed) if found else HEARD

    def _check_signature(self, call: Call) -> None:
        stamp, nonce = call.arg("timestamp"), call.arg("nonce")
        if not is_signed(call.arg("signature"), self._config.token, stamp, nonce):
            raise BadCall(403, "signature")
        if limit := self._config.freshness_seconds:
            age = abs(self._clock.now().timestamp() - _number(stamp))
            if not age <= limit:  # “nan” is no fresh moment either
                raise BadCall(403, "timestamp")

    def _open(self, call: Call) -> tuple[bytes, bool]:
        """Return the message as it was written, and whether it came sealed."""
        body = call.body()
        if self._config.mode == "plain" and call.arg("encrypt_type", "raw") == "raw":
            return body, False
        try:
            sealed = xml.sealed_in(body) or xml.sealed_beside(body)
        except xml.BadXml as error:
            raise BadCall(400, str(error)) from error
        if not sealed or self._envelope is None:
            raise BadCall(403, "not sealed")
        parts = (self._config.token, call.arg("timestamp"), call.arg("nonce"), sealed)
        if not is_signed(call.arg("msg_signature"), *parts):
            raise BadCall(403, "message signature")
        try:
            # The plain fields that compatible mode sends beside it are not signed: only this counts.
            return self._envelope.open(sealed), True
        except NotForUs as error:
            raise BadCall(403, "envelope") from error

    def _wrap(self, sender: str, account: str, answer: str, seal: bool) -> bytes:
        moment = int(self._clock.now().timestamp())
        plain = xml.text_reply(sender, account, moment, answer)
        if not seal or self._envelope is None:
            return plain
        sealed, nonce = self._envelope.seal(plain), secrets.token_hex(5)
        signature = sign(self._config.token, str(moment), nonce, sealed)
        return xml.sealed_reply(sealed, signature, str(moment), nonce)


def open_door(app: Flask, config: Official, receive: Receive, clock: Clock) -> None:
    """Let the app answer /wechat/official."""
    door = OfficialDoor(config, receive, clock)
    open_at(app, PATH, {"GET": door.verify, "POST": door.take})


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
