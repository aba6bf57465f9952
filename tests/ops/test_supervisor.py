"""The parent of real processes: who ends it, and who is only started again."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ops.supervisor import Beacon, Child, Supervisor
from tests.ops.place import until

Children = Callable[[Beacon], dict[str, Child]]


@pytest.fixture
def family() -> Iterator[Callable[[Children], BaseProcess]]:
    """Run a parent with the given children in a process of its own."""
    started: list[BaseProcess] = []

    def start(children: Children) -> BaseProcess:
        process = multiprocessing.get_context("fork").Process(target=_supervise, args=(children,))
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.join(15)


def _supervise(children: Children) -> None:
    is_up = Beacon()
    raise SystemExit(Supervisor(children(is_up), is_up.is_lit, lambda: None).run())


def _live(tell: Callable[[], None] = lambda: None) -> int:
    signal.signal(signal.SIGTERM, lambda *_: exit(0))
    tell()
    threading.Event().wait()
    return 0


def _live_the_third_time(lives: Path) -> int:
    with lives.open("a") as file:
        file.write("a life\n")
    return _live() if _count(lives) == 3 else 1


def _count(lives: Path) -> int:
    return len(lives.read_text().splitlines()) if lives.exists() else 0


def test_who_cannot_start_yet_beside_an_open_door_is_started_until_it_can(
    family: Callable[[Children], BaseProcess], tmp_path: Path
) -> None:
    lives = tmp_path / "lives"

    parent = family(
        lambda is_up: {
            "web": Child(lambda: _live(is_up.light), is_up=is_up),
            "clock": Child(lambda: _live_the_third_time(lives)),
        }
    )
    until(lambda: _count(lives) == 3, what="the third life")

    assert parent.is_alive()
    parent.terminate()
    parent.join(15)
    assert parent.exitcode == 0


@pytest.mark.parametrize("code", [1, 3])
def test_a_first_that_can_never_live_ends_it_all_with_its_code(
    family: Callable[[Children], BaseProcess], tmp_path: Path, code: int
) -> None:
    lives = tmp_path / "lives"

    parent = family(
        lambda is_up: {
            "web": Child(lambda: code, is_up=is_up),
            "clock": Child(lambda: _live_the_third_time(lives)),
        }
    )
    parent.join(15)

    assert parent.exitcode == code
    assert _count(lives) == 0


def test_a_first_that_has_been_up_is_started_again_whatever_it_said(
    family: Callable[[Children], BaseProcess], tmp_path: Path
) -> None:
    lives = tmp_path / "lives"

    def answer_and_fall(is_up: Beacon) -> int:
        is_up.light()
        return _live_the_third_time(lives)

    parent = family(lambda is_up: {"web": Child(lambda: answer_and_fall(is_up), is_up=is_up)})
    until(lambda: _count(lives) == 3, what="the third life")

    assert parent.is_alive()
