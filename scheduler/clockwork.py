"""Running the jobs on time.  The only file that knows APScheduler."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Set
from datetime import datetime
from functools import partial
from time import monotonic

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session

from core.budget import Budget
from core.clock import Clock
from db import UNAVAILABLE, Database, scrubbing
from db.due import Work
from scheduler import tidying
from scheduler.auditing import audit
from scheduler.context import Counts, Job, JobContext
from scheduler.jobs import JOBS, NOTHING, look

log = logging.getLogger(__name__)

MOST_SLICES = 2000  # of one job in one tick: a hundred seconds
# Where several write side by side a transaction holds up only who reports for what it has in hand.
BESIDE_SECONDS = 0.12
# Other processes look every few hundredths of a second whether SQLite's file is free: without a gap
# between two of our transactions whoever writes a message would wait until all work is done.
GAP_SECONDS = 0.03
HOLD_SECONDS = 0.05  # so long the file is held before there is one


def tick(database: Database, context: JobContext, now: datetime) -> Counts:
    """Do all clock work that is due at that moment and not yet done; repeating it does nothing."""
    counts = Counter(NOTHING)
    for done in slices(database, context, now):
        counts.update(done)
    return dict(counts)


def slices(
    database: Database,
    context: JobContext,
    now: datetime,
    budget: Callable[[], Budget] | None = None,
) -> Iterator[Counts]:
    """Do it a little at a time, each in a transaction of its own; others may write in between."""
    budget = budget or usual_budget(database)
    with database.read() as db:
        found = look(db, context, now)
    failed: list[Exception] = []
    yield from _jobs(database, context, now, budget, found, failed)
    today = context.watch.today(now)
    if Work.SWEEP in found and not scrubbing.scrub(database, now, today):
        log.info("刚删掉的内容还没有从数据库文件里抹净，下一次接着做")
    if context.rounds.begin(now):
        yield from audit(database, context, now)
    if failed:
        raise failed[0]


def usual_budget(database: Database) -> Callable[[], Budget]:
    """Return how much is done in one transaction of this database."""
    return Budget if database.is_sqlite else partial(Budget, BESIDE_SECONDS)


def _jobs(
    database: Database,
    context: JobContext,
    now: datetime,
    budget: Callable[[], Budget],
    found: Set[Work],
    failed: list[Exception],
) -> Iterator[Counts]:
    """Do what was found, one work after the other; what fails is put into `failed`."""
    for work, jobs in JOBS.items():
        try:
            for job in jobs if work in found else ():
                is_done = yield from _sliced(database, partial(_slice, job, context, now, budget))
                if not is_done:
                    log.error("%s 这一次没做完，下一次接着做", work)
                    break
        except UNAVAILABLE:
            raise
        except Exception as error:  # one work that fails keeps no other from being done
            log.error("%s 这一次没做成，会再试", work, exc_info=error)
            failed.append(error)


def purge(database: Database, context: JobContext, now: datetime) -> Counts:
    """Forget at once all that is as old as the settings say, and leave nothing of it in the files."""
    counts: Counter[str] = Counter(dict.fromkeys(tidying.FORGETS, 0))
    for job in (*tidying.TIDY, *tidying.PROMISES):
        run = partial(_slice, job, context, now, usual_budget(database))
        for done in _sliced(database, run):
            counts.update(done)
    if not scrubbing.scrub(database, now, context.watch.today(now)):
        log.info("刚删掉的内容还没有从数据库文件里抹净，时钟会接着做")
    return dict(counts)


def _slice(
    job: Job, context: JobContext, now: datetime, make: Callable[[], Budget], rows: int, db: Session
) -> tuple[Counts, Budget, int]:
    budget = make()
    budget.rows = max(budget.rows, rows)
    counts = job(db, context, now, budget)
    return counts, budget, budget.fitting()


def _sliced(
    database: Database, work: Callable[[int, Session], tuple[Counts, Budget, int]]
) -> Generator[Counts, None, bool]:
    """Go on until nothing is left; return whether that was so, and no slice was in vain.

    Each reads as many rows as the one before showed to fit its time.
    """
    rows, held, gap = 0, 0.0, threading.Event()
    for _ in range(MOST_SLICES):
        if database.is_sqlite and held >= HOLD_SECONDS:
            gap.wait(GAP_SECONDS)
            held = 0.0
        begun = monotonic()
        counts, budget, rows = database.write(partial(work, rows))
        held += monotonic() - begun
        yield counts
        if not budget.is_more:
            return True
        if not budget.done:
            break
    return False


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
        log.info("时钟：%s", counts)


def _failed(event: JobExecutionEvent) -> None:
    log.error("时钟这一次没做成，会再试：%s", type(event.exception).__name__)
