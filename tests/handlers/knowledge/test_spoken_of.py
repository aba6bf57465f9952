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
