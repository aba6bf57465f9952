import pytest
from sqlalchemy import select

from db.models import Episode, Grade, ItemKind, Observation, Person, WorkItem
from tests.conftest import Someone, Town

Stored = tuple[str, str, str | None, list[str] | None]


def stored(town: Town) -> list[Stored]:
    """Return what counts now: kind, grade, value, symptoms."""
    with town.bot.database.read() as db:
        rows = db.scalars(
            select(Observation).where(Observation.replaced_by.is_(None)).order_by(Observation.id)
        )
        return [(row.kind, row.grade.value, row.value, row.symptoms) for row in rows]


def family(town: Town) -> Someone:
    """张三 answers for a household of two, both watched over."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 张三")
    town.grid_worker.says("同意")
    town.grid_worker.says("观察 3-2-601 张三 7天")
    town.grid_worker.says("观察 3-2-601 李四 7天")
    return someone


@pytest.mark.parametrize("said", ["36.8", "三十六度八", "36度8", "３６．８", "体温36.8", "36。8"])
def test_a_temperature_is_stored_however_it_is_written(town: Town, said: str) -> None:
    assert "36.8℃" in town.observed[0].says(said)

    assert stored(town) == [("temperature", "normal", "36.8", None)]


@pytest.mark.parametrize(
    ("said", "grade"),
    [("37.2", "normal"), ("37.3", "fever"), ("36.5到37.6", "fever"), ("我发烧了", "fever")],
)
def test_the_upper_end_and_any_symptom_make_a_fever(town: Town, said: str, grade: str) -> None:
    town.observed[0].says(said)

    assert [row[1] for row in stored(town)] == [grade]


def test_temperature_and_symptom_of_one_message_are_both_kept(town: Town) -> None:
    town.observed[0].says("体温37.6,有点咳")

    assert stored(town) == [
        ("temperature", "fever", "37.6", None),
        ("symptoms", "fever", None, ["咳嗽"]),
    ]


def test_the_newest_report_of_a_part_of_the_day_counts_and_the_old_one_stays_below_it(
    town: Town,
) -> None:
    town.observed[0].says("37.6")
    town.observed[0].says("不对是36.9")

    assert stored(town) == [("temperature", "normal", "36.9", None)]
    with town.bot.database.read() as db:
        old = db.scalars(select(Observation).order_by(Observation.id)).first()
        assert old is not None
        assert (old.raw, old.replaced_by is not None) == ("37.6", True)


def test_a_doubtful_number_is_not_stored_until_it_is_confirmed(town: Town) -> None:
    someone = town.observed[0]
    assert "36.6℃吗" in someone.says("366")
    assert stored(town) == []

    someone.says("不是")
    assert stored(town) == []

    someone.says("366")
    someone.says("是")
    assert stored(town) == [("temperature", "normal", "36.6", None)]


def test_not_measured_is_heard_and_is_no_reading(town: Town) -> None:
    town.observed[0].says("没量")

    assert stored(town) == [("not_measured", Grade.NO_VALUE.value, None, None)]


def test_a_household_is_stored_person_by_person(town: Town) -> None:
    someone = family(town)
    someone.says("我36.5，李四37.9，还有点咳嗽")

    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person.name, Observation.value, Observation.symptoms)
            .join(Person, Observation.person_id == Person.id)
            .order_by(Observation.id)
        ).all()
        told = db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER)).all()
        about = {db.get_one(Person, item.person_id).name for item in told}
    assert ("张三", "36.5", None) in [tuple(row) for row in rows]
    assert ("李四", "37.9", None) in [tuple(row) for row in rows]
    assert "李四" in about


def test_a_symptom_beside_one_temperature_belongs_to_the_same_person(town: Town) -> None:
    family(town).says("李四37.9，还有点咳嗽")

    with town.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER))
        assert db.get_one(Person, item.person_id).name == "李四"
        assert "37.9℃、咳嗽" in item.text


def test_a_relative_nobody_had_written_down_is_watched_over_from_now_on(town: Town) -> None:
    town.observed[0].says("我36.5，老伴37.8")

    with town.bot.database.read() as db:
        watched = db.scalars(select(Episode)).all()
        assert len(watched) == len(town.observed) + 1
    assert ("temperature", "fever", "37.8", None) in stored(town)


def test_a_question_beside_a_reading_is_answered_too(town: Town) -> None:
    answer = town.observed[0].says("我今天37.2，算发烧吗")

    assert "37.2℃" in answer
    assert stored(town) == [("temperature", "normal", "37.2", None)]


@pytest.mark.parametrize("asked", ["发热门诊在哪里", "打了疫苗会不会发烧？"])
def test_a_general_question_about_fevers_is_no_report(town: Town, asked: str) -> None:
    town.observed[0].says(asked)

    assert stored(town) == []


@pytest.mark.parametrize(
    "said",
    [
        "闺女我发烧三十八度五咋办呀 家里就我一个人",
        "孩子烧到38.8了怎么办啊",
        "俺老头子38度2 要不要紧",
    ],
)
def test_whoever_asks_with_a_fever_is_helped_and_not_taught(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "请社区医生联系我" in answer and "120" in answer
    assert "依据" not in answer
