import json
from typing import Any

import pytest

from core.clock import FakeClock
from sim.people import Follower
from tests.sim.conftest import Make
from tests.sim.talk import Talk


def test_five_messages_follow_what_a_person_says(talk: Talk, lin: Follower) -> None:
    lin.says("你好")

    assert [talk.push("o-lin", f"第{n}条") for n in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert lin.texts()[-1] == "第4条"
    assert lin.screen[-1].via == "custom"


def test_the_window_closes_after_48_hours(talk: Talk, lin: Follower, clock: FakeClock) -> None:
    assert talk.push("o-lin", "你好") == 45015

    lin.says("你好")
    clock.advance(hours=48)
    assert talk.push("o-lin", "最后一刻") == 0

    clock.advance(seconds=1)
    assert talk.push("o-lin", "太晚") == 45015


def test_a_tap_opens_a_minute_for_three(talk: Talk, lin: Follower, clock: FakeClock) -> None:
    lin.clicks("help")
    assert [talk.push("o-lin", "你好") for _ in range(4)] == [0, 0, 0, 45047]

    lin.clicks("help")
    clock.advance(seconds=61)
    assert talk.push("o-lin", "你好") == 45015


def test_the_counts_of_two_windows_do_not_add_up(talk: Talk, lin: Follower) -> None:
    lin.clicks("help")
    lin.says("你好")

    assert [talk.push("o-lin", "你好") for _ in range(6)].count(0) == 5


def test_a_location_report_opens_nothing(talk: Talk, lin: Follower) -> None:
    lin.event("LOCATION")

    assert talk.push("o-lin", "你好") == 45015


def test_nobody_writes_to_strangers_or_to_those_who_left(talk: Talk, lin: Follower) -> None:
    lin.says("你好")
    lin.unfollows()

    assert talk.push("o-lin", "别走") == 43004
    assert talk.push("o-nobody", "在吗") == 40003

    lin.follows()
    assert [talk.push("o-lin", "欢迎回来") for _ in range(4)] == [0, 0, 0, 45047]


def test_a_subscription_account_has_no_right_to_push(make: Make) -> None:
    platform = make(kind="subscription")
    platform.follower("o-lin").says("你好")
    talk = Talk(platform.serve())

    assert talk.push("o-lin", "你好") == 48001
    talk.close()


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text", "text": {"content": "好" * 683}}, 45002),
        ({"msgtype": "poem", "poem": {}}, 40008),
        ({"msgtype": "text"}, 40008),
        ({"msgtype": "image", "image": {"media_id": "gone"}}, 40007),
        ({"msgtype": "news", "news": {"articles": [{}, {}]}}, 45008),
    ],
)
def test_a_message_out_of_order_costs_nothing(
    talk: Talk, lin: Follower, body: dict[str, Any], errcode: int
) -> None:
    lin.says("你好")

    assert talk.post("message/custom/send", {"touser": "o-lin", **body})["errcode"] == errcode
    assert [talk.push("o-lin", "你好") for _ in range(5)] == [0] * 5


def test_escaped_characters_are_refused(talk: Talk, lin: Follower) -> None:
    lin.says("你好")
    body = {"touser": "o-lin", "msgtype": "text", "text": {"content": "你好"}}
    path = f"/cgi-bin/message/custom/send?access_token={talk.token()['access_token']}"

    assert talk.raw("POST", path, json.dumps(body).encode()).json()["errcode"] == 40033
    assert talk.raw("POST", path, b"{").json()["errcode"] == 47001
    assert talk.raw("POST", path, b"[]").json()["errcode"] == 47001
    assert talk.raw("POST", path).json()["errcode"] == 44002


def test_a_menu_of_choices_is_shown_with_its_items(talk: Talk, lin: Follower) -> None:
    lin.says("你好")
    menu = {"head_content": "满意吗？", "list": [{"id": "1", "content": "满意"}]}
    body = {"touser": "o-lin", "msgtype": "msgmenu", "msgmenu": menu}

    assert talk.post("message/custom/send", body)["errcode"] == 0
    assert lin.screen[-1].text == "满意吗？\n满意"
    assert lin.screen[-1].extra["menu"]["list"][0]["id"] == "1"


def test_typing_needs_an_open_window(talk: Talk, lin: Follower) -> None:
    typing = {"touser": "o-lin", "command": "Typing"}
    assert talk.post("message/custom/typing", typing)["errcode"] == 45080

    lin.says("你好")
    assert talk.post("message/custom/typing", typing)["errcode"] == 0
