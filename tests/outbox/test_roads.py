import pytest

from db.models import DeliveryKind, DeliveryStatus
from sim.wechat import Follower, PretendWeChat
from tests.conftest import Town
from tests.outbox.conftest import Outbox

WIRED, FAILED, QUEUED = DeliveryStatus.WIRED, DeliveryStatus.FAILED, DeliveryStatus.QUEUED
INFO, NOTICE, REMINDER, ALERT = (
    DeliveryKind.INFO,
    DeliveryKind.NOTICE,
    DeliveryKind.REMINDER,
    DeliveryKind.ALERT,
)


def roads(phone: Follower) -> list[str]:
    return [bubble.via for bubble in phone.screen if bubble.who == "bot"]


def test_free_text_is_tried_first(outbox: Outbox, town: Town, lin: Follower) -> None:
    owed = outbox.owe(lin, INFO, "您的登记通过了")

    assert town.send() == {"wired": 1}

    assert (roads(lin), lin.texts()) == (["custom"], ["您的登记通过了"])
    assert (outbox.look(owed).road, outbox.look(owed).evidence) == ("official.custom", 1)


def test_the_sixth_in_a_window_goes_by_template_without_asking(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    for number in range(6):
        outbox.owe(lin, INFO, f"第{number}条")

    town.send()

    assert roads(lin) == ["custom"] * 5 + ["template"]
    assert platform.count("custom/send") == 5


def test_without_a_template_the_sixth_waits_for_nobody_and_says_why(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("template/send", errcode=40037, times="forever")
    owed = [outbox.owe(lin, NOTICE, f"第{number}条") for number in range(6)]

    town.at("2026-11-21T09:00")
    town.send()

    assert [outbox.status(one) for one in owed] == [(WIRED, None)] * 5 + [(FAILED, "no_template")]


def test_the_next_message_of_theirs_fills_the_window_again(
    outbox: Outbox, town: Town, lin: Follower
) -> None:
    for number in range(5):
        outbox.owe(lin, INFO, f"第{number}条")
    town.send()

    lin.says("收到了")
    lin.screen.clear()
    outbox.owe(lin, INFO, "第六条")
    town.send()

    assert roads(lin) == ["custom"]


def test_after_two_days_of_silence_only_the_template_is_left(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    town.clock.advance(hours=48, seconds=1)
    outbox.owe(lin, INFO)

    town.send()

    assert (roads(lin), platform.count("custom/send")) == (["template"], 0)


@pytest.mark.parametrize("event", ["subscribe", "SCAN", "CLICK"])
def test_three_may_follow_within_a_minute_of_a_tap(outbox: Outbox, town: Town, event: str) -> None:
    phone = town.newcomer().phone
    phone.event(event)
    phone.screen.clear()

    for number in range(4):
        outbox.owe(phone, INFO, f"第{number}条")
    town.send()

    assert roads(phone) == ["custom"] * 3 + ["template"]


def test_a_minute_after_a_tap_nothing_may_follow(outbox: Outbox, town: Town) -> None:
    phone = town.newcomer().phone
    phone.event("CLICK")
    phone.screen.clear()

    town.clock.advance(seconds=61)
    outbox.owe(phone, INFO)
    town.send()

    assert roads(phone) == ["template"]


def test_the_two_windows_do_not_add_up(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    lin.event("CLICK")
    lin.screen.clear()

    for number in range(6):
        outbox.owe(lin, INFO, f"第{number}条")
    town.send()

    assert roads(lin) == ["custom"] * 5 + ["template"]
    assert platform.count("custom/send") == 5


def test_what_the_platform_did_not_take_counts_for_nothing(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", errcode=-1, times=3)
    owed = outbox.owe(lin, INFO)
    for _ in range(4):
        town.send()
        town.clock.advance(hours=1)

    assert outbox.status(owed) == (WIRED, None)
    assert outbox.contact(lin).window_left == 4


def test_our_ledger_believes_the_platform(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", errcode=45047)

    outbox.owe(lin, INFO, "第一条")
    outbox.owe(lin, INFO, "第二条")
    town.send()
    outbox.owe(lin, INFO, "第三条")
    town.send()

    assert outbox.contact(lin).window_left == 0
    assert roads(lin)[-1] == "template"


def test_what_can_never_go_is_not_tried_again(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("/send", errcode=87014, times="forever")
    town.at("2026-11-21T09:00")
    owed = outbox.owe(lin, NOTICE)

    town.send()
    town.clock.advance(hours=5)
    town.send()

    assert outbox.status(owed) == (FAILED, "content_refused")
    assert (platform.count("custom/send"), platform.count("template/send")) == (1, 1)


def test_a_right_the_account_lacks_closes_the_road_for_everybody_until_tomorrow(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", errcode=48001)
    outbox.owe(lin, INFO, "一")
    town.send()

    outbox.owe(town.observed[0].phone, INFO, "二")
    town.send()
    closed = platform.count("custom/send")
    town.clock.advance(hours=25)
    outbox.owe(lin, INFO, "三")
    town.send()

    assert (closed, platform.count("custom/send")) == (1, 2)
