"""Reports for others: who measured, who told, how; values that do not fit; ten at once; nobody else's home."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, Observation, Person, WorkItem
from tests.conftest import Someone, Town


@pytest.fixture
def family(town: Town) -> Town:
    """邢海波, whose phone is bound, with 邢小雨; and 何桂英 without a phone: all watched over."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元502 邢海波")
    town.grid_worker.says("同意")
    for told in ("登记成员 3-2-502 邢小雨 女儿", "登记住户 3-1-404 何桂英 17000000004"):
        town.grid_worker.says(told)
        town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-502 邢海波 邢小雨 7天")
    town.grid_worker.says("观察 3-1-404 何桂英 7天")
    return town


def head(town: Town) -> Someone:
    return town.newcomer()


def told(town: Town) -> list[tuple[str, str | None, str | None, str | None]]:
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person.name, Observation.value, Observation.measured_by, Observation.way)
            .join(Person, Observation.person_id == Person.id)
            .order_by(Observation.id)
        )
        return [(str(name), value, by, way) for name, value, by, way in rows]


def checks(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        found = select(WorkItem.text).where(WorkItem.kind == ItemKind.FEVER).order_by(WorkItem.id)
        return list(db.scalars(found))


@pytest.mark.parametrize(
    ("said", "by", "way"),
    [
        ("代报 3-1-404 何桂英 36.8 上门量的", "staff", "measured"),
        ("替3-1-404何桂英报36.8，女儿说的", None, "relayed"),
        ("3-1-404 何桂英 36.8 电话问的", "self", "phone"),
        ("3-1-404 何桂英 36.8 视频看着量的", "self", "video"),
        ("3-1-404 何桂英 36.8", None, None),
    ],
)
def test_who_measured_and_how_it_is_known_is_kept(
    family: Town, said: str, by: str | None, way: str | None
) -> None:
    assert "36.8℃" in family.grid_worker.says(said)

    assert told(family) == [("何桂英", "36.8", by, way)]


def test_what_a_household_tells_is_its_own(family: Town) -> None:
    head(family).says("我36.5 女儿36.7")

    assert [row[:3] for row in told(family)] == [
        ("邢海波", "36.5", "self"), ("邢小雨", "36.7", "family"),
    ]  # fmt: skip


def test_staff_read_who_measured(family: Town) -> None:
    family.doctor.says("代报 3-1-404 何桂英 36.8 上门量的")

    assert "36.8℃（医生量）" in family.grid_worker.says("何桂英这几天体温")


def test_two_who_tell_different_values_within_two_hours_open_a_check(family: Town) -> None:
    head(family).says("女儿36.4")
    family.clock.advance(minutes=70)
    said = family.grid_worker.says("3-2-502 邢小雨 37.2 上门量的")

    assert "当面再量一次" in said
    [text] = checks(family)
    assert "两次体温不一样" in text and "36.4" in text and "37.2" in text
    assert [row[1] for row in told(family)] == ["36.4", "37.2"]  # both are kept


@pytest.mark.parametrize(
    ("first", "minutes", "second"),
    [("女儿36.4", 150, "3-2-502 邢小雨 37.2"), ("女儿36.4", 30, "3-2-502 邢小雨 36.8")],
)
def test_what_fits_or_lies_further_apart_opens_none(
    family: Town, first: str, minutes: int, second: str
) -> None:
    head(family).says(first)
    family.clock.advance(minutes=minutes)
    family.grid_worker.says(second)

    assert checks(family) == []


def test_a_correction_of_one_s_own_is_no_disagreement(family: Town) -> None:
    head(family).says("女儿36.4")
    head(family).says("打错了，女儿是37.2")

    assert checks(family) == []


def test_a_fever_beside_a_normal_value_is_one_item_with_both(family: Town) -> None:
    head(family).says("女儿36.4")
    family.clock.advance(minutes=30)
    family.grid_worker.says("代报 3-2-502 邢小雨 38.5 咳嗽")

    [text] = checks(family)
    assert "38.5" in text and "两次体温不一样" in text


def test_ten_at_once_each_in_its_line(family: Town) -> None:
    said = family.grid_worker.says(
        "3-2-502 邢海波 36.5\n3-2-502 邢小雨 36.7\n3-1-404 何桂英 38.6 咳嗽\n9-9-999 孙无名 36.5"
    )

    assert [row[:2] for row in told(family)][:3] == [
        ("邢海波", "36.5"), ("邢小雨", "36.7"), ("何桂英", "38.6"),
    ]  # fmt: skip
    assert "有1行没有记" in said
    assert any("何桂英" in text and "38.6" in text for text in checks(family))


def test_names_below_one_door_are_of_that_door(family: Town) -> None:
    family.grid_worker.says("代报：\n3-2-502 邢海波 36.5\n女儿 36.7\n3-1-404 何桂英 没量 人不在家")

    assert [row[0] for row in told(family)] == ["邢海波", "邢小雨", "何桂英"]


def test_more_values_than_people_are_asked_about_and_none_is_kept(family: Town) -> None:
    said = family.grid_worker.says("3-2-502 36.5 36.6 36.7 36.8")
    assert "4个数" in said and "一人一行" in said
    said = head(family).says("36.5 36.6 36.7 36.8 36.9 37.0 36.4 36.3 36.2")
    assert "9个数" in said and "写清谁是谁" in said

    assert told(family) == []


def test_a_fever_among_too_many_values_is_told_on(family: Town) -> None:
    said = head(family).says("36.5 36.6 36.7 38.8 36.9")

    assert "有人发热" in said
    assert told(family) == [] and len(checks(family)) == 1


@pytest.mark.parametrize("said", ["3-1-404 何桂英 38.5", "3-1-404的何奶奶发烧38.5"])
def test_a_stranger_s_word_about_another_home_is_not_stored(family: Town, said: str) -> None:
    answer = family.resident.says(said)

    assert "您不在那一家" in answer and "120" in answer
    assert told(family) == [] and checks(family) == []
    assert "去看看那一家" in family.resident.says("1")
    assert len(checks(family)) == 1


def test_somebody_s_own_door_before_their_value_is_theirs(family: Town) -> None:
    assert "已记下" in head(family).says("3-2-502 邢海波 36.5")
