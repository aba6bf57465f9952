import time
from typing import Any

import pytest
import urllib3

from sim.people import Follower
from sim.wechat import PretendWeChat
from tests.sim.talk import Talk

Broken = urllib3.exceptions.ProtocolError


@pytest.fixture
def lin(platform: PretendWeChat) -> Follower:
    person = platform.follower("o-lin", "林阿姨")
    person.says("你好")
    return person


def raw_push(talk: Talk, text: str = "在吗") -> urllib3.BaseHTTPResponse:
    token = talk.token()["access_token"]
    body = f'{{"touser":"o-lin","msgtype":"text","text":{{"content":"{text}"}}}}'
    path = f"/cgi-bin/message/custom/send?access_token={token}"
    return talk.raw("POST", path, body.encode())


@pytest.mark.parametrize("errcode", [-1, 40001, 42001, 45009, 40164])
def test_an_error_comes_as_often_as_asked(
    talk: Talk, platform: PretendWeChat, lin: Follower, errcode: int
) -> None:
    platform.fault("custom/send", errcode=errcode, times=2)

    assert [talk.push("o-lin", "在吗") for _ in range(3)] == [errcode, errcode, 0]
    assert lin.texts() == ["你说：你好", "在吗"]
    assert [call.trouble for call in platform.calls_to("custom/send")] == ["refused", "refused", ""]


def test_a_fault_stays_until_it_is_lifted(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    fault = platform.fault("custom/send", errcode=48001, times="forever")
    assert [talk.push("o-lin", "在吗") for _ in range(4)] == [48001] * 4
    fault.lift()
    assert talk.push("o-lin", "在吗") == 0

    platform.fault("send", errcode=-1, times="forever")
    assert talk.push("o-lin", "在吗") == -1
    platform.lift()
    assert talk.push("o-lin", "在吗") == 0


def test_a_gateway_error_and_a_page_of_html(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    platform.fault("custom/send", status=502)
    platform.fault("custom/send", html=True)

    assert raw_push(talk).status == 502
    page = raw_push(talk)
    assert page.status == 200
    assert page.data.startswith(b"<html>")
    assert "在吗" not in lin.texts()


def test_a_reset_before_means_nothing_was_sent(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    platform.fault("custom/send", reset=True)

    with pytest.raises(Broken):
        raw_push(talk)
    assert "在吗" not in lin.texts()


def test_a_reset_after_leaves_the_sender_guessing(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    platform.fault("custom/send", drop_after=True)

    with pytest.raises(Broken):
        raw_push(talk)
    assert lin.texts()[-1] == "在吗"
    assert platform.calls_to("custom/send")[0].answer["errcode"] == 0


def test_a_line_that_hangs_is_dropped_in_the_end(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    platform.fault("custom/send", hang=0.1)

    begun = time.monotonic()
    with pytest.raises(Broken):
        raw_push(talk)
    assert time.monotonic() - begun >= 0.1
    assert "在吗" not in lin.texts()


def test_a_slow_line_answers_in_the_end(talk: Talk, platform: PretendWeChat, lin: Follower) -> None:
    platform.fault("custom/send", slow=0.1)

    begun = time.monotonic()
    assert raw_push(talk).json()["errcode"] == 0
    assert time.monotonic() - begun >= 0.1


def test_tokens_can_fail_too(talk: Talk, platform: PretendWeChat) -> None:
    platform.fault("stable_token", errcode=40164)

    assert "not in whitelist" in talk.token()["errmsg"]
    assert "access_token" in talk.token()


def test_only_the_named_path_is_struck(talk: Talk, platform: PretendWeChat, lin: Follower) -> None:
    platform.fault("template/send", errcode=-1, times="forever")

    assert talk.push("o-lin", "在吗") == 0


@pytest.mark.parametrize("wrong", [{"status": 502}, {"html": True}, {"body": '{"errcode":'}])
def test_a_wrong_answer_after_the_fact_leaves_the_sender_guessing_too(
    talk: Talk, platform: PretendWeChat, lin: Follower, wrong: dict[str, Any]
) -> None:
    platform.fault("custom/send", after=True, **wrong)

    answer = raw_push(talk)

    assert lin.texts()[-1] == "在吗"
    assert (answer.status, b'"errcode": 0' in answer.data) == (wrong.get("status", 200), False)


def test_every_second_call_is_struck(talk: Talk, platform: PretendWeChat, lin: Follower) -> None:
    platform.fault("custom/send", errcode=-1, every=2, times="forever")

    assert [talk.push("o-lin", "在吗") for _ in range(4)] == [0, -1, 0, -1]


def test_unplugged_it_refuses_every_connection(
    talk: Talk, platform: PretendWeChat, lin: Follower
) -> None:
    platform.unplug()

    with pytest.raises(urllib3.exceptions.HTTPError):
        raw_push(talk)
    platform.plug_in()

    assert talk.push("o-lin", "在吗") == 0
    assert lin.texts()[-1] == "在吗"
