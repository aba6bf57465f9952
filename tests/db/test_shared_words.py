"""What many are owed lies once: yesterday's deliveries keep their own words, and get them back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import column, select, table

from db import Database, Keyring, connect, deliveries, migrate
from db.models import Delivery, Shared
from db.types import Sealed

AT = "2026-11-21 08:00:00"
OWN, COMMON = "您的门牌还没登记", "12月1日9点到11点停水"
OWED = table("deliveries", column("id"), column("text", Sealed("deliveries.text")))
ROW = (
    "INSERT INTO deliveries (id, kind, text, idempotency_key, status, evidence, created_at, due_at, urgency, {more})"
    " VALUES ({id}, 'info', 'x', 'key{id}', 'queued', 0, '{at}', '{at}', 2, {value})"
)


@pytest.fixture
def yesterday(empty_database_url: str, data: Path) -> Iterator[Database]:
    database = connect(empty_database_url, Keyring.load(data / "keys.json"))
    step(database, command.upgrade, "0030")
    with database.engine.begin() as db:
        db.exec_driver_sql(ROW.format(id=1, at=AT, more="item_id", value="NULL"))
        db.execute(OWED.update().values(text=OWN))
    yield database
    database.close()


def step(database: Database, act: Any, revision: str) -> None:
    config = migrate._config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        act(config, revision)


def test_what_somebody_was_owed_yesterday_reads_as_before(yesterday: Database) -> None:
    step(yesterday, command.upgrade, "0032")

    with yesterday.read() as db:
        kept = db.scalars(select(Delivery)).one()
        assert (deliveries.text_of(db, kept), kept.idempotency_key) == (OWN, "key1")


def test_everybody_has_their_own_copy_again_when_it_is_taken_back(yesterday: Database) -> None:
    step(yesterday, command.upgrade, "0032")
    with yesterday.engine.begin() as db:
        db.execute(Shared.__table__.insert().values(id=4, text=COMMON))  # type: ignore[attr-defined]
        for number in (2, 3):
            db.exec_driver_sql(ROW.format(id=number, at=AT, more="shared_id", value=4))

    step(yesterday, command.downgrade, "0030")

    with yesterday.engine.connect() as db:
        read = db.execute(select(OWED.c.id, OWED.c.text).order_by(OWED.c.id)).all()
    assert [tuple(row) for row in read] == [(1, OWN), (2, COMMON), (3, COMMON)]
