"""A fever line of a unit: set by those who may, nearest first, never for what was asked before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select

from core.library import Programme
from db.models import Grade, Observation
from tests.conftest import Town


def grades(town: Town) -> list[Grade]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Observation.grade).order_by(Observation.id)))


def set_line(town: Town, said: str) -> str:
    town.doctor.says(said)
    return town.doctor.says("1")


def test_a_unit_s_own_line_counts_for_those_who_live_there(town: Town) -> None:
    assert "37.0℃及以上算发热" in set_line(town, "把2号楼的发热线改成37.0")
    town.at("2026-11-21T17:30")
    first, second, *_ = town.observed  # 2-1-101 and 3-1-101
    assert "请戴好口罩" in first.says("37.1")
    assert "体温正常" in second.says("37.1")

    assert grades(town) == [Grade.FEVER, Grade.NORMAL]


def test_what_was_asked_before_is_judged_by_the_old_line(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.at("2026-11-21T09:00")
    set_line(town, "发热线改成37.0")
    assert "体温正常" in town.observed[0].says("37.1")
    town.at("2026-11-21T18:00")
    assert "请戴好口罩" in town.observed[0].says("37.1")

    assert grades(town) == [Grade.NORMAL, Grade.FEVER]


def test_the_nearest_line_counts_and_can_be_taken_back(town: Town) -> None:
    set_line(town, "发热线改成37.0")
    town.at("2026-11-21T09:00")
    set_line(town, "2号楼发热线 37.6")
    assert "2号楼：37.6℃" in town.doctor.says("发热线")
    town.at("2026-11-21T18:00")
    assert "体温正常" in town.observed[0].says("37.4")
    town.at("2026-11-21T20:00")
    set_line(town, "取消2号楼的发热线")
    town.at("2026-11-22T08:30")
    assert "请戴好口罩" in town.observed[0].says("37.1")


@pytest.mark.parametrize("value", ["34.9", "40.1", "3.7", "373"])
def test_a_line_outside_35_to_40_is_refused(town: Town, value: str) -> None:
    assert "35到40" in town.doctor.says(f"发热线改成{value}")
    assert "没有哪个单位" in town.doctor.says("发热线")


def test_a_grid_worker_does_not_set_it(town: Town) -> None:
    assert "社区医生或书记定" in town.grid_worker.says("发热线改成37.0")


@given(st.floats(min_value=-10, max_value=60, allow_nan=False))
def test_content_takes_no_line_outside_the_bounds(mind: object, value: float) -> None:
    known = next(iter(mind.library.programmes.values()))  # type: ignore[attr-defined]
    given_ = {**known.model_dump(), "fever_ge": value}
    if 35 <= value <= 40:
        assert Programme.model_validate(given_).fever_ge == value
    else:
        with pytest.raises(ValidationError, match="35到40"):
            Programme.model_validate(given_)


def test_an_isolation_that_lets_people_out_or_is_voluntary_is_a_mistake(mind: object) -> None:
    known = next(iter(mind.library.programmes.values()))  # type: ignore[attr-defined]
    kept = {**known.model_dump(), "kind": "home_isolation", "voluntary": False}
    assert Programme.model_validate(kept).permits.family_go_out is False
    for wrong in ({"voluntary": True}, {"permissions": {"go_out": True}}):
        with pytest.raises(ValidationError, match="隔离"):
            Programme.model_validate({**kept, **wrong})
