"""Running the jobs on time.  The only file that knows APScheduler."""

import logging
from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from core.clock import Clock
from db import Database
from scheduler.jobs import JOBS, NOTHING, Counts, JobContext, look

log = logging.getLogger(__name__)


def tick(database: Database, context: JobContext, now: datetime) -> Counts:
    """Do all clock work that is due at that moment and not yet done; repeating it does nothing."""
    counts = dict(NOTHING)
    with database.read() as db:
        found = look(db, context, now)
    for work, job in JOBS.items():
        if work in found:
            counts |= database.write(lambda db, job=job: job(db, context, now))  # type: ignore[misc]
    return counts


def start(
    database: Database, context: JobContext, clock: Clock, every_seconds: float
) -> BackgroundScheduler:
    """Tick every few seconds.

    One small job asks the tables what is due, instead of a job per household:
    a tick that was missed is made up for by the next, and a second clock does no harm.
    """
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(
        _run, IntervalTrigger(seconds=every_seconds), (database, context, clock), id="tick"
    )
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    scheduler.start()
    return scheduler


def _run(database: Database, context: JobContext, clock: Clock) -> None:
    counts = {name: n for name, n in tick(database, context, clock.now()).items() if n}
    if counts:
        log.info("tick: %s", counts)


def _failed(event: JobExecutionEvent) -> None:
    log.error("the tick failed and will be tried again: %s", type(event.exception).__name__)
