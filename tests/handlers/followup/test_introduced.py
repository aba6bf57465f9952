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
