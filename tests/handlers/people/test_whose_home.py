"""Somebody says a place is theirs that is another's: staff see it, its phone is asked, nothing is lost."""

import pytest
from sqlalchemy import select

from db.models import Contact, Observation, Person, Post
from tests.conftest import Someone, Town
from tests.staffing import person_of

NAME = "刘金花"
WHERE = "我是3号楼1单元7391 刘金花"


@pytest.fixture
def first(town: Town) -> Someone:
    """She is bound since the 21st, watched over, and has told of a fever."""
    first = town.newcomer("oFirstPhone00000000000000001")
    first.says(WHERE)
    assert "已通过" in town.grid_worker.says("同意")
    town.at("2026-12-01T08:00")
    first.says("你好")
    town.grid_worker.says("你好")
    town.grid_worker.says(f"观察 3-1-7391 {NAME} 7天")
    first.says("38.9")
    town.send()
    first.hears(), town.grid_worker.hears(), town.doctor.hears()
    return first


@pytest.fixture
def second(town: Town, first: Someone) -> Someone:
    second = town.newcomer("oSecondPhone0000000000000002")
    second.says(WHERE)
    town.send()
    return second


def number_of(town: Town) -> str:
    return next(
        line.split()[0] for line in town.grid_worker.says("待办").splitlines() if "申请绑定" in line
    )


def accept(town: Town, words: str = "") -> str:
    return town.grid_worker.says(f"同意 {number_of(town)} {words}".strip())


def counting(town: Town) -> list[str | None]:
    """Return the values that count for what she reported."""
    with town.bot.database.read() as db:
        found = select(Observation.value).where(Observation.replaced_by.is_(None))
        return list(db.scalars(found.order_by(Observation.id)))


def test_staff_see_who_holds_the_place_and_since_when(town: Town, second: Someone) -> None:
    heard = "\n".join(town.grid_worker.hears())

    assert "已有人绑定" in heard
    assert f"{NAME}，自11月21日" in heard


def test_the_bound_phone_is_asked_and_its_no_is_shown_and_holds(
    town: Town, first: Someone, second: Someone
) -> None:
    number = number_of(town)
    [asked] = [heard for heard in first.hears() if "新手机" in heard]
    assert f"不是我 {number}" in asked
    town.grid_worker.hears()

    assert "网格员" in first.says("不是我")
    town.send()

    assert any("不是我" in heard for heard in town.grid_worker.hears())
    assert "不是我" in accept(town)
    assert second.says("我的信息").count(NAME) <= 1  # what they said themselves
    assert "38.9" not in second.says("我的信息")
    assert "已通过" in accept(town, "见过本人")


def test_a_yes_lets_the_second_phone_read(town: Town, first: Someone, second: Someone) -> None:
    first.says(f"是我同意 {number_of(town)}")

    assert "已通过" in accept(town)

    assert f"姓名：{NAME}" in second.says("我的信息")


def test_until_then_it_reads_nothing_and_ends_nothing(
    town: Town, first: Someone, second: Someone
) -> None:
    assert "已通过" in accept(town)

    mine = second.says("我的信息")
    assert "38.9" not in mine
    assert "7391" not in mine.replace(WHERE, "")
    assert "等原来的手机同意" in mine
    assert "38.9" not in second.says("我的登记")
    second.says("退出监测")
    second.says("1")
    second.says("删除我")
    second.says("1")
    assert "38.9" in first.says("我的信息")
    with town.bot.database.read() as db:
        assert db.scalar(select(Person.id).where(Person.name_index == NAME)) is not None
    assert counting(town) == ["38.9"]


def test_a_lower_value_from_it_closes_no_fever_and_says_where_it_came_from(
    town: Town, first: Someone, second: Someone
) -> None:
    accept(town)
    town.send()
    town.grid_worker.hears(), town.doctor.hears()

    said = second.says("36.4")
    town.send()

    assert "38.9" not in said
    assert "另一部手机" in said
    assert counting(town) == ["38.9"]
    told = "\n".join([*town.grid_worker.hears(), *town.doctor.hears()])
    assert "36.4℃（从另一部手机报的）" in told
    assert "原来报的仍算数" in told
    first.says("36.6")
    assert counting(town) == ["36.6"]


def test_a_higher_value_from_it_counts_and_is_marked(
    town: Town, first: Someone, second: Someone
) -> None:
    accept(town)
    town.send()
    town.grid_worker.hears(), town.doctor.hears()

    second.says("39.4")
    town.send()

    assert counting(town) == ["39.4"]
    told = "\n".join([*town.grid_worker.hears(), *town.doctor.hears()])
    assert "39.4℃（从另一部手机报的）" in told


def test_a_vouched_second_phone_lowers_nothing_either(
    town: Town, first: Someone, second: Someone
) -> None:
    first.says("是我同意")
    accept(town)

    second.says("36.4")

    assert counting(town) == ["38.9"]


def test_reminders_go_to_the_first_phone(town: Town, first: Someone, second: Someone) -> None:
    accept(town)
    town.send()
    second.says("你好")
    town.at("2026-12-02T07:30")
    town.tick()
    town.at("2026-12-02T09:30")
    town.tick()
    town.send()

    assert not any("体温" in heard for heard in second.hears())
    assert any("体温" in heard for heard in first.hears())


def test_a_no_after_it_was_let_in_lets_it_go(town: Town, first: Someone, second: Someone) -> None:
    accept(town)

    assert "解除绑定" in first.says("不是我")

    with town.bot.database.read() as db:
        openid = second.phone.openid
        assert db.scalar(select(Contact.person_id).where(Contact.address == openid)) is None


def test_another_place_named_later_is_looked_at_again(town: Town, first: Someone) -> None:
    second = town.newcomer("oSecondPhone0000000000000002")
    second.says("我是3号楼1单元7392 刘金花")
    second.says(f"改 {number_of(town)} 住址 3号楼1单元7391")

    assert f"已有人绑定：{NAME}" in accept(town)


def test_a_member_of_the_family_is_let_in_the_same_way(town: Town, first: Someone) -> None:
    son = town.newcomer("oSonsPhone000000000000000003")
    son.says("我是3号楼1单元7391 王小明")
    town.send()
    assert any("王小明" in heard for heard in first.hears())

    accept(town)
    assert "38.9" not in son.says("我的信息")
    first.says("是我同意")

    assert "姓名：王小明" in son.says("我的信息")


def test_a_post_stays_with_whoever_joins_as_a_resident(town: Town) -> None:
    worker, before = town.grid_worker, person_of(town, town.who["grid_worker"])
    with town.bot.database.read() as db:
        posts = db.scalars(select(Post.id).where(Post.person_id == before)).all()

    worker.says("我是3号楼2单元7393 周大海")
    accept(town)

    now = person_of(town, town.who["grid_worker"])
    with town.bot.database.read() as db:
        assert db.scalars(select(Post.id).where(Post.person_id == now)).all() == posts
    assert "等您处理" in worker.says("待办")
    assert "7393" in worker.says("我的信息")


def test_a_post_does_not_go_to_whose_place_was_named(town: Town, first: Someone) -> None:
    worker, hers = town.grid_worker, person_of(town, first.phone.openid)
    worker.says(WHERE)
    first.says("是我同意")
    accept(town)

    with town.bot.database.read() as db:
        assert db.scalars(select(Post.id).where(Post.person_id == hers)).all() == []
    assert "等您处理" in worker.says("待办")
