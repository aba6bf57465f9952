"""What wechatpy's client does wrong (reference part 3.2), and ours must not."""

import json
from typing import Any

import aiohttp
import pytest

from core.clock import FakeClock
from core.ports import ChannelError
from db.models import DeliveryKind
from outbox import queue
from sim.server import Request, Response, as_json
from sim.wechat import PretendWeChat
from tests.conftest import Town
from tests.wechat.test_sending import letter, refusal, send, using
from wechat import api
from wechat.sending import Api, CustomMessages


@pytest.mark.parametrize("road", ["custom/send", "stable_token"])
def test_every_call_has_a_time_limit(reachable: PretendWeChat, clock: FakeClock, road: str) -> None:
    reachable.fault(road, hang=3)

    async def work(api: Api) -> None:
        api._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3))
        await CustomMessages(api).send(letter())

    with pytest.raises(ChannelError) as found:
        using(reachable, clock, work)

    assert found.value.reason == ("outcome_unknown" if "send" in road else "unreachable")
    assert not found.value.permanent


def test_the_time_limit_we_serve_with_is_short() -> None:
    assert api.LIMIT.total is not None and api.LIMIT.total <= 10
    assert api.LIMIT.connect is not None and api.LIMIT.connect <= 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"html": True}, "outcome_unknown"),
        ({"status": 200}, "outcome_unknown"),
        ({"status": 500, "html": True}, "outcome_unknown"),
        ({"status": 502}, "outcome_unknown"),
        ({"status": 404, "html": True}, "outcome_unknown"),
        ({"status": 503, "errcode": 0}, "outcome_unknown"),
        ({"status": 403, "errcode": 0}, "outcome_unknown"),
        ({"errcode": -1}, "busy"),
        ({"reset": True}, "outcome_unknown"),
        ({"drop_after": True}, "outcome_unknown"),
    ],
    ids=str,
)
@pytest.mark.parametrize("road", ["custom", "template"])
def test_what_is_no_clear_yes_is_no_success(
    reachable: PretendWeChat, clock: FakeClock, fault: dict[str, Any], reason: str, road: str
) -> None:
    reachable.fault(f"{road}/send", **fault)

    found = refusal(reachable, clock, road)

    assert (found.reason, found.permanent) == (reason, False)
    assert reachable.count(f"{road}/send") == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"html": True}, "unreachable"),
        ({"status": 500}, "busy"),
        ({"reset": True}, "unreachable"),
        ({"errcode": -1}, "busy"),
        ({"errcode": 40125}, "bad_secret"),
        ({"errcode": 40013}, "bad_app_id"),
        ({"errcode": 40164}, "ip_not_allowed"),
        ({"errcode": 89503}, "ip_not_allowed"),
    ],
    ids=str,
)
def test_without_a_token_nothing_is_sent_and_it_is_tried_later(
    reachable: PretendWeChat, clock: FakeClock, fault: dict[str, Any], reason: str
) -> None:
    reachable.fault("stable_token", **fault)

    found = refusal(reachable, clock)

    assert (found.reason, found.permanent) == (reason, False)
    assert reachable.count("/send") == 0


@pytest.mark.parametrize(
    "answer", [[], "ok", 7, {"errcode": "odd"}, {"access_token": ""}, {"errcode": None}], ids=str
)
def test_an_odd_answer_is_a_refusal(clock: FakeClock, answer: object) -> None:
    class Odd(PretendWeChat):
        def _answer(self, request: Request) -> Response:
            return Response(200, json.dumps(answer).encode(), "application/json")

    odd = Odd("wx1", "s", "token", "A" * 43, clock)
    odd.serve()

    found = refusal(odd, clock)
    odd.close()

    assert not found.permanent


def test_words_travel_as_they_are_written(clock: FakeClock) -> None:
    bodies: list[bytes] = []

    class Listening(PretendWeChat):
        def _answer(self, request: Request) -> Response:
            if request.path.endswith("/send"):
                bodies.append(request.body)
                return as_json({"errcode": 0, "errmsg": "ok"})
            return super()._answer(request)

    from tests.conftest import APP_ID, SECRET

    listening = Listening(APP_ID, SECRET, "token", "A" * 43, clock)
    listening.serve()
    for road in ("custom", "template"):
        send(listening, clock, road, letter("早上好 😀 “引号”", what="体温😀"))
    listening.close()

    assert all(b"\\u" not in body and "😀".encode() in body for body in bodies)
    assert len(bodies) == 2


def test_our_own_id_is_the_same_at_every_try(
    town: Town, platform: PretendWeChat, clock: FakeClock
) -> None:
    platform.fault("template/send", errcode=-1, times=2)
    clock.advance(hours=49)
    with town.bot.database.read() as db:
        from db.people import contacts

        found = contacts.find(db, "official", town.who["resident"])
    assert found is not None
    contact_id = found.id
    town.bot.database.write(
        lambda db: queue(db, DeliveryKind.INFO, "通知", clock.now(), contact_id=contact_id).id
    )

    for _ in range(3):
        town.send()
        clock.advance(minutes=1)

    ids = [call.body["client_msg_id"] for call in platform.calls_to("template/send")]
    assert len(ids) == 3 and len(set(ids)) == 1 and len(ids[0]) <= 32
