"""Messages accepted but not yet written: kept on disk, sealed, until the database has them.

When the database is slow the platform is told “heard” before the turn is
committed.  What it was told must then be true even if we die.
"""

import contextlib
import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from core.messages import Message
from core.written import read, written
from db import KeyFileError, Keyring

log = logging.getLogger(__name__)

PLACE = "spool"
LOCK = "finishing.lock"
ASIDE = "unreadable"  # the folder inside, of what nobody can read
KEPT = ".msg"
UNFINISHED = ".part"  # how a file ends that is being written; nobody was promised anything yet


class FolderSync:
    """Makes the names in a folder survive a power cut; those who wait at the same time share one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked = self._done = 0
        self._counting, self._syncing = threading.Lock(), threading.Lock()

    def sync(self) -> None:
        """Return once every name given before the call is on disk.  Raises OSError."""
        with self._counting:
            self._asked += 1
            mine = self._asked
        with self._syncing:
            if self._done >= mine:  # somebody did it for us while we waited
                return
            with self._counting:
                all_so_far = self._asked
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            self._done = all_so_far


class Spool:
    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring
        self._named = FolderSync(folder)

    def keep(self, message: Message) -> None:
        """Write a message down so that it survives a power cut."""
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True)
        text = written(message)
        path = self._path(message)
        spare = f"{path[: -len(KEPT)]}.{os.getpid()}.{id(message)}{UNFINISHED}"
        try:
            _write(spare, self._keyring.seal(text, PLACE).encode())
            os.replace(spare, path)
        except OSError:  # what could not be written whole takes no room either
            with contextlib.suppress(FileNotFoundError):
                os.unlink(spare)
            raise
        self._named.sync()

    def holds(self, message: Message) -> bool:
        """Tell whether the platform was told “heard” about this message: its answer travels."""
        return os.path.exists(self._path(message))

    def drop(self, message: Message) -> None:
        Path(self._path(message)).unlink(missing_ok=True)

    def waiting(self) -> Iterator[Message]:
        """Yield what a process accepted and did not finish.

        What cannot be read is set aside, so that nothing has to wait behind it.
        """
        self._sweep()
        for path in self._oldest_first():
            try:
                yield read(self._keyring.open(path.read_text("utf-8"), PLACE))
            except FileNotFoundError:  # finished by somebody else just now
                continue
            except (
                OSError,
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                KeyFileError,
            ) as error:
                self._set_aside(path, error)

    def _sweep(self) -> None:
        """Remove what processes began to write when they were killed."""
        for path in self._folder.glob(f"*.*{UNFINISHED}"):
            if not _lives(path.name.split(".")[1]):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _oldest_first(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        with os.scandir(self._folder) as found:
            return [Path(one.path) for one in sorted(found, key=_age) if one.name.endswith(KEPT)]

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Be the one process that finishes what waits here; False if another is."""
        if not self._folder.is_dir():
            yield False
            return
        with (self._folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def _set_aside(self, path: Path, error: Exception) -> None:
        log.error("%s 读不出来（%s），放到 %s/ 里", path.name, type(error).__name__, ASIDE)
        aside = self._folder / ASIDE
        try:
            aside.mkdir(exist_ok=True)
            path.rename(aside / f"{path.stem}.{os.urandom(3).hex()}{KEPT}")
        except OSError as trouble:
            log.error("%s 也挪不开：%s", path.name, type(trouble).__name__)

    def _path(self, message: Message) -> str:
        name = sha256(f"{message.channel}\0{message.key}".encode()).hexdigest()[:32]
        return f"{self._folder}/{name}{KEPT}"


def _write(path: str, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        while content:
            content = content[os.write(file, content) :]
        os.fsync(file)
    finally:
        os.close(file)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # somebody else's process: it is there
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _age(entry: "os.DirEntry[str]") -> tuple[int, str]:
    try:
        return entry.stat().st_mtime_ns, entry.name
    except FileNotFoundError:  # finished by somebody else just now
        return 0, entry.name
