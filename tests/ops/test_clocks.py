import os
import signal

import pytest

from core.clock import read_moment
from sim.wechat import Follower
from tests.databases import ZONE
from tests.ops.place import Place, until
from tests.ops.processes import hears_sigterm


def observed(place: Place) -> list[Follower]:
    return [place.platform.follower(openid) for openid in place.who["observed"]]


def at(place: Place, moment: str) -> None:
    place.clock.set(read_moment(moment, ZONE))


def reminders(place: Place) -> list[int]:
    """Count what was pushed to each observed person."""
    return [sum(one.via == "custom" for one in person.screen) for person in observed(place)]


@pytest.mark.slow
def test_everybody_who_has_not_reported_is_reminded_once_in_each_slot(place: Place) -> None:
    place.clock.set(read_moment("2026-11-21T07:55", ZONE))
    place.serve()
    first, *_ = observed(place)
    assert "36.6" in first.says("36.6")

    at(place, "2026-11-21T08:00")
    until(lambda: reminders(place) == [0, 1, 1], what="the reminders of the morning")
    at(place, "2026-11-21T08:20")
    _nothing_is_left(place, "2026-11-21T08:20")
    assert reminders(place) == [0, 1, 1]

    at(place, "2026-11-21T17:30")
    until(lambda: reminders(place) == [1, 2, 2], what="the reminders of the evening")
    _nothing_is_left(place, "2026-11-21T17:30")
    assert reminders(place) == [1, 2, 2]


def test_one_clock_leads_and_another_takes_over_what_it_missed(either: Place) -> None:
    first = either.start("clock")
    until(lambda: "这个时钟在领头" in first.said(), 30)
    sender = either.start("worker")
    second = either.start("clock")

    os.kill(first.pid, signal.SIGSTOP)  # it hangs, and so it still leads
    at(either, "2026-11-21T08:20")
    until(lambda: hears_sigterm(second.pid), 30)
    assert "这个时钟在领头" not in second.said()
    first.process.kill()

    until(lambda: "这个时钟在领头" in second.said(), 30)
    until(lambda: reminders(either) == [1, 1, 1], 30, "what the first clock missed")
    assert second.end() == 0
    assert sender.end() == 0


def _nothing_is_left(place: Place, moment: str) -> None:
    assert not any(place.run("tick", "--at", moment).result.values())
    assert not any(place.run("send", "--at", moment).result.values())
