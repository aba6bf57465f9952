"""Whoever is told to end hears it, whatever the main thread is in the middle of."""

import subprocess
import sys

import pytest

from tests.common import slow
from tests.ops.place import ROOT

# Another thread is handed the signal while the main one waits in a lock: nothing wakes the main one.
PROGRAM = """
import signal, threading
from ops.serving import until_told
stopping = until_told()
holds, other = threading.Event(), threading.Event()
def hold():
    holds.set()
    other.wait()
thread = threading.Thread(target=hold, daemon=True)
thread.start()
holds.wait()
{before}
threading.Thread(target=lambda: signal.pthread_kill(thread.ident, signal.{name}), daemon=True).start()
stopping.wait()
print("heard")
"""


def told(name: str, before: str = "") -> str:
    program = PROGRAM.format(name=name, before=before)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=30 * slow(),
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_another_thread_is_handed_ends_us_too(name: str) -> None:
    assert told(name) == "heard"


def test_another_signal_with_a_handler_does_not_end_us() -> None:
    other = (
        "signal.signal(signal.SIGUSR1, lambda *_: None)\n"
        "signal.raise_signal(signal.SIGUSR1)\n"
        "assert not stopping.wait(0.3)"
    )
    assert told("SIGTERM", other) == "heard"
