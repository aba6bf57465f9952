"""What never left us, what was refused readably, and what may have arrived."""

import asyncio
import socket
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest

from core.clock import FakeClock
from core.ports import ChannelError, Token
from sim.wechat import PretendWeChat
from tests.wechat.door import OPENID, official
from tests.wechat.test_sending import OneProcess, letter, refusal
from wechat.sending import Api, CustomMessages

WRONG: dict[str, dict[str, Any]] = {
    "502": {"status": 502},
    "500 with JSON": {"status": 500, "body": '{"errcode":0,"errmsg":"ok"}'},
    "503 that names a code": {"status": 503, "body": '{"errcode":43004}'},
    "404": {"status": 404, "html": True},
    "HTML with a 200": {"html": True},
    "half a JSON": {"body": '{"errcode":0,"err'},
    "nothing": {"body": ""},
    "a list": {"body": "[0]"},
    "a code that is none": {"body": '{"errcode":"fine"}'},
    "JSON that says nothing": {"body": "{}"},
    "another page's JSON": {"body": '{"retcode":0}'},
}


@pytest.mark.parametrize("road", ["custom", "template"])
@pytest.mark.parametrize("is_taken", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_answer_nobody_can_read_leaves_open_what_became_of_it(
    reachable: PretendWeChat, clock: FakeClock, road: str, is_taken: bool, wrong: dict[str, Any]
) -> None:
    reachable.fault("/send", after=is_taken, **wrong)

    error = refusal(reachable, clock, road)

    assert (error.reason, error.permanent) == ("outcome_unknown", False)
    assert error.may_have_arrived
    assert len(reachable.follower(OPENID).texts()) == is_taken
    assert reachable.count("/send") == 1


def test_a_refusal_with_a_bad_status_is_readable(
    reachable: PretendWeChat, clock: FakeClock
) -> None:
    reachable.fault("/send", errcode=43004, status=403)

    assert refusal(reachable, clock).reason == "not_following"


def test_what_nobody_listens_to_never_left_us(reachable: PretendWeChat, clock: FakeClock) -> None:
    reachable.unplug()

    error = refusal(reachable, clock)

    assert (error.reason, error.may_have_arrived) == ("unreachable", False)


def elsewhere(clock: FakeClock, address: str) -> ChannelError:
    """Write, with a token in hand, to where no platform is; return how that ended."""

    async def work() -> None:
        store = OneProcess()
        store.token = Token("t", clock.now() + timedelta(hours=1))
        api = Api(official(api_base=address), store, clock)
        try:
            await CustomMessages(api).send(letter())
        finally:
            await api.close()

    with pytest.raises(ChannelError) as found:
        asyncio.run(work())
    return found.value


def test_a_name_nobody_knows_never_left_us(clock: FakeClock) -> None:
    error = elsewhere(clock, "https://nowhere.invalid")

    assert (error.reason, error.permanent) == ("unreachable", False)


def test_a_door_that_does_not_open_in_time_never_heard_us(clock: FakeClock) -> None:
    with socket.socket() as deaf, ExitStack() as waiting:  # nobody accepts, and the queue is full
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(3):
            filler = waiting.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())

        error = elsewhere(clock, f"http://127.0.0.1:{deaf.getsockname()[1]}")

    assert (error.reason, error.permanent) == ("unreachable", False)


@pytest.mark.parametrize(
    "wrong",
    [{"status": 502}, {"html": True}, {"body": '{"access'}, {"body": "{}"}, {"reset": True}],
)
def test_without_a_token_nothing_has_left_us(
    reachable: PretendWeChat, clock: FakeClock, wrong: dict[str, Any]
) -> None:
    reachable.fault("stable_token", **wrong)

    error = refusal(reachable, clock)

    assert (error.may_have_arrived, error.is_everybodys) == (False, True)
    assert reachable.count("/send") == 0
