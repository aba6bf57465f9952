"""What is done about a large notice is done piece by piece: to everybody it concerns, and once."""

from collections import Counter

import pytest
from sqlalchemy import select

from community.notices import pieces
from db.models import Delivery, DeliveryStatus, Household, Notice, NoticeTarget, Person
from tests.conftest import Town
from tests.noticing import send

EVERYBODY = "发通知 全体 明天上午停水检修，看到请回复"


@pytest.fixture
def large(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town that is large beside the pieces of its notices."""
    for name in ("FIRST", "LEAST", "MOST"):
        monkeypatch.setattr(pieces, name, 2)
    return town


def owed(town: Town, notice_id: int | None, *states: DeliveryStatus) -> Counter[int | None]:
    """Count by person what was made of a notice (None: what was said of it later)."""
    of = Delivery.notice_id == notice_id if notice_id else Delivery.notice_id.is_(None)
    notice = Delivery.kind == "notice"
    where = [of, notice, *([Delivery.status.in_(states)] if states else [])]
    with town.bot.database.read() as db:
        return Counter(db.scalars(select(Delivery.person_id).where(*where)))


def idle(town: Town) -> bool:
    with town.bot.database.read() as db:
        return not db.scalars(select(Notice.id).where(Notice.planning.is_not(None))).all()


def test_everybody_who_is_silent_is_reminded_once(large: Town) -> None:
    send(large.secretary, EVERYBODY)
    large.send()
    got = owed(large, 1, DeliveryStatus.WIRED)
    large.secretary.hears()
    said = large.secretary.says("催一下")
    large.send()

    assert "一批一批" in said, said
    assert owed(large, None) == got and set(got.values()) == {1}
    assert any(f"没回的都催到了：{len(got)}人" in text for text in large.secretary.hears())
    assert idle(large)


def test_everybody_who_has_it_hears_that_it_is_withdrawn_and_nobody_else(large: Town) -> None:
    send(large.secretary, EVERYBODY)
    large.send()
    got = owed(large, 1, DeliveryStatus.WIRED)
    send(large.secretary, EVERYBODY)
    send(large.secretary, "撤回 N1 弄错了")
    send(large.secretary, "撤回 N2 弄错了")
    large.send()

    assert owed(large, None, DeliveryStatus.WIRED) == got
    assert set(owed(large, 2)) == set(owed(large, 2, DeliveryStatus.CANCELLED))
    assert idle(large)


def test_who_is_sent_the_new_one_does_not_hear_of_the_old(large: Town) -> None:
    send(large.secretary, EVERYBODY)
    large.send()
    got = set(owed(large, 1, DeliveryStatus.WIRED))
    send(large.secretary, "发通知 3号楼 替换N1 明天下午停水检修")
    large.send()

    new = set(owed(large, 2, DeliveryStatus.WIRED))
    assert new and set(owed(large, None)) == got - new
    assert idle(large)


def test_what_was_held_up_goes_on_to_everybody_once(large: Town) -> None:
    send(large.secretary, EVERYBODY)
    paused = large.secretary.says("暂停 N1")
    large.send()
    heard = large.observed[1].hears()
    resumed = large.secretary.says("继续发 N1")
    large.send()

    everybody = owed(large, 1, DeliveryStatus.WIRED)
    assert f"还有{len(everybody)}人没发" in paused and f"还有{len(everybody)}人" in resumed
    assert heard == []
    assert set(everybody.values()) == {1} and everybody == owed(large, 1)
    assert idle(large)


def test_what_was_stopped_goes_to_nobody(large: Town) -> None:
    send(large.secretary, EVERYBODY)
    large.secretary.says("停止 N1")
    large.send()

    assert not owed(large, 1, DeliveryStatus.WIRED, DeliveryStatus.QUEUED)
    assert idle(large)


def test_whoever_needs_something_is_looked_for_piece_by_piece(large: Town) -> None:
    def alone(db) -> set[int]:  # type: ignore[no-untyped-def]  # a session
        homes = db.scalars(select(Household.id).order_by(Household.id)).all()[::3]
        for one in db.scalars(select(Person).where(Person.household_id.in_(homes))):
            one.needs = ["独居"]
        lived_in = select(Person.household_id).where(Person.household_id.in_(homes))
        return set(db.scalars(lived_in))

    homes = large.bot.database.write(alone)
    said = send(large.secretary, "发通知 独居老人 明天降温，添衣保暖")
    large.send()

    assert "正在发给" in said
    with large.bot.database.read() as db:
        meant = db.scalars(select(NoticeTarget.household_id)).all()
        notice = db.scalars(select(Notice)).one()
    assert Counter(meant) == Counter(homes)
    assert notice.households == len(homes) and notice.planning is None
