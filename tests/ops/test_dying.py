import os
import signal

import pytest

from tests.ops.crowd import Saying, Watched, held_up
from tests.ops.place import Place, until
from tests.ops.processes import children, descendants, hears_sigterm, holds_door, lives

CTRL_C = "Ctrl-C in the terminal"


@pytest.mark.parametrize(
    ("how", "words"),
    [("SIGTERM", []), (CTRL_C, ["--no-clock", "--no-sender"])],
    ids=["all-SIGTERM", "web alone-Ctrl-C"],
)
def test_an_end_finishes_the_message_in_hand(place: Place, how: str, words: list[str]) -> None:
    running = place.serve(*words)
    family = descendants(running.pid)
    web = running.family()["web"] if not words else running.pid
    road = place.platform.webhook = Watched(place)
    resident = place.platform.follower(place.who["resident"])

    with held_up(place):
        saying = Saying(resident, "帮助")
        until(road.is_taken, what="the message to arrive")
        if how == CTRL_C:
            os.killpg(running.pid, signal.SIGINT)  # a terminal tells everybody in it
        else:
            running.process.send_signal(signal.SIGTERM)
        until(lambda: not holds_door(web, place.port), what="the door to close")
    code = running.process.wait(10)
    saying.join(10)

    assert saying.answer, running.said()
    assert len(place.platform.exchanges) == 1  # answered the first time, not by a retry
    assert code == 0
    assert not [pid for pid in family if lives(pid)]


@pytest.mark.parametrize("command", ["clock", "worker"])
def test_being_told_to_end_many_times_at_once_ends_it_once(place: Place, command: str) -> None:
    """A service manager tells everybody in the group, and so does the parent."""
    running = place.start(command)
    until(lambda: hears_sigterm(running.pid), 20, "it to have hands of its own")

    for _ in range(200):
        running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(10) == 0
    assert "Traceback" not in running.said()


def test_whoever_dies_is_started_again_and_nobody_outlives_the_parent(place: Place) -> None:
    running = place.serve()
    resident = place.platform.follower(place.who["resident"])
    first = running.family()

    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(lives(pid) for pid in first.values()))
    second = running.family()
    place.wait_ready(running)

    assert not set(first.values()) & set(second.values())
    assert resident.says("帮助")

    os.kill(children(running.family()["web"])[0], signal.SIGKILL)
    assert resident.says("我的信息")

    family = descendants(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    until(lambda: not [pid for pid in family if lives(pid)], 10, "the children to end")
    assert running.process.wait(1) == -signal.SIGKILL
