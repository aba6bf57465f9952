"""What is said is about what was asked: no rule about travel, no answer to what nobody said."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "asked",
    ["生老三要不要到社区登记", "楼顶的野蜂窝你们管不管，能直接捅不", "租出去的房子要登记不"],
)
def test_no_rule_about_travel_answers_what_is_not_about_it(town: Town, asked: str) -> None:
    assert "不用报备，也不用隔离" not in town.resident.says(asked)


def test_nothing_is_answered_that_a_clause_does_not_say(town: Town) -> None:
    said = town.resident.says("你们那张表字小得看不见，我和老头子都是36度6，口头报给你成不成")
    assert "书记" not in said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("陌生来电说我涉案，要我把存款转到安全账户", "挂掉"),
        ("网上买口罩先付了八百块定金，对方把我拉黑了", "110"),
    ],
)
def test_whoever_is_asked_for_money_hears_first_what_to_do(
    town: Town, said: str, told: str
) -> None:
    assert told in town.resident.says(said).splitlines()[0]


def test_an_answer_that_knows_no_flood_is_none_to_what_a_flood_has_done(town: Town) -> None:
    said = town.resident.says("院里进水泡了电动自行车，还能不能充电")

    assert "楼道" not in said.splitlines()[0] and "电" in said.splitlines()[0]


def test_what_medicine_is_like_is_asked_and_not_ordered(town: Town) -> None:
    said = town.resident.says("卫生室给的糖尿病药和以前那种颜色两样，能接着吃吗")

    assert "要买什么" not in said
