"""The alert rules ask for what /metrics tells, and each fires on what it should and only then."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot import Bot
from core.clock import FakeClock
from db import marks
from tests.deploy.alerting import RULES, Rule, conditions, fires
from tests.ops.place import ROOT
from web.metrics import Counts

# One line that makes each rule fire, as Prometheus would have scraped it, and one that does not.
WHEN = {
    "邻报没有回音": ('up{job="linbao"} 0', 'up{job="linbao"} 1'),
    "数据库不应答": ("linbao_database_up 0", "linbao_database_up 1"),
    "有危险没人接手": (
        'linbao_open_tickets{kind="danger"} 1',
        'linbao_open_tickets{kind="request"} 9',
    ),
    "有事没人可告诉": ('linbao_stuck_tickets{kind="fever"} 1', ""),
    "微信平台不收消息": ('linbao_road_resting{road="official",reason="busy"} 1', ""),
    "公众号设置不对": (
        'linbao_road_resting{road="official",reason="bad_secret"} 1',
        'linbao_road_resting{road="official",reason="busy"} 1',
    ),
    "消息越积越多": (
        'linbao_deliveries{kind="notice",status="queued",reason=""} 1001',
        'linbao_deliveries{kind="notice",status="queued",reason="quiet_hours"} 1001',
    ),
    "有内容读不出来": ('linbao_unreadable{place="turns.text"} 1', ""),
    "备份太旧": ("linbao_backup_age_seconds 93601", "linbao_backup_age_seconds 86400"),
    "磁盘快满了": ("linbao_disk_free_bytes 4e8", "linbao_disk_free_bytes 6e8"),
}


def test_there_are_ten_and_each_says_what_to_do() -> None:
    assert len(RULES) == 10 == len({rule["alert"] for rule in RULES})
    for rule in RULES:
        assert "：" in rule["annotations"]["summary"]
        assert re.fullmatch(r"\d+m", rule["for"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_asks_for_what_is_there(rule: dict[str, Any], bot: Bot, clock: FakeClock) -> None:
    bot.database.write(lambda db: marks.latest(db, marks.BACKUP, clock.now()))
    known = {
        family.name: set(family._labelnames)  # type: ignore[attr-defined]
        for family in Counts(lambda: bot.database, clock, bot.config.data).collect()
    }
    known["up"] = {"job"}
    for asked in conditions(rule["expr"]):
        labels = asked.labels if isinstance(asked, Rule) else ()
        assert asked.name in known
        assert {name for name, _, _ in labels} <= known[asked.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_fires_when_it_should_and_not_else(rule: dict[str, Any]) -> None:
    bad, good = WHEN[rule["alert"]]

    assert fires(rule, bad + "\n")
    assert not fires(rule, good + "\n")


def test_the_name_of_the_job_is_told_where_the_rule_asks_for_it() -> None:
    about = (ROOT / "deploy/alerts.yaml").read_text("utf-8")
    [rule] = [rule for rule in RULES if rule["expr"].startswith("up{")]

    assert rule["expr"].startswith('up{job="linbao"}') and "job_name: linbao" in about


def test_prometheus_itself_takes_them() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("no promtool")
    done = subprocess.run(
        [promtool, "check", "rules", str(ROOT / "deploy/alerts.yaml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_disk_that_is_not_there_is_no_error(bot: Bot, clock: FakeClock) -> None:
    found = Counts(lambda: bot.database, clock, Path("/nowhere/at/all")).collect()

    assert "linbao_disk_free_bytes" not in {family.name for family in found}
