"""/metrics for Prometheus: the counts lie in the database, so every process tells the same."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from core.clock import Clock
from db import (
    DATABASE_TROUBLE,
    Database,
    KeyFileError,
    deliveries,
    marks,
    pauses,
    questions,
    unreadable,
)
from db.followup import audits
from db.marks import BACKUP
from db.work import items


class Lost(Exception):
    """The file of the database is gone."""


class Counts:
    """Asks the database anew at each scrape; never holds a name, a text or an address."""

    def __init__(self, database: Callable[[], Database], clock: Clock, data: Path) -> None:
        self._database = database
        self._clock = clock
        self._data = data

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._free()
        up = GaugeMetricFamily("linbao_database_up", "Whether the database answers.")
        try:
            found = list(self._ask())
        except (*DATABASE_TROUBLE, KeyFileError, Lost):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found
        yield _unreadable()

    def _free(self) -> Iterator[Metric]:
        free = GaugeMetricFamily("linbao_disk_free_bytes", "Room left where the data lie.")
        try:
            free.add_metric([], shutil.disk_usage(self._data).free)
        except OSError:
            return
        yield free

    def _ask(self) -> Iterator[Metric]:
        sent = GaugeMetricFamily(
            "linbao_deliveries",
            "Deliveries by kind, status and reason.",
            labels=["kind", "status", "reason"],
        )
        tickets = GaugeMetricFamily(
            "linbao_open_tickets", "Tickets nobody has answered.", labels=["kind"]
        )
        stuck = GaugeMetricFamily(
            "linbao_stuck_tickets",
            "Tickets for which nobody is left who could be told.",
            labels=["kind"],
        )
        loops = GaugeMetricFamily(
            "linbao_stuck_loops",
            "Loops without a next step that the last day's audits found, and set going again.",
            labels=["kind", "state"],
        )
        resting = GaugeMetricFamily(
            "linbao_road_resting",
            "Roads that rest because the platform takes nothing.",
            labels=["road", "reason"],
        )
        backup = GaugeMetricFamily("linbao_backup_age_seconds", "Since the last backup was made.")
        asked = GaugeMetricFamily("linbao_open_questions", "Questions nobody has answered.")
        database = self._database()
        if database.is_lost:
            raise Lost
        with database.read() as db:
            for kind, status, reason, count in deliveries.counts(db):
                sent.add_metric([kind, status, reason], count)
            for kind, count in items.open_counts(db):
                tickets.add_metric([kind], count)
            for kind, count in items.stuck_counts(db):
                stuck.add_metric([kind], count)
            for kind, found, repaired in audits.counts(db):
                loops.add_metric([kind, "found"], found)
                loops.add_metric([kind, "repaired"], repaired)
            for pause in pauses.standing(db, self._clock.now()):
                resting.add_metric([pause.scope, pause.reason], 1)
            asked.add_metric([], questions.open_count(db))
            kept = marks.last(db, BACKUP)
        if kept is not None:
            backup.add_metric([], (self._clock.now() - kept).total_seconds())
        yield from (sent, tickets, stuck, loops, resting, asked, backup)


def _unreadable() -> Metric:
    met = GaugeMetricFamily(
        "linbao_unreadable",
        "Sealed values this process met and could not open, by column.",
        labels=["place"],
    )
    for place, count in unreadable.met().items():
        met.add_metric([place], count)
    return met


def blueprint(database: Callable[[], Database], clock: Clock, data: Path) -> Blueprint:
    page = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(Counts(database, clock, data))

    @page.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return page
