import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import pytest

from sim.wechat import PretendWeChat
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN
from tests.databases import MORNING, Prepared, create_database, drop_database, on_server
from tests.ops.place import Place, clock_in

# A platform that tries until it is answered; the tests wait for what they wait for.
UNTIRING = {"report_after": None, "retry_delays": [0.5 * number for number in range(120)]}


class Furnisher:
    """Makes places: on either engine, with the sample community in them or `bare`."""

    def __init__(self, request: pytest.FixtureRequest, shelf: Path, server: str) -> None:
        self._request = request
        self._shelf = shelf
        self._server = server
        self._places: list[Place] = []
        self._databases: list[str] = []

    def __call__(self, engine: str = "sqlite", *, bare: bool = False, **how: Any) -> Place:
        folder = Path(mkdtemp(prefix="a place "))  # paths may have spaces in them
        (folder / "data").mkdir()
        clock = clock_in(folder)
        clock.set(MORNING)
        platform = PretendWeChat(APP_ID, SECRET, TOKEN, AES_KEY, clock, **{**UNTIRING, **how})
        platform.serve()
        prepared: Prepared | None = None
        if not bare:
            shutil.copy(self._shelf / "keys.json", folder / "data" / "keys.json")
            prepared = self._request.getfixturevalue(
                "prepared_sqlite" if engine == "sqlite" else "prepared_postgres"
            )
        url = self._database(engine, folder, prepared.address if prepared else None)
        place = Place(folder, url, platform, clock, prepared.who if prepared else {})
        for openid in _named(place):
            platform.follower(openid).windows.spoke(clock.now())
        self._places.append(place)
        return place

    def _database(self, engine: str, folder: Path, template: str | None) -> str:
        if engine != "sqlite":
            name = f"ops_{uuid4().hex[:12]}"
            create_database(self._server, name, template=template)
            self._databases.append(name)
            return on_server(self._server, name)
        if template is not None:
            shutil.copy(template, folder / "data" / "linbao.db")
        return f"sqlite:///{folder / 'data' / 'linbao.db'}"

    def clear_away(self) -> None:
        for place in self._places:
            place.close()
            shutil.rmtree(place.folder, ignore_errors=True)
        for name in self._databases:
            drop_database(self._server, name)


@pytest.fixture(scope="session")
def furnish(request: pytest.FixtureRequest, shelf: Path, postgres: str) -> Iterator[Furnisher]:
    furnisher = Furnisher(request, shelf, postgres)
    yield furnisher
    furnisher.clear_away()


def _named(place: Place) -> list[str]:
    found = [openid for openid in place.who.values() if isinstance(openid, str)]
    return [*found, *place.who.get("observed", [])]


@pytest.fixture
def place(furnish: Furnisher) -> Iterator[Place]:
    """A place on SQLite with the sample community, for this test alone."""
    place = furnish()
    yield place
    place.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(furnish: Furnisher, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place of this test's own, on each database in turn."""
    place = furnish(str(request.param))
    yield place
    place.stop()


@pytest.fixture(scope="session")
def office(furnish: Furnisher) -> Place:
    """A place on SQLite with the sample community that tests only look at."""
    return furnish()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_place(furnish: Furnisher, request: pytest.FixtureRequest) -> Place:
    """A place on each database that tests leave as it is."""
    return furnish(str(request.param))
