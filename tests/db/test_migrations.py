from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from db import Database, Keyring, connect, migrate
from db.models import Base


@pytest.fixture
def empty(empty_database_url: str, data: Path) -> Iterator[Database]:
    database = connect(empty_database_url, Keyring.load(data / "keys.json"))
    yield database
    database.close()


def test_the_migrations_make_what_the_models_say(empty: Database) -> None:
    migrate.upgrade(empty.engine)

    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    assert migrate.current(empty.engine) == migrate.head()


def test_upgrading_again_changes_nothing(empty: Database) -> None:
    assert migrate.current(empty.engine) is None
    assert migrate.upgrade(empty.engine) is True
    assert migrate.upgrade(empty.engine) is False


def test_every_step_can_be_taken_back(empty: Database) -> None:
    migrate.upgrade(empty.engine)

    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    assert migrate.upgrade(empty.engine) is True
