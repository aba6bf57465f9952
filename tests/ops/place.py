"""A folder with a config.yaml of its own, and the processes that are started in it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import urllib3
import yaml

from core.clock import FileClock
from db import Database, Keyring, connect
from sim.wechat import HttpPoster, PretendWeChat
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN
from tests.databases import ZONE
from tests.ops import warm
from tests.ops.processes import children, descendants, name_of

ROOT = Path(__file__).parents[2]
QUIET = {name: value for name, value in os.environ.items() if not name.startswith("LINBAO_")}

T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float = 15.0, what: str = "") -> T:
    """Wait for something true and return it; fail when it does not come in time."""
    pause, end = threading.Event(), monotonic() + seconds
    while not (found := condition()):
        assert monotonic() < end, f"waited {seconds} s for {what or condition}"
        pause.wait(0.03)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def result(self) -> Any:
        """What the last line on stdout says."""
        return json.loads(self.lines[-1])


@dataclass
class Running:
    """A command that has not ended yet; what it says goes to files."""

    process: warm.Process
    out: Path
    err: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def said(self) -> str:
        return self.out.read_text() + self.err.read_text()

    def children(self) -> dict[str, int]:
        """Return the pids of the children by name."""
        return {name_of(pid): pid for pid in children(self.pid)}

    def family(self) -> dict[str, int]:
        """Return the pids of web, clock and sender, once all of them are there."""

        def complete() -> dict[str, int]:
            found = self.children()
            return found if set(found) == {"web", "clock", "sender"} else {}

        return until(complete, 60, "web, clock and sender")

    def end(self, number: int = signal.SIGTERM, seconds: float = 30.0) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def clean_up(self) -> None:
        """Leave nobody behind, whatever the test has done."""
        family = [self.pid, *descendants(self.pid)]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


@dataclass
class Place:
    """Where one bot lives: settings, data, a clock in a file, and the commands."""

    folder: Path
    url: str
    platform: PretendWeChat
    clock: FileClock
    who: dict[str, Any]
    port: int = field(default_factory=free_port)
    started: list[Running] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.platform.webhook = HttpPoster(self.address + "/wechat/official")
        self.write()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def settings(self) -> dict[str, Any]:
        api_base = address_of(self.platform)
        official = {
            "app_id": APP_ID,
            "secret": SECRET,
            "token": TOKEN,
            "aes_key": AES_KEY,
            "api_base": api_base,
            "templates": {"default": "TEMPLATE"},
        }
        return {
            "wechat": {"official": official, "work": {"api_base": api_base}},
            "database": {"url": self.url},
            "server": {"port": self.port},
            "clock": {"file": "now"},
        }

    def write(self, **sections: Any) -> None:
        """Write config.yaml; given sections replace the usual ones."""
        text = yaml.safe_dump({**self.settings(), **sections}, allow_unicode=True)
        self.config.write_text(text, "utf-8")

    # -- commands ------------------------------------------------------------------

    def run(
        self,
        *words: str,
        stdin: bytes = b"",
        bot: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Done:
        """Run a command; with `bot` that very file from nothing, without only forked."""
        words = (*words, "--config", str(self.config))
        return self.run_words(*words, stdin=stdin, bot=bot, env=env)

    def run_words(
        self,
        *words: str,
        stdin: bytes = b"",
        bot: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Done:
        if bot is not None:
            return self._run_cold(bot, words)
        given = self.folder / "given"
        given.write_bytes(stdin)
        running = self._fork(words, given, env or {})
        try:
            code = running.process.wait(60)
        finally:
            running.clean_up()
        return Done(code, running.out.read_text("utf-8"), running.err.read_text("utf-8"))

    def _run_cold(self, bot: Path, words: Sequence[str]) -> Done:
        """Run a bot.py from nothing, as a shell does."""
        done = subprocess.run(
            [sys.executable, str(bot), *words], stdin=subprocess.DEVNULL, capture_output=True,
            cwd=self.folder, env=QUIET, timeout=60, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _fork(
        self, words: Sequence[str], given: Path, env: Mapping[str, str] | None = None
    ) -> Running:
        number = next(self._numbers)
        out, err = self.folder / f"{number}.out", self.folder / f"{number}.err"
        environment = {**QUIET, **(env or {})}
        process = warm.Process(words, self.folder, environment, given, out, err)
        return Running(process, out, err)

    def start(self, *words: str) -> Running:
        running = self._fork([*words, "--config", str(self.config)], Path(os.devnull))
        self.started.append(running)
        return running

    def serve(self, *words: str) -> Running:
        """Start serving and wait until it can answer."""
        running = self.start("serve", *words)
        self.wait_ready(running)
        return running

    def wait_ready(self, running: Running, seconds: float = 40.0) -> None:
        def ready() -> bool:
            assert running.process.poll() is None, running.said()
            return self.status("/readyz") == 200

        until(ready, seconds, "a server that is ready")

    def stop(self) -> None:
        for running in self.started:
            running.clean_up()

    def close(self) -> None:
        self.stop()
        self.platform.close()

    # -- looking -------------------------------------------------------------------

    def get(self, path: str) -> urllib3.BaseHTTPResponse:
        timeout = urllib3.Timeout(total=10)
        return urllib3.request("GET", self.address + path, retries=False, timeout=timeout)

    def status(self, path: str) -> int:
        """Return the status of a page, 0 if nobody listens."""
        try:
            return self.get(path).status
        except urllib3.exceptions.HTTPError:
            return 0

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        database = connect(self.url, Keyring.load(self.data / "keys.json"))
        yield database
        database.close()

    def rows(self, query: str) -> list[Any]:
        with self.database() as database, database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def change(self, statement: str) -> None:
        with self.database() as database, database.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def address_of(platform: PretendWeChat) -> str:
    assert platform._server is not None
    return platform._server.address


def clock_in(folder: Path) -> FileClock:
    return FileClock(folder / "now", ZONE)
