import pytest

from db.models import ContactState, DeliveryKind, DeliveryStatus
from sim.wechat import Follower, PretendWeChat
from tests.conftest import Town
from tests.outbox.conftest import Outbox

WIRED, FAILED = DeliveryStatus.WIRED, DeliveryStatus.FAILED
NOTICE, REMINDER = DeliveryKind.NOTICE, DeliveryKind.REMINDER


@pytest.mark.parametrize(
    ("errcode", "state", "reason"),
    [
        (43004, ContactState.UNFOLLOWED, "not_following"),
        (48002, ContactState.BLOCKED, "blocked"),
        (40003, ContactState.INVALID, "invalid_address"),
    ],
)
def test_who_is_gone_is_remembered_as_gone(
    outbox: Outbox,
    town: Town,
    lin: Follower,
    platform: PretendWeChat,
    errcode: int,
    state: ContactState,
    reason: str,
) -> None:
    platform.fault("custom/send", errcode=errcode)
    first = outbox.owe(lin, NOTICE)
    town.at("2026-11-21T09:00")
    town.send()

    second = outbox.owe(lin, NOTICE)
    town.send()

    assert outbox.state(lin) == state
    assert [outbox.status(one) for one in (first, second)] == [(FAILED, reason)] * 2
    assert platform.count("/send") == 1


def test_whoever_speaks_again_is_back(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", errcode=43004)
    outbox.owe(lin, NOTICE)
    town.at("2026-11-21T09:00")
    town.send()

    lin.says("我回来了")

    assert outbox.state(lin) == ContactState.FOLLOWING


def test_notices_let_people_sleep(outbox: Outbox, town: Town, lin: Follower) -> None:
    town.at("2026-11-21T22:30")
    notice, reminder = outbox.owe(lin, NOTICE, "停水"), outbox.owe(lin, REMINDER, "体温")

    town.send()
    at_night = lin.texts()
    town.at("2026-11-22T07:00")
    town.send()

    assert at_night == ["体温"]
    assert lin.texts() == ["体温", "停水"]
    assert outbox.status(notice) == outbox.status(reminder) == (WIRED, None)


def test_whoever_deletes_themselves_is_told_nothing_more(
    outbox: Outbox, town: Town, lin: Follower
) -> None:
    whose = {"contact_id": None, "person_id": outbox.contact(lin).person_id}
    sent = outbox.owe(lin, REMINDER, "体温", **whose)
    town.send()
    waits = outbox.owe(lin, REMINDER, "还没报体温", **whose)

    lin.says("删除我")
    lin.says("确定删除")
    town.send()

    assert "还没报体温" not in lin.texts()
    assert outbox.status(waits) == (DeliveryStatus.CANCELLED, "deleted")
    assert (outbox.look(sent).text, outbox.look(waits).text) == ("", "")
