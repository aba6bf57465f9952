"""What merely sounds like a known question is not answered as if it were that question."""

import pytest

from tests.conftest import Town

INFECTION = [
    "新冠会不会通过外卖传染",
    "我刚吃饭的时候，隔壁桌有人打了喷嚏，这样会传染新冠吗",
    "病毒是怎么传播的",
    "新冠病毒在密封的食品里能活多久",
]
WHAT = ["新冠是什么", "冠状病毒是什么", "什么是基孔肯雅热"]


@pytest.mark.parametrize("text", INFECTION)
def test_nobody_who_asks_of_another_disease_hears_of_mosquitoes(town: Town, text: str) -> None:
    assert "蚊" not in town.resident.says(text)


@pytest.mark.parametrize("text", WHAT)
def test_who_asks_what_something_is_hears_no_verdict(town: Town, text: str) -> None:
    assert not town.resident.says(text).startswith("不实")


def test_a_claim_with_a_what_in_it_still_gets_its_verdict(town: Town) -> None:
    assert "不实" in town.resident.says("听说没什么事了，新冠又严重了要封小区，是真的吗")


def test_useless_is_understood_also_where_it_was_asked_for_before(town: Town) -> None:
    town.resident.says("现在得了新冠还要隔离吗")
    assert "我猜您问的是" in town.resident.says("洗衣机漏电还能用吗")


def test_a_claim_still_gets_its_verdict(town: Town) -> None:
    assert "不实" in town.resident.says("听说新冠又严重了要封小区，是真的吗")


def test_an_answer_that_may_not_be_the_one_meant_says_which_question_it_answers(town: Town) -> None:
    said = town.resident.says("洗衣机漏电还能用吗")

    answer, guess, *rest = said.splitlines()
    assert "我猜您问的是“淹过的电视还能开吗”" in guess and "回复" in guess
    assert not answer.startswith("（") and any(line.startswith("依据") for line in rest)


def test_the_very_question_is_answered_without_asking_back(town: Town) -> None:
    assert "我猜" not in town.resident.says("现在得了新冠还要隔离吗")
