from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from db import Database, Keyring, connect, migrate
from db.models import Audit, Contact, Household, Person, Post, Unit
from tests.community.people.office import Office
from tests.databases import create_database, drop_database, on_server


@pytest.fixture(scope="session")
def bare_sqlite(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Iterator[Database]:
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('office') / 'bare.db'}", shelf)


@pytest.fixture(scope="session")
def bare_postgres(postgres: str, shelf: Path) -> Iterator[Database]:
    name = f"office_{uuid4().hex[:12]}"
    create_database(postgres, name)
    yield from _migrated(on_server(postgres, name), shelf)
    drop_database(postgres, name)


def _migrated(url: str, shelf: Path) -> Iterator[Database]:
    database = connect(url, Keyring.load(shelf / "keys.json"))
    migrate.upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def office(engine_name: str, request: pytest.FixtureRequest) -> Office:
    """An office whose register holds only what `init` makes."""
    kind = "sqlite" if engine_name == "sqlite" else "postgres"
    database: Database = request.getfixturevalue(f"bare_{kind}")
    empty(database)
    return Office(database)


def empty(database: Database) -> None:
    def work(db: Session) -> None:
        db.execute(update(Household).values(keeper_id=None))
        for table in (Audit, Contact, Post, Person, Household):
            db.execute(delete(table))
        db.execute(update(Unit).values(parent_id=None))
        db.execute(delete(Unit))

    database.write(work)
