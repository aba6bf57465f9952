"""Afterwards: who has not been reached or has not answered, all of them, and reminding only those."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models import (
    Contact,
    ContactState,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    NoticeTarget,
)
from tests.conftest import Town
from tests.handlers.notices.test_receipts import FLOOD, publish


@pytest.mark.parametrize(
    ("asked", "households"),
    [
        ("谁没看", 7),
        ("还有哪些人没回", 7),
        ("几户没回", 7),
        ("水位那条谁没签收", 7),
        ("谁没收到", 3),
        ("没收到的名单", 3),
        ("N1 有几户没收到", 3),
        ("还有谁没转移", 7),
    ],
)
def test_they_are_named_with_door_and_reason(town: Town, asked: str, households: int) -> None:
    publish(town, FLOOD)

    heard = town.secretary.says(asked)

    assert f"{households}户" in heard.splitlines()[0], heard
    assert heard.count("没有人关注公众号\n") + heard.count("没有人关注公众号）") >= 3
    assert "3号楼1单元102" in heard


def test_who_has_answered_is_not_named(town: Town) -> None:
    publish(town, FLOOD)
    before = town.secretary.says("谁没回")
    town.observed[1].says("收到")
    after = town.secretary.says("谁没回")

    assert "没回7户" in before
    assert "没回6户" in after
    assert "没办好" in town.secretary.says("谁还没办")


def test_all_of_many_are_named_page_by_page(town: Town) -> None:
    town.bot.database.write(
        lambda db: db.execute(update(Contact).values(state=ContactState.UNFOLLOWED)) and None
    )
    publish(town, "发通知 全体 明天上午停水检修")

    first = town.secretary.says("谁没收到")
    second = town.secretary.says("1")

    assert "23户" in first
    assert "15. " in first
    assert "16. " in second
    assert "23. " in second
    assert "等" not in first.split("：", 1)[1].splitlines()[1]


def test_a_grid_worker_sees_their_own_doors(town: Town) -> None:
    publish(town, FLOOD)

    assert "7户" in town.grid_worker.says("谁没看")
    assert "谁没看" not in town.resident.says("谁没看")


def owed(town: Town) -> int:
    with town.bot.database.read() as db:
        waits = Delivery.status == DeliveryStatus.QUEUED
        notice = Delivery.kind == DeliveryKind.NOTICE
        return db.scalar(select(func.count()).where(waits, notice).select_from(Delivery)) or 0


def test_only_the_silent_are_reminded_and_not_for_ever(town: Town) -> None:
    publish(town, FLOOD)
    town.observed[1].says("收到")

    said = town.secretary.says("催一下")
    again = town.secretary.says("把没回的再催一催")
    waiting = owed(town)
    town.send()

    assert "没回的3人" in said, said
    assert "刚催过" in again
    assert waiting == 3
    assert not any("还没收到您的回复" in text for text in town.observed[1].hears())
    for _ in range(2):
        town.clock.advance(hours=1)
        town.secretary.says("催一下")
        town.send()
    town.clock.advance(hours=1)
    assert "已经催过3次" in town.secretary.says("催一下")


def test_nobody_is_reminded_at_night(town: Town) -> None:
    publish(town, "发通知 3号楼 明天9点停水")
    town.at("2026-11-21T23:30")

    said = town.secretary.says("催一下停水那条")
    town.send()

    assert "夜里不打扰" in said
    assert owed(town) == 4


@pytest.mark.parametrize(
    "said", ["别催了", "先别催了，大家都在忙", "N1 不用再催了", "停水那条别再提醒了"]
)
def test_reminders_that_have_not_gone_are_called_off(town: Town, said: str) -> None:
    publish(town, "发通知 3号楼 明天9点停水")
    town.at("2026-11-21T23:30")
    town.secretary.says("催一下停水那条")

    heard = town.secretary.says(said)
    town.at("2026-11-22T09:00")
    town.send()

    assert "还没发出的4条提醒不发了" in heard, heard
    assert "催过1次" in heard
    assert not any("还没收到您的回复" in text for text in town.observed[1].hears())


@pytest.mark.parametrize("said", ["明天中午12点前都别发了", "全部先别发，等明天下午1点再说"])
def test_reminders_that_have_not_gone_wait_like_all_else(town: Town, said: str) -> None:
    publish(town, "发通知 3号楼 后天9点停水")
    town.at("2026-11-21T23:30")
    town.secretary.says("催一下停水那条")

    heard = town.secretary.says(said)
    town.at("2026-11-22T09:00")
    town.send()
    meanwhile = town.observed[1].hears()
    town.at("2026-11-22T13:01")
    town.send()

    assert "N1先停下" in heard, heard
    assert not any("还没收到您的回复" in text for text in meanwhile)
    assert any("还没收到您的回复" in text for text in town.observed[1].hears())


def test_reminders_of_what_was_planned_beside_it_stay(town: Town) -> None:
    publish(town, "发通知 3号楼 后天9点停水")
    publish(town, "发通知 1号楼 后天9点停气")
    town.bot.database.write(_reach_beyond)
    town.at("2026-11-21T23:30")
    town.secretary.says("催一下停水那条")
    town.secretary.says("催一下停气那条")
    before = owed(town)

    town.secretary.says("停水那条别催了")

    assert owed(town) > 0 and owed(town) == before - 4


def _reach_beyond(db: Session) -> None:
    """Move a target of the first notice behind those of the second, as two planned at once lie."""
    last = db.scalar(select(func.max(NoticeTarget.id))) or 0
    first = select(func.max(NoticeTarget.id)).where(NoticeTarget.notice_id == 1).scalar_subquery()
    number = db.scalar(select(first))
    db.execute(update(Delivery).where(Delivery.target_id == number).values(target_id=last + 1))
    db.execute(update(NoticeTarget).where(NoticeTarget.id == number).values(id=last + 1))


def test_of_reminders_that_have_gone_it_is_said(town: Town) -> None:
    publish(town, "发通知 3号楼 明天9点停水")
    before = town.secretary.says("停水那条别催了")
    town.secretary.says("催一下")
    town.send()

    assert "没有催过" in before
    assert "都发出了" in town.secretary.says("别催了")


def test_who_has_reminded_nobody_and_who_holds_no_post_means_their_own(town: Town) -> None:
    publish(town, "发通知 3号楼 明天9点停水")

    assert "定时发的提醒" in town.secretary.says("别催了")
    assert "提醒" in town.resident.says("别催了")


@pytest.mark.parametrize(
    "said",
    [
        "没收到的再发一遍",
        "N1的通知给没收到的再发一遍",
        "给没送到的人重新发一次",
        "水位那条没发到的补发一下",
    ],
)
def test_to_whom_no_road_leads_it_cannot_be_sent_again(town: Town, said: str) -> None:
    publish(town, FLOOD)

    heard = town.secretary.says(said)

    assert "再发一遍他们也收不到" in heard, heard
    assert "3号楼1单元102" in heard
    assert "门条" in heard
