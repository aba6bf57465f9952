"""Real processes that come to their calls too late: put off, killed, and answered once all the same."""

import os
import signal
import threading

import pytest

from dialog.pressure import LONG, Pressure
from dialog.rush import SOON
from tests.ops.crowd import Crowd, turns_of
from tests.ops.place import Place, until
from tests.ops.processes import children

PEOPLE = 6


@pytest.mark.slow
def test_what_was_put_off_is_answered_once_though_all_are_killed(either: Place) -> None:
    running = either.serve()
    web = children(running.family()["web"])
    either.platform.follower(either.who["resident"]).says("帮助")
    either.platform.exchanges.clear()

    for each in web:
        os.kill(each, signal.SIGSTOP)
    crowd = Crowd(either, PEOPLE, ["近期计划从外地回来,应该怎么报备"])
    threading.Event().wait(LONG[Pressure.OTHERS] + 0.5)  # so long the calls lie unread
    for each in web:
        os.kill(each, signal.SIGCONT)
    until(lambda: len(crowd.heard) == PEOPLE, 15, "a word for everybody")
    for each in web:
        os.kill(each, signal.SIGKILL)

    assert [one.verdict.text for one in crowd.heard] == [SOON] * PEOPLE
    phones = [either.platform.follower(openid) for openid in crowd.openids]
    until(
        lambda: all(SOON not in phone.texts()[-1] for phone in phones), 40, "what had been put off"
    )
    for phone in phones:
        assert [bubble.via for bubble in phone.screen if bubble.who == "bot"][1:] == ["custom"]
    turns = turns_of(either)
    assert all(len(turns[one.key]) == 1 for one in crowd.heard)
    assert not list((either.data / "spool").glob("*.msg"))
