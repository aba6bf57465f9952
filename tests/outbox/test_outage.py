"""The platform fails: nobody's delivery is used up, the roads rest, and all goes out afterwards."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from core.config import Config
from db.models import DeliveryKind, DeliveryStatus, Urgency
from sim.wechat import Follower, PretendWeChat
from tests.common import examples
from tests.conftest import Town
from tests.ops.place import until
from tests.outbox.conftest import Outbox

WIRED, QUEUED, UNKNOWN = DeliveryStatus.WIRED, DeliveryStatus.QUEUED, DeliveryStatus.UNKNOWN
INFO, NOTICE, REMINDER, ALERT = (
    DeliveryKind.INFO,
    DeliveryKind.NOTICE,
    DeliveryKind.REMINDER,
    DeliveryKind.ALERT,
)
Fail = Callable[[PretendWeChat], object]


def code(errcode: int, path: str = "/send") -> Fail:
    return lambda platform: platform.fault(path, errcode=errcode, times="forever")


READABLE: dict[str, Fail] = {
    "refused": lambda platform: platform.unplug(),
    "-1": code(-1),
    "45009": code(45009),
    "45011": code(45011),
    "40001": code(40001),
    "42001": code(42001),
    "40164": code(40164),
    "40125 for the token": code(40125, "stable_token"),
    "40164 for the token": code(40164, "stable_token"),
    "HTML for the token": lambda platform: platform.fault(
        "stable_token", html=True, times="forever"
    ),
}


def mend(platform: PretendWeChat) -> None:
    platform.lift()
    platform.unplug()
    platform.plug_in()


def crowd(outbox: Outbox, town: Town, many: int) -> list[Follower]:
    """Return so many phones that have just spoken, and nothing else is owed."""
    phones = [town.newcomer(f"oMany00000000000000000000{n:04}").phone for n in range(many)]
    for phone in phones:
        phone.says("有人吗")
        phone.screen.clear()
    outbox.forget_what_waits()
    return phones


def statuses(outbox: Outbox, owed: list[int]) -> set[DeliveryStatus]:
    return {outbox.look(each).status for each in owed}


def keep_sending(town: Town, seconds: int, every: int = 1) -> None:
    for _ in range(0, seconds, every):
        town.send()
        town.clock.advance(seconds=every)


@pytest.mark.parametrize("fail", READABLE.values(), ids=READABLE)
def test_an_outage_is_nobodys_failure(
    outbox: Outbox, town: Town, platform: PretendWeChat, fail: Fail
) -> None:
    town.at("2026-11-21T09:00")
    phones = crowd(outbox, town, 12)
    owed = [outbox.owe(phone, NOTICE, "停水") for phone in phones]
    fail(platform)

    keep_sending(town, 150, 5)
    during = statuses(outbox, owed)
    mend(platform)
    keep_sending(town, 3700, 600)

    assert during == {QUEUED}
    assert statuses(outbox, owed) == {WIRED}
    assert [phone.texts() for phone in phones] == [["停水"]] * len(phones)
    assert [outbox.contact(phone).window_left for phone in phones] == [4] * len(phones)
    assert outbox.alerts() == []


def test_the_road_is_tried_again_after_growing_waits_by_one_delivery(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    for phone in crowd(outbox, town, 8):
        outbox.owe(phone, INFO)
    platform.fault("/send", errcode=-1, times="forever")

    keep_sending(town, 300)

    at = sorted(call.at for call in platform.calls_to("/send"))
    first = [moment for moment in at if moment == at[0]]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(at[len(first) - 1 :])]
    assert len(first) <= 4
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_quota_that_is_used_up_is_asked_about_ever_more_seldom_until_midnight(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    town.at("2026-11-21T20:00")
    lin.says("有人吗")
    owed = outbox.owe(lin, INFO)
    platform.fault("/send", errcode=45009, times="forever")

    keep_sending(town, 4 * 3600, 120)
    asked = platform.count("custom/send")
    platform.lift()
    town.at("2026-11-22T00:00")
    town.send()

    assert asked <= 10
    assert outbox.status(owed) == (WIRED, None)


def test_a_used_up_quota_of_one_road_leaves_the_other_open(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", errcode=45009, times="forever")
    owed = outbox.owe(lin, INFO)

    town.send()

    assert outbox.look(owed).road == "official.template"


def test_the_pause_holds_for_other_processes(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat, config: Config
) -> None:
    outbox.owe(lin, INFO)
    platform.fault("/send", errcode=-1, times="forever")
    town.send()
    before = platform.count("/send")

    other = Bot(config, town.clock)
    other.sender.run(outbox.now)
    other.close()

    assert platform.count("/send") == before


def test_when_it_is_back_the_most_urgent_goes_first_and_what_is_too_late_does_not_go(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    town.at("2026-11-21T08:00")
    platform.unplug()
    town.tick()  # asks for the morning's temperatures
    phones = crowd_without_forgetting(town, 3)
    notice = outbox.owe(phones[0], NOTICE, "停水")
    usual = outbox.owe(phones[1], INFO, "登记")
    keep_sending(town, 5 * 3600, 1200)
    danger = outbox.owe(phones[2], ALERT, "救命", urgency=Urgency.DANGER)

    platform.plug_in()
    keep_sending(town, 120, 10)

    assert statuses(outbox, [notice, usual, danger]) == {WIRED}
    order = [call.body["touser"] for call in platform.calls_to("custom/send")]
    ours = [phone.openid for phone in phones]
    after_the_probe = [openid for openid in order if openid in ours][-2:]
    assert ours.index(after_the_probe[-1]) != 2 and order.index(ours[2]) <= 1
    assert all("体温" not in text for one in town.observed for text in one.phone.texts())
    metrics = town.bot.app.test_client().get("/metrics").text
    assert 'kind="reminder",reason="too_late",status="cancelled"' in metrics


def crowd_without_forgetting(town: Town, many: int) -> list[Follower]:
    phones = [town.newcomer(f"oOther0000000000000000000{n:04}").phone for n in range(many)]
    for phone in phones:
        phone.says("有人吗")
        phone.screen.clear()
    return phones


def test_of_a_platform_that_refuses_every_second_call_everybody_is_reached(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    phones = crowd(outbox, town, 40)
    owed = [outbox.owe(phone, INFO, "登记") for phone in phones]
    platform.fault("/send", errcode=-1, every=2, times="forever")

    keep_sending(town, 180, 5)

    assert statuses(outbox, owed) == {WIRED}
    assert [phone.texts() for phone in phones] == [["登记"]] * len(phones)


@pytest.mark.parametrize("kind", [REMINDER, NOTICE])
def test_one_letter_the_platform_chokes_on_holds_up_no_other(
    outbox: Outbox, town: Town, platform: PretendWeChat, kind: DeliveryKind
) -> None:
    town.at("2026-11-21T09:00")
    phones = crowd(outbox, town, 12)
    platform.fault("/send", errcode=-1, openid=phones[0].openid, times="forever")
    outbox.owe(phones[0], kind, "毒", urgency=Urgency.DANGER)
    owed = [outbox.owe(phone, NOTICE, "停水") for phone in phones[1:]]

    keep_sending(town, 60, 3)

    assert statuses(outbox, owed) == {WIRED}


@pytest.mark.parametrize("wrong", [{"status": 502}, {"html": True}, {"body": "{"}])
def test_what_was_taken_and_not_said_is_said_once_and_not_called_a_failure(
    outbox: Outbox, town: Town, platform: PretendWeChat, wrong: dict[str, Any]
) -> None:
    town.at("2026-11-21T09:00")
    phones = crowd(outbox, town, 30)
    owed = [outbox.owe(phone, NOTICE, "停水") for phone in phones]
    platform.fault("/send", after=True, times="forever", **wrong)

    keep_sending(town, 150, 5)
    platform.lift()
    keep_sending(town, 120, 20)

    assert [phone.texts() for phone in phones] == [["停水"]] * len(phones)
    found = [outbox.status(each) for each in owed]
    unsure = found.count((UNKNOWN, "outcome_unknown"))
    assert unsure + found.count((WIRED, None)) == len(owed)
    assert unsure <= 4 + 8  # what was under way, and one for each time it was tried


def test_what_does_no_harm_twice_tries_the_road_for_the_others(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    town.at("2026-11-21T09:00")
    phones = crowd(outbox, town, 20)
    owed = [outbox.owe(phone, NOTICE, "停水") for phone in phones[1:]]
    platform.fault("/send", after=True, status=502, times="forever")
    town.send()
    reminder = outbox.owe(phones[0], REMINDER, "体温")

    keep_sending(town, 20)
    unsure = [outbox.status(each)[0] for each in owed].count(UNKNOWN)
    platform.lift()
    keep_sending(town, 120, 10)

    assert unsure <= 4
    assert outbox.status(reminder) == (WIRED, None)
    assert phones[0].texts()[0] == "体温"
    assert set(phones[0].texts()[1:]) == {"（可能重复）体温"}
    assert len(phones[0].texts()) <= 6
    assert [phone.texts() for phone in phones[1:]] == [["停水"]] * len(owed)


def test_what_may_have_arrived_is_not_repeated_without_end(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    outbox.forget_what_waits()
    owed = outbox.owe(lin, ALERT, "有人求助")
    platform.fault("/send", after=True, status=502, times="forever")

    keep_sending(town, 60, 2)
    in_a_minute = len(lin.texts())
    keep_sending(town, 7200, 60)

    assert 3 <= in_a_minute <= 5
    assert len(lin.texts()) <= 10
    assert outbox.status(owed) == (UNKNOWN, "outcome_unknown")
    assert len(outbox.alerts()) == 1


def test_a_template_that_may_have_arrived_goes_again_only_while_the_platform_remembers_it(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    town.at("2026-11-23T09:00")
    outbox.forget_what_waits()
    platform.fault("template/send", drop_after=True, times="forever")
    owed = outbox.owe(lin, NOTICE, "停水")

    town.send()
    town.clock.advance(minutes=12)
    platform.lift()
    town.send()

    assert outbox.status(owed) == (UNKNOWN, "outcome_unknown")
    assert len(lin.texts()) == 1


def test_what_waits_is_seen_in_metrics_and_by_check(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    outbox.owe(lin, INFO)
    platform.fault("/send", errcode=40164, times="forever")

    town.send()

    metrics = town.bot.app.test_client().get("/metrics").text
    assert 'linbao_road_resting{reason="ip_not_allowed",road="official"} 1.0' in metrics
    platform.lift()
    town.clock.advance(seconds=3)
    town.send()
    metrics = town.bot.app.test_client().get("/metrics").text
    assert "linbao_road_resting{" not in metrics


trouble = st.sampled_from(
    [{"errcode": -1}, {"errcode": 45009}, {"status": 502}, {"after": True, "status": 502}, {}]
)
spell = st.tuples(trouble, st.integers(1, 3), st.sampled_from([1, 7, 61, 600]))


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(spells=st.lists(spell, max_size=5))
def test_however_it_fails_nobody_reads_a_notice_twice_and_nothing_is_lost(
    outbox: Outbox,
    town: Town,
    platform: PretendWeChat,
    spells: list[tuple[dict[str, Any], int, int]],
) -> None:
    town.at("2026-11-21T09:00")
    phones = crowd(outbox, town, 6)
    owed = [outbox.owe(phone, NOTICE, "停水") for phone in phones]

    for fault, every, seconds in spells:
        if fault:
            platform.fault("/send", every=every, times="forever", **fault)
        town.send()
        town.clock.advance(seconds=seconds)
        platform.lift()
    for _ in range(4):
        town.clock.advance(hours=1)
        keep_sending(town, 30, 10)

    found = {phone.openid: outbox.status(one)[0] for phone, one in zip(phones, owed, strict=True)}
    assert set(found.values()) <= {WIRED, UNKNOWN}
    for phone in phones:
        assert phone.texts().count("停水") <= 1
        assert phone.texts() or found[phone.openid] is UNKNOWN


def test_a_pause_ends_a_moment_later_whatever_the_clock_says(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("/send", errcode=-1)
    owed = outbox.owe(lin, INFO)
    town.send()
    town.clock.advance(seconds=2)

    town.send()

    assert outbox.status(owed) == (WIRED, None)
    assert outbox.look(owed).wired_at == outbox.now
    assert outbox.now - outbox.look(owed).created_at < timedelta(minutes=1)


def test_a_road_woken_while_a_letter_is_refused_takes_it_all_the_same(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    phone = crowd(outbox, town, 1)[0]
    owed = outbox.owe(phone, ALERT)
    refusal = platform.fault("/send", slow=0.5, errcode=-1, times="forever")
    under_way = threading.Thread(target=town.send)
    under_way.start()
    until(lambda: refusal.met, 5, "a call")

    refusal.lift()
    town.bot.wake_roads()
    under_way.join()
    town.send()

    assert outbox.look(owed).status == WIRED


def test_a_letter_refused_while_others_passed_goes_at_once_when_the_road_is_woken(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    phones = crowd(outbox, town, 3)
    platform.fault("/send", errcode=-1, openid=phones[1].openid)
    owed = [outbox.owe(phone, ALERT) for phone in phones]
    town.send()
    assert statuses(outbox, owed) == {WIRED, QUEUED}

    town.bot.wake_roads()
    town.send()

    assert statuses(outbox, owed) == {WIRED}
