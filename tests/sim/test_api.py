import json
from typing import Any

import pytest
import urllib3

from core.clock import FakeClock
from sim.people import Follower
from sim.wechat import Card, PretendWeChat
from tests.sim.conftest import Make
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk

CARD = {"thing1": {"value": "测体温"}, "time2": {"value": "2026年11月22日 08:00"}}


def template(openid: str = "o-lin", **more: Any) -> dict[str, Any]:
    return {"touser": openid, "template_id": "tpl-1", "data": CARD, **more}


# customer-service messages


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
    assert talk.push("o-lin", "欢迎回来") == 0


def test_a_subscription_account_has_no_right_to_push(make: Make) -> None:
    platform = make(kind="subscription")
    platform.follower("o-lin").says("你好")
    talk = Talk(platform.serve())

    assert talk.push("o-lin", "你好") == 48001
    assert talk.post("message/template/send", template())["errcode"] == 48001
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


# template messages


def test_a_template_needs_no_window_and_reports_back(
    talk: Talk, platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    platform.cards["tpl-1"] = Card("体温提醒", {"thing1": "要做的事"})
    bot.reply = lambda bot, heard: (200, b"")

    answer = talk.post("message/template/send", template())

    assert lin.texts() == ["体温提醒\n要做的事：测体温\n时间：2026年11月22日 08:00"]
    assert bot.heard == []
    assert platform.settle() == 1
    assert bot.heard[0]["Event"] == "TEMPLATESENDJOBFINISH"
    assert bot.heard[0]["MsgID"] == str(answer["msgid"])
    assert bot.heard[0]["Status"] == "success"


def test_one_client_msg_id_is_one_message_for_ten_minutes(
    talk: Talk, lin: Follower, clock: FakeClock
) -> None:
    first = talk.post("message/template/send", template(client_msg_id="d-1"))
    assert talk.post("message/template/send", template(client_msg_id="d-1")) == first
    assert len(lin.texts()) == 1

    clock.advance(minutes=10)
    assert talk.post("message/template/send", template(client_msg_id="d-1")) != first
    assert len(lin.texts()) == 2


def test_who_refuses_templates_is_reported_as_a_block(
    talk: Talk, platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    lin.refuses = True

    assert talk.post("message/template/send", template())["errcode"] == 0
    platform.settle()

    assert lin.texts() == ["你说：event"]
    assert bot.heard[0]["Status"] == "failed:user block"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"thing1": {"value": "好" * 21}}, "thing1"),
        ({"thing1": {"value": ""}}, "thing1"),
        ({"phrase2": {"value": "ok"}}, "phrase2"),
        ({"phone_number3": {"value": "打电话"}}, "phone_number3"),
        ({"keyword1": "text"}, "keyword1"),
    ],
)
def test_a_wrong_argument_is_named(
    talk: Talk, lin: Follower, data: dict[str, Any], field: str
) -> None:
    answer = talk.post("message/template/send", template(data=data))

    assert answer["errcode"] == 47003
    assert field in answer["errmsg"]


def test_only_known_templates_are_sent(talk: Talk, platform: PretendWeChat, lin: Follower) -> None:
    platform.templates = {"tpl-2"}
    assert talk.post("message/template/send", template())["errcode"] == 40037

    platform.templates = {"tpl-1"}
    assert talk.post("message/template/send", template("o-nobody"))["errcode"] == 40003
    lin.unfollows()
    assert talk.post("message/template/send", template())["errcode"] == 43004


def test_a_served_platform_reports_by_itself(make: Make) -> None:
    platform = make(report_after=0.01)
    platform.follower("o-lin")
    talk = Talk(platform.serve())
    talk.post("message/template/send", template())

    platform.later.wait_idle(2)

    assert [exchange.key.split(":")[0] for exchange in platform.exchanges] == [
        "TEMPLATESENDJOBFINISH"
    ]
    talk.close()


# mass sends


def mass(client_id: str = "", text: str = "明天停水") -> dict[str, Any]:
    return {
        "filter": {"is_to_all": True},
        "msgtype": "text",
        "text": {"content": text},
        "clientmsgid": client_id,
    }


def test_a_mass_send_reaches_followers_four_times_a_month(
    talk: Talk, platform: PretendWeChat, bot: EchoBot, lin: Follower, clock: FakeClock
) -> None:
    platform.follower("o-wang").unfollows()
    bot.reply = lambda bot, heard: (200, b"")
    codes = [talk.post("message/mass/sendall", mass(f"n-{n}"))["errcode"] for n in range(5)]
    platform.settle()

    assert codes == [0, 0, 0, 0, 45028]
    assert len(lin.texts()) == 4
    assert bot.heard[-1]["Event"] == "MASSSENDJOBFINISH"
    assert bot.heard[-1]["SentCount"] == "1"
    clock.advance(days=10)
    assert talk.post("message/mass/sendall", mass("n-next"))["errcode"] == 0


def test_a_repeated_clientmsgid_returns_the_first_id(talk: Talk, lin: Follower) -> None:
    first = talk.post("message/mass/sendall", mass("n-1"))
    again = talk.post("message/mass/sendall", mass("n-1"))

    assert again["errcode"] == 45065
    assert again["msg_id"] == first["msg_id"]


def test_a_subscription_account_sends_to_all_once_a_day(make: Make, clock: FakeClock) -> None:
    platform = make(kind="subscription")
    platform.follower("o-lin")
    talk = Talk(platform.serve())

    assert talk.post("message/mass/sendall", mass("a"))["errcode"] == 0
    assert talk.post("message/mass/sendall", mass("b"))["errcode"] == 45028
    clock.advance(hours=24)
    assert talk.post("message/mass/sendall", mass("c"))["errcode"] == 0
    talk.close()


def test_a_list_needs_two(talk: Talk, lin: Follower) -> None:
    assert talk.post("message/mass/send", {**mass(), "touser": ["o-lin"]})["errcode"] == 40130


# the rest


def test_a_follower_is_known_without_a_name(talk: Talk, lin: Follower) -> None:
    lin.follows("bld-3-u2")
    token = talk.token()["access_token"]
    path = f"/cgi-bin/user/info?access_token={token}&openid=o-lin"

    info = talk.raw("GET", path).json()
    assert info["subscribe"] == 1
    assert info["qr_scene_str"] == "bld-3-u2"
    assert "nickname" not in info

    lin.unfollows()
    assert talk.raw("GET", path).json() == {"subscribe": 0, "openid": "o-lin"}


def test_a_picture_lives_three_days(talk: Talk, lin: Follower, clock: FakeClock) -> None:
    lin.says("你好")
    path = f"/cgi-bin/media/upload?type=image&access_token={talk.token()['access_token']}"
    boundary, part = urllib3.encode_multipart_formdata(
        {"media": ("a.png", b"\x89PNG", "image/png")}
    )
    answer = talk.raw("POST", path, boundary, headers={"Content-Type": part}).json()
    image = {"touser": "o-lin", "msgtype": "image", "image": {"media_id": answer["media_id"]}}

    assert talk.post("message/custom/send", image)["errcode"] == 0

    def fetch() -> urllib3.BaseHTTPResponse:
        token = talk.token()["access_token"]
        return talk.raw(
            "GET", f"/cgi-bin/media/get?access_token={token}&media_id={answer['media_id']}"
        )

    assert fetch().data == b"\x89PNG"
    clock.advance(days=3)
    assert fetch().json()["errcode"] == 40007


def test_a_place_gets_its_code(talk: Talk, platform: PretendWeChat) -> None:
    body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "bld-3"}}}

    ticket = talk.post("qrcode/create", body)["ticket"]

    assert platform.tickets[ticket] == "bld-3"
    assert talk.post("qrcode/create", {"action_name": "QR"})["errcode"] == 40053


def test_a_menu_has_at_most_three_buttons(talk: Talk, platform: PretendWeChat) -> None:
    button = {"type": "click", "name": "报备", "key": "report"}

    assert talk.post("menu/create", {"button": [button] * 4})["errcode"] == 40016
    assert (
        talk.post("menu/create", {"button": [{**button, "name": "很长的名字啊"}]})["errcode"]
        == 40018
    )
    assert talk.post("menu/create", {"button": [button] * 3})["errcode"] == 0
    assert len(platform.menu) == 3


def test_an_unknown_path_and_a_get_where_post_is_due_are_refused(talk: Talk) -> None:
    token = talk.token()["access_token"]

    assert talk.post("message/telepathy/send", {})["errcode"] == 40066
    path = f"/cgi-bin/message/custom/send?access_token={token}"
    assert talk.raw("GET", path).json()["errcode"] == 43002
    assert talk.raw("GET", "/wxaapi/newtmpl/gettemplate").json()["errcode"] == 41001


def test_every_call_is_kept_with_its_answer(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    talk.push("o-lin", "你好")

    call = platform.calls_to("custom/send")[0]
    assert call.openid == "o-lin"
    assert call.body["text"] == {"content": "你好"}
    assert call.answer["errcode"] == 45015
    assert platform.count("stable_token") == 1
