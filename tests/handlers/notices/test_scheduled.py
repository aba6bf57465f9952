"""A notice that goes out later: heard, shown, kept, moved, called off; never what its text speaks of."""

from datetime import UTC, datetime

import pytest

from tests.conftest import Town
from tests.noticing import agree

TEXT = "12月2日9点停水，请提前蓄水"


@pytest.mark.parametrize(
    ("order", "when"),
    [
        (f"明天8点发 1号楼 {TEXT}", "12月1日08:00"),
        (f"今晚7点发给1号楼：{TEXT}", "11月30日19:00"),
        (f"周三早上发给1号楼：{TEXT}", "12月2日08:00"),
        (f"发通知 1号楼 {TEXT}，等晚上7点再发", "11月30日19:00"),
        (f"明天下午3点半通知1号楼{TEXT}", "12月1日15:30"),
        (f"定时明早8点发通知 1号楼 {TEXT}", "12月1日08:00"),
    ],
)
def test_a_time_for_the_sending_is_heard_and_kept(town: Town, order: str, when: str) -> None:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))  # ten in the morning here
    shown = town.secretary.says(order)
    assert f"发送时间：{when}" in shown, shown
    said = agree(town.secretary, shown)
    assert f"定好了：{when}发给" in said, said
    town.send()
    resident = town.observed[2]
    assert not any("停水" in text for text in resident.hears()), "before its time"
    assert "停水" not in resident.says("通知")
    town.clock.advance(hours=46.5)
    town.send()
    assert any("停水" in text for text in resident.hears())


@pytest.mark.parametrize(
    "order",
    [
        "发通知 1号楼 明天8点停水，请蓄水",
        "通知1号楼今晚7点发口罩，到物业领",
        "发通知 1号楼 口罩到了，明天8点发",
        "给1号楼发个通知，周五早上大扫除",
        "发通知 1号楼 物资明天上午9点发放到户",
    ],
)
def test_what_the_text_speaks_of_is_no_time_for_the_sending(town: Town, order: str) -> None:
    shown = town.secretary.says(order)
    assert "内容：" in shown and "发送时间" not in shown, shown


def test_a_draft_waits_a_time_is_moved_and_called_off(town: Town) -> None:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    town.secretary.says(f"发通知 1号楼 {TEXT}")
    again = town.secretary.says("等12点再发")
    assert "11月30日12:00再发" in again and "停水" in again, again
    assert "定好了：11月30日12:00" in agree(town.secretary, again)
    assert "改到12月1日09:00" in town.secretary.says("N1 改到明天9点发")
    town.clock.advance(hours=5)
    town.send()
    resident = town.observed[2]
    assert resident.hears() == []
    assert "已经过了" in town.secretary.says("N1 改到今天上午9点再发")
    assert "没有发给任何人" in town.secretary.says("取消定时")
    town.clock.advance(days=2)
    town.send()
    assert resident.hears() == [], "nobody hears of what was never sent"


def test_what_waits_can_go_at_once_and_the_past_is_refused(town: Town) -> None:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    assert "已经过了" in town.secretary.says(
        f"今天8点半发通知 1号楼 {TEXT}".replace("8点半", "上午8点半")
    )
    agree(town.secretary, town.secretary.says(f"明天8点发 1号楼 {TEXT}"))
    assert "现在就发" in town.secretary.says("不等了，现在就发")
    town.send()
    assert any("停水" in text for text in town.observed[2].hears())


def test_agreed_to_too_late_nothing_goes(town: Town) -> None:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    shown = town.secretary.says(f"半小时后发 1号楼 {TEXT}")
    assert "11月30日10:30" in shown, shown
    town.clock.advance(minutes=40)
    assert "已经过了，没有发送" in agree(town.secretary, shown)


def test_to_whom_is_asked_and_the_time_is_not_lost(town: Town) -> None:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    assert "发给谁" in town.secretary.says(f"今晚7点发：{TEXT}")
    shown = town.secretary.says("1")
    assert "发送时间：11月30日19:00" in shown and "确认发给全体" in shown, shown
    assert "定好了：11月30日19:00" in agree(town.secretary, shown)


@pytest.mark.parametrize(
    "said",
    [
        "先给3号楼发，10分钟后再给1号楼发：明天上午停水",
        "先发3号楼，半小时后再发1号楼 明天停电检修",
        "发通知 3号楼 晚上8点再给1号楼发 明天停水",
    ],
)
def test_one_after_the_other_are_two_notices(town: Town, said: str) -> None:
    assert "请一处写一条，没有发送" in town.secretary.says(said)
