from typing import Any

import urllib3

from core.clock import FakeClock
from sim.people import Follower
from sim.wechat import PretendWeChat
from tests.sim.conftest import Make
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk


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


def test_a_button_does_something(talk: Talk, platform: PretendWeChat) -> None:
    for button, code in (
        ({"name": "找人"}, 40017),
        ({"name": "找人", "type": "click"}, 40019),
        ({"name": "找人", "type": "view"}, 40020),
        ({"name": "找人", "sub_button": [{"name": "网格员", "type": "dance"}]}, 40017),
    ):
        assert talk.post("menu/create", {"button": [button]})["errcode"] == code
    assert talk.post("menu/get", {})["errcode"] == 43001
    assert platform.menu == []


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
