"""Whom staff look after just now: asked in any words, and told only to those who do."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "asked",
    ["谁在监测", "现在谁在监测", "哪几户在监测", "有几户在监测", "谁在居家观察", "监测名单", "还有谁在观察",
     "在隔离的有谁", "我这片谁在监测", "谁还在报体温"],
)  # fmt: skip
def test_staff_read_who_is_watched_and_until_when(town: Town, asked: str) -> None:
    said = town.secretary.says(asked)

    assert said.startswith("您负责的范围里在监测的有3户3人：")
    assert said.count("（到12月1日") == 3 and "夜班" not in said


def test_one_building_is_asked_for_alone(town: Town) -> None:
    said = town.grid_worker.says("3号楼谁在监测")

    assert "1户1人" in said and "2号楼" not in said
    assert "没有人在监测" in town.grid_worker.says("77号楼谁在监测")


def test_nobody_else_reads_it(town: Town) -> None:
    said = town.resident.says("谁在监测")

    assert "号楼1单元" not in said


@pytest.mark.parametrize("asked", ["谁在值班", "今晚谁值班"])
def test_who_is_on_duty_is_another_question(town: Town, asked: str) -> None:
    assert "夜班" in town.secretary.says(asked)
