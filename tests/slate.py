"""A PostgreSQL database that is brought back to what it was."""

from collections.abc import Iterable

import psycopg
from sqlalchemy.engine import make_url

from db.models import Base

TABLES = Base.metadata.sorted_tables  # each after those it points to


class Slate:
    """Keeps a copy of every row beside the tables; `wipe` puts back what somebody has changed.

    Tables nobody has touched since are left alone, and so is everything but rows and counters.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.name = str(address.database)
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self._db = psycopg.connect(plain, autocommit=True)
        self._run(["CREATE SCHEMA kept", *(f"CREATE TABLE kept.{t} AS TABLE {t}" for t in TABLES)])
        self._counted = {name: count for name, count, _ in self._looked()}
        self._counters = self._rows(
            "SELECT sequencename, COALESCE(last_value, start_value), last_value IS NOT NULL"
            " FROM pg_sequences WHERE schemaname = 'public'"
        )
        self._since = self._next()

    def wipe(self) -> None:
        """Bring back every row and counter."""
        changed = _with_children(
            name
            for name, count, newest in self._looked()
            if count != self._counted[name] or newest >= self._since
        )
        self._run(
            [
                "BEGIN",
                *(f"DELETE FROM {table}" for table in reversed(TABLES) if table.name in changed),
                *(
                    f"INSERT INTO {table} SELECT * FROM kept.{table}"
                    for table in TABLES
                    if table.name in changed
                ),
                *(
                    f"SELECT setval('{name}', {last}, {was_used})"
                    for name, last, was_used in self._counters
                ),
                "COMMIT",
            ]
        )
        self._since = self._next()

    def close(self) -> None:
        self._db.close()

    def _looked(self) -> list[tuple[str, int, int]]:
        """Return for every table how many rows it has, and which transaction wrote the newest."""
        return self._rows(
            " UNION ALL ".join(
                f"SELECT '{t}', count(*), COALESCE(max(xmin::text::bigint), 0) FROM {t}"
                for t in TABLES
            )
        )

    def _next(self) -> int:
        """Return the number the next transaction that writes will have."""
        return int(self._rows("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")[0][0])

    def _rows(self, query: str) -> list[tuple[str, int, int]]:
        return self._db.execute(query.encode()).fetchall()

    def _run(self, statements: list[str]) -> None:
        self._db.execute(";".join(statements).encode())


def _with_children(names: Iterable[str]) -> set[str]:
    """Add the tables that point to one of these, however far."""
    found = set(names)
    for table in TABLES:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return found
