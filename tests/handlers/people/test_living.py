"""A household says that a member does not live at home: nobody asks for their temperature any more."""

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, Person, WorkItem
from tests.conftest import Someone, Town


@pytest.fixture
def home(town: Town) -> Someone:
    """孙涛 lives with 孙小宝, his son, and 孙小美, his daughter."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 孙涛")
    town.grid_worker.says("同意")
    someone.says("我家还有儿子孙小宝9岁、女儿孙小美12岁")
    someone.says("对")
    town.send()
    someone.hears()
    return someone


def needs(town: Town, name: str) -> list[str] | None:
    with town.bot.database.read() as db:
        return db.scalars(select(Person.needs).where(Person.name_index == name)).one()


def test_a_member_lives_elsewhere_once_it_is_confirmed(town: Town, home: Someone) -> None:
    assert "孙小宝（儿子）不在家住（学校）" in home.says("我儿子不在家住,在学校")
    assert needs(town, "孙小宝") is None
    assert "不用报体温" in home.says("对")

    assert needs(town, "孙小宝") == ["lives_elsewhere"]
    assert "孙小宝（儿子，不在家住）" in town.grid_worker.says("查 3-2-601")
    home.says("我儿子回来住了")
    home.says("对")
    assert needs(town, "孙小宝") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我女儿住校", "孙小美"),
        ("我家闺女平时不住家里，住外婆家", "孙小美"),
        ("女儿孙小美现在住在学校", "孙小美"),
        ("我儿子没住在家里，跟他爷爷住", "孙小宝"),
        ("孙小宝常年住外地", "孙小宝"),
    ],
)
def test_many_wordings_and_a_no(town: Town, home: Someone, text: str, name: str) -> None:
    assert f"{name}" in (said := home.says(text)) and "不在家住" in said, said
    home.says("不是")
    assert needs(town, name) is None


def test_a_monitoring_ends_for_them_and_staff_hear_so(town: Town, home: Someone) -> None:
    town.grid_worker.says("观察 3-2-601 孙小宝 7天")
    home.says("我儿子不在家住，在学校")
    assert "已告诉" in home.says("对")

    with town.bot.database.read() as db:
        states = db.scalars(
            select(Episode.state).join(Person, Episode.person_id == Person.id)
            .where(Person.name_index == "孙小宝")
        ).all()  # fmt: skip
        texts = db.scalars(select(WorkItem.text)).all()
    assert list(states) == [EpisodeState.ENDED]
    assert any("孙小宝不在家住（学校）" in text for text in texts)


def test_whoever_lives_elsewhere_is_left_out_of_a_whole_family(town: Town, home: Someone) -> None:
    home.says("我女儿住校")
    home.says("对")

    said = town.grid_worker.says("3-2-601孙涛一家全部纳入监测，七天")

    assert "孙涛、孙小宝 7天" in said


def test_nobody_of_that_kind_and_questions(town: Town, home: Someone) -> None:
    assert "没有奶奶" in home.says("我奶奶不在家住")
    for text in ("我儿子不在家住要登记吗", "我儿子在外地上学，下周回来"):
        assert "不用报体温，也不再提醒" not in home.says(text)


def test_a_stranger_hears_what_to_say_first(town: Town) -> None:
    assert "我还不知道您住哪里" in town.newcomer().says("我儿子不在家住，在学校")


def test_residents_hear_phones_from_what_is_written_down(town: Town) -> None:
    town.secretary.says("社区电话改成0357-1234567")
    town.secretary.says("确认")

    assert "0357-1234567" in town.resident.says("社区电话多少")
    assert "网格员 " in town.resident.says("网格员电话多少").splitlines()[0]
