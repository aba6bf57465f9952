"""Whether a key file is the right one for a database."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db import Database, Keyring, connect, migrate, sealed


@pytest.fixture
def other(tmp_path: Path) -> Keyring:
    Keyring.make(tmp_path / "other.json")
    return Keyring.load(tmp_path / "other.json")


def test_other_keys_are_known_as_such_by_the_known_value(
    empty_database_url: str, data: Path, other: Keyring
) -> None:
    ours = connect(empty_database_url, Keyring.load(data / "keys.json"))
    migrate.upgrade(ours.engine)
    ours.write(sealed.leave_known)
    ours.write(sealed.leave_known)
    theirs = connect(empty_database_url, other)

    assert sealed.is_right(ours) and not sealed.is_right(theirs)
    theirs.write(sealed.leave_known)
    assert sealed.is_right(ours) and not sealed.is_right(theirs)
    ours.close()
    theirs.close()


def test_without_a_known_value_what_is_sealed_tells(
    plain_database: Database, database_url: str, other: Keyring
) -> None:
    plain_database.write(lambda db: db.execute(text("DELETE FROM store_checks")))
    theirs = connect(database_url, other)

    assert sealed.is_right(plain_database) and not sealed.is_right(theirs)
    theirs.close()


def test_a_damaged_known_value_condemns_no_key(plain_database: Database) -> None:
    plain_database.write(sealed.leave_known)
    plain_database.write(lambda db: db.execute(text("UPDATE store_checks SET known = 'k.A'")))

    assert sealed.is_right(plain_database)


def test_a_database_with_nothing_in_it_takes_any_keys(
    empty_database_url: str, other: Keyring
) -> None:
    database = connect(empty_database_url, other)
    assert sealed.is_right(database)
    migrate.upgrade(database.engine)
    assert sealed.is_right(database)
    database.close()


def test_damaged_values_are_counted_where_they_lie(plain_database: Database) -> None:
    assert sealed.damaged(plain_database) == {}

    plain_database.write(
        lambda db: db.execute(text("UPDATE people SET name = 'x' WHERE id <= 3 AND name <> ''"))
    )

    assert sealed.damaged(plain_database) == {"people.name": 3}
