"""People who speak at the same time, and what keeps the database from listening."""

import http.client
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from sqlalchemy import select

from db import Keyring
from db.models import Turn
from sim.poster import XML, HttpPoster, PostRefused, PostReply, TimedOut
from sim.wechat import Exchange, Follower
from tests.ops.place import Place


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


class Watched(HttpPoster):
    """A road on which one sees when the bot has taken what was posted into its hands."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.address + "/wechat/official")
        self._port = place.port
        self._sent_from: int | None = None

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> PostReply:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=timeout)
        try:
            connection.request("POST", f"/wechat/official?{urlencode(query)}", body, dict(XML))
            self._sent_from = connection.sock.getsockname()[1]
            answer = connection.getresponse()
            return PostReply(answer.status, answer.read())
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, http.client.HTTPException) as error:
            raise PostRefused(type(error).__name__) from error
        finally:
            connection.close()

    def is_taken(self) -> bool:
        """Whether all is sent, the connection is accepted, and nothing in it waits to be read."""
        wanted = (f":{self._port:04X}", f":{self._sent_from or 0:04X}")
        for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, here, there, state, waiting, *_, inode = row.split()[:10]
            if (here[8:], there[8:]) == wanted and state == "01":
                return inode != "0" and waiting.endswith(":00000000")
        return False


class Crowd:
    """Several people who each say one thing after the other."""

    def __init__(self, place: Place, people: int, sayings: Sequence[str]) -> None:
        self._place = place
        self._sayings = sayings
        self.openids = [f"oStranger{number:019d}" for number in range(people)]
        self._threads = [
            threading.Thread(target=self._speak, args=(openid,), daemon=True)
            for openid in self.openids
        ]
        for thread in self._threads:
            thread.start()

    def _speak(self, openid: str) -> None:
        person = self._place.platform.follower(openid)
        for saying in self._sayings:
            person.says(saying)

    @property
    def is_done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def heard(self) -> list[Exchange]:
        """All tries that ended in a 200."""
        return [one for one in list(self._place.platform.exchanges) if one.status == 200]

    def answers(self) -> dict[str, list[str]]:
        """Return what each message got as an answer, by its MsgId."""
        found: dict[str, list[str]] = {one.key: [] for one in self.heard}
        for one in self.heard:
            if one.verdict.text:
                found[one.key].append(one.verdict.text)
        return found


def turns_of(place: Place) -> dict[str, list[str]]:
    """Return the answers of the turns in the database, by MsgId."""
    ring = Keyring.load(place.data / "keys.json")
    tries = list(place.platform.exchanges)
    numbers = {ring.index(f"{one.openid}:{one.key}", "turns.key"): one.key for one in tries}
    with place.database() as database, database.read() as db:
        found: dict[str, list[str]] = {}
        for key, answer in db.execute(select(Turn.key, Turn.answer)):
            found.setdefault(numbers.get(key, key), []).append(answer or "")
        return found


@contextmanager
def paused(place: Place) -> Iterator[None]:
    """Let the place's PostgreSQL hang: connections stand, new ones come in, nothing comes back."""
    with psycopg.connect(place.url.replace("+psycopg", "")) as connection:
        # Whoever connects looks there first, and waits.
        connection.execute("LOCK TABLE pg_class IN ACCESS EXCLUSIVE MODE")
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        others = [int(row[0]) for row in found]
        _tell(others, signal.SIGSTOP)
        try:
            yield
        finally:
            _tell(others, signal.SIGCONT)


def _tell(family: Sequence[int], number: int) -> None:
    """Send all of them a signal; one of them may have ended meanwhile."""
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
