"""“我是新搬来的 怎么加入”: a stranger is asked for their door, whoever is known hears so."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "said",
    [
        "我是新搬来的 怎么加入",
        "怎么绑定我家",
        "我想加入社区",
        "请问在哪里登记住址",
        "刚租的房 咋认证",
        "我们是新来的租客，要怎么入户登记",
    ],
)
def test_a_stranger_is_asked_for_their_door(town: Town, said: str) -> None:
    stranger = town.newcomer()

    assert "几号楼几单元几室" in stranger.says(said)
    assert "怎么称呼" in stranger.says("3号楼2单元601")


@pytest.mark.parametrize("said", ["怎么加入志愿者", "我想加入业委会", "怎么注册医保"])
def test_to_join_something_else_is_another_matter(town: Town, said: str) -> None:
    assert "几号楼几单元几室" not in town.newcomer().says(said)


def test_whoever_is_known_hears_so(town: Town) -> None:
    assert "已经登记好了" in town.resident.says("怎么绑定我家")
