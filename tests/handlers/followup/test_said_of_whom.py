"""Each reading to its own person, day and part of the day; who is not known is asked about once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, DeliveryKind, ItemKind, Nickname, Observation, Person, WorkItem
from tests.conftest import Someone, Town

Row = tuple[str | None, str, str, str | None]  # name, day, part, value
TODAY, YESTERDAY = "2026-11-21", "2026-11-20"
Home = Callable[..., Someone]


@pytest.fixture
def home(town: Town) -> Home:
    """Return how to make a home: who answers for it and is watched over, and those beside them."""

    def make(speaker: str, *others: tuple[str, str | None]) -> Someone:
        someone = town.newcomer()
        someone.says(f"我是3号楼2单元601 {speaker}")
        town.grid_worker.says("同意")
        town.grid_worker.says(f"观察 3-2-601 {speaker} 7天")
        town.bot.database.write(lambda db: add(db, speaker, others))
        town.send()
        someone.hears()
        town.at("2026-11-21T09:00")
        return someone

    return make


def add(db: Session, speaker: str, others: Sequence[tuple[str, str | None]]) -> None:
    me = db.scalars(select(Person).where(Person.name_index == speaker)).one()
    for name, relation in others:
        db.add(
            Person(
                name=name, name_index=name, relation=relation, household_id=me.household_id,
                is_respondent=False, created_at=datetime(2026, 11, 1, tzinfo=UTC),
            )
        )  # fmt: skip


def counted(town: Town, kind: str = "temperature") -> list[Row]:
    """Return what counts now, oldest first."""
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person.name, Observation)
            .join(Observation, Observation.person_id == Person.id)
            .where(Observation.replaced_by.is_(None), Observation.kind == kind)
            .order_by(Observation.id)
        ).all()
        return [(name, each.day.isoformat(), each.part, each.value) for name, each in rows]


def people(town: Town, kind: str = "temperature") -> dict[str | None, str | None]:
    return {name: value for name, _, _, value in counted(town, kind)}


def symptoms(town: Town) -> dict[str | None, list[str] | None]:
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person.name, Observation.symptoms)
            .join(Observation, Observation.person_id == Person.id)
            .where(Observation.kind == "symptoms")
        ).all()
        return {name: said for name, said in rows}


def fevers(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER)))


def alerts(town: Town) -> int:
    with town.bot.database.read() as db:
        return len(list(db.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.ALERT))))


# -- which day -----------------------------------------------------------------------


def test_a_reading_of_last_evening_neither_fills_today_nor_stops_its_reminder(
    town: Town, home: Home
) -> None:
    someone = home("孙涛")
    town.at("2026-11-21T07:40")
    answer = someone.says("昨天晚上是36.5，今天还没量")

    assert "昨天傍晚 36.5℃" in answer
    assert counted(town) == [("孙涛", YESTERDAY, "evening", "36.5")]
    town.at("2026-11-21T08:00")
    town.tick()
    town.send()
    assert any("今天早上的体温还没收到" in text for text in someone.hears())


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("昨晚38.6今早36.7", [(YESTERDAY, "evening", "38.6"), (TODAY, "morning", "36.7")]),
        ("前天39.0，昨天38.1，今天36.9", [("2026-11-19", "day", "39.0"), (YESTERDAY, "day", "38.1"), (TODAY, "morning", "36.9")]),
        ("上周五38.8，今天36.6", [("2026-11-13", "day", "38.8"), (TODAY, "morning", "36.6")]),
        ("昨天中午37.5", [(YESTERDAY, "noon", "37.5")]),
        ("昨儿早上37.1", [(YESTERDAY, "morning", "37.1")]),
        ("补报昨天晚上的，36.9", [(YESTERDAY, "evening", "36.9")]),
    ],
)  # fmt: skip
def test_each_reading_is_of_its_own_day_and_part(
    town: Town, home: Home, said: str, stored: list[tuple[str, str, str]]
) -> None:
    home("孙涛").says(said)

    assert counted(town) == [("孙涛", *row) for row in stored]


def test_noon_is_noon(town: Town, home: Home) -> None:
    someone = home("孙涛")
    town.at("2026-11-21T19:30")
    answer = someone.says("早上36.4，中午37.5，晚上36.8")

    assert "今天早上 36.4℃" in answer and "今天中午 37.5℃" in answer and "今天傍晚 36.8℃" in answer
    assert [row[2:] for row in counted(town)] == [
        ("morning", "36.4"), ("noon", "37.5"), ("evening", "36.8"),
    ]  # fmt: skip


def test_what_was_said_on_a_day_is_read_against_that_day(town: Town, home: Home) -> None:
    someone = home("孙涛")
    town.at("2026-11-22T00:20")
    someone.says("昨天早上37.6")

    assert counted(town) == [("孙涛", TODAY, "morning", "37.6")]


def test_yesterday_is_put_right_where_it_stands(town: Town, home: Home) -> None:
    someone = home("孙涛", ("李梅", "配偶"))
    town.at("2026-11-20T18:00")
    town.at("2026-11-21T18:00")
    someone.says("老伴36.7")
    town.at("2026-11-22T09:00")
    answer = someone.says("老伴昨天是37.6不是36.7")

    assert "改好了" in answer and "昨天傍晚 37.6℃" in answer
    assert counted(town) == [("李梅", TODAY, "evening", "37.6")]
    assert ["37.6" in item.text for item in fevers(town)] == [True]


def test_the_fever_before_the_pill_is_not_lost_behind_what_came_after(
    town: Town, home: Home
) -> None:
    answer = home("孙涛").says("吃药前38.9，吃药后36.9")

    assert "36.9-38.9℃" in answer and "改好了" not in answer
    assert "38.9" in fevers(town)[0].text


# -- whose ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speaker", "others", "said", "stored"),
    [
        ("赵刚", [("欧阳娜娜", "女儿")], "我36.5，娜娜37.9", {"赵刚": "36.5", "欧阳娜娜": "37.9"}),
        ("林志强", [("林雯雯", None)], "我36.6，雯雯37.8", {"林志强": "36.6", "林雯雯": "37.8"}),
        ("何大海", [("何小光", "子女")], "小光37.4，其他人没量", {"何小光": "37.4"}),
        ("周平", [("高国庆", None)], "国庆37.9", {"高国庆": "37.9"}),
        ("孙涛", [("孙浩", "孙子")], "孙娃子38.2", {"孙浩": "38.2"}),
        ("何大海", [("何小光", "孙子"), ("周子轩", "外孙")], "外孙38.4，孙子36.6", {"何小光": "36.6", "周子轩": "38.4"}),
        ("何大海", [("周子轩", "孙辈")], "外孙38.1", {"周子轩": "38.1"}),
        ("何大海", [("周朵朵", "外孙女")], "孙女37.9", {"周朵朵": "37.9"}),
        ("孙涛", [("李梅", "配偶"), ("孙浩", "儿子")], "全家都36.5", {"孙涛": "36.5", "李梅": "36.5", "孙浩": "36.5"}),
        ("孙涛", [("李梅", "配偶"), ("孙浩", "儿子")], "儿子38.2，其他人36.5", {"孙浩": "38.2", "孙涛": "36.5", "李梅": "36.5"}),
        ("张三", [("李四", "配偶"), ("王奶奶", None)], "我36.5，老婆36.6，王奶奶38.1", {"张三": "36.5", "李四": "36.6", "王奶奶": "38.1"}),
        ("孙涛", [("孙芳", "女儿")], "女儿37.5", {"孙芳": "37.5"}),
    ],
)  # fmt: skip
def test_it_is_filed_to_whom_it_is_said_of(
    town: Town,
    home: Home,
    speaker: str,
    others: list[tuple[str, str | None]],
    said: str,
    stored: dict[str, str],
) -> None:
    answer = home(speaker, *others).says(said)

    assert people(town) == stored, answer


def test_a_sons_reading_is_not_his_sisters(town: Town, home: Home) -> None:
    answer = home("孙涛", ("孙芳", "女儿")).says("儿子38.5")

    assert people(town) == {} and "“儿子”是谁" in answer
    assert len(fevers(town)) == 1


def test_who_uses_anothers_phone_is_who_they_say(town: Town, home: Home) -> None:
    someone = home("王桂英", ("孙涛", "儿子"))
    someone.says("我37.9")
    answer = someone.says("我是孙涛 我用我妈手机 我37度1")

    assert "孙涛" in answer
    assert people(town) == {"王桂英": "37.9", "孙涛": "37.1"}


def test_who_he_is_is_asked_once_with_the_household_as_numbers(town: Town, home: Home) -> None:
    someone = home("孙涛", ("李梅", "配偶"), ("孙浩", "儿子"))
    answer = someone.says("我36.5，他38.5")

    assert people(town) == {"孙涛": "36.5"} and len(fevers(town)) == 1
    assert "38.5℃是谁的？" in answer and "已告诉社区" in answer
    assert "李梅（配偶）" in answer and "孙浩（儿子）" in answer
    said = someone.says("孙浩")

    assert people(town) == {"孙涛": "36.5", "孙浩": "38.5"} and "38.5℃" in said
    with town.bot.database.read() as db:
        assert list(db.scalars(select(Nickname))) == []


def test_several_nobody_is_named_for_are_asked_about_one_after_the_other(
    town: Town, home: Home
) -> None:
    someone = home("孙涛", ("李梅", "配偶"))
    assert "36.4℃是谁的？" in someone.says("家里两口人：36.4、36.9")
    assert "我自己（孙涛）" in someone.phone.screen[-1].text
    assert "36.9℃是谁的？" in someone.says("1")
    someone.says("2")

    assert people(town) == {"孙涛": "36.4", "李梅": "36.9"}


def test_after_the_doctors_word_he_is_whom_it_was_about(town: Town, home: Home) -> None:
    someone = home("孙涛", ("李梅", "配偶"), ("孙浩", "儿子"))
    someone.says("儿子38.9")
    [item] = fevers(town)
    town.send()
    town.doctor.says(f"回 {item.id} 多喝水，一小时后再量一次告诉我")
    town.send()
    town.at("2026-11-21T10:10")
    answer = someone.says("好的，他现在37.5")

    assert "是谁" not in answer
    assert people(town) == {"孙浩": "37.5"}


def test_the_others_are_well_and_one_was_not_measured(town: Town, home: Home) -> None:
    someone = home("孙涛", ("李梅", "配偶"), ("孙芳", "女儿"))
    someone.says("女儿没量，在学校，其他人36.5")

    assert people(town) == {"孙涛": "36.5", "李梅": "36.5"}
    assert list(people(town, "not_measured")) == ["孙芳"]
    town.at("2026-11-21T18:00")
    answer = someone.says("女儿38.2，其他人都正常")
    assert people(town)["孙芳"] == "38.2" and "李梅" in answer
    assert sorted(map(str, people(town, "wellbeing"))) == ["孙涛", "李梅"]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("我36.5没事，儿子38.1头疼拉肚子", {"孙浩": ["头痛", "腹泻"]}),
        ("老婆流鼻涕36.7，我嗓子疼37.2", {"李梅": ["流涕"], "孙涛": ["咽痛"]}),
        ("儿子36.6，老婆36.9，儿子说没得劲", {"孙浩": ["乏力"]}),
        ("我老婆浑身酸，发抖", {"李梅": ["肌肉酸痛", "畏寒"]}),
    ],
)
def test_symptoms_are_of_whom_they_were_said(
    town: Town, home: Home, said: str, whose: dict[str, list[str]]
) -> None:
    home("孙涛", ("李梅", "配偶"), ("孙浩", "儿子")).says(said)

    assert symptoms(town) == whose


def test_what_is_said_of_somebody_unknown_waits_with_their_reading(town: Town, home: Home) -> None:
    someone = home("孙涛", ("李梅", "配偶"), ("孙浩", "儿子"))
    someone.says("他38.3，咳得厉害")
    assert symptoms(town) == {} and people(town) == {}

    someone.says("孙浩")
    assert people(town) == {"孙浩": "38.3"} and symptoms(town) == {"孙浩": ["咳嗽"]}


# -- what is not stored, and what changes nothing --------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "366",
        "我妈3.85",
        "体温63.5",
        "老婆45度",
        "屋里只有18度",
        "邻居说“我家孩子38.9了”",
        "今晚20.30到家",
    ],
)
def test_what_cannot_be_is_asked_about_and_what_is_no_body_is_nobodys(
    town: Town, home: Home, said: str
) -> None:
    home("孙涛", ("李梅", "配偶")).says(said)

    assert counted(town) == [] and fevers(town) == []


def test_a_doubtful_value_keeps_its_day_when_it_is_confirmed(town: Town, home: Home) -> None:
    someone = home("孙涛")
    assert "38.6℃吗" in someone.says("昨晚386")
    someone.says("是")

    assert counted(town) == [("孙涛", YESTERDAY, "evening", "38.6")]


@pytest.mark.parametrize(
    "said", ["我38.2，儿子36.6", "昨晚38.6今早37.9", "儿子38.3，咳嗽", "吃药前38.9，吃药后37.6"]
)
def test_the_same_said_again_changes_nothing_and_alerts_nobody(
    town: Town, home: Home, said: str
) -> None:
    someone = home("孙涛", ("孙浩", "儿子"))
    first = someone.says(said)
    stored, told = counted(town), alerts(town)
    town.at("2026-11-21T09:20")
    again = someone.says(said)

    assert (counted(town), alerts(town)) == (stored, told)
    assert "改好了" not in first + again
