"""How ill a household is: a fever is told on, a danger sends for help, the rest is only written down."""

import pytest
from sqlalchemy import select

from db.models import Grade, ItemKind, Observation, WorkItem
from tests.conftest import Town


def grades(town: Town) -> list[Grade]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Observation.grade).order_by(Observation.id)))


def kinds(town: Town) -> list[ItemKind]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem.kind).order_by(WorkItem.id)))


def worst(town: Town) -> Grade:
    order = [Grade.NO_VALUE, Grade.NORMAL, Grade.FEVER, Grade.DANGER]
    return max(grades(town), key=order.index)


@pytest.mark.parametrize(
    ("said", "grade", "kind"),
    [
        ("36.7", Grade.NORMAL, None),
        ("有点流鼻涕", Grade.NO_VALUE, None),
        ("36.6，鼻子不通", Grade.NORMAL, None),
        ("37.3", Grade.FEVER, ItemKind.FEVER),
        ("36.5，起疹子了", Grade.FEVER, ItemKind.FEVER),
        ("39.9", Grade.FEVER, ItemKind.FEVER),
        ("40.2", Grade.DANGER, ItemKind.DANGER),
    ],
)
def test_each_report_has_its_grade(
    town: Town, said: str, grade: Grade, kind: ItemKind | None
) -> None:
    answer = town.observed[0].says(said)

    assert worst(town) is grade
    assert kinds(town) == ([kind] if kind else [])
    assert ("120" in answer) is (kind is not None or "流鼻涕" in said or "鼻子" in said)


def test_a_very_high_fever_hears_120_first_and_the_duty_team_is_told(town: Town) -> None:
    secretary, doctor = town.secretary, town.doctor

    answer = town.observed[0].says("我41.1")
    town.send()

    assert answer.index("120") < answer.index("已告诉")
    assert any("【紧急】" in heard and "41.1" in heard for heard in doctor.hears())
    town.clock.advance(minutes=5)
    town.tick()
    town.send()
    assert any("【紧急】" in heard for heard in secretary.hears() + town.township.hears())


def test_of_two_ill_people_the_danger_is_answered(town: Town) -> None:
    answer = town.observed[0].says("我37.8，老伴40.5")

    assert "请马上拨打120" in answer
    assert sorted(kinds(town)) == [ItemKind.DANGER, ItemKind.FEVER]
