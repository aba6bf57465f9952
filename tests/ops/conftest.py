import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from sim.wechat import PretendWeChat
from tests.conftest import (
    AES_KEY,
    APP_ID,
    MORNING,
    SECRET,
    TOKEN,
    Prepared,
    create_database,
    drop_database,
    on_server,
)
from tests.ops.place import Place, clock_in

Furnish = Callable[..., Place]


@pytest.fixture(scope="session")
def furnish(
    tmp_path_factory: pytest.TempPathFactory,
    shelf: Path,
    postgres: str,
    request: pytest.FixtureRequest,
) -> Iterator[Furnish]:
    """Make a place; `engine` sqlite or postgresql, with the sample community or `bare`."""
    places: list[Place] = []
    names: list[str] = []

    def build(engine: str = "sqlite", *, bare: bool = False, **how: object) -> Place:
        folder = tmp_path_factory.mktemp("a place")  # paths may have spaces in them
        (folder / "data").mkdir()
        clock = clock_in(folder)
        clock.set(MORNING)
        patient = {"report_after": None, **how}
        platform = PretendWeChat(APP_ID, SECRET, TOKEN, AES_KEY, clock, **patient)  # type: ignore[arg-type]
        platform.serve()
        prepared: Prepared | None = None
        if not bare:
            shutil.copy(shelf / "keys.json", folder / "data" / "keys.json")
            prepared = request.getfixturevalue(f"prepared_{_short(engine)}")
        url = _database(engine, folder, prepared)
        place = Place(folder, url, platform, clock, prepared.who if prepared else {})
        for openid in _named(place):
            platform.follower(openid).windows.spoke(clock.now())
        places.append(place)
        return place

    def _database(engine: str, folder: Path, prepared: Prepared | None) -> str:
        if engine == "sqlite":
            path = folder / "data" / "linbao.db"
            if prepared is not None:
                shutil.copy(prepared.address, path)
            return f"sqlite:///{path}"
        names.append(f"ops_{uuid4().hex[:12]}")
        create_database(postgres, names[-1], template=prepared.address if prepared else None)
        return on_server(postgres, names[-1])

    yield build
    for place in places:
        place.close()
    for name in names:
        drop_database(postgres, name)


def _short(engine: str) -> str:
    return "sqlite" if engine == "sqlite" else "postgres"


def _named(place: Place) -> list[str]:
    found = [openid for openid in place.who.values() if isinstance(openid, str)]
    return [*found, *place.who.get("observed", [])]


@pytest.fixture
def place(furnish: Furnish) -> Iterator[Place]:
    """A place on SQLite with the sample community, for this test alone."""
    place = furnish()
    yield place
    place.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(furnish: Furnish, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place of this test's own, on each database in turn."""
    place = furnish(str(request.param))
    yield place
    place.stop()


@pytest.fixture(scope="session")
def office(furnish: Furnish) -> Place:
    """A place on SQLite with the sample community that tests only look at."""
    return furnish()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_place(furnish: Furnish, request: pytest.FixtureRequest) -> Place:
    """A place on each database that tests leave as it is."""
    return furnish(str(request.param))
