"""The story's words: a clock, the pretend WeChat, a bot on each database, and people with phones."""

import gc
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from bot import Bot
from core.clock import FakeClock
from core.config import Config, DatabaseSection, Official, Paths, WeChat, WorkApp
from core.messages import Parse
from nlp.understand import Understanding
from sim.wechat import Follower, PretendWeChat, WsgiPoster
from tests import common
from tests.databases import (
    MORNING,
    ZONE,
    Engines,
    Prepared,
    data,
    database_url,
    empty_database_url,
    end_run,
    engine_name,
    engines,
    plain_database,
    postgres,
    prepared,
    prepared_postgres,
    prepared_sqlite,
    shelf,
    slate,
)

__all__ = [  # the fixtures among them
    "data",
    "database_url",
    "empty_database_url",
    "engine_name",
    "engines",
    "plain_database",
    "postgres",
    "prepared",
    "prepared_postgres",
    "prepared_sqlite",
    "shelf",
    "slate",
]

COSTLY = ("ops", "nlp", "test_dialogues.py", "sim", "outbox", "scheduler")
# Of what costs a whole town each time `make test` tells every other story, in one of its wordings,
# on SQLite and one in twenty-four on PostgreSQL; all of it is told in `make test-slow`.
TOWNS = {"handlers", "community", "dialog", "scheduler", "outbox", "ops"}
TOLD = TOWNS - {"ops"}  # what real processes do is told whole
TWICE = {*TOWNS, "chaos", "wechat", "test_dialogues.py"}
WORDINGS, TELLINGS, STORIES = 1, 24, 2
# Months, crafted files and old migrations: they take minutes and seldom find anything.
NIGHTLY = {
    "community/followup/test_month.py",
    "db/test_old_migrations.py",
    "db/knowledge/test_one_store_of_answers.py",
    "handlers/notices/test_altered.py",
    "handlers/people/test_guessing.py",
    "ops/test_bad_tables.py",
    "sheets/test_round_trip.py",
    "sim/test_phone_browser.py",
}
WHOLE = {"ops", "nlp"}  # folders that share what takes seconds to make
APP_ID, SECRET, TOKEN = "wx1234567890abcdef", "s3cret" * 5, "t0ken4tests"
# Seconds an answer may take in a story: machines are busy, and lateness has tests of its own.
UNHURRIED = 20.0
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


# How long an example takes says how busy the machine is, and nothing of what it tries.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def community_time(text: str) -> datetime:
    """Read “2026-11-21T08:00” as the community's time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives one worker all tests of a file, or of a folder, which share something costly."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return next((part for part in Path(file).parts if part in WHOLE), file)


def pytest_configure(config: pytest.Config) -> None:
    if common.begin():
        config.add_cleanup(end_run)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect thousands of tests without looking through them for what nobody holds any more."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()  # what was collected stays: every later look passes it by
        gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    config.option.loadscopereorder = False
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; what much is told alike waits for the slow run."""
    told: Counter[tuple[str, bool]] = Counter()
    for item in items:
        if _waits(item, told):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: COSTLY.index(_room(item)) if _room(item) in COSTLY else len(COSTLY))


def _waits(item: pytest.Item, told: Counter[tuple[str, bool]]) -> bool:
    """Tell whether a test waits for the slow run; `told` counts what was met of each story."""
    again = "postgresql" in item.name
    story = item.nodeid.partition("[")[0], again
    told[story] += 1
    if _file(item) in NIGHTLY:
        return True
    if again and _room(item) in TWICE:
        return crc32(item.nodeid.encode()) % TELLINGS != 0
    if _room(item) in TOWNS and told[story] > WORDINGS:
        return True
    return _room(item) in TOLD and crc32(story[0].encode()) % STORIES == 0


def _room(item: pytest.Item) -> str:
    """Return the folder below `tests` an item lies in; its file if it lies in none."""
    return _file(item).partition("/")[0]


def _file(item: pytest.Item) -> str:
    return _below(item.path)


@cache
def _below(path: Path) -> str:
    return path.relative_to(Path(__file__).parent).as_posix()


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
        wechat=WeChat(official=account, work=WorkApp(api_base=address)),
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


class Remembered:
    """An understanding that thinks once about a text at a moment: the second database hears it again."""

    def __init__(self, inner: Understanding) -> None:
        self._inner = inner
        self._meant = cache(inner)

    def __call__(self, text: str, now: datetime) -> Parse:
        return deepcopy(self._meant(text, now))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.fixture(scope="session")
def understanding(mind: Bot) -> Any:
    """The trained model, read once; `make setup` makes it."""
    return Remembered(mind.understanding)


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
    bot.patience = bot.danger_patience = UNHURRIED
    platform.courier.patience = UNHURRIED + 5
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
