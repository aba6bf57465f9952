"""A large notice is planned piece by piece, and a small one does not stand behind it."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from community.notices import pieces
from core.clock import SystemClock
from db import deliveries, owed
from db.models import Delivery, DeliveryStatus, Notice, NoticeTarget, Unit
from tests.community.notices.test_sums import check, status
from tests.conftest import Town
from tests.noticing import send

EVERYBODY = "发通知 全体 明天上午停水检修"


@pytest.fixture
def large(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town that is large beside the pieces of its notices."""
    for name in ("FIRST", "LEAST", "MOST"):
        monkeypatch.setattr(pieces, name, 2)
    return town


def notice(town: Town) -> Notice:
    with town.bot.database.read() as db:
        return db.scalars(select(Notice).where(Notice.code.is_not(None))).all()[-1]


def per_person(town: Town, number: int) -> Counter[int | None]:
    with town.bot.database.read() as db:
        return Counter(db.scalars(select(Delivery.person_id).where(Delivery.notice_id == number)))


def test_a_large_notice_goes_to_everybody_once(large: Town) -> None:
    said = send(large.secretary, EVERYBODY)
    assert "正在发给" in said, said
    begun = notice(large)
    assert begun.planning is not None
    assert begun.confirmed_for is not None
    assert f"正在发给{begun.confirmed_for}人" in said.replace(" ", "")
    first = per_person(large, begun.id).total()

    large.send()

    done = notice(large)
    found = per_person(large, done.id)
    assert done.planning is None
    assert first < found.total()
    assert set(found.values()) == {1}
    with large.bot.database.read() as db:
        assert done.households == db.scalar(select(func.count()).select_from(NoticeTarget))
    assert status(large, done.code or "").households == done.households
    check(status(large, done.code or ""))
    assert large.tick()["notices_told"] == 1


@pytest.mark.parametrize("words", ["停止发送", "撤回"])
def test_what_is_stopped_is_not_planned_on(large: Town, words: str) -> None:
    send(large.secretary, EVERYBODY)
    first = per_person(large, notice(large).id).total()

    agree = large.secretary.says(f"{words} {notice(large).code}")
    if "1" in agree:
        large.secretary.says("1")
    large.send()

    assert notice(large).planning is None
    assert per_person(large, notice(large).id).total() == first


def test_a_building_has_its_share_beside_the_whole_community(town: Town) -> None:
    send(town.secretary, EVERYBODY)
    whole = notice(town).id
    town.clock.advance(seconds=5)
    send(town.secretary, "发通知 3号楼 今天下午电梯检修")
    small = notice(town).id

    def lease(db):  # type: ignore[no-untyped-def]  # a session
        found = owed.lease_due(db, town.clock.now(), SystemClock().now(), 6)
        return [(each.notice_id, each.status) for each in found]

    taken = Counter(number for number, _ in town.bot.database.write(lease))

    assert taken[small] >= 2
    assert taken[whole] >= 2
    with town.bot.database.read() as db:
        units = set(db.scalars(select(Notice.unit_id).where(Notice.id.in_([whole, small]))))
        assert len(units) == db.scalar(select(func.count()).where(Unit.id.in_(units)))
        assert not db.scalar(select(func.count()).where(Delivery.status == DeliveryStatus.SENDING))


def test_the_words_lie_once_and_whoever_is_deleted_points_to_them_no_more(large: Town) -> None:
    someone = large.newcomer()
    someone.says("我是3号楼2单元601 张三")
    large.grid_worker.says("同意")
    send(large.secretary, EVERYBODY)
    large.send()
    number = notice(large).id

    def words() -> Counter[tuple[int | None, bool]]:
        with large.bot.database.read() as db:
            owed = db.scalars(select(Delivery).where(Delivery.notice_id == number)).all()
            said = [(each.shared_id, deliveries.text_of(db, each)) for each in owed]
        return Counter((shared, "停水检修" in text) for shared, text in said)

    [((shared, is_said), many)] = words().items()
    assert (shared is not None, is_said) == (True, True)
    someone.says("删除我")
    someone.says("1")

    assert words() == {(shared, True): many - 1, (None, False): 1}


def test_a_piece_is_as_large_as_the_one_before_was_quick() -> None:
    passed = iter([0.0, 0.35, 0.0, 0.01, 0.0, 9.0]).__next__
    slow = pieces.Pace({pieces.DOORS: 2000}, passed)
    assert slow.next(2000) == 200  # of which seven hundredths of a second were to be taken at most
    quick = pieces.Pace({pieces.DOORS: 600}, passed)
    assert quick.next(600) == 1200, "never more than twice as many at once"
    assert pieces.Pace({}, passed).next(500) == pieces.LEAST
