"""The enterprise app's door alone: what is not sealed for us is refused, and nothing ever breaks it."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from core.clock import FakeClock
from core.config import WorkApp
from core.messages import Message
from sim.envelope import encrypt, sign
from sim.letters import document
from tests.conftest import AES_KEY
from tests.databases import MORNING
from tests.wechat.work.conftest import CORP, KEYS, TOKEN
from wechat.work.door import open_door

STAMP = str(int(MORNING.timestamp()))


class AppDoor:
    """`heard` is what came through."""

    def __init__(self, **changed: str) -> None:
        self.heard: list[Message] = []
        app = Flask("door")
        open_door(app, WorkApp(**{**KEYS, **changed}), self.hear, FakeClock(MORNING))  # type: ignore[arg-type]
        self.client = app.test_client()

    def hear(self, message: Message) -> str:
        self.heard.append(message)
        return "好的"

    def post(self, plain: bytes, receiver: str = CORP, **changed: str) -> TestResponse:
        sealed = encrypt(AES_KEY, receiver, plain)
        return self.post_raw(document({"ToUserName": CORP, "Encrypt": sealed}), sealed, **changed)

    def post_raw(self, body: bytes, sealed: str = "", **changed: str) -> TestResponse:
        query = {
            "timestamp": STAMP,
            "nonce": "n1",
            "msg_signature": sign(TOKEN, STAMP, "n1", sealed),
        }
        return self.client.post("/wechat/work", query_string={**query, **changed}, data=body)


def said(**fields: str) -> bytes:
    head = {"ToUserName": CORP, "FromUserName": "Doctor01", "CreateTime": STAMP, "MsgType": "text"}
    return document({**head, "Content": "待办", "MsgId": "7", **fields})


def test_the_platform_s_own_example_verifies() -> None:
    door = AppDoor(
        token="QDG6eK",
        corp_id="wx5823bf96d3bd56c7",
        aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    )
    echo = (
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    )
    query = {
        "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        "timestamp": "1409659589",
        "nonce": "263014780",
        "echostr": echo,
    }

    answer = door.client.get("/wechat/work", query_string=query)

    assert (answer.status_code, answer.data) == (200, b"1616140317555161061")
    wrong = door.client.get("/wechat/work", query_string={**query, "nonce": "1"})
    assert wrong.status_code == 403


@pytest.mark.parametrize(
    ("changed", "receiver"),
    [({"msg_signature": "0" * 40}, CORP), ({"nonce": "n2"}, CORP), ({}, "ww9"), ({}, "")],
)
def test_what_is_not_sealed_for_us_is_refused(changed: dict[str, str], receiver: str) -> None:
    door = AppDoor()

    assert door.post(said(), receiver, **changed).status_code == 403
    assert door.heard == []


@pytest.mark.parametrize("body", [b"", b"{}", b"<xml></xml>", b"\xff\xfe", b"x" * 200_000])
def test_a_body_that_is_none_is_refused(body: bytes) -> None:
    assert AppDoor().post_raw(body).status_code in {400, 403}


@pytest.mark.parametrize(
    "plain", [b"<xml></xml>", b"<xml><MsgType>text</MsgType></xml>", b"garbage", b"\xff\xff"]
)
def test_what_is_signed_and_cannot_be_read_is_acknowledged(plain: bytes) -> None:
    answer = AppDoor().post(plain)

    assert (answer.status_code, answer.data) == (200, b"")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_nothing_breaks_the_door(noise: bytes) -> None:
    door = AppDoor()

    assert door.post(noise).status_code == 200
    assert door.post_raw(noise).status_code in {400, 403}


def test_system_events_within_one_second_are_all_acknowledged() -> None:
    door = AppDoor()
    for number in range(10):
        event = said(
            FromUserName="sys", MsgType="event", Event="change_contact", UserID=f"u{number}"
        )
        assert door.post(event).status_code == 200

    assert door.heard == []


def test_a_door_without_keys_is_closed() -> None:
    app = Flask("none")

    assert not WorkApp(corp_id=CORP).is_open
    assert app.test_client().post("/wechat/work").status_code == 404
