from collections.abc import Iterator

import pytest

from bot import Bot
from core.clock import FakeClock
from core.config import Config
from dialog.dispatcher import Dispatcher
from dialog.inbox import Inbox
from dialog.pushing import Pushing
from dialog.spool import Spool
from tests.dialog.processes import MakeBot
from tests.wechat.door import nothing_understood


@pytest.fixture
def make(clock: FakeClock, mind: Bot) -> Iterator[MakeBot]:
    """Start one more process on the same database."""
    made: list[Bot] = []

    def start(config: Config, patience: float = 4.0, dispatcher: Dispatcher | None = None) -> Bot:
        bot = Bot(config, clock)
        made.append(bot)
        bot.__dict__["understanding"] = nothing_understood
        bot.library, bot.matcher = mind.library, mind.matcher
        bot.__dict__["inbox"] = Inbox(
            bot.house,
            dispatcher or bot.dispatcher,
            nothing_understood,
            bot.database,
            Spool(config.data / "spool", bot.keyring),
            Pushing(bot.database, clock),
            clock,
            patience=patience,
            last_patience=8.0,
        )
        return bot

    yield start
    for bot in made:
        bot.close()
