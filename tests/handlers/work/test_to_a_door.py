"""A word for one household is never previewed to a building or to everybody."""

import re

import pytest

from tests.conftest import Town

ONE_HOME = [
    "跟602说一声 快递到了放门口了",
    "告诉3单元501，水管明天来修",
    "通知3-1-201 明天上门修水表",
    "麻烦给2号楼1单元102带个话 物业费单子在门上",
    "让601别再往楼下扔东西了",
    "告诉3号楼1单元201明天停水",
    "跟三单元的五零一说声水表坏了",
    "发通知 3-1-201 明天修水管",
]


@pytest.mark.parametrize("text", ONE_HOME)
def test_a_word_for_one_home_is_offered_to_no_others(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "没有发给任何人" in said and "确认" not in said and "全体" not in said, said
    assert "记下了" in town.secretary.says("1")


def test_who_waits_for_an_answer_gets_the_word(town: Town) -> None:
    town.resident.says("谁能帮忙通下水道")
    town.send()
    told = next(one for one in town.grid_worker.hears() if "下水道" in one)
    home = re.search(r"\d+号楼(?:\d+单元)?\d{3,4}", told)
    assert home is not None, told
    assert "要转告编号1" in town.grid_worker.says(f"跟{home[0]}说一声 师傅下午三点到")
    town.grid_worker.says("1")
    town.send()
    assert any("师傅下午三点到" in heard for heard in town.resident.phone.texts())


@pytest.mark.parametrize(
    "text", ["通知3号楼明天停水", "告诉1单元和2单元的明天停水", "给200户发通知 明天停水"]
)
def test_many_are_no_one_home(town: Town, text: str) -> None:
    assert "这句是说给" not in town.secretary.says(text)


@pytest.mark.parametrize("text", ["告诉502他家老人摔倒了", "跟3-1-201说一声她男人喘不上气了"])
def test_a_danger_is_heard_as_that(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "这句是说给" not in said and "全体" not in said, said
