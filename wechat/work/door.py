"""The enterprise app's door: verify, open, hand over, wrap the answer; everything is sealed."""

import secrets

from flask import Flask

from core.clock import Clock
from core.config import WorkApp
from core.messages import Message
from core.ports import NotTaken
from core.sparing import sparing
from wechat import xml
from wechat.calls import BadCall, Call, open_at
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.official import HEARD, NOT_UNDERSTOOD, Receive
from wechat.work.messages import build

log = sparing(__name__)

PATH = "/wechat/work"
TAPPED = "已点：{words}"
LONGEST_NAME = 16  # characters on a button


class WorkDoor:
    """Turns one HTTP call into a Message and the answer into what the platform accepts."""

    def __init__(self, config: WorkApp, receive: Receive, clock: Clock) -> None:
        self._token = config.token
        self._receive = receive
        self._clock = clock
        self._envelope = Envelope(config.aes_key, config.corp_id)

    def verify(self, call: Call) -> bytes:
        """Answer the platform's question whether this address is ours: the echo, opened."""
        return self._opened(call, call.arg("echostr"))

    def take(self, call: Call) -> bytes:
        plain = self._message(call)
        try:
            tree = xml.read(plain)
            message = build(tree)
        except xml.BadXml as error:
            log.warning("a signed message could not be read: %s", error)
            found = xml.parties(plain)
            return self._wrap(xml.text_reply(*found, self._now, NOT_UNDERSTOOD)) if found else HEARD
        if message is None:
            return HEARD
        answer = self._received(message)
        sender, corp = tree["FromUserName"], str(tree.get("ToUserName", ""))
        if message.is_tap:
            # What it led to is told in a message of its own; here only that the tap was heard.
            words = TAPPED.format(words=message.text)[:LONGEST_NAME]
            return self._wrap(xml.button_reply(sender, corp, self._now, words))
        return self._wrap(xml.text_reply(sender, corp, self._now, answer)) if answer else HEARD

    @property
    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _received(self, message: Message) -> str:
        try:
            return self._receive(message)
        except NotTaken as error:
            raise BadCall(503, "not taken") from error

    def _message(self, call: Call) -> bytes:
        body = call.body()
        try:
            sealed = xml.sealed_beside(body)
        except xml.BadXml as error:
            raise BadCall(400, str(error)) from error
        return self._opened(call, sealed)

    def _opened(self, call: Call, sealed: str) -> bytes:
        if not sealed:
            raise BadCall(403, "not sealed")
        parts = (self._token, call.arg("timestamp"), call.arg("nonce"), sealed)
        if not is_signed(call.arg("msg_signature"), *parts):
            raise BadCall(403, "message signature")
        try:
            return self._envelope.open(sealed)
        except NotForUs as error:
            raise BadCall(403, "envelope") from error

    def _wrap(self, plain: bytes) -> bytes:
        sealed, nonce, moment = self._envelope.seal(plain), secrets.token_hex(5), str(self._now)
        signature = sign(self._token, moment, nonce, sealed)
        return xml.sealed_reply(sealed, signature, moment, nonce)


def open_door(app: Flask, config: WorkApp, receive: Receive, clock: Clock) -> None:
    """Let the app answer /wechat/work."""
    door = WorkDoor(config, receive, clock)
    open_at(app, PATH, {"GET": door.verify, "POST": door.take})
