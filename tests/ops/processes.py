"""Looking at processes from outside, by /proc."""

import contextlib
import os
import signal
from pathlib import Path


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after = stat.read_text().rpartition(")")[2].split()
            if int(after[1]) == pid and after[0] != "Z":
                found.append(int(stat.parent.name))
    return sorted(found)


def descendants(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *descendants(child))]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def holds_door(pid: int, port: int) -> bool:
    """Whether a process has the socket open at which connections to this port come in."""
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    doors = {row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    held = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            held.add(os.readlink(link))
    return any(f"socket:[{door}]" in held for door in doors)


def hears_sigterm(pid: int) -> bool:
    """Whether a process has come so far that it has its own answer to SIGTERM."""
    caught = Path(f"/proc/{pid}/status").read_text().partition("SigCgt:")[2].split()[0]
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def name_of(pid: int) -> str:
    """Return what a child of `serve` calls itself: web, clock or sender."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip().removeprefix("linbao ")
    return "?"
