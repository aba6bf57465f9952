import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sim.wechat import Follower
from tests.ops.place import Place, children, descendants, lives, until

CTRL_C = "Ctrl-C in the terminal"


@contextmanager
def held_up(place: Place) -> Iterator[None]:
    """Keep everybody else from writing to the SQLite file."""
    lock = sqlite3.connect(place.data / "linbao.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        lock.close()


class Saying(threading.Thread):
    """Somebody who says something and waits for the answer."""

    def __init__(self, person: Follower, text: str) -> None:
        super().__init__(daemon=True)
        self._person, self._text = person, text
        self.answer: str | None = None
        self.start()

    def run(self) -> None:
        self.answer = self._person.says(self._text)


@pytest.mark.parametrize("how", ["SIGTERM", CTRL_C])
@pytest.mark.parametrize("words", [[], ["--no-clock", "--no-sender"]], ids=["all", "web alone"])
def test_an_end_finishes_the_message_in_hand(place: Place, how: str, words: list[str]) -> None:
    running = place.serve(*words)
    family = descendants(running.pid)
    web = running.children()["serve"] if not words else running.pid
    worker = children(web)[0]
    resident = place.platform.follower(place.who["resident"])

    with held_up(place):
        saying = Saying(resident, "帮助")
        until(lambda: _connections(worker) > 0, what="the message to arrive")
        if how == CTRL_C:
            os.killpg(running.pid, signal.SIGINT)  # a terminal tells everybody in it
        else:
            running.process.send_signal(signal.SIGTERM)
        until(lambda: place.status("/healthz") == 0, what="the door to close")
    code = running.process.wait(10)
    saying.join(10)

    assert saying.answer, running.said()
    assert len(place.platform.exchanges) == 1  # answered the first time, not by a retry
    assert code == 0
    assert not [pid for pid in family if lives(pid)]


def test_whoever_dies_is_started_again_and_nobody_outlives_the_parent(place: Place) -> None:
    running = place.serve()
    resident = place.platform.follower(place.who["resident"])
    first = until(lambda: _complete(running.children()))

    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(lives(pid) for pid in first.values()))
    second = until(lambda: _complete(running.children()), 20)
    place.wait_ready(running)

    assert not set(first.values()) & set(second.values())
    assert resident.says("帮助")

    os.kill(children(running.children()["serve"])[0], signal.SIGKILL)
    assert resident.says("我的信息")

    family = descendants(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    until(lambda: not [pid for pid in family if lives(pid)], 10, "the children to end")
    assert running.process.wait(1) == -signal.SIGKILL


def _complete(found: dict[str, int]) -> dict[str, int]:
    return found if set(found) == {"serve", "clock", "worker"} else {}


def _connections(pid: int) -> int:
    """Count the sockets that are open in a process beside those it listens with."""
    established = {
        line.split()[9]
        for line in open(f"/proc/{pid}/net/tcp").read().splitlines()[1:]
        if line.split()[3] == "01"
    }
    inodes = set()
    for link in os.scandir(f"/proc/{pid}/fd"):
        target = os.readlink(link.path)
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    return len(established & inodes)
