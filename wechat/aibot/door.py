"""The robot's door: verify, open, hand over or come back for, and seal the answer as JSON."""

import json
from typing import Any

from flask import Flask

from core.clock import Clock
from core.messages import Kind, Message
from core.ports import NotTaken, StreamPart, Streams
from core.settings import Aibot
from core.sparing import sparing
from wechat.aibot import cards
from wechat.aibot.messages import BadJson, Fields, build, word
from wechat.calls import BadCall, Call, open_at
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.official import HEARD, Receive

log = sparing(__name__)

PATH = "/wechat/work/aibot"
STREAM_BYTES = 20_480


class AibotDoor:
    """Turns one HTTP call into a Message or a poll, and the answer into what the robot shows."""

    def __init__(
        self,
        config: Aibot,
        receive: Receive,
        streams: Streams,
        clock: Clock,
        buttons: cards.Buttons,
    ) -> None:
        self._buttons = buttons
        self._token = config.token
        self._receive = receive
        self._streams = streams
        self._clock = clock
        self._envelope = Envelope(config.aes_key, "")

    def verify(self, call: Call) -> bytes:
        """Answer the platform's question whether this address is ours: the echo, opened."""
        return self._opened(call, call.arg("echostr"))

    def take(self, call: Call) -> bytes:
        given = self._fields(call)
        if given is None:
            return HEARD
        try:
            answer = self._answer(given)
        except BadJson as error:
            log.warning("a signed message could not be read: %s", error)
            return HEARD
        except NotTaken as error:
            raise BadCall(503, "not taken") from error
        return self._sealed(call, answer) if answer else HEARD

    def _answer(self, given: Fields) -> dict[str, Any] | None:
        if word(given, "msgtype") == "stream":
            stream = given.get("stream")
            number = word(stream, "id") if isinstance(stream, dict) else ""
            return _shown(self._streams.poll(number)) if number else None
        message = build(given, self._clock.now())
        if message is None:
            return None
        if message.is_polled:
            part = self._streams.begin(message)
            return _shown(part) if part else None
        return self._of_event(message)

    def _of_event(self, message: Message) -> dict[str, Any] | None:
        said = self._receive(message)
        if message.kind is Kind.MENU:
            if not said:
                return None
            card = cards.welcome(said, self._buttons, message.extra["task"])
            return {"msgtype": "template_card", "template_card": card}
        # What a tap led to is told in a message of its own; the card says that it was heard.
        return {"response_type": "update_template_card", "template_card": cards.tapped(message)}

    def _fields(self, call: Call) -> Fields | None:
        """Return what was sealed for us; None if that is no JSON of ours.  Raises BadCall."""
        try:
            outer = json.loads(call.body())
        except ValueError:
            raise BadCall(400, "not JSON") from None
        sealed = outer.get("encrypt") if isinstance(outer, dict) else None
        plain = self._opened(call, sealed if isinstance(sealed, str) else "")
        try:
            found = json.loads(plain)
        except ValueError:
            log.warning("a signed message is no JSON")
            return None
        return found if isinstance(found, dict) else None

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

    def _sealed(self, call: Call, answer: dict[str, Any]) -> bytes:
        sealed = self._envelope.seal(json.dumps(answer, ensure_ascii=False).encode())
        moment, nonce = int(self._clock.now().timestamp()), call.arg("nonce")
        signature = sign(self._token, str(moment), nonce, sealed)
        whole = {"encrypt": sealed, "msgsignature": signature, "timestamp": moment, "nonce": nonce}
        return json.dumps(whole).encode()


def _shown(part: StreamPart) -> dict[str, Any]:
    content = part.text.encode()[:STREAM_BYTES].decode(errors="ignore")
    return {
        "msgtype": "stream",
        "stream": {"id": part.id, "finish": part.is_over, "content": content},
    }


def open_door(
    app: Flask,
    config: Aibot,
    receive: Receive,
    streams: Streams,
    clock: Clock,
    buttons: cards.Buttons,
) -> None:
    """Let the app answer /wechat/work/aibot; `buttons` are on the card whoever comes in sees."""
    door = AibotDoor(config, receive, streams, clock, buttons)
    open_at(app, PATH, {"GET": door.verify, "POST": door.take})
