"""The group on the page: what is written, answered and posted stands in the order it came."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import FakeClock
from sim.phone import GroupMember, GroupStage
from sim.work import PretendRobot

ZONE = ZoneInfo("Asia/Shanghai")


def test_while_the_clock_stands_what_came_later_stands_below(clock: FakeClock) -> None:
    posts: list[tuple[datetime, dict[str, Any]]] = []
    lin = GroupMember("Lin01", "林阿姨", "网格员")
    group = GroupStage("工作群", [lin], PretendRobot("", "", clock), lambda: posts, clock)

    group.says("Lin01", "早", is_called=False)
    posts.append((clock.now(), {"msgtype": "text", "text": {"content": "明天停水"}}))
    group.says("Lin01", "知道了", is_called=False)
    posts.append((clock.now(), {"msgtype": "text", "text": {"content": "已撤回"}}))

    for _ in range(2):
        lines = [line["text"] for line in group.state(ZONE)["lines"]]
        assert lines == ["早", "明天停水", "知道了", "已撤回"]
