"""The robot's door: verify, open, hand over or come back for, and seal the answer as JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import Flask

from core.clock import Clock
from core.messages import Kind, Message
from core.ports import NotTaken, StreamPart, Streams
from core.settings import Aibot
from core.sparing import sparing
from wechat.aibot import cards
from wechat.aibot.messages import BadJson, Fields, build, pictures_of, word
from wechat.calls import BadCall, Call, open_at
from wechat.envelope import Envelope, NotForUs, is_signed, sign
from wechat.official import HEARD, Receive

log = sparing(__name__)

PATH = "/wechat/work/aibot"
STREAM_BYTES = 20_480
PICTURE_LOST = "照片没收到（平台只给5分钟，可能网络慢了），没有转给任何人。请再发一次；急事请打字说，有危险直接打120。"
TOO_MANY = "一次只收了前{most}张，其余{more}张没有转，请再发。"

Lay = Callable[[Sequence[str]], Sequence[str]]  # addresses of pictures → the app's ids, "" for none


class AibotDoor:
    """Turns one HTTP call into a Message or a poll, and the answer into what the robot shows."""

    def __init__(
        self,
        config: Aibot,
        receive: Receive,
        streams: Streams,
        clock: Clock,
        buttons: cards.Buttons,
        lay: Lay,
    ) -> None:
        self._buttons = buttons
        self._lay = lay
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
            part = self._spoken(message, pictures_of(given))
            return _shown(part) if part else None
        return self._of_event(message)

    def _spoken(self, message: Message, pictures: Sequence[str]) -> StreamPart | None:
        """Answer what was said, and before it what was shown: pictures come to us in single chats."""
        said = [] if message.in_group else self._seen(message, pictures)
        if said and message.kind is not Kind.TEXT:
            return StreamPart(message.key, "\n".join(said), is_over=True)
        part = self._streams.begin(message)
        if part is None or not said:
            return part
        return replace(part, text="\n".join([*said, part.text]))

    def _seen(self, message: Message, pictures: Sequence[str]) -> list[str]:
        """Pass pictures on; return what is said of each, once."""
        laid = self._lay(pictures) if pictures else ()
        said = []
        for number, media in enumerate(laid):
            if media:
                key, holds = f"{message.key}:{number}", {"media": media}
                shown = replace(
                    message, key=key, kind=Kind.PICTURE, text="", is_polled=False, extra=holds
                )
                said.append(self._receive(shown))
            elif message.extra.get("shows") != "file":  # one that is no picture is only unreadable
                said.append(PICTURE_LOST)
        if more := len(pictures) - len(laid):
            said.append(TOO_MANY.format(most=len(laid), more=more))
        return [each for each in dict.fromkeys(said) if each]

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
        except (ValueError, RecursionError):
            raise BadCall(400, "not JSON") from None
        sealed = outer.get("encrypt") if isinstance(outer, dict) else None
        plain = self._opened(call, sealed if isinstance(sealed, str) else "")
        try:
            found = json.loads(plain)
        except (ValueError, RecursionError):
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
    lay: Lay,
) -> None:
    """Let the app answer /wechat/work/aibot; `buttons` are on the card whoever comes in sees.

    `lay` fetches pictures and lays them where the enterprise's app keeps them.
    """
    door = AibotDoor(config, receive, streams, clock, buttons, lay)
    open_at(app, PATH, {"GET": door.verify, "POST": door.take})
