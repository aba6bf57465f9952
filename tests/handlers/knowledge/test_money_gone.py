"""After a trick that was told, money or a code that is gone is met with 110 and the bank."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("有人说我中奖了要我先交税", "我已经转了三千过去"),
        ("客服说我快递丢了要退款给我", "验证码我给他了"),
        ("有个警察打电话说我涉案要转安全账户", "钱刚才转过去了"),
        ("短信说医保停了点链接", "我填了银行卡号 也给了密码 钱没了"),
    ],
)
def test_it_is_to_be_stopped_at_once(town: Town, told: str, then: str) -> None:
    town.resident.says(told)

    assert town.resident.says(then).startswith("马上打110")


def test_without_a_trick_nobody_was_cheated(town: Town) -> None:
    town.resident.says("物业费多少钱")

    assert "马上打110" not in town.resident.says("我已经转了三百过去")
