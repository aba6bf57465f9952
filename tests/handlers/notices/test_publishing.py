from sqlalchemy import select

from db.models import Delivery, DeliveryKind, Notice, NoticeState, Question
from tests.conftest import Town
from tests.handlers.knowledge.test_unknown import NOT_KNOWN


def notices(town: Town) -> list[Notice]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Notice).order_by(Notice.id)))


def owed(town: Town) -> int:
    with town.bot.database.read() as db:
        return len(
            db.scalars(select(Delivery.id).where(Delivery.kind == DeliveryKind.NOTICE)).all()
        )


def test_nothing_is_owed_before_it_is_confirmed(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")

    assert [notice.state for notice in notices(town)] == [NoticeState.DRAFT]
    assert owed(town) == 0


def test_confirming_twice_publishes_once(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.phone.says("确认", times=3)
    town.secretary.says("1")

    [notice] = notices(town)
    with town.bot.database.read() as db:
        reached = db.scalars(
            select(Delivery.contact_id).where(Delivery.notice_id == notice.id)
        ).all()
    assert notice.state is NoticeState.PUBLISHED
    assert len(reached) == len(set(reached)) == owed(town)


def test_the_sums_balance(town: Town) -> None:
    answer = town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")

    [notice] = notices(town)
    assert f"共{notice.households}户，{notice.households - notice.unreachable}户能收到" in answer


def test_who_left_is_named_with_the_reason(town: Town) -> None:
    town.observed[1].phone.unfollows()
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")
    town.send()
    town.tick()

    assert "没有关注或已取消关注" in town.secretary.says("通知情况")


def test_a_grid_worker_may_write_to_their_own_grid_only_and_a_doctor_to_nobody(town: Town) -> None:
    assert "发给1号楼" in town.grid_worker.says("发通知 1号楼 明天停水")
    assert "发给" not in town.doctor.says("发通知 1号楼 明天停水")
    assert len(notices(town)) == 1


def test_what_was_not_understood_is_kept_for_a_person(town: Town) -> None:
    town.resident.says(NOT_KNOWN[0])

    with town.bot.database.read() as db:
        assert db.scalars(select(Question.text)).all() == [NOT_KNOWN[0]]


def test_a_nod_is_no_question(town: Town) -> None:
    for said in ("收到", "好的", "知道了", "取消"):
        assert town.resident.says(said) == "好的，有事随时说。"

    with town.bot.database.read() as db:
        assert db.scalars(select(Question.id)).all() == []
