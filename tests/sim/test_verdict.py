from collections.abc import Callable

import pytest

from sim.people import Follower
from sim.verdict import OUT_OF_ORDER
from sim.wechat import PretendWeChat
from tests.sim.conftest import Make
from tests.sim.echo import EchoBot, Heard

Answer = Callable[[EchoBot, Heard], bytes]
ARTICLE = {"Title": "停水", "Description": "", "PicUrl": "", "Url": "https://example.org"}


def news(bot: EchoBot, heard: Heard, items: int) -> bytes:
    return bot.sealed(
        {
            "ToUserName": heard["FromUserName"],
            "FromUserName": heard["ToUserName"],
            "CreateTime": 1,
            "MsgType": "news",
            "ArticleCount": items,
            "Articles": {"item": [ARTICLE] * items},
        }
    )


BROKEN: dict[str, tuple[Answer, str]] = {
    "words": (lambda bot, heard: b"hello", "not XML"),
    "the word success in quotes": (lambda bot, heard: b'"success"', "not XML"),
    "another root": (lambda bot, heard: b"<html/>", "the root is <html>"),
    "plain": (lambda bot, heard: b"<xml/>", "a plain reply in encrypted mode"),
    "empty text": (lambda bot, heard: bot.text(heard, ""), "the text is empty"),
    "2049 bytes": (lambda bot, heard: bot.text(heard, "好" * 683), "more than 2048"),
    "not swapped": (
        lambda bot, heard: bot.text(heard, "x", ToUserName=heard["ToUserName"]),
        "ToUserName",
    ),
    "another account": (lambda bot, heard: bot.text(heard, "x", FromUserName="gh_2"), "FromUser"),
    "no time": (lambda bot, heard: bot.text(heard, "x", CreateTime="now"), "CreateTime"),
    "no type": (lambda bot, heard: bot.text(heard, "x", MsgType="event"), "MsgType"),
    "wrong signature": (
        lambda bot, heard: bot.sealed({"a": "b"}, MsgSignature="0" * 40),
        "MsgSignature is wrong",
    ),
    "no nonce": (lambda bot, heard: b"<xml><Encrypt>AA</Encrypt></xml>", "has no MsgSignature"),
    "two articles": (lambda bot, heard: news(bot, heard, 2), "exactly one article"),
    "no media": (lambda bot, heard: bot.text(heard, "x", MsgType="image"), "no MediaId"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_reply_out_of_order_is_seen_at_once_and_not_retried(
    platform: PretendWeChat, bot: EchoBot, lin: Follower, name: str
) -> None:
    answer, reason = BROKEN[name]
    bot.reply = lambda bot, heard: (200, answer(bot, heard))

    assert lin.says("在吗") == ""

    assert lin.screen[-1].text == OUT_OF_ORDER
    assert len(bot.heard) == 1
    assert reason in platform.faults_seen[0]


@pytest.mark.parametrize("body", [b"", b"success"])
def test_an_empty_answer_shows_nothing(
    platform: PretendWeChat, bot: EchoBot, lin: Follower, body: bytes
) -> None:
    bot.reply = lambda bot, heard: (200, body)

    assert lin.says("在吗") == ""
    assert len(lin.screen) == 1
    assert platform.faults_seen == []


def test_2048_bytes_fit(bot: EchoBot, lin: Follower) -> None:
    bot.reply = lambda bot, heard: (200, bot.text(heard, "好" * 682 + "ab"))

    assert lin.says("在吗") == "好" * 682 + "ab"


def test_one_article_is_shown_by_its_title(bot: EchoBot, lin: Follower) -> None:
    bot.reply = lambda bot, heard: (200, news(bot, heard, 1))

    assert lin.says("在吗") == "停水"
    assert lin.screen[-1].extra["article"]["Url"] == "https://example.org"


def test_in_compatible_mode_a_plain_reply_is_taken(make: Make) -> None:
    assert make(mode="compatible").follower("o-lin").says("你好") == "你说：你好"


def test_in_plain_mode_a_sealed_reply_is_not(make: Make) -> None:
    platform = make(mode="plain")
    bot = platform.webhook.app  # type: ignore[union-attr]
    bot.reply = lambda bot, heard: (200, b"<xml><Encrypt>AA</Encrypt></xml>")

    platform.follower("o-lin").says("你好")

    assert platform.faults_seen == ["a sealed reply in plain mode"]


def test_a_failed_report_shows_nothing_on_the_screen(
    platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    bot.reply = lambda bot, heard: (500, b"")

    lin.event("LOCATION")

    assert lin.screen == []
    assert len(platform.faults_seen) == 1
