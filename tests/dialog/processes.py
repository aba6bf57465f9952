"""Several processes of ours on one database, and somebody who keeps it busy."""

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from bot import Bot
from core.config import Config
from core.messages import Kind, Message
from sim.wechat import Poster, PostReply, WsgiPoster
from tests.conftest import Someone
from tests.databases import MORNING

HELLO = "有只风筝挂在云上"
NEW = "oNewcomer0000000000000000001"


class Several:
    """Copies go to one process after the other, as behind a load balancer."""

    def __init__(self, *posters: Poster) -> None:
        self._turn = itertools.cycle(posters)

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> PostReply:
        return next(self._turn).post(query, body, timeout)

    def get(self, query: Mapping[str, str], timeout: float) -> PostReply:
        return next(self._turn).get(query, timeout)

    def close(self) -> None:
        """Nothing is held open."""


MakeBot = Callable[..., Bot]


def road(bot: Bot) -> WsgiPoster:
    return WsgiPoster(bot.app, "/wechat/official")


def count(bot: Bot, table: str) -> int:
    with bot.database.read() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def until(condition: Callable[[], bool]) -> None:
    """Wait for another thread to get there."""
    moment = threading.Event()
    assert any(condition() or moment.wait(0.02) for _ in range(500)) and condition()


@contextmanager
def held(config: Config) -> Iterator[Callable[[], None]]:
    """Somebody else writes, and takes their time; reading stays possible."""
    engine = create_engine(config.database_url)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        statement = "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE turns IN SHARE MODE"
        connection.exec_driver_sql(statement)
        released = threading.Event()

        def release() -> None:
            if not released.is_set():
                released.set()
                connection.exec_driver_sql("ROLLBACK") if sqlite else connection.rollback()

        yield release
        release()
    engine.dispose()


def spooled(config: Config) -> int:
    return len(list((config.data / "spool").glob("*.msg")))


def said_to(phone: Someone) -> list[str]:
    return [bubble.text for bubble in phone.phone.screen if bubble.who == "bot"]


def message(msg_id: int, sender: str = NEW) -> Message:
    return Message("official", f"{sender}:{msg_id}", sender, Kind.TEXT, HELLO, MORNING)
