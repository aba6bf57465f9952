"""A parent that forks children, starts dead ones again, and ends them all in time."""

import contextlib
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from time import monotonic

log = logging.getLogger(__name__)

PATIENCE = 9.0  # all children have ended by then, or are ended
UNABLE = {1, 2, 3}  # it said why; 3 is gunicorn's word for a worker that could not start
POLL = 0.2
# Whoever has been up is started again at once: the platform repeats a message for 15 seconds only.
STARTING = 3.0  # how long a start takes; to end within it is to die on start
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
# What was read before is shared with the children: they start sooner and weigh less.
_FORK = get_context("fork")


class Beacon:
    """By it a child lets its parent know that it is up, for as long as it lives."""

    def __init__(self) -> None:
        self._seen, self._shown = os.pipe()
        os.set_blocking(self._seen, False)
        os.set_blocking(self._shown, False)
        self._is_lit = False

    def light(self) -> None:
        with contextlib.suppress(BlockingIOError):  # so many bytes say it already
            os.write(self._shown, b".")

    def is_lit(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._seen, 4096):
                self._is_lit = True
        return self._is_lit

    def put_out(self) -> None:
        self.is_lit()
        self._is_lit = False


@dataclass(slots=True)
class Child:
    """A command to keep running; `orphaned` is the signal it gets when we are killed outright.

    The parent has no thread and no connection open when it forks.
    """

    run: Callable[[], int]  # returns the exit code
    orphaned: int = signal.SIGTERM
    is_up: Beacon | None = None  # without one it is up once it has lived for a moment
    process: BaseProcess | None = None
    born: float = 0.0
    lives: int = 0
    again_at: float = 0.0
    pause: float = 0.0

    def has_been_up(self, now: float) -> bool:
        return self.is_up.is_lit() if self.is_up else now - self.born >= STARTING


class Supervisor:
    """The first child goes ahead; the others follow once the door is open.

    So a start that fails has one voice, and the processor is the first one's.
    """

    def __init__(
        self,
        children: Mapping[str, Child],
        door_is_open: Callable[[], bool],
        close_door: Callable[[], None],
    ) -> None:
        self._children = children
        self._door_is_open = door_is_open
        self._close_door = close_door
        self._has_opened = False
        self._is_told = False

    def run(self) -> int:
        """Run until told to stop; 1 if the children cannot live."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        code = 0
        while not self._is_told and code == 0:
            code = self._look_after()
            wait([process.sentinel for process in self._living()], POLL)
        self._close_door()
        self._end_all()
        return code

    def _hear(self, *_: object) -> None:
        """Note it and no more: told twice at once, a handler would wait for its own lock."""
        self._is_told = True

    def _look_after(self) -> int:
        now = monotonic()
        for place, (name, child) in enumerate(self._children.items()):
            if child.process and (code := child.process.exitcode) is not None:
                if place == 0 and self._was_unable(child, code, now):
                    return code
                self._rest(name, child, code, now)
            may_start = child.process is None and now >= child.again_at
            if may_start and (place == 0 or self._may_follow()):
                self._start(name, child, now)
        return 0

    def _was_unable(self, child: Child, code: int, now: float) -> bool:
        """Whether it never could live: nobody can then.

        Once the first is up, what ends the others as they start passes: a full disk, a database away.
        """
        return child.lives == 1 and code in UNABLE and not child.has_been_up(now)

    def _rest(self, name: str, child: Child, code: int, now: float) -> None:
        """Let a dead child be born again: at once, or ever later if it dies as soon as it starts."""
        child.process = None
        if child.has_been_up(now):
            child.pause = 0.0
        child.again_at = now + child.pause
        when = f"{child.pause:g} 秒后" if child.pause else "马上"
        log.error("%s 进程退出了（%s），%s重新启动", name, code, when)
        child.pause = min(max(child.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)

    def _may_follow(self) -> bool:
        self._has_opened = self._has_opened or self._door_is_open()
        return self._has_opened

    def _start(self, name: str, child: Child, now: float) -> None:
        if child.is_up:
            child.is_up.put_out()
        child.process = _FORK.Process(target=_live, args=(name, child), name=name)
        # Told to end before it has hands of its own, it must hear it then.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        child.born = now
        child.lives += 1

    def _living(self) -> list[BaseProcess]:
        return [child.process for child in self._children.values() if child.process]

    def _end_all(self) -> None:
        living = self._living()
        for process in living:
            process.terminate()
        end = monotonic() + PATIENCE
        for process in living:
            process.join(max(0.1, end - monotonic()))
            if process.exitcode is None:
                process.kill()
                process.join()


def _live(name: str, child: Child) -> None:
    """Be the child: leave Ctrl-C to the parent, who tells us, and hear of it when it is killed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    die_with_parent(child.orphaned)
    ctypes.CDLL(None).prctl(_PR_SET_NAME, f"linbao {name}".encode())  # in `ps -o comm`, `top`
    sys.exit(child.run())


def die_with_parent(number: int) -> None:
    """Ask the kernel for this signal when our parent is killed outright."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
