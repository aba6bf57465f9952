"""The auditor's round, once a minute, after all jobs are done: what is found then is stuck."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from community.followup import auditing
from db import UNAVAILABLE, Database
from scheduler.context import Counts, JobContext

log = logging.getLogger(__name__)

AT_ONCE = 20  # repairs in one transaction


def audit(database: Database, context: JobContext, now: datetime) -> Iterator[Counts]:
    """Look at every open loop, and set going again what has no next step in the future.

    It is looked at without holding anybody up; the operator reads of it in the log and in /metrics.
    """
    with database.read() as db:
        found = auditing.look(db, context.watch, now)
    for kind, stuck in found.items():
        try:
            done = sum(
                database.write(partial(_repair, context, kind, stuck[at : at + AT_ONCE], now))
                for at in range(0, len(stuck), AT_ONCE)
            )
        except UNAVAILABLE:
            raise
        except Exception as error:  # one kind that cannot be repaired keeps no other from it
            log.error("稽核：%s 卡住 %s 件，没能修好", kind, len(stuck), exc_info=error)
            continue
        log.error("稽核：%s 卡住 %s 件，已修好 %s 件", kind, len(stuck), done)
        yield {"repaired": done}


def _repair(
    context: JobContext, kind: auditing.Stuck, some: Sequence[Any], now: datetime, db: Session
) -> int:
    return auditing.repair(db, context.watch, kind, some, now, context.desk)
