"""How old somebody is decides what helps, in whatever words it is told; a pressure is no riddle."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("三十八度二今年七十一", "老人发烧"),
        ("今年78 发烧38.5 咳嗽", "老人发烧"),
        ("38度4 刚满四岁", "孩子发烧"),
        ("六岁 烧到38.9", "孩子发烧"),
        ("刚才自测168/98，有些头胀", "高压"),
        ("头有点晕，血压160/95", "高压"),
        ("我妈量了 178/102 头晕", "高压"),
    ],
)
def test_it_is_heard(town: Town, said: str, says: str) -> None:
    answer = town.resident.says(said)

    assert says in answer and "请说说哪里不舒服" not in answer, answer


def test_a_fever_told_beside_a_request_is_met_with_what_helps(town: Town) -> None:
    town.resident.says("我妈在康乐养老院 现在能去看吗")

    answer = town.resident.says("护工说她昨天发烧38.1 没送医院")

    assert "网格员" in answer and ("发热门诊" in answer or "看医生" in answer), answer
