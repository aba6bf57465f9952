import threading

import pytest
from werkzeug.serving import make_server

from core.clock import FakeClock
from sim.letters import EVENTS, MESSAGES
from sim.people import Follower
from sim.verdict import OUT_OF_ORDER
from sim.wechat import HttpPoster, PretendWeChat, WsgiPoster
from tests.sim.conftest import Make
from tests.sim.echo import EchoBot, Heard, echo


def bot_of(platform: PretendWeChat) -> EchoBot:
    assert isinstance(platform.webhook, WsgiPoster)
    assert isinstance(platform.webhook.app, EchoBot)
    return platform.webhook.app


@pytest.mark.parametrize("mode", ["encrypted", "compatible", "plain"])
def test_a_text_is_answered_in_every_mode(make: Make, mode: str) -> None:
    lin = make(mode=mode).follower("o-lin")

    assert lin.says("36.8 ]]> 度") == "你说：36.8 ]]> 度"
    assert [bubble.who for bubble in lin.screen] == ["me", "bot"]


def test_the_settings_are_saved_only_if_the_webhook_repeats_the_echo(
    platform: PretendWeChat,
) -> None:
    assert platform.verify("5833258582299191661")

    platform.webhook = HttpPoster("http://127.0.0.1:9/nobody")
    assert not platform.verify()


def test_a_retry_is_the_same_message_signed_anew(
    platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    def third_time_lucky(bot: EchoBot, heard: Heard) -> tuple[int, bytes]:
        return echo(bot, heard) if len(bot.heard) == 3 else (502, b"")

    bot.reply = third_time_lucky

    assert lin.says("在吗") == "你说：在吗"
    assert len({heard["MsgId"] for heard in bot.heard}) == 1
    assert len({heard["CreateTime"] for heard in bot.heard}) == 1
    assert len({query["nonce"] for query in bot.queries}) == 3
    assert platform.faults_seen == []
    assert [exchange.attempt for exchange in platform.exchanges] == [0, 1, 2]


def test_after_three_tries_the_person_sees_that_the_account_is_out_of_order(
    platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    bot.reply = lambda bot, heard: (500, b"oops")

    assert lin.says("在吗") == ""
    assert lin.screen[-1].who == "system"
    assert lin.screen[-1].text == OUT_OF_ORDER
    assert len(bot.heard) == 3
    assert platform.faults_seen == ["no answer after 3 tries: status 500, status 500, status 500"]


def test_an_answer_that_comes_too_late_is_never_seen(make: Make) -> None:
    platform = make(patience=0.15)
    lin, bot = platform.follower("o-lin"), bot_of(platform)
    wake = threading.Event()

    def slow_once(bot: EchoBot, heard: Heard) -> tuple[int, bytes]:
        if len(bot.heard) == 1:
            wake.wait(1)
            return 200, bot.text(heard, "太晚了")
        return 200, b"success"

    bot.reply = slow_once

    assert lin.says("在吗") == ""
    wake.set()
    assert lin.texts() == []
    assert [exchange.verdict.reason for exchange in platform.exchanges] == ["timed out", ""]


def test_parallel_copies_answered_alike_are_shown_once(bot: EchoBot, lin: Follower) -> None:
    assert lin.says("你好", times=2, parallel=4) == "你说：你好"

    assert len(bot.heard) == 8
    assert lin.texts() == ["你说：你好"]


def test_copies_answered_differently_are_a_fault(
    platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    bot.reply = lambda bot, heard: (200, bot.text(heard, f"第{len(bot.heard)}次"))

    lin.says("你好", times=2)

    assert platform.faults_seen == ["two copies were answered differently"]


def test_a_bot_that_raises_is_a_broken_connection(
    platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    def raises(bot: EchoBot, heard: Heard) -> tuple[int, bytes]:
        raise RuntimeError("our own bug")

    bot.reply = raises
    lin.says("你好")

    assert "our own bug" in platform.faults_seen[0]


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_kind_of_message_goes_out(bot: EchoBot, lin: Follower, kind: str) -> None:
    assert lin.sends(kind)

    assert bot.heard[0]["MsgType"] == kind
    assert bot.heard[0]["MsgId"].isdigit()


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_goes_out_without_a_msgid(bot: EchoBot, lin: Follower, name: str) -> None:
    bot.reply = lambda bot, heard: (200, b"")

    assert lin.event(name) == ""
    assert bot.heard[0]["Event"] == name
    assert "MsgId" not in bot.heard[0]


def test_two_taps_are_two_events_though_the_clock_stands_still(bot: EchoBot, lin: Follower) -> None:
    lin.clicks("report")
    lin.clicks("report")

    first, second = (int(heard["CreateTime"]) for heard in bot.heard)
    assert second == first + 1


def test_a_code_scanned_by_a_stranger_makes_a_follower(bot: EchoBot, lin: Follower) -> None:
    lin.unfollows()
    lin.scans("bld-3-u2")
    lin.scans("bld-3-u2")

    events = [(heard["Event"], heard["EventKey"]) for heard in bot.heard]
    assert events == [
        ("unsubscribe", ""),
        ("subscribe", "qrscene_bld-3-u2"),
        ("SCAN", "bld-3-u2"),
    ]


def test_a_menu_item_carries_its_id(bot: EchoBot, lin: Follower) -> None:
    lin.taps("101", "满意")

    assert bot.heard[0]["bizmsgmenuid"] == "101"


def test_the_same_message_can_be_sent_again_by_its_id(
    bot: EchoBot, lin: Follower, clock: FakeClock
) -> None:
    lin.says("36.8", msg_id=42)
    clock.advance(hours=1)
    lin.says("36.8", msg_id=42)

    assert [heard["MsgId"] for heard in bot.heard] == ["42", "42"]


def test_a_webhook_over_the_network_works_as_well(make: Make) -> None:
    platform = make()
    server = make_server("127.0.0.1", 0, bot_of(platform), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    platform.webhook = HttpPoster(f"http://127.0.0.1:{server.server_port}/wechat/official")

    assert platform.follower("o-lin").says("你好") == "你说：你好"
    assert platform.verify()

    platform.webhook.close()
    server.shutdown()
    server.server_close()
    thread.join()
