"""From SQLite to PostgreSQL: every row, every value, and the numbers go on where they were."""

from collections.abc import Iterator

import pytest

from db import Keyring, connect
from db.engine import Database
from db.models import Base
from tests.ops.conftest import Furnisher
from tests.ops.place import Place


@pytest.fixture
def server(furnish: Furnisher) -> Iterator[Place]:
    """An empty database on a server."""
    there = furnish("postgresql", bare=True)
    yield there
    there.stop()


def contents(url: str, place: Place) -> dict[str, list[str]]:
    """Return all rows of all tables as our models read them."""
    database: Database = connect(url, Keyring.load(place.data / "keys.json"))
    try:
        with database.read() as db:
            return {
                table.name: sorted(repr(tuple(row)) for row in db.execute(table.select()))
                for table in Base.metadata.sorted_tables
            }
    finally:
        database.close()


@pytest.mark.slow
def test_everything_is_there_as_it_was_and_goes_on(place: Place, server: Place) -> None:
    place.serve("--no-clock", "--no-sender")
    observed = place.platform.follower(place.who["observed"][0])
    assert "36.8" in observed.says("36.8")
    place.platform.follower(place.who["resident"]).says("我要投诉楼下太吵")
    busy = place.run("move", server.url)
    place.stop()
    before = contents(place.url, place)

    done = place.run("move", server.url)

    assert busy.code == 1 and "先停掉" in busy.err
    assert done.code == 0, done.err
    after = contents(server.url, place)
    moved = [row for row in after.pop("audit") if "'move'" not in row]
    assert moved == before.pop("audit")
    assert after == before
    assert done.result["rows"] == sum(map(len, before.values())) + len(moved)
    assert contents(place.url, place)["people"] == before["people"]  # the old one stays

    place.write(database={"url": server.url})
    assert place.run("check").code == 0
    place.serve("--no-clock", "--no-sender")
    assert "36.9" in observed.says("不对，是36.9")
    assert place.run("move", server.url).code == 1


def test_a_database_that_is_not_empty_is_refused(place: Place, server: Place) -> None:
    server.run("init")

    done = place.run("move", server.url)

    assert done.code == 1 and "空的库" in done.err


@pytest.mark.parametrize("url", ["sqlite:////tmp/other.db", "3号楼"])
def test_only_a_server_is_moved_to(place: Place, url: str) -> None:
    done = place.run("move", url)

    assert done.code == 1 and "postgresql+psycopg://" in done.err
