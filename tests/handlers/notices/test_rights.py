from sqlalchemy import select

from db.models import Delivery, Notice, NoticeState
from tests.conftest import Town
from tests.noticing import send
from tests.staffing import end_posts, move_posts, person_of, stand_in, traces

ENDED = "岗位已经到期"


def states(town: Town) -> list[NoticeState]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Notice.state).order_by(Notice.id)))


def owed(town: Town) -> int:
    with town.bot.database.read() as db:
        return len(db.scalars(select(Delivery.id).where(Delivery.notice_id.is_not(None))).all())


def test_whose_post_ended_before_the_number_publishes_nothing(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    end_posts(town, town.who["secretary"])

    answer = town.secretary.says("1")

    assert ENDED in answer and "正在发给" not in answer
    assert (states(town), owed(town), traces(town)) == ([NoticeState.DRAFT], 0, [])


def test_whose_post_ended_before_the_number_withdraws_nothing(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")
    town.secretary.says("撤回 N1 水管修好了")
    end_posts(town, town.who["secretary"])
    before = owed(town)

    assert ENDED in town.secretary.says("1")

    assert (states(town), owed(town)) == ([NoticeState.PUBLISHED], before)
    assert [action for action, _, _ in traces(town)] == ["publish"]


def test_whose_post_ended_is_heard_like_a_resident(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")
    end_posts(town, town.who["secretary"])

    for said in ("发通知 3号楼 明天停电", "撤回 N1", "替换 N1 明天10点停水"):
        assert "给社区工作人员用的" in town.secretary.says(said)
    assert "没送到" not in town.secretary.says("通知情况")
    assert states(town) == [NoticeState.PUBLISHED]


def test_another_post_than_a_publisher_s_does_not_publish(town: Town) -> None:
    town.grid_worker.says("发通知 1号楼 明天停水")
    end_posts(town, town.who["grid_worker"])
    stand_in(town, town.who["doctor"], town.who["grid_worker"])

    assert ENDED in town.grid_worker.says("1")  # a doctor's post publishes nothing

    assert (states(town), traces(town)) == ([NoticeState.DRAFT], [])


def test_who_looks_after_another_place_now_publishes_nothing_in_the_old_one(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    move_posts(town, town.who["secretary"], building="1")

    assert "不在您负责的范围里" in town.secretary.says("1")

    assert (states(town), owed(town), traces(town)) == ([NoticeState.DRAFT], 0, [])


def test_what_was_replaced_before_the_number_is_not_withdrawn(town: Town) -> None:
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")
    town.secretary.says("撤回 N1")
    town.township.says("替换 N1 明天10点停水")
    town.township.says("1")

    assert town.secretary.says("1") == "通知 N1 已由 N2 代替，请改 N2。"

    assert states(town) == [NoticeState.PUBLISHED, NoticeState.PUBLISHED]


def test_a_substitute_publishes_replaces_withdraws_and_reads_how_far_it_came(town: Town) -> None:
    stand_in(town, town.who["secretary"], town.who["resident"])
    substitute, number = town.resident, person_of(town, town.who["resident"])

    assert "发给3号楼" in substitute.says("发通知 3号楼 明天9点停水")
    assert "通知 N1 正在发给" in substitute.says("1")
    assert "代替：通知 N1" in substitute.says("替换 N1 明天10点停水")
    assert "N1 已由它代替" in substitute.says("1")
    assert "通知 N2 发送情况" in substitute.says("通知情况")
    assert "收到过的" in substitute.says("撤回 N2 水管修好了")
    assert "通知 N2 已撤回" in substitute.says("1")

    assert traces(town) == [
        ("publish", number, "N1"),
        ("publish", number, "N2"),
        ("replace", number, "N1"),
        ("read_outcome", number, "N2"),
        ("withdraw", number, "N2"),
    ]


def test_a_doctor_who_stands_in_for_a_grid_worker_publishes_in_that_grid_only(town: Town) -> None:
    stand_in(town, town.who["grid_worker"], town.who["doctor"])

    assert "发给1号楼" in town.doctor.says("发通知 1号楼 明天停水")
    assert "发给第1网格" in town.doctor.says("发通知 全体 明天停水")
    send(town.secretary, "发通知 全体 周六停电")
    code = f"N{len(states(town))}"
    assert f"通知 {code} 不在您负责的范围里" in town.doctor.says(f"撤回 {code}")


def test_what_was_published_or_withdrawn_carries_who_did_it(town: Town) -> None:
    town.grid_worker.says("发通知 1号楼 明天停水")
    town.grid_worker.says("1")
    town.secretary.says("撤回 N1")
    town.secretary.says("1")

    assert traces(town) == [
        ("publish", person_of(town, town.who["grid_worker"]), "N1"),
        ("withdraw", person_of(town, town.who["secretary"]), "N1"),
    ]
