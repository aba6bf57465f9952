"""Each alert rule fires when what it is for really happens, for as long as it asks, and is quiet again after."""

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy
import urllib3
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from db import marks
from db.models import DeliveryKind
from db.people import contacts
from outbox import queue
from tests.conftest import Town
from tests.deploy.alerting import PATIENCE, Prometheus
from web import metrics

DAY_AND_MORE = 27 * 60  # minutes


@pytest.fixture
def prometheus(town: Town) -> Prometheus:
    """Scrapes the bot as it would a machine that is well."""
    backed_up(town)
    return Prometheus(town, lambda: _scraped(town.bot.app))


def _scraped(app: Flask) -> str:
    return 'up{job="linbao"} 1\n' + app.test_client().get("/metrics").get_data(as_text=True)


def backed_up(town: Town) -> None:
    town.bot.database.write(lambda db: marks.latest(db, marks.BACKUP, town.clock.now()))


@dataclass(frozen=True)
class Trouble:
    """Something that happens, what ends it, and which alert it is."""

    alert: str
    happens: Callable[[Town], object]
    ends: Callable[[Town], object] | None = None


def refused(alert: str, errcode: int, path: str) -> Trouble:
    """Let the platform refuse all of some calls, and somebody be told of something."""

    def happens(town: Town) -> None:
        town.platform.fault(path, errcode=errcode, times="forever")
        town.resident.says("转人工")
        town.send()

    def ends(town: Town) -> None:
        town.platform.lift()
        town.bot.wake_roads()
        town.send()

    return Trouble(alert, happens, ends)


def nobody_is_left(town: Town) -> None:
    for role in ("grid_worker", "secretary", "doctor", "township"):
        town.person(town.who[role]).phone.unfollows()
    town.resident.says("我喘不上气")
    for _ in range(4):
        town.clock.advance(minutes=30)
        town.tick()
        town.send()


def a_thousand_wait(town: Town) -> None:
    """The sender is dead: what is owed is not sent, and more and more is."""

    def owe(db: Session) -> None:
        who = contacts.find(db, "official", town.who["resident"])
        assert who is not None
        for _ in range(1001):
            queue(db, DeliveryKind.INFO, "您好", town.clock.now(), contact_id=who.id)

    town.bot.database.write(owe)
    town.bot.sender.run = lambda *_: {}  # type: ignore[method-assign]


def something_rots(town: Town) -> None:
    town.resident.says("转人工")
    rot = text("UPDATE deliveries SET text = 'v1:1:' || substr(text, 6)")
    town.bot.database.write(lambda db: db.execute(rot))
    town.send()


def somebody_is_in_danger(town: Town) -> None:
    town.resident.says("我喘不上气")
    town.send()


def somebody_takes_it(town: Town) -> None:
    town.grid_worker.says("收到")


TROUBLES = [
    Trouble("有危险没人接手", somebody_is_in_danger, somebody_takes_it),
    Trouble("备份太旧", lambda town: town.clock.advance(minutes=DAY_AND_MORE), backed_up),
    refused("公众号设置不对", 40164, "stable_token"),
    refused("公众号设置不对", 40164, "/send"),
    refused("公众号设置不对", 40125, "stable_token"),
    refused("微信平台不收消息", -1, "/send"),
    refused("微信平台不收消息", 45009, "/send"),
    Trouble("有事没人可告诉", nobody_is_left),
    Trouble("消息越积越多", a_thousand_wait),
    Trouble("有内容读不出来", something_rots),  # counts of the process stay
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.alert)
def test_it_fires_when_it_has_happened_for_long_enough(
    town: Town, prometheus: Prometheus, trouble: Trouble
) -> None:
    name = trouble.alert
    assert name not in prometheus.firing() or name == "有内容读不出来"

    trouble.happens(town)
    minutes = int(PATIENCE[name].total_seconds() // 60)

    assert name in prometheus.after(minutes)
    if trouble.ends is not None:
        trouble.ends(town)
        assert name not in prometheus.firing()


def test_a_community_without_trouble_is_quiet(town: Town, prometheus: Prometheus) -> None:
    town.resident.says("现在出门还查健康码吗")
    fired = prometheus.after(16)

    assert fired <= {"磁盘快满了", "有内容读不出来"}  # of the machine, and of this process before


def test_a_community_that_was_never_backed_up_is_told(town: Town) -> None:
    assert "备份太旧" in Prometheus(town, lambda: _scraped(town.bot.app)).after(10)


# -- the process, the database and the disk are really gone -------------------------------------


def test_a_process_that_is_gone_is_noticed(town: Town, prometheus: Prometheus) -> None:
    server = make_server("127.0.0.1", 0, town.bot.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def scrape() -> str:
        try:
            answer = urllib3.request(
                "GET", f"http://127.0.0.1:{server.port}/metrics", retries=False, timeout=5
            )
        except urllib3.exceptions.HTTPError:
            return 'up{job="linbao"} 0\n'
        return 'up{job="linbao"} 1\n' + answer.data.decode()

    prometheus.scrape = scrape
    assert "邻报没有回音" not in prometheus.after(2)
    server.shutdown()
    server.server_close()

    assert "邻报没有回音" in prometheus.after(2)


@contextlib.contextmanager
def gone(town: Town) -> Iterator[None]:
    """Take the database away from under the bot, and give it back."""
    engine = town.bot.database.engine
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        away = file.rename(file.with_suffix(".away"))
        yield
        away.rename(file)
        return
    name, server = engine.url.database, engine.url.set(database="postgres")
    admin = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as other:
        other.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        engine.dispose()
        try:
            yield
        finally:
            other.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    admin.dispose()


def test_a_database_that_is_gone_is_noticed_and_one_that_is_back_too(
    town: Town, prometheus: Prometheus
) -> None:
    with gone(town):
        prometheus.firing()
        town.clock.advance(minutes=1)
        assert "数据库不应答" in prometheus.firing()

    assert "数据库不应答" not in prometheus.firing()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A real file system with a little more room than the rule asks for."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=510m", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_is_noticed(town: Town, prometheus: Prometheus, small: Path) -> None:
    app = Flask("small")
    app.register_blueprint(metrics.blueprint(lambda: town.bot.database, town.clock, small))
    prometheus.scrape = lambda: _scraped(app)
    assert "磁盘快满了" not in prometheus.after(10)

    (small / "log").write_bytes(bytes(40 << 20))

    assert "磁盘快满了" in prometheus.after(10)
    (small / "log").unlink()
    assert "磁盘快满了" not in prometheus.firing()
