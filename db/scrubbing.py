"""What was deleted is gone from the files too: the log is emptied, dead rows are swept up."""

from collections.abc import Set
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import marks
from db.engine import Database

WAITS_MS = 500  # for those who read or write meanwhile; a log that is busy is emptied next time
# Where what people said and who they are lies, and is deleted by itself.
TABLES = (
    "contacts", "people", "households", "turns", "conversations", "deliveries", "attempts",
    "observations", "items", "item_events", "submissions", "questions", "feedback",
)  # fmt: skip


DIRTY = "dirty"  # the mark of a day: something was deleted, and the files were not swept since


def is_due(now: datetime, today: date, done: Set[marks.Mark], *, is_unseen: bool) -> bool:
    """Tell whether somebody was deleted, or was unseen within an hour not swept after yet."""
    is_dirty = any(job == DIRTY for job, _ in done)
    return is_dirty or (is_unseen and (_hour(now), today.isoformat()) not in done)


def _hour(now: datetime) -> str:
    return f"swept:{now.hour}"


def scrub(database: Database, now: datetime, today: date) -> bool:
    """Leave nothing of deleted rows where a reader of the files would find it; False if busy."""

    def done(db: Session) -> None:
        marks.clear(db, DIRTY)
        marks.first_time(db, _hour(now), today, now)

    sweep = _empty_log if database.is_sqlite else _sweep
    if not sweep(database):
        return False
    database.write(done)  # what this writes tells nothing of anybody
    return True


def _empty_log(database: Database) -> bool:
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        [before] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={WAITS_MS}")
        [is_busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={before}")
        return not is_busy
    finally:
        connection.close()


def _sweep(database: Database) -> bool:
    """Sweep up dead rows; of addresses also the order in which they were written last."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"SET lock_timeout = {WAITS_MS}"))
            try:
                connection.execute(text("CLUSTER contacts USING pk_contacts"))
                connection.execute(text(f"VACUUM {', '.join(TABLES)}"))
            finally:
                connection.execute(text("RESET lock_timeout"))
    except DBAPIError:
        return False
    return True
