"""A day that cannot be is asked about, and nothing is stored until it is known."""

from typing import Any

from sqlalchemy import select

from db.models import Observation, Submission
from tests.conftest import Town


def submissions(town: Town) -> list[Any]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Submission)))


def test_a_form_begins_with_the_question_which_day(town: Town) -> None:
    said = town.newcomer().says("我11月31号从太原回来，怎么报备")

    assert "11月没有31号，是11月30号还是12月1号？" in said
    assert "回复 1 11月30日（周一）" in said
    assert not submissions(town)


def test_the_number_stands_for_the_day(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("返乡登记，11月31号从太原回来")

    said = newcomer.says("2")

    assert "没有31号" not in said


def test_inside_a_form_the_day_is_asked_about_with_numbers(town: Town) -> None:
    newcomer = town.newcomer()
    said = newcomer.says("返乡登记")
    for answer in ("李雷", "13800001234", "山西太原"):
        if "哪天" in said or "日期" in said:
            break
        said = newcomer.says(answer)
    asked = newcomer.says("11月31号")
    assert "11月没有31号，是11月30号还是12月1号？" in asked
    assert "1 11月30日" in asked

    after = newcomer.says("2")

    assert "没有31号" not in after


def test_a_normal_reading_of_no_day_is_not_stored(town: Town) -> None:
    observed = town.observed[0]

    said = observed.says("11月31号36.5")

    assert "11月没有31号" in said
    with town.bot.database.read() as db:
        assert not db.scalars(select(Observation)).all()


def test_a_fever_is_taken_whatever_day_is_written(town: Town) -> None:
    said = town.observed[0].says("11月31号38.9")

    assert "38.9" in said


def test_leave_on_no_day_is_nobodys_leave(town: Town) -> None:
    said = town.grid_worker.says("11月31号请假")

    assert "是11月30号还是12月1号" in said


def test_a_weekday_that_differs_is_asked_about(town: Town) -> None:
    said = town.newcomer().says("我下周五（11月26日）从太原回来，要隔离吗")

    assert "日期和星期对不上：11月26日（周四），还是11月27日（周五）？" in said
    assert "对不上" not in town.newcomer().says("1")
