"""Orders about notices as somebody in a hurry types them."""

from datetime import UTC, datetime

import pytest

from tests.conftest import Town
from tests.noticing import agree


@pytest.fixture
def by_day(town: Town) -> Town:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    return town


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("快 1号楼水管爆了马上停水让大家接点水", "内容：水管爆了马上停水让大家接点水"),
        ("全体 明天9点核酸", "内容：12月1日9点核酸"),
        ("发给2号楼3号楼 明天修路", "发给2号楼、3号楼"),
        ("预约后天早上给全体发降温提醒 多穿衣服", "发送时间：12月2日08:00"),
        ("先存着 明天再发 3号楼 换水表", "发送时间：12月1日08:00"),
        ("3号楼换水表 明早9点发出去", "发送时间：12月1日09:00"),
        ("演练 全体 洪水来了请上三楼", "这是演练"),
        ("通知网格员们8点半群里报数", "的网格员"),
        ("马上给3号楼说电梯停用走楼梯", "内容：电梯停用走楼梯"),
    ],
)
def test_nothing_of_it_is_lost(by_day: Town, order: str, shown: str) -> None:
    said = by_day.secretary.says(order)
    assert shown in said, said


@pytest.mark.parametrize(
    "order",
    [
        "发给2号楼3号楼 别给1号楼 明天修路",
        "给全体说明天修路，1号楼不用发",
        "通知2号楼和3号楼，别通知1号楼：修路",
    ],
)
def test_whom_it_must_not_go_to_is_not_told(by_day: Town, order: str) -> None:
    said = by_day.secretary.says(order)
    if "确认" in said:
        assert "1号楼" not in said.split("收不到的")[0], said
        agree(by_day.secretary, said)
        by_day.send()
        assert not any("修路" in text for text in by_day.observed[2].hears()), "1号楼"


def test_another_text_is_no_other_time(by_day: Town) -> None:
    agree(by_day.secretary, by_day.secretary.says("明天8点发 1号楼 12月2日上午停气"))
    said = by_day.secretary.says("刚才那条改成下午")
    assert "改到" not in said and "替换 N1" in said, said
    assert "改到12月1日09:00" in by_day.secretary.says("把停气那条改到明天9点发")
    assert "没有发给任何人" in by_day.secretary.says("定时的那个不要了")
    assert "N1" not in by_day.secretary.says("谁没回"), "nobody ever had it"


def test_a_notice_is_known_by_where_it_went(by_day: Town) -> None:
    for number in (1, 3):
        agree(by_day.secretary, by_day.secretary.says(f"发通知 {number}号楼 快递柜挪到东门了"))
    assert "通知 N1 发送情况" in by_day.secretary.says("1号楼的人都收到没")
    assert "撤回通知 N1" in by_day.secretary.says("1号楼那条撤了 写错了")


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("通知3号楼的大爷大妈周三义诊", "没有登记的不知道多大"),
        ("给3号楼没绑微信的发 停水", "“没有手机”"),
        ("给老人发个通知 明天降温", "没有登记的不知道多大"),
        ("除了老人都发 明天消杀", "发通知 范围 内容"),
    ],
)
def test_who_is_meant_is_not_everybody(by_day: Town, order: str, shown: str) -> None:
    said = by_day.secretary.says(order)
    assert shown in said and "发给全体" not in said.replace("全社区写“发通知 全体 …”", ""), said


@pytest.mark.parametrize(
    ("asked", "many"),
    [
        ("今天发了几条通知", 2),
        ("我今天都发了哪些通知？", 2),
        ("还有哪几条没发完", 1),
        ("昨天发了什么通知", 0),
    ],
)
def test_what_was_sent_is_listed(by_day: Town, asked: str, many: int) -> None:
    agree(by_day.secretary, by_day.secretary.says("发通知 1号楼 换水表"))
    by_day.send()
    agree(by_day.secretary, by_day.secretary.says("明天8点发 3号楼 停气"))

    said = by_day.secretary.says(asked)

    assert said.count("N") == many, said
    assert many != 1 or ("N2" in said and "12月1日08:00发" in said), said
