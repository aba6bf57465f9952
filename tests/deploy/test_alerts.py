"""The alert rules ask for what /metrics tells, fire when they should and only then."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import Bot
from core.clock import FakeClock
from db import marks
from tests.conftest import Town
from tests.ops.place import ROOT
from web.metrics import Counts

RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text("utf-8"))[
    "groups"
][0]["rules"]
EXPRESSION = re.compile(
    r"(?:(?P<how>sum|max|min)\()?(?P<name>\w+)(?:\{(?P<labels>[^}]*)\})?\)? (?P<op>==|>|<) (?P<than>\d+)"
)
LABEL = re.compile(r'(\w+)(=~|=)"([^"]*)"')
HOW: dict[str, Any] = {"sum": sum, "max": max, "min": min}
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
        'linbao_deliveries{kind="alert",status="failed",reason="bad_secret"} 2',
        'linbao_deliveries{kind="alert",status="failed",reason="blocked"} 2',
    ),
    "消息越积越多": (
        'linbao_deliveries{kind="notice",status="queued",reason=""} 1001',
        'linbao_deliveries{kind="notice",status="queued",reason="quiet_hours"} 1001',
    ),
    "有内容读不出来": ('linbao_unreadable{place="turns.text"} 1', ""),
    "备份太旧": ("linbao_backup_age_seconds 93601", "linbao_backup_age_seconds 86400"),
    "磁盘快满了": ("linbao_disk_free_bytes 4e8", "linbao_disk_free_bytes 6e8"),
}


@dataclass(frozen=True)
class Rule:
    """One rule's condition, of the few shapes we write."""

    how: str | None
    name: str
    labels: tuple[tuple[str, str, str], ...]
    op: str
    than: float

    @classmethod
    def read(cls, text: str) -> "Rule":
        found = EXPRESSION.fullmatch(text)
        assert found, f"not a shape we know: {text}"
        labels = tuple(LABEL.findall(found["labels"] or ""))
        return cls(found["how"], found["name"], labels, found["op"], float(found["than"]))

    def fires(self, scraped: str) -> bool:
        values = [
            sample.value
            for family in text_string_to_metric_families(scraped)
            for sample in family.samples
            if sample.name == self.name and self._fits(sample.labels)
        ]
        if self.how and values:
            values = [HOW[self.how](values)]
        return any(self._holds(value) for value in values)

    def _fits(self, labels: dict[str, str]) -> bool:
        return all(
            re.fullmatch(wanted, labels.get(name, ""))
            if sign == "=~"
            else labels.get(name, "") == wanted
            for name, sign, wanted in self.labels
        )

    def _holds(self, value: float) -> bool:
        return {
            "==": value == self.than,
            ">": value > self.than,
            "<": value < self.than,
        }[self.op]


def scrape(bot: Bot) -> str:
    return bot.app.test_client().get("/metrics").get_data(as_text=True)


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
    asked = Rule.read(rule["expr"])

    assert asked.name in known
    assert {name for name, _, _ in asked.labels} <= known[asked.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_fires_when_it_should_and_not_else(rule: dict[str, Any]) -> None:
    bad, good = WHEN[rule["alert"]]

    assert Rule.read(rule["expr"]).fires(bad + "\n")
    assert not Rule.read(rule["expr"]).fires(good + "\n")


def firing(bot: Bot) -> set[str]:
    text = scrape(bot)
    return {rule["alert"] for rule in RULES if Rule.read(rule["expr"]).fires(text)}


def test_a_call_for_help_and_an_old_backup_are_seen_in_a_real_community(town: Town) -> None:
    bot = town.bot
    bot.database.write(lambda db: marks.latest(db, marks.BACKUP, town.clock.now()))
    assert firing(bot) <= {"磁盘快满了"}  # the machine of the test may be full

    town.resident.says("我喘不上气")
    town.clock.advance(hours=27)

    assert {"有危险没人接手", "备份太旧"} <= firing(bot)


def test_a_disk_that_is_not_there_is_no_error(bot: Bot, clock: FakeClock) -> None:
    found = Counts(lambda: bot.database, clock, Path("/nowhere/at/all")).collect()

    assert "linbao_disk_free_bytes" not in {family.name for family in found}
