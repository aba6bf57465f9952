"""Processes that write to one file take turns, and none of them takes all."""

import multiprocessing
import os
import signal
import threading
from pathlib import Path

from db.line import WritersLine


def test_who_writes_without_end_lets_the_next_one_in(tmp_path: Path) -> None:
    """The other stands in a process's place: each has files of its own open."""
    file, turns, over = str(tmp_path / "linbao.db"), [0], threading.Event()

    def write_on() -> None:
        mine = WritersLine(file)
        while not over.is_set():
            with mine.turn():
                turns[0] += 1
                over.wait(0.002)
        mine.close()

    writing = threading.Thread(target=write_on)
    writing.start()
    while not turns[0]:
        over.wait(0.001)
    line, waited = WritersLine(file), []
    for _ in range(20):
        before = turns[0]
        with line.turn():
            waited.append(turns[0] - before)
            inside = turns[0]
            over.wait(0.002)
            assert turns[0] == inside, "somebody else was inside as well"
    over.set()
    writing.join()
    line.close()
    assert max(waited) <= 3, waited  # the one under way, and what slipped in before it looked


def test_whoever_dies_inside_holds_up_nobody(tmp_path: Path) -> None:
    file = str(tmp_path / "linbao.db")
    line = WritersLine(file)
    with line.turn():
        pass  # its files are open when the other is forked
    inside = multiprocessing.get_context("fork").Event()

    def stay() -> None:
        with WritersLine(file).turn():
            inside.set()
            signal.pause()

    child = multiprocessing.get_context("fork").Process(target=stay)
    child.start()
    assert inside.wait(10)
    with line.turn():  # the courtesy has an end
        pass
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    held = line._come_in()
    assert held is not None
    line.close()
