"""What was sent before each try was a row: carried over, and brought back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from db import Database, Keyring, connect, migrate

BEFORE, AFTER = "0009", "0010"
AT = "2026-11-20 08:00:00"
_BEFORE = f"""
    INSERT INTO contacts (id, channel, address, state, window_left, moment_left, misses)
        VALUES (7, 'official', 'oLin', 'following', 5, 0, 0);
    INSERT INTO people (id, answers, created_at) VALUES (1, {{no}}, '{AT}');
    INSERT INTO episodes (id, person_id, programme, state, starts_on, ends_on, opened_at)
        VALUES (1, 1, 'covid', 'active', '2026-11-20', '2026-11-27', '{AT}');
    INSERT INTO quotas (scope, period, used) VALUES ('official.custom', '2026-11-20', 3)
"""
_ROWS = [  # (id, status, road, wired at, the platform's id, instead of)
    (1, "wired", "template", AT, "4711", None),
    (2, "wired", "custom", AT, None, 1),
    (3, "heard", "reply", None, None, None),
    (4, "sending", "template", None, None, None),
    (5, "queued", None, None, None, None),
]


@pytest.fixture
def yesterday(empty_database_url: str, data: Path) -> Iterator[Database]:
    database = connect(empty_database_url, Keyring.load(data / "keys.json"))
    step(database, command.upgrade, BEFORE)
    with database.engine.begin() as db:
        no = "0" if database.is_sqlite else "false"
        for statement in _BEFORE.format(no=no).split(";"):
            db.exec_driver_sql(statement)
        for id_, *row in _ROWS:
            values = ", ".join("NULL" if each is None else f"'{each}'" for each in row)
            db.exec_driver_sql(
                "INSERT INTO deliveries (id, kind, contact_id, text, once, rung, evidence,"
                " attempts, created_at, due_at, status, road, wired_at, platform_id, instead_of)"
                f" VALUES ({id_}, 'info', 7, 'x', 'key{id_}', 0, 0, 1, '{AT}', '{AT}', {values})"
            )
        db.exec_driver_sql(
            "INSERT INTO slots_due (episode_id, day, part, opens_at, closes_at, state, delivery_id)"
            f" VALUES (1, '2026-11-20', 'morning', '{AT}', '{AT}', 'open', 5)"
        )
    yield database
    database.close()


def step(database: Database, act: Any, revision: str) -> None:
    config = migrate._config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        act(config, revision)


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as db:
        return [tuple(row) for row in db.exec_driver_sql(sql)]


def test_what_was_taken_is_a_try_and_all_else_stays(yesterday: Database) -> None:
    step(yesterday, command.upgrade, AFTER)

    tries = rows(
        yesterday, "SELECT delivery_id, road, contact_id, platform_id, reason FROM attempts"
    )
    assert sorted(tries) == [
        (1, "official.template", 7, "4711", None),
        (2, "official.custom", 7, None, None),
    ]
    kept = rows(yesterday, "SELECT road, idempotency_key, instead_of FROM deliveries ORDER BY id")
    assert kept == [
        ("official.template", "key1", None),
        ("official.custom", "key2", 1),
        ("reply", "key3", None),
        ("official.template", "key4", None),
        (None, "key5", None),
    ]
    assert rows(yesterday, "SELECT delivery_id FROM slots_due") == [(5,)]
    assert rows(yesterday, "SELECT scope, used FROM quotas") == [("official.custom", 3)]


def test_it_can_be_taken_back_with_what_the_platform_said(yesterday: Database) -> None:
    step(yesterday, command.upgrade, AFTER)

    step(yesterday, command.downgrade, BEFORE)

    kept = rows(yesterday, "SELECT id, status, road, platform_id, once FROM deliveries ORDER BY id")
    assert kept == [(id_, *row[:2], row[3], f"key{id_}") for id_, *row in _ROWS]
    assert rows(yesterday, "SELECT delivery_id FROM slots_due") == [(5,)]
    assert rows(yesterday, "SELECT instead_of FROM deliveries WHERE id = 2") == [(1,)]
