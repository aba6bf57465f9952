from typing import Any

import pytest

from core.clock import FakeClock
from sim.people import Follower
from sim.wechat import PretendCard, PretendWeChat
from tests.sim.conftest import Make
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk

CARD = {"thing1": {"value": "测体温"}, "time2": {"value": "2026年11月22日 08:00"}}


def template(openid: str = "o-lin", **more: Any) -> dict[str, Any]:
    return {"touser": openid, "template_id": "tpl-1", "data": CARD, **more}


def test_a_template_needs_no_window_and_reports_back(
    talk: Talk, platform: PretendWeChat, bot: EchoBot, lin: Follower
) -> None:
    platform.cards["tpl-1"] = PretendCard("体温提醒", {"thing1": "要做的事"})
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


def test_a_subscription_account_has_no_templates(make: Make) -> None:
    platform = make(kind="subscription")
    platform.follower("o-lin")
    talk = Talk(platform.serve())

    assert talk.post("message/template/send", template())["errcode"] == 48001
    talk.close()
