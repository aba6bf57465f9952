"""A word for somebody never makes a person: asked once, remembered, and no reading lost meanwhile."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Household, ItemKind, Nickname, Observation, Person, WorkItem
from db.people import contacts
from tests.conftest import Someone, Town


@pytest.fixture
def home(town: Town) -> Someone:
    """Somebody who answers for three: a spouse and a son are written down beside them."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 孙涛")
    town.grid_worker.says("同意")
    town.grid_worker.says("观察 3-2-601 孙涛 7天")

    town.bot.database.write(_members)
    town.send()
    someone.hears()
    return someone


def _members(db: Session) -> None:
    me = db.scalars(select(Person).where(Person.name_index == "孙涛")).one()
    for name, relation in (("李梅", "配偶"), ("孙小宝", "儿子")):
        db.add(
            Person(
                name=name,
                name_index=name,
                relation=relation,
                household_id=me.household_id,
                is_respondent=False,
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )
        )


def family(town: Town) -> list[tuple[str | None, str | None]]:
    with town.bot.database.read() as db:
        home = select(Household.id).join(Household.people).where(Person.name_index == "孙涛")
        found = db.scalars(select(Person).where(Person.household_id.in_(home)).order_by(Person.id))
        return [(person.name, person.relation) for person in found]


def values(town: Town) -> dict[str | None, list[str | None]]:
    found: dict[str | None, list[str | None]] = {}
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person, Observation.value)
            .join(Observation, Observation.person_id == Person.id)
            .where(Observation.kind == "temperature")
            .order_by(Observation.id)
        )
        for person, value in rows:
            found.setdefault(person.name or person.relation, []).append(value)
    return found


THREE = [("孙涛", None), ("李梅", "配偶"), ("孙小宝", "儿子")]


def test_known_ones_are_taken_and_the_others_asked_about_one_after_the_other(
    town: Town, home: Someone
) -> None:
    answer = home.says("我36.5 李梅36.7 小宝36.9 我妈36.4")

    assert values(town) == {"孙涛": ["36.5"], "李梅": ["36.7"]}
    assert "“小宝”是谁？36.9℃" in answer and "孙小宝（儿子）" in answer
    assert family(town) == THREE

    answer = home.says("2")
    assert "孙小宝" in answer and "36.9℃" in answer
    assert "我妈”是谁？36.4℃" in answer or "妈妈”是谁？36.4℃" in answer
    answer = home.says("3")

    assert "36.4℃" in answer
    assert values(town) == {
        "孙涛": ["36.5"], "李梅": ["36.7"], "孙小宝": ["36.9"], "妈妈": ["36.4"],
    }  # fmt: skip
    assert family(town) == [*THREE, (None, "妈妈")]


def test_it_is_asked_once(town: Town, home: Someone) -> None:
    home.says("小宝36.9")
    home.says("孙小宝")
    town.at("2026-11-22T08:00")

    assert "是谁" not in home.says("小宝36.6")
    assert values(town) == {"孙小宝": ["36.9", "36.6"]}


@pytest.mark.parametrize("word", ["小宝", "是小宝的", "儿子", "我儿子的"])
def test_whoever_is_asked_about_is_named_as_at_home(town: Town, home: Someone, word: str) -> None:
    home.says("他38.3")
    home.says(word)

    assert values(town) == {"孙小宝": ["38.3"]}


@pytest.mark.parametrize("word", ["王奶奶", "陈晓明", "李叔叔"])
def test_a_neighbour_is_not_of_the_household(town: Town, home: Someone, word: str) -> None:
    assert f"“{word}”是谁" in home.says(f"{word}36.8")
    assert "没有记" in home.says("不是我家的人")

    assert family(town) == THREE and values(town) == {}


def test_a_fever_alarms_at_once_whoever_it_is(town: Town, home: Someone) -> None:
    answer = home.says("我妈38.4")

    assert "已告诉社区" in answer and "是谁" in answer
    with town.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER))
    assert "38.4" in item.text


@pytest.mark.parametrize(
    "said", ["38.4，李梅今天没出门", "38.4，婆婆一直睡着", "姥姥从外地回来38.4"]
)
def test_a_fever_beside_somebody_else_alarms_and_is_kept_until_it_is_said_whose(
    town: Town, home: Someone, said: str
) -> None:
    answer = home.says(said)

    assert "38.4℃" in answer
    with town.bot.database.read() as db:
        assert (
            "38.4" in db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER)).one().text
        )
    assert values(town).get("孙涛") is None
    if "是谁" in answer:
        home.says("孙小宝")
        assert values(town) == {"孙小宝": ["38.4"]}


def test_the_spouse_is_meant_by_whatever_a_spouse_is_called(town: Town, home: Someone) -> None:
    assert "是谁" not in home.says("我36.5，老婆36.6")

    assert values(town) == {"孙涛": ["36.5"], "李梅": ["36.6"]}
    with town.bot.database.read() as db:
        assert list(db.scalars(select(Nickname))) == []


@pytest.fixture
def spouse(town: Town, home: Someone) -> Someone:
    """李梅 with a phone of her own; only her husband is under observation."""

    def bind(db: Session) -> None:
        her = db.scalars(select(Person).where(Person.name_index == "李梅")).one()
        mine = contacts.find(db, "official", phone.phone.openid)
        assert mine is not None
        mine.person_id, mine.is_vouched = her.id, True

    phone = town.newcomer("oNewcomer0000000000000000002")
    phone.phone.follows()
    town.bot.database.write(bind)
    return phone


@pytest.mark.parametrize("said", ["我36.5", "我今天三十六度五", "我的体温36.5"])
def test_who_says_i_reports_of_themselves_though_another_is_watched_over(
    town: Town, spouse: Someone, said: str
) -> None:
    assert "您今天" in spouse.says(said)
    assert values(town) == {"李梅": ["36.5"]}


@pytest.mark.parametrize("said", ["36.5", "今天三十六度五"])
def test_a_bare_number_from_a_relative_is_of_the_one_watched_over(
    town: Town, spouse: Someone, said: str
) -> None:
    spouse.says(said)

    assert values(town) == {"孙涛": ["36.5"]}
