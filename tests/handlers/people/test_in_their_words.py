"""What somebody wants of their own phone and record, in other words than the short ones."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "said",
    [
        "怎么解绑",
        "么样解绑撒，我姑娘把我绑到她婆婆屋里去了",
        "我这个号绑错人了",
        "把我绑到他家去了咋弄",
        "想解除绑定，在哪里弄",
    ],
)
def test_to_be_bound_no_more_is_offered(town: Town, said: str) -> None:
    heard = town.resident.says(said)

    assert "解绑以后" in heard, heard
    assert "解绑好了" in town.resident.says("1")


@pytest.mark.parametrize(
    "said", ["把我的信息全删掉", "我不想用勒 把我的信西全删掉", "删掉我的资料吧", "怎么注销账号"]
)
def test_to_be_forgotten_is_asked_once(town: Town, said: str) -> None:
    heard = town.resident.says(said)

    assert "找不回来" in heard, heard
    assert "已经全部删除" in town.resident.says("1")


@pytest.mark.parametrize(
    "said", ["我的信息是谁能看", "别人删掉我的快递单号了吗", "怎么删手机里的照片"]
)
def test_what_is_asked_or_is_else_deletes_nothing(town: Town, said: str) -> None:
    assert "找不回来" not in town.resident.says(said)
