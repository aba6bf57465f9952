from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import Kind
from sim.letters import document
from tests.wechat.door import OPENID, fields
from wechat import xml
from wechat.messages import build

HEAD = "<ToUserName>gh</ToUserName><FromUserName>o1</FromUserName>"


@pytest.mark.parametrize("code", [*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
def test_control_characters_are_taken_out(code: int) -> None:
    body = document(fields(f"我{chr(code)}发烧{chr(code)}了"))

    assert xml.read(body)["Content"] == "我发烧了"


def test_line_ends_and_tabs_stay() -> None:
    assert xml.read(document(fields("一\n二\t三")))["Content"] == "一\n二\t三"


def test_a_lone_item_and_several_read_the_same() -> None:
    one = xml.read(b"<xml><Box><List><Id>1</Id></List></Box></xml>")
    two = xml.read(b"<xml><Box><List><Id>1</Id></List><List><Id>2</Id></List></Box></xml>")
    none = xml.read(b"<xml><Box><List></List></Box></xml>")

    assert xml.items(one["Box"]["List"]) == [{"Id": "1"}]
    assert xml.items(two["Box"]["List"]) == [{"Id": "1"}, {"Id": "2"}]
    assert xml.items(none["Box"]["List"]) == []


@pytest.mark.parametrize(
    "content", ["<Content></Content>", "<Content/>", "", "<Content> </Content>"]
)
def test_a_text_without_words_asks_for_words(content: str) -> None:
    message = build(xml.read(f"<xml>{HEAD}<MsgType>text</MsgType>{content}</xml>".encode()))

    assert message is not None
    assert (message.kind, message.text) == (Kind.UNREADABLE, "")


def test_a_sticker_asks_for_words() -> None:
    message = build(xml.read(document(fields("【收到不支持的消息类型，暂无法显示】"))))

    assert message is not None and message.kind is Kind.UNREADABLE


@pytest.mark.parametrize("number", ["", "<MsgId>0</MsgId>", "<MsgId></MsgId>"])
def test_without_a_number_equal_messages_are_the_same_and_others_are_not(number: str) -> None:
    def key(text: str) -> str:
        body = f"<xml>{HEAD}<MsgType>text</MsgType><Content>{text}</Content>{number}</xml>"
        message = build(xml.read(body.encode()))
        assert message is not None
        return message.key

    assert key("36.5") == key("36.5")
    assert key("36.5") != key("36.6")


def test_one_number_from_two_people_is_two_messages() -> None:
    mine, yours = (build(xml.read(document(fields(FromUserName=who)))) for who in ("o1", "o2"))

    assert mine is not None and yours is not None and mine.key != yours.key


@pytest.mark.parametrize("moment", ["", "soon", "-1", "9" * 30, "9" * 5000, "1e9"])
def test_an_odd_moment_harms_nothing(moment: str) -> None:
    message = build(xml.read(document(fields(CreateTime=moment))))

    assert message is not None and message.sent_at <= datetime(2026, 11, 22, tzinfo=UTC)


BAD = {
    "nothing": b"",
    "no xml": b"hello",
    "another root": b"<html></html>",
    "not closed": b"<xml><Content>a</xml>",
    "text after the root": b"<xml><A>1</A></xml>and more",
    "no fields": b"<xml></xml>",
    "only text": b"<xml>hello</xml>",
    "not UTF-8": "<xml><Content>报备</Content></xml>".encode("gbk"),
    "UTF-16": "<xml><Content>a</Content></xml>".encode("utf-16"),
    "a byte order and half a character": b"<xml><Content>\xe6\x8a</Content></xml>",
    "a DTD": b'<!DOCTYPE xml [<!ENTITY a "x">]><xml><Content>&a;</Content></xml>',
    "a DTD after the declaration": b'<?xml version="1.0"?><!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><A>1</A></xml>',
    "a DTD after a comment": b"<!-- --><!DOCTYPE xml><xml><A>1</A></xml>",
    "a DTD inside": b'<xml><!DOCTYPE xml [<!ENTITY a "x">]><A>&a;</A></xml>',
    "an unknown entity": b"<xml><Content>&secret;</Content></xml>",
    "a zero character by number": b"<xml><Content>&#0;</Content></xml>",
    "deep": b"<xml>" + b"<a>" * 13 + b"1" + b"</a>" * 13 + b"</xml>",
    "as deep as 64 KB allow": b"<xml>" + b"<a>" * 9000 + b"1" + b"</a>" * 9000 + b"</xml>",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(xml.BadXml):
        xml.read(body)


TWICE = ["FromUserName", "MsgType", "MsgId", "CreateTime", "Content"]


@pytest.mark.parametrize("name", TWICE)
def test_a_field_that_counts_may_not_come_twice(name: str) -> None:
    body = document(fields()).replace(b"</xml>", f"<{name}>other</{name}></xml>".encode())

    with pytest.raises(xml.BadXml):
        build(xml.read(body))


@pytest.mark.parametrize("name", ["FromUserName", "MsgType"])
def test_a_message_needs_a_sender_and_a_type(name: str) -> None:
    with pytest.raises(xml.BadXml):
        build(xml.read(document(fields(**{name: ""}))))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for candidate in (body, b"<xml>" + body + b"</xml>"):
        with suppress(xml.BadXml):
            build(xml.read(candidate))


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_answer_survives_the_way_to_a_screen(text: str) -> None:
    reply = xml.read(xml.text_reply(OPENID, "gh_linbao", 1700000000, text))

    # XML itself turns every kind of line end into one.
    assert reply["Content"] == xml.clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert (reply["ToUserName"], reply["FromUserName"]) == (OPENID, "gh_linbao")


@pytest.mark.parametrize("text", ["]]>", "a]]>b]]>c", "]]", "]]]]>>", "<![CDATA[x]]>", "&amp;<b>"])
def test_an_answer_cannot_break_out_of_its_field(text: str) -> None:
    assert xml.read(xml.text_reply("o1", "gh", 1, text))["Content"] == text


def test_an_answer_is_never_left_with_half_a_surrogate() -> None:
    assert xml.read(xml.text_reply("o1", "gh", 1, "好\ud83d的"))["Content"] == "好的"


SPACES = st.sampled_from(["", " ", "\n", "\r\n  "])
SEALS = st.text("ABCxyz019+/=", min_size=1, max_size=40)
RECEIVERS = st.text("gh_1a@.-]<>&; 我\x00", max_size=8)


@given(SPACES, RECEIVERS, SPACES, SEALS, SPACES, st.sampled_from(["", "<A>1</A>", "]]>", "\x00"]))
def test_what_is_taken_out_of_a_sealed_message_is_what_reading_it_finds(
    before: str, receiver: str, between: str, sealed: str, after: str, more: str
) -> None:
    body = (
        f"<xml>{before}<ToUserName><![CDATA[{receiver}]]></ToUserName>{between}"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt>{more}{after}</xml>"
    ).encode()

    taken = xml.sealed_in(body)

    assert taken is None or taken == xml.read(body)["Encrypt"]


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[QUJD]]></Encrypt></xml>',
        b"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt>QUJD</Encrypt></xml>",
        b"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[QUJD]]></Encrypt></xml><xml/>",
        b"<xml><Encrypt><![CDATA[QUJD]]></Encrypt></xml>",
    ],
)
def test_a_sealed_message_of_another_make_is_read_in_full(body: bytes) -> None:
    assert xml.sealed_in(body) is None


def test_the_platforms_own_make_is_taken_as_it_is() -> None:
    body = document({"ToUserName": "gh_1", "Encrypt": "QUJD+/=="})

    assert xml.sealed_in(body) == "QUJD+/=="
