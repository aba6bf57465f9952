"""A small Prometheus: reads the alert rules, scrapes, and tells which have held as long as they ask."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import Town
from tests.ops.place import ROOT

RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text("utf-8"))[
    "groups"
][0]["rules"]
EXPRESSION = re.compile(
    r"(?:(?P<how>sum|max|min)\()?(?P<name>\w+)(?:\{(?P<labels>[^}]*)\})?\)? (?P<op>==|>|<) (?P<than>\d+)"
)
LABEL = re.compile(r'(\w+)(=~|=)"([^"]*)"')
HOW: dict[str, Any] = {"sum": sum, "max": max, "min": min}


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


@dataclass
class Prometheus:
    """Scrapes a town's bot while its clock and the town go on."""

    town: Town
    scrape: Callable[[], str]
    _since: dict[str, datetime] = field(default_factory=dict)

    def firing(self) -> set[str]:
        """Scrape once; return the rules that have held for as long as they ask."""
        now, scraped = self.town.clock.now(), self.scrape()
        for rule in RULES:
            if fires(rule, scraped):
                self._since.setdefault(rule["alert"], now)
            else:
                self._since.pop(rule["alert"], None)
        return {name for name, since in self._since.items() if now - since >= PATIENCE[name]}

    def after(self, minutes: int) -> set[str]:
        """Let so many minutes pass, looked at a few times, and return what fires then."""
        found, looks = self.firing(), min(minutes, 5)
        for _ in range(looks):
            self.town.clock.advance(minutes=minutes / looks)
            self.town.tick()
            self.town.send()
            found = self.firing()
        return found


PATIENCE = {rule["alert"]: timedelta(minutes=int(rule["for"].removesuffix("m"))) for rule in RULES}
