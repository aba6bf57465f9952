"""A place under load: strangers who ask, a secretary who publishes, a clock that goes on."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from uuid import uuid4

from sim.wechat import PretendWeChat
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN
from tests.databases import MORNING, create_database, drop_database, on_server
from tests.ops.place import Place, Running, clock_in, until

NOON = MORNING + timedelta(hours=5)  # nobody sleeps
WINDOW = timedelta(hours=48)
# Everybody in the register follows the account and has just spoken.
FOLLOWING = """
    INSERT INTO contacts (channel, address, person_id, state, window_left, moment_left, misses)
    SELECT 'official', 'oSample' || id, id, 'following', 0, 0, 0 FROM people
    WHERE id NOT IN (SELECT person_id FROM contacts WHERE person_id IS NOT NULL)"""
SPOKEN = "UPDATE contacts SET window_left = 5, window_until = '{until}', heard_at = '{at}'"
SAYINGS = (
    "帮助", "近期计划从外地回来,应该怎么报备", "36.8", "我的信息", "核酸在哪里做", "停水吗",
    "疫苗在哪打", "快递怎么取", "蚊子太多了怎么办", "登革热有什么症状", "你好", "谢谢",
    "我想问问隔离几天", "门禁卡丢了怎么办", "今天吃什么", "明天开门吗", "36.5", "怎么退出",
    "社区电话多少", "外卖能进来吗",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much of everything; `pace` is the pause in seconds between two things one person says."""

    people: int
    strangers: int
    sayings: int
    faults: int
    pace: float


LONG = Size(people=100, strangers=50, sayings=20, faults=20, pace=6.0)
SHORT = Size(people=40, strangers=6, sayings=5, faults=3, pace=1.5)


class Going(threading.Thread):
    """Moves the clock in the place's file on, second by second of the machine's."""

    def __init__(self, place: Place) -> None:
        super().__init__(daemon=True)
        self._place = place
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        begun, at = monotonic(), self._place.clock.now()
        while not self._ended.wait(0.2):
            self._place.clock.set(at + timedelta(seconds=monotonic() - begun))

    def end(self) -> None:
        self._ended.set()
        self.join()


@dataclass
class Load:
    """Strangers who each say one thing after the other, however long an answer takes."""

    place: Place
    size: Size
    said: dict[str, list[str]] = field(default_factory=dict)  # openid → texts

    def __post_init__(self) -> None:
        self._pause = threading.Event()
        self.threads = [
            threading.Thread(target=self._speak, args=(number,), daemon=True)
            for number in range(self.size.strangers)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def _speak(self, number: int) -> None:
        openid = f"oStranger{number:019d}"
        person = self.place.platform.follower(openid)
        self.said[openid] = []
        self._pause.wait(self.size.pace * number / self.size.strangers)  # not all at once
        for text in SAYINGS[: self.size.sayings]:
            begun = monotonic()
            self.said[openid].append(text)
            person.says(text)
            self._pause.wait(max(0.0, begun + self.size.pace - monotonic()))

    @property
    def is_done(self) -> bool:
        return not any(thread.is_alive() for thread in self.threads)


@dataclass
class Stage:
    """A place, what runs in it, and what the faults have left in flight."""

    place: Place
    size: Size
    running: Running
    damaged: set[int] = field(default_factory=set)  # deliveries a fault has made unreadable
    killed_senders: int = 0

    def publish(self, number: int) -> str:
        """Let the secretary publish a notice to everybody; return its text."""
        secretary = self.place.platform.follower(self.place.who["secretary"])
        text = f"第{number}项演练，请看好门窗"

        def is_published() -> bool:
            if "确认" in secretary.says(f"发通知 全体 {text}"):
                secretary.says("确认发给全体")
            return bool(
                self.place.rows(
                    f"SELECT 1 FROM notices WHERE state = 'published' AND text = '{text}'"
                )
            )

        until(is_published, 40, f"notice {number} to be published")
        return text

    def restart(self) -> None:
        """Start the whole server again, after it was ended or killed."""
        self.running = self.place.start("serve")
        self.place.wait_ready(self.running)


@contextmanager
def stage(engine: str, size: Size, server: str = "") -> Iterator[Stage]:
    """A running server with the sample community, on SQLite or in a database on `server`."""
    folder = Path(mkdtemp(prefix="chaos "))
    clock = clock_in(folder)
    clock.set(NOON)
    # The platform's own patience: three tries, five seconds each.
    platform = PretendWeChat(APP_ID, SECRET, TOKEN, AES_KEY, clock)
    platform.serve()
    name = f"chaos_{uuid4().hex[:12]}"
    if engine == "postgresql":
        create_database(server, name)
    (folder / "data").mkdir()
    url = on_server(server, name) if server else f"sqlite:///{folder / 'data' / 'linbao.db'}"
    place = Place(folder, url, platform, clock, {})
    going = None
    try:
        _furnish(place, size, NOON)
        going = Going(place)
        yield Stage(place, size, place.serve())
    finally:
        if going:
            going.end()
        place.close()
        shutil.rmtree(folder, ignore_errors=True)
        if engine == "postgresql":
            drop_database(server, name)


def _furnish(place: Place, size: Size, now: datetime) -> None:
    """Fill the register, and let everybody in it follow and have spoken."""
    assert place.run("init").code == 0
    done = place.run("sample", "--people", str(size.people), "--observed", "4")
    assert done.code == 0, done.err
    place.who.update(done.result)
    place.change(FOLLOWING)
    place.change(SPOKEN.format(until=_stored(now + WINDOW), at=_stored(now)))
    for (address,) in place.rows("SELECT address FROM contacts WHERE channel = 'official'"):
        place.platform.follower(address).windows.spoke(now)


def _stored(moment: datetime) -> str:
    """Return a moment as both engines read it from a text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
