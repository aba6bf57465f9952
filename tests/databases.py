"""Databases for tests: one of each kind prepared for the whole run, and one of its own for each test.

On SQLite that is a copied file.  On PostgreSQL it is the same database again, brought back to what
it was: to make a new one costs more than most tests.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, Dialect, make_url

from bot import Bot
from core.clock import FakeClock
from core.config import Config, DatabaseSection, Paths
from db import Database, Keyring, connect, migrate, sealed
from ops import sampling
from tests import common
from tests.slate import Slate

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=ZONE)
PEOPLE, OBSERVED = 60, 3
GIVEN = "LINBAO_TEST_POSTGRES"


@pytest.fixture(scope="session")
def shelf() -> Path:
    """What every database of the run is sealed with, and what is copied for each test."""
    folder = common.folder() / "shelf"
    common.once("shelf", lambda: _make_shelf(folder))
    return folder


def _make_shelf(folder: Path) -> None:
    folder.mkdir()
    Keyring.make(folder / "keys.json")


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a PostgreSQL server: LINBAO_TEST_POSTGRES, or one that lives for this run."""
    return os.environ.get(GIVEN) or common.postgres()


@dataclass(frozen=True)
class Prepared:
    """A database with the sample community in it, and who is who."""

    address: str
    who: dict[str, Any]


def _fill(url: str, shelf: Path) -> dict[str, Any]:
    config = Config(paths=Paths(data=shelf), database=DatabaseSection(url=url))
    bot = Bot(config, FakeClock(MORNING))
    migrate.upgrade(bot.database.engine)
    bot.database.write(sealed.leave_known)
    bot.take_packs()
    who = sampling.fill(bot.database, bot.watch, MORNING, PEOPLE, OBSERVED)
    bot.close()
    return who


@pytest.fixture(scope="session")
def prepared_sqlite(shelf: Path) -> Prepared:
    path = shelf / "prepared.db"
    who = common.once("prepared", lambda: _fill(f"sqlite:///{path}", shelf))
    return Prepared(str(path), who)


@pytest.fixture(scope="session")
def prepared_postgres(shelf: Path, postgres: str) -> Prepared:
    def make() -> dict[str, Any]:
        name = f"prepared_{uuid4().hex[:12]}"
        create_database(postgres, name)
        return {"address": name, "who": _fill(on_server(postgres, name), shelf)}

    return Prepared(**common.once("prepared_postgres", make))


def end_run() -> None:
    """Leave nothing behind, on a server that is not ours either."""
    given, prepared = os.environ.get(GIVEN), common.made("prepared_postgres")
    if given and prepared:
        drop_database(given, prepared["address"])
    common.end()


def on_server(server: str, name: str) -> str:
    address = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return address.render_as_string(hide_password=False)


def create_database(server: str, name: str, template: str | None = None) -> None:
    _administer(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))


def drop_database(server: str, name: str) -> None:
    _administer(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def slate(postgres: str, prepared_postgres: Prepared) -> Iterator[Slate]:
    name = f"slate_{uuid4().hex[:12]}"
    create_database(postgres, name, template=prepared_postgres.address)
    slate = Slate(on_server(postgres, name))
    yield slate
    slate.close()
    drop_database(postgres, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that touches the database runs on both."""
    return str(request.param)


@pytest.fixture
def prepared(engine_name: str, request: pytest.FixtureRequest) -> Prepared:
    found: Prepared = request.getfixturevalue(
        "prepared_sqlite" if engine_name == "sqlite" else "prepared_postgres"
    )
    return found


@pytest.fixture
def data(tmp_path: Path, shelf: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(shelf / "keys.json", folder / "keys.json")
    return folder


@pytest.fixture
def database_url(
    engine_name: str, prepared: Prepared, data: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database of this test's own, with the sample community in it."""
    if engine_name == "sqlite":
        shutil.copy(prepared.address, data / "linbao.db")
        yield f"sqlite:///{data / 'linbao.db'}"
        return
    slate: Slate = request.getfixturevalue("slate")
    slate.wipe()
    yield on_server(request.getfixturevalue("postgres"), slate.name)


@pytest.fixture
def empty_database_url(
    engine_name: str, data: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database without a table."""
    if engine_name == "sqlite":
        yield f"sqlite:///{data / 'empty.db'}"
        return
    server, name = request.getfixturevalue("postgres"), f"e_{uuid4().hex[:12]}"
    create_database(server, name)
    yield on_server(server, name)
    drop_database(server, name)


class Standing(Database):
    """A database whose connections outlive its closing: the next test finds it at the same place."""

    def close(self) -> None:
        self._writer.close()


class Engines:
    """One engine for each kind of database, led to each test's own: statements are compiled once."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._where: dict[str, URL] = {}

    def open(self, url: str, keyring: Keyring) -> Database:
        address = make_url(url)
        kind = address.get_backend_name()
        self._where[kind] = address
        if kind not in self._engines:
            self._engines[kind] = connect(url, keyring).engine
            event.listen(self._engines[kind], "do_connect", self._lead)
            if kind == "sqlite":
                event.listen(self._engines[kind], "connect", _hurry)
        return (Database if kind == "sqlite" else Standing)(self._engines[kind])

    def _lead(self, dialect: Dialect, _: object, words: list[Any], names: dict[str, Any]) -> None:
        given, named = dialect.create_connect_args(self._where[dialect.name])
        words[:] = given
        names.update(named)


def _hurry(connection: sqlite3.Connection, _: object) -> None:
    """Wait for no disk, like the run's PostgreSQL: nobody pulls the plug of a story."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def engines() -> Engines:
    return Engines()


@pytest.fixture
def plain_database(database_url: str, data: Path) -> Iterator[Any]:
    """Just the database, without rooms above it."""
    database = connect(database_url, Keyring.load(data / "keys.json"))
    yield database
    database.close()
