"""What staff say of themselves is offered to nobody as a notice: only words that send something are."""

import pytest

from tests.conftest import Town

OF_ONESELF = [
    "明天给我再提醒下 今天跑不动了",
    "今天腿都跑断了 剩下的明天再说",
    "我先回去吃个饭 一会再弄",
    "后天提醒我一下 去街道交表",
    "忙了一天 嗓子都哑了",
]


@pytest.mark.parametrize("text", OF_ONESELF)
def test_what_is_said_of_oneself_is_no_notice(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "发给谁" not in said and "发给全体" not in said, said


@pytest.mark.parametrize(
    "text",
    ["写个通知 周六上午9点小广场义诊", "请大家明天上午别停车在消防通道", "跟居民说一下周三停气"],
)
def test_what_is_to_be_sent_asks_for_whom(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "没当成通知" not in said and "发" in said, said
