"""Who only says who somebody is, is asked for the rest; what is more is answered as what it is."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "said", ["我爷爷83 有哮喘", "怀孕五个月了", "我闺女才两个月", "我妈有糖尿病 肾也不好"]
)
def test_who_it_is_counts_in_what_follows(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert answer.startswith("知道了") and "点前" not in answer


@pytest.mark.parametrize(
    "said",
    [
        "我奶奶90 一个人住",
        "孩子在楼下玩",
        "老人",
        "我爸糖尿病脚烂了",
        "我怀孕了想办准生证",
        "孕妇能打疫苗吗",
    ],
)
def test_what_is_more_is_answered_as_before(town: Town, said: str) -> None:
    assert not town.resident.says(said).startswith("知道了")


def test_what_was_taken_once_is_remembered_with_its_hours(town: Town) -> None:
    answer = town.resident.says("二十分钟前吃了一片必理通")

    assert "隔4小时" in answer and "点前" not in answer
    assert town.resident.says("39.3 再吃一片行不").startswith("刚吃过退烧药又烧")


@pytest.mark.parametrize("said", ["刚吃了四片布洛芬", "喂错了 给娃喂了半瓶美林"])
def test_too_much_is_not_met_with_hours(town: Town, said: str) -> None:
    assert "记着几点吃的" not in town.resident.says(said)
