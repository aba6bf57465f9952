"""What was deleted is gone from the files too: the log is emptied, dead rows are swept up."""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import marks, turns
from db.engine import Database
from db.people import contacts

WAITS_MS = 500  # for those who read or write meanwhile; a log that is busy is emptied next time
# Where what people said and who they are lies, and is deleted by itself.
TABLES = (
    "contacts", "people", "households", "turns", "conversations", "deliveries", "attempts",
    "observations", "items", "item_events", "submissions", "questions", "feedback",
)  # fmt: skip


DIRTY = "dirty"  # the mark of a day: something was deleted, and the files were not swept since


def is_due(db: Session, now: datetime, today: date) -> bool:
    """Tell whether somebody was deleted, or was unseen within an hour not swept after yet."""
    done = {job for job, _ in marks.since(db, today - timedelta(days=1))}
    if DIRTY in done or db.scalar(select(exists().where(contacts.is_forgotten()))):
        return True
    unseen = db.scalar(select(exists().where(turns.is_unseen())))
    return bool(unseen) and (_hour(now), today.isoformat()) not in marks.since(db, today)


def _hour(now: datetime) -> str:
    return f"swept:{now.hour}"


def remember(database: Database, now: datetime, today: date) -> None:
    """Write down that there is something to sweep, so that it is tried until it is done."""
    database.write(lambda db: marks.first_time(db, DIRTY, today, now))


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
