"""An alert is taken by whatever staff say for “收到”; what is no such word leaves it open."""

import pytest

from tests.conftest import Town

POLITE = (
    "好的收到",
    "收到，谢谢",
    "嗯嗯收到了",
    "收到 我马上去",
    "OK 收到啦",
    "好嘞，收到！辛苦了",
)


@pytest.mark.parametrize("said", POLITE)
def test_the_one_thing_that_waits_is_taken_in_any_manner(town: Town, said: str) -> None:
    town.observed[0].says("38.6 头疼")

    assert "编号1由您处理" in town.grid_worker.says(said)
    assert "手上有1件" in town.grid_worker.says("待办")


def test_a_number_is_heard_beside_kind_words(town: Town) -> None:
    town.resident.says("转人工")
    town.observed[0].says("38.6 头疼")

    assert "请带上编号" in town.grid_worker.says("好的收到")
    assert "编号2由您处理" in town.grid_worker.says("好的收到 2，谢谢")


@pytest.mark.parametrize("said", ["谁收到了", "没收到", "收到快递了吗", "大家都收到了没"])
def test_what_only_has_the_word_in_it_takes_nothing(town: Town, said: str) -> None:
    town.observed[0].says("38.6 头疼")

    assert "由您处理" not in town.grid_worker.says(said)
