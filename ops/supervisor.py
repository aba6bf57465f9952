"""A parent that forks children, starts dead ones again, and ends them all in time."""

import ctypes
import logging
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from time import monotonic

log = logging.getLogger(__name__)

PATIENCE = 9.0  # all children have ended by then, or are ended
YOUNG = 60.0  # a child whose first life was shorter than this was never able to live
UNABLE = {1, 2, 3}  # it said why; 3 is gunicorn's word for a worker that could not start
POLL = 0.2
LONGEST_PAUSE = 30.0
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
# What was read before is shared with the children: they start sooner and weigh less.
_FORK = get_context("fork")


@dataclass(slots=True)
class Child:
    """A command to keep running; `orphaned` is the signal it gets when we are killed outright.

    The parent has no thread and no connection open when it forks.
    """

    run: Callable[[], int]  # returns the exit code
    orphaned: int = signal.SIGTERM
    process: BaseProcess | None = None
    born: float = 0.0
    again_at: float = 0.0
    pause: float = 1.0


class Supervisor:
    """The first child goes ahead; the others follow once the door is open.

    So a start that fails has one voice, and the processor is the first one's.
    """

    def __init__(self, children: Mapping[str, Child], door_is_open: Callable[[], bool]) -> None:
        self._children = children
        self._door_is_open = door_is_open
        self._has_opened = False
        self._is_told = False
        self._pause = threading.Event()  # never set

    def run(self) -> int:
        """Run until told to stop; 1 if the children cannot live."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        code = 0
        while not self._is_told and code == 0:
            code = self._look_after()
            self._pause.wait(POLL)
        self._end_all()
        return code

    def _hear(self, *_: object) -> None:
        """Note it and no more: told twice at once, a handler would wait for its own lock."""
        self._is_told = True

    def _look_after(self) -> int:
        now = monotonic()
        for place, (name, child) in enumerate(self._children.items()):
            if child.process is None:
                if now >= child.again_at and (place == 0 or self._may_follow()):
                    self._start(name, child, now)
            elif (code := child.process.exitcode) is not None:
                child.process = None
                if child.pause == 1.0 and now - child.born < YOUNG and code in UNABLE:
                    return code
                log.error("%s 进程退出了（%s），马上重新启动", name, code)
                child.again_at = now + child.pause
                child.pause = min(child.pause * 2, LONGEST_PAUSE)
            elif now - child.born > LONGEST_PAUSE:
                child.pause = 1.5  # it has lived: the next death is met patiently
        return 0

    def _may_follow(self) -> bool:
        self._has_opened = self._has_opened or self._door_is_open()
        return self._has_opened

    def _start(self, name: str, child: Child, now: float) -> None:
        child.process = _FORK.Process(target=_live, args=(name, child), name=name)
        # Told to end before it has hands of its own, it must hear it then.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        child.born = now

    def _end_all(self) -> None:
        living = [child.process for child in self._children.values() if child.process]
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
