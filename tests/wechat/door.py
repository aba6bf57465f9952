"""The Official Account's door alone: whoever it calls writes down what it heard and answers."""

from datetime import datetime

from flask import Flask
from werkzeug.test import TestResponse

from core.clock import FakeClock
from core.config import Official
from core.messages import Message, Parse
from sim.envelope import sealed_post
from sim.letters import Fields, document
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN
from tests.databases import MORNING
from wechat.official import open_door

STAMP = str(int(MORNING.timestamp()))
OPENID = "oLin00000000000000000000001"
Call = tuple[dict[str, str], bytes]


def nothing_understood(text: str, at: datetime) -> Parse:
    """Stand in for the language model where meaning does not matter."""
    return Parse(text, "oos", 0.0, ("oos",), ())


def official(**changed: object) -> Official:
    keys = {"app_id": APP_ID, "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY}
    return Official(**{**keys, **changed})  # type: ignore[arg-type]  # any setting may be changed


def fields(content: str = "你好", **changed: str | int) -> Fields:
    return {
        "ToUserName": "gh_linbao",
        "FromUserName": OPENID,
        "CreateTime": STAMP,
        "MsgType": "text",
        "Content": content,
        "MsgId": 23000000000000001,
        **changed,
    }


def letter(plain: bytes | None = None, mode: str = "encrypted", **changed: str) -> Call:
    """Return query and body of a call as the platform makes it; `changed`: other keys."""
    keys = {"token": TOKEN, "aes_key": AES_KEY, "app_id": APP_ID}
    return sealed_post(
        openid=OPENID,
        plain=document(fields()) if plain is None else plain,
        nonce=changed.pop("nonce", "123456789"),
        timestamp=changed.pop("timestamp", STAMP),
        mode=mode,
        **{**keys, **changed},
    )


class Door:
    """`heard` is what came through, `answer` what is said to it."""

    def __init__(self, **settings: object) -> None:
        self.heard: list[Message] = []
        self.answer = "好的"
        app = Flask("door")
        open_door(app, official(**settings), self.hear, FakeClock(MORNING))
        self.client = app.test_client()

    def hear(self, message: Message) -> str:
        self.heard.append(message)
        return self.answer

    def take(self, call: Call, environ: dict[str, object] | None = None) -> TestResponse:
        query, body = call
        return self.client.post(
            "/wechat/official", query_string=query, data=body, environ_overrides=environ
        )
