"""Nothing can be stored or read: who is in danger hears what helps, everybody else the truth."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import Bot
from core.config import Config
from db import Keyring
from sim.wechat import PretendWeChat
from tests.conftest import Town
from tests.dialog.processes import count, road, spooled
from tests.ops.place import free_port

DANGERS = {
    "救命": "120",
    "我爸胸口疼得喘不上气": "120",
    "我想不开，不想活了": "12356",
    "楼道着火了": "119",
    "煤气泄漏了": "119",
}
TRUTH = "系统出了故障"


@pytest.fixture
def understanding(mind: Bot) -> object:
    return mind.understanding


Break = Callable[[Town, Config], Bot]


def _again(town: Town, config: Config) -> Bot:
    """Return the bot of a process that has just started."""
    bot = Bot(config, town.clock)
    bot.__dict__.update(
        {name: getattr(town.bot, name) for name in ("understanding", "library", "matcher")}
    )
    return bot


def lost_key(town: Town, config: Config) -> Bot:
    config.key_file.unlink()
    return _again(town, config)


def wrong_key(town: Town, config: Config) -> Bot:
    config.key_file.unlink()
    Keyring.make(config.key_file)
    return _again(town, config)


def spoilt_key(town: Town, config: Config) -> Bot:
    config.key_file.write_text("{}")
    return _again(town, config)


def read_only(town: Town, config: Config) -> Bot:
    url = f"{config.database_url}?options=-c%20default_transaction_read_only%3Don"
    if town.bot.database.is_sqlite:
        url = f"sqlite:///file:{config.data / 'linbao.db'}?mode=ro&uri=true"
    section = config.database.model_copy(update={"url": url})
    return _again(town, config.model_copy(update={"database": section}))


def gone(town: Town, config: Config) -> Bot:
    section = config.database.model_copy(
        update={"url": f"postgresql://nobody@127.0.0.1:{free_port()}/x"}
    )
    return _again(town, config.model_copy(update={"database": section}))


def no_tables(town: Town, config: Config) -> Bot:
    with town.bot.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE turns RENAME TO turns_gone")
    return _again(town, config)


WITHOUT_KEYS = [lost_key, wrong_key, spoilt_key]
BROKEN = [no_tables, read_only, gone]


@pytest.fixture
def back(town: Town) -> Iterator[None]:
    yield
    with town.bot.database.engine.begin() as connection:
        if town.bot.database.is_sqlite:
            return
        there = connection.scalar(text("SELECT to_regclass('turns_gone')"))
        if there:
            connection.exec_driver_sql("ALTER TABLE turns_gone RENAME TO turns")


@pytest.mark.parametrize("broken", WITHOUT_KEYS)
def test_without_the_keys_danger_is_answered_and_nothing_is_stored(
    town: Town, platform: PretendWeChat, config: Config, broken: Break
) -> None:
    town.resident.says("帮助")
    turns, files = count(town.bot, "turns"), _files(config.data)
    bot = broken(town, config)
    platform.webhook = road(bot)

    for saying, number in DANGERS.items():
        assert number in town.resident.says(saying), saying
    others = [town.resident.says(saying) for saying in ("36.5", "怎么报备", "转人工")]

    assert all(TRUTH in said and "没能记下" in said and "12345" in said for said in others)
    assert count(town.bot, "turns") == turns
    assert _files(config.data) - {"linbao.db.lock"} <= files
    page = bot.app.test_client().get("/readyz")
    assert page.status_code == 503 and "密钥文件" in page.text and "\\u" not in page.text
    assert bot.app.test_client().get("/metrics").status_code == 200
    bot.close()


def test_once_the_right_keys_are_back_messages_are_taken_in(
    town: Town, platform: PretendWeChat, config: Config
) -> None:
    kept = config.key_file.read_bytes()
    bot = lost_key(town, config)
    platform.webhook = road(bot)
    assert TRUTH in town.resident.says("帮助")

    config.key_file.write_bytes(kept)

    assert TRUTH not in town.resident.says("帮助")
    bot.close()


@pytest.mark.parametrize("broken", BROKEN)
def test_with_a_broken_database_danger_is_answered_and_all_is_done_later(
    town: Town, platform: PretendWeChat, config: Config, broken: Break, back: None
) -> None:
    bot = broken(town, config)
    platform.webhook = road(bot)

    for saying, number in DANGERS.items():
        assert number in town.resident.says(saying), saying
    said = town.resident.says("36.5")
    town.platform.follower(town.who["resident"]).unfollows()

    assert TRUTH in said and "先记下了" in said and "12345" in said
    assert spooled(config) == len(DANGERS) + 2
    assert bot.app.test_client().get("/readyz").status_code == 503
    if broken is no_tables:
        with town.bot.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE turns_gone RENAME TO turns")
    assert town.bot.finish_all() == len(DANGERS) + 2
    assert spooled(config) == 0
    bot.close()


def test_an_event_that_can_be_kept_nowhere_is_asked_for_again(
    town: Town, platform: PretendWeChat, config: Config, back: None
) -> None:
    bot = no_tables(town, config)
    (config.data / "spool").write_text("in the way")
    platform.webhook = road(bot)

    town.platform.follower(town.who["resident"]).unfollows()
    said = town.secretary.says("怎么报备")

    assert [one.status for one in platform.exchanges][:3] == [503, 503, 503]
    assert "没能记下" in said and "12345" in said
    page = bot.app.test_client().get("/readyz")
    assert page.status_code == 503 and "spool" in page.text
    bot.close()


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
