"""The alert rules ask for what /metrics tells, fire when they should and only then."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import Bot
from core.clock import FakeClock
from db import marks
from db.models import DeliveryKind
from db.people import contacts
from outbox import queue
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


@dataclass(frozen=True)
class Absent:
    """Holds where a metric is not told at all."""

    name: str

    def fires(self, scraped: str) -> bool:
        return not any(
            family.samples and family.name == self.name
            for family in text_string_to_metric_families(scraped)
        )


def conditions(written: str) -> "list[Rule | Absent]":
    """Return what is joined by “or”; a rule fires where one of them does."""
    absent = re.compile(r"absent\((\w+)\)")
    parts = written.split(" or ")
    return [
        Absent(found[1]) if (found := absent.fullmatch(one)) else Rule.read(one) for one in parts
    ]


def fires(rule: dict[str, Any], scraped: str) -> bool:
    return any(one.fires(scraped) for one in conditions(rule["expr"]))


@dataclass(frozen=True)
class Rule:
    """One rule's condition, of the few shapes we write."""

    how: str | None
    name: str
    labels: tuple[tuple[str, str, str], ...]
    op: str
    than: float

    @classmethod
    def read(cls, written: str) -> "Rule":
        found = EXPRESSION.fullmatch(written)
        assert found, f"not a shape we know: {written}"
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
    for asked in conditions(rule["expr"]):
        labels = asked.labels if isinstance(asked, Rule) else ()
        assert asked.name in known
        assert {name for name, _, _ in labels} <= known[asked.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_fires_when_it_should_and_not_else(rule: dict[str, Any]) -> None:
    bad, good = WHEN[rule["alert"]]

    assert fires(rule, bad + "\n")
    assert not fires(rule, good + "\n")


def firing(bot: Bot) -> set[str]:
    scraped = scrape(bot)
    return {rule["alert"] for rule in RULES if fires(rule, scraped)}


def test_a_call_for_help_and_an_old_backup_are_seen_in_a_real_community(town: Town) -> None:
    bot = town.bot
    assert "备份太旧" in firing(bot)  # there is none at all
    backed_up(town)
    assert firing(bot) <= {"磁盘快满了"}  # the machine of the test may be full

    town.resident.says("我喘不上气")
    town.clock.advance(hours=27)

    assert {"有危险没人接手", "备份太旧"} <= firing(bot)


def backed_up(town: Town) -> None:
    town.bot.database.write(lambda db: marks.latest(db, marks.BACKUP, town.clock.now()))


def refused(errcode: int, path: str) -> Callable[[Town], object]:
    """Let the platform refuse all of some calls, and somebody be told of something."""

    def happen(town: Town) -> None:
        town.platform.fault(path, errcode=errcode, times="forever")
        town.resident.says("转人工")
        town.send()

    return happen


def nobody_is_left(town: Town) -> None:
    for role in ("grid_worker", "secretary", "doctor", "township"):
        town.person(town.who[role]).phone.unfollows()
    town.resident.says("我喘不上气")
    for _ in range(4):
        town.clock.advance(minutes=30)
        town.tick()
        town.send()


def a_thousand_wait(town: Town) -> None:
    def owe(db: Session) -> None:
        who = contacts.find(db, "official", town.who["resident"])
        assert who is not None
        for _ in range(1001):
            queue(db, DeliveryKind.INFO, "您好", town.clock.now(), contact_id=who.id)

    town.bot.database.write(owe)


def something_rots(town: Town) -> None:
    town.resident.says("转人工")
    rot = text("UPDATE deliveries SET text = 'v1:1:' || substr(text, 6)")
    town.bot.database.write(lambda db: db.execute(rot))
    town.send()


HAPPENS: dict[str, list[Callable[[Town], object]]] = {
    "公众号设置不对": [
        refused(40164, "stable_token"),
        refused(40164, "/send"),
        refused(40125, "stable_token"),
    ],
    "微信平台不收消息": [refused(-1, "/send"), refused(45009, "/send")],
    "有事没人可告诉": [nobody_is_left],
    "消息越积越多": [a_thousand_wait],
    "有内容读不出来": [something_rots],
}


@pytest.mark.parametrize(
    ("name", "happens"), [(name, one) for name, all_ in HAPPENS.items() for one in all_]
)
def test_each_fires_when_it_happens(
    town: Town, name: str, happens: Callable[[Town], object]
) -> None:
    backed_up(town)
    assert name not in firing(town.bot) or name == "有内容读不出来"  # counts of the process stay

    happens(town)

    assert name in firing(town.bot)


def test_a_database_that_is_gone_is_seen(town: Town) -> None:
    town.bot.database.engine.dispose()
    lost = Counts(
        lambda: (_ for _ in ()).throw(OperationalError("", {}, OSError())), town.clock, Path()
    )

    assert {one.name: one.samples[-1].value for one in lost.collect()}["linbao_database_up"] == 0


def test_a_disk_that_is_not_there_is_no_error(bot: Bot, clock: FakeClock) -> None:
    found = Counts(lambda: bot.database, clock, Path("/nowhere/at/all")).collect()

    assert "linbao_disk_free_bytes" not in {family.name for family in found}
