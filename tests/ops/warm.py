"""Processes without their start-up: one that has read the program and its content is forked for every command.

What is forked is a process like any other: its own signals, folder, environment, exit code.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot import HERE, pretend
from ops import cli

_WARM = get_context("forkserver")
_WARM.set_forkserver_preload(["tests.ops.mind"])


class Process:
    """A command under way, handled like a subprocess.Popen."""

    def __init__(
        self,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        given: Path,
        out: Path,
        err: Path,
    ) -> None:
        out.touch()
        err.touch()
        self._process: BaseProcess = _WARM.Process(
            target=_become, args=(list(words), folder, dict(environment), given, out, err)
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """Return the exit code, negative for a signal.  Raises TimeoutError."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"still running after {seconds} s")
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()


def _become(
    words: list[str], folder: Path, environment: dict[str, str], given: Path, out: Path, err: Path
) -> None:
    """Be the command: alone in its session, with its own three streams."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path, how in (
        (0, given, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(path, how, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is ours to the end
    from tests.ops.mind import ReadyBot  # it is there already

    sys.argv = [str(HERE / "bot.py"), *words]
    sys.exit(cli.main(words, ReadyBot, pretend, HERE))
