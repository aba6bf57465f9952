import pytest
from sqlalchemy import update

from db.models import Contact, ContactState, DeliveryKind, DeliveryStatus
from sim.wechat import Follower, PretendWeChat
from tests.conftest import Someone, Town
from tests.outbox.conftest import Outbox

REMINDER = DeliveryKind.REMINDER


def owe_reminder(outbox: Outbox, phone: Follower) -> int:
    return outbox.owe(phone, REMINDER, "该报体温了")


def test_the_grid_worker_hears_at_once_who_was_not_reached_and_why(
    outbox: Outbox, town: Town
) -> None:
    gone = town.observed[0].phone
    gone.unfollows()
    owed = owe_reminder(outbox, gone)

    town.send()

    assert outbox.status(owed) == (DeliveryStatus.FAILED, "not_following")
    heard = town.grid_worker.hears()
    assert any("没收到" in text and "没有关注或已取消关注" in text for text in heard)


def test_whoever_has_no_address_is_the_grid_workers(outbox: Outbox, town: Town) -> None:
    contact = outbox.contact(town.observed[0].phone)
    gone = update(Contact).where(Contact.id == contact.id).values(person_id=None)
    town.bot.database.write(lambda db: db.execute(gone) and None)
    owed = outbox.owe(
        town.observed[0].phone, REMINDER, contact_id=None, person_id=contact.person_id
    )

    town.send()

    assert outbox.status(owed) == (DeliveryStatus.FAILED, "no_contact")
    assert any("没有绑定微信" in text for text in town.grid_worker.hears())


def test_one_report_is_made_however_often_the_sender_runs(outbox: Outbox, town: Town) -> None:
    gone = town.observed[0].phone
    gone.unfollows()
    owe_reminder(outbox, gone)

    for _ in range(3):
        town.send()

    assert len(outbox.alerts()) == 1


def test_staff_who_cannot_be_reached_are_passed_over(outbox: Outbox, town: Town) -> None:
    town.grid_worker.phone.unfollows()
    gone = town.observed[0].phone
    gone.unfollows()
    owe_reminder(outbox, gone)

    town.send()

    heard = town.secretary.hears()
    assert any("前一位负责人联系不上" in text and "没有关注" in text for text in heard)


def test_the_chain_ends_when_nobody_can_be_reached(outbox: Outbox, town: Town) -> None:
    unfollowed = update(Contact).values(state=ContactState.UNFOLLOWED)
    town.bot.database.write(lambda db: db.execute(unfollowed) and None)
    owe_reminder(outbox, town.observed[0].phone)

    counts = town.send()

    assert set(counts) == {"failed"}
    assert town.send() == {}


def test_a_notice_that_did_not_arrive_is_counted_not_climbed(outbox: Outbox, town: Town) -> None:
    gone = town.resident.phone
    gone.unfollows()
    town.at("2026-11-21T09:00")
    owed = outbox.owe(gone, DeliveryKind.NOTICE)

    town.send()

    assert outbox.status(owed) == (DeliveryStatus.FAILED, "not_following")
    assert outbox.alerts() == []


@pytest.mark.parametrize("status", ["failed:user block", "failed: system failed"])
def test_a_template_that_failed_after_all_is_no_longer_counted_as_taken(
    outbox: Outbox, town: Town, platform: PretendWeChat, status: str
) -> None:
    phone = town.observed[0].phone
    town.clock.advance(hours=49)
    owed = owe_reminder(outbox, phone)
    town.send()
    [taken_as] = outbox.attempts(owed)
    platform_id = taken_as.platform_id
    taken = outbox.status(owed)

    phone.event("TEMPLATESENDJOBFINISH", MsgID=str(platform_id), Status=status)

    assert taken == (DeliveryStatus.WIRED, None)
    assert outbox.status(owed)[0] == DeliveryStatus.FAILED


def test_a_template_that_arrived_stays_taken(
    outbox: Outbox, town: Town, platform: PretendWeChat
) -> None:
    town.clock.advance(hours=49)
    owed = owe_reminder(outbox, town.observed[0].phone)
    town.send()

    platform.settle()

    assert outbox.status(owed) == (DeliveryStatus.WIRED, None)


def test_who_has_reported_meanwhile_is_not_reminded(outbox: Outbox, town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    watched: Someone = town.observed[0]
    with_slots = [text for text in outbox.alerts()]
    town.bot.database.write(
        lambda db: db.connection().exec_driver_sql("UPDATE slots_due SET state = 'filled'") and None
    )

    counts = town.send()

    assert with_slots == [] and set(counts) == {"cancelled"}
    assert watched.phone.texts() == []
