import io
import re

import pytest

from sim.envelope import encrypt, open_reply, sign
from sim.letters import document
from tests.conftest import AES_KEY, APP_ID, TOKEN
from tests.databases import MORNING
from tests.wechat.door import OPENID, STAMP, Call, Door, fields, letter
from wechat import xml

SECRET_WORDS = "我的门牌是3号楼"


def opened(body: bytes) -> dict[str, str]:
    """Open an encrypted answer as the platform does."""
    return xml.read(open_reply(TOKEN, AES_KEY, APP_ID, xml.read(body)))


def verify(door: Door, **changed: str) -> tuple[int, bytes]:
    query = {
        "timestamp": STAMP,
        "nonce": "1358161344",
        "signature": sign(TOKEN, STAMP, "1358161344"),
        "echostr": "5833258582299191661",
        **changed,
    }
    answer = door.client.get("/wechat/official", query_string=query)
    return answer.status_code, answer.data


def test_the_address_is_proved_with_exactly_the_echo(door: Door) -> None:
    assert verify(door) == (200, b"5833258582299191661")
    assert verify(door, echostr="1+2/3 %=&4") == (200, b"1+2/3 %=&4")


@pytest.mark.parametrize("changed", [{"signature": "0" * 40}, {"nonce": "2"}, {"timestamp": ""}])
def test_a_stranger_gets_no_echo(door: Door, changed: dict[str, str]) -> None:
    assert verify(door, **changed) == (403, b"")


@pytest.mark.parametrize("mode", ["plain", "compatible", "encrypted"])
def test_a_message_is_heard_and_answered_in_every_mode(mode: str) -> None:
    door = Door(mode=mode)

    answer = door.take(letter(document(fields("  从外地回来  ")), mode))

    assert answer.status_code == 200
    assert [message.text for message in door.heard] == ["从外地回来"]
    reply = xml.read(answer.data) if mode == "plain" else opened(answer.data)
    assert (reply["Content"], reply["MsgType"]) == ("好的", "text")
    assert (reply["ToUserName"], reply["FromUserName"]) == (door.heard[0].sender, "gh_linbao")
    assert int(reply["CreateTime"]) == int(MORNING.timestamp())


def test_an_encrypted_message_is_understood_where_plain_ones_are_expected() -> None:
    door = Door(mode="plain")

    answer = door.take(letter())

    assert opened(answer.data)["Content"] == "好的"


@pytest.mark.parametrize("mode", ["compatible", "encrypted"])
def test_a_plain_body_is_refused_where_it_should_be_sealed(mode: str) -> None:
    door = Door(mode=mode)

    answer = door.take(letter(mode="plain"))

    assert (answer.status_code, answer.data, door.heard) == (403, b"", [])


def test_compatible_mode_trusts_only_what_is_sealed() -> None:
    door = Door(mode="compatible")
    query, body = letter(document(fields("真的")), "compatible")

    door.take((query, body.replace("真的".encode(), "假的".encode())))

    assert [message.text for message in door.heard] == ["真的"]


def test_an_empty_answer_is_an_empty_body(door: Door) -> None:
    door.answer = ""

    answer = door.take(letter())

    assert (answer.status_code, answer.data) == (200, b"")


def test_an_answer_cannot_break_the_reply(door: Door) -> None:
    door.answer = "a]]>b\x00\x1f<xml>&amp;"

    assert opened(door.take(letter()).data)["Content"] == "a]]>b<xml>&amp;"


def without(name: str) -> Call:
    query, body = letter()
    return {key: value for key, value in query.items() if key != name}, body


def changed(**query: str) -> Call:
    given, body = letter()
    return {**given, **query}, body


def sealed(text: bytes, aes_key: str = AES_KEY, app_id: str = APP_ID) -> Call:
    return letter(text, aes_key=aes_key, app_id=app_id)


def resealed(encrypt_field: str) -> Call:
    """A call whose signatures are right and whose sealed text is anything."""
    query, _ = letter()
    query["msg_signature"] = sign(TOKEN, query["timestamp"], query["nonce"], encrypt_field)
    return query, document({"ToUserName": "gh", "Encrypt": encrypt_field})


def cut(call: Call, part: float) -> Call:
    return call[0], call[1][: int(len(call[1]) * part)]


SEALED = encrypt(AES_KEY, APP_ID, document(fields(SECRET_WORDS)))
REFUSED = {
    "a wrong signature": (changed(signature="0" * 40), 403),
    "a signature in Chinese": (changed(signature="签" * 40), 403),
    "no signature": (without("signature"), 403),
    "no timestamp": (without("timestamp"), 403),
    "no nonce": (without("nonce"), 403),
    "another nonce": (changed(nonce="1"), 403),
    "a wrong message signature": (changed(msg_signature="0" * 40), 403),
    "no message signature": (without("msg_signature"), 403),
    "another AppID": (sealed(document(fields(SECRET_WORDS)), app_id="wx0"), 403),
    "another key": (sealed(document(fields(SECRET_WORDS)), aes_key=AES_KEY[::-1]), 403),
    "truncated base64": (resealed(SEALED[:-3]), 403),
    "half of the blocks": (resealed(SEALED[:64]), 403),
    "an empty Encrypt": (resealed(""), 403),
    "a truncated body": (cut(letter(), 0.7), 400),
    "an empty body": (cut(letter(), 0), 400),
}


@pytest.mark.parametrize(("call", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_for_us_is_refused_in_silence(
    door: Door, caplog: pytest.LogCaptureFixture, call: Call, status: int
) -> None:
    answer = door.take(call)

    assert (answer.status_code, answer.data, door.heard) == (status, b"", [])
    assert len(caplog.messages) == 1
    assert re.fullmatch(r"call [0-9a-f]{8} refused: [a-zA-Z8 <>-]+", caplog.messages[0])


def spoilt(content: bytes) -> bytes:
    """Return a message as the platform writes it, but for what stands in the content."""
    return document(fields("@")).replace(b"<![CDATA[@]]>", content)


UNREADABLE = {
    "a pasted end of CDATA": spoilt(b"<![CDATA[a]]>b]]>"),
    "another sender pasted in": spoilt(
        b"<![CDATA[x]]></Content><FromUserName><![CDATA[oOther]]></FromUserName><Content><![CDATA[]]>"
    ),
    "a character cut in two": spoilt(b"<![CDATA[" + "报".encode()[:2] + b"]]>"),
    "half of an emoji": spoilt(b"&#55357;"),
    "a bare ampersand": spoilt(b"A & B"),
    "an open bracket": spoilt("体温<37".encode()),
    "GBK": spoilt(b"<![CDATA[" + "报备".encode("gbk") + b"]]>"),
    "cut off": document(fields("我要报备"))[:-30],
    "a type given twice": document({**fields(), "MsgType": ["text", "voice"]}),
}  # fmt: skip


@pytest.mark.parametrize("mode", ["plain", "compatible", "encrypted"])
@pytest.mark.parametrize("plain", UNREADABLE.values(), ids=UNREADABLE)
def test_a_signed_message_that_cannot_be_read_is_asked_for_again(mode: str, plain: bytes) -> None:
    door = Door(mode=mode)

    answer = door.take(letter(plain, mode))

    assert (answer.status_code, door.heard) == (200, [])
    reply = xml.read(answer.data) if mode == "plain" else opened(answer.data)
    assert "没看懂" in reply["Content"] and "再发一次" in reply["Content"]
    assert "120" in reply["Content"]
    assert (reply["ToUserName"], reply["FromUserName"]) == (OPENID, "gh_linbao")


NOBODY_WAITS = {
    "no XML": b"hello",
    "an entity": b'<!DOCTYPE a [<!ENTITY b "c">]><xml><A>&b;</A></xml>',
    "no sender": document({"MsgType": "text", "Content": "x"}),
    "two senders": document({**fields(), "FromUserName": ["o1", "o2"]}),
    "an event": document({**fields(), "MsgType": "event", "Event": ["SCAN", "VIEW"]}),
    "nothing": b"",
}


@pytest.mark.parametrize("mode", ["plain", "encrypted"])
@pytest.mark.parametrize("plain", NOBODY_WAITS.values(), ids=NOBODY_WAITS)
def test_what_nobody_can_be_asked_about_is_not_sent_again(
    mode: str, plain: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door(mode=mode)

    answer = door.take(letter(plain, mode))

    assert (answer.status_code, answer.data, door.heard) == (200, b"", [])
    assert len(caplog.messages) == 1 and "hello" not in caplog.text


BIG = document(fields("水" * 22_000))


def test_a_large_body_is_refused_by_its_length(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    answer = door.take(letter(BIG))

    assert (answer.status_code, answer.data, door.heard) == (400, b"", [])
    assert len(caplog.messages) == 1 and "too large" in caplog.messages[0]


def test_a_large_body_is_refused_when_it_does_not_say_its_length(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    query, body = letter(BIG)
    chunked = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}

    answer = door.take((query, b""), chunked)

    assert (answer.status_code, answer.data, door.heard) == (400, b"", [])
    assert len(caplog.messages) == 1 and "too large" in caplog.messages[0]


def test_a_body_just_below_the_limit_is_read(door: Door) -> None:
    answer = door.take(letter(document(fields("x" * 45_000))))

    assert answer.status_code == 200 and len(door.heard[0].text) == 45_000


def test_a_caller_who_hangs_up_in_the_middle_is_refused(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    query, body = letter()
    short = {"wsgi.input": io.BytesIO(body[:100]), "CONTENT_LENGTH": str(len(body))}

    answer = door.take((query, b""), short)

    assert (answer.status_code, answer.data) == (400, b"")
    assert len(caplog.messages) == 1 and "cut short" in caplog.messages[0]


def aged(seconds: int) -> Call:
    return letter(timestamp=str(int(STAMP) - seconds))


def test_any_timestamp_is_fresh_unless_a_window_is_set(door: Door) -> None:
    assert door.take(aged(10**8)).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (600, 200), (601, 403), (-601, 403)])
def test_a_window_refuses_what_is_too_old_or_too_new(seconds: int, status: int) -> None:
    assert Door(freshness_seconds=600).take(aged(seconds)).status_code == status


@pytest.mark.parametrize("stamp", ["", "nan", "inf", "soon"])
def test_a_window_refuses_what_is_no_moment(stamp: str) -> None:
    assert Door(freshness_seconds=600).take(letter(timestamp=stamp)).status_code == 403
