"""Disks that can be filled and cleared under a running server."""

import contextlib
import resource
import shutil
import subprocess
import sys
from typing import Protocol

import pytest

from tests.ops.place import QUIET, ROOT, Done, Place, Running
from tests.ops.processes import descendants

SIZE = "24m"


class Disk(Protocol):
    """Where a place keeps its data."""

    def fill(self, running: Running) -> None: ...

    def clear(self, running: Running) -> None: ...

    def close(self) -> None: ...


class SmallDisk:
    """A real file system of a few megabytes under the data; needs the right to mount one."""

    def __init__(self, place: Place) -> None:
        self._folder = place.data
        kept = place.folder / "kept"
        shutil.copytree(self._folder, kept)
        words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(self._folder)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
        shutil.copytree(kept, self._folder, dirs_exist_ok=True)

    def fill(self, running: Running) -> None:
        """Leave not a byte."""
        for size in (1 << 16, 1 << 9):
            with (
                (self._folder / "ballast").open("ab", buffering=0) as file,
                contextlib.suppress(OSError),
            ):
                while file.write(b"\0" * size):
                    pass

    def clear(self, running: Running) -> None:
        (self._folder / "ballast").unlink()

    def close(self) -> None:
        subprocess.run(["umount", "-l", str(self._folder)], check=True)


class Limit:
    """No process of a server may write another byte to any file, as the kernel sees to it; anybody may ask for this."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def fill(self, running: Running) -> None:
        self._allow(running, 0)

    def clear(self, running: Running) -> None:
        self._allow(running, resource.RLIM_INFINITY)

    def close(self) -> None:
        """Nothing is held."""

    def _allow(self, running: Running, most: int) -> None:
        for pid in (running.pid, *descendants(running.pid)):
            with contextlib.suppress(ProcessLookupError):  # ended just now; the next inherits it
                _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
                limit = hard if most == resource.RLIM_INFINITY else most
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, hard))


def run_without_room(place: Place, *words: str) -> Done:
    """Run a command that may write to no file; what it says goes to pipes."""
    command = 'ulimit -f 0; exec "$0" "$@"'
    python = sys.executable
    done = subprocess.run(
        ["sh", "-c", command, python, str(ROOT / "bot.py"), *words, "--config", str(place.config)],
        stdin=subprocess.DEVNULL, capture_output=True, cwd=place.folder, env=QUIET, timeout=60,
        check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
