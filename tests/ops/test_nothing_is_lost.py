import os
import signal

import pytest

from tests.ops.conftest import Furnisher
from tests.ops.crowd import Crowd, turns_of
from tests.ops.place import Place, until
from tests.ops.processes import children

PEOPLE, SAYINGS = 6, ["帮助", "近期计划从外地回来,应该怎么报备", "36.8", "我的信息", "转人工"] * 2


def test_a_killed_server_loses_no_message_and_doubles_no_answer(either: Place) -> None:
    running = either.serve()
    crowd = Crowd(either, PEOPLE, SAYINGS)

    _after(crowd, 10)
    os.kill(children(running.family()["web"])[0], signal.SIGKILL)  # a web process
    _after(crowd, 25)
    os.kill(running.family()["web"], signal.SIGKILL)  # all web processes
    _after(crowd, 45)
    running.process.kill()  # everything
    running.process.wait()
    running = either.serve()
    until(lambda: crowd.is_done, 60, "everybody to be answered")

    answers, turns = crowd.answers(), turns_of(either)
    assert len(answers) == PEOPLE * len(SAYINGS)
    assert set(answers) == set(turns)
    for key, told in answers.items():
        assert len(turns[key]) == 1
        assert set(told) <= set(turns[key]), "the answer on the phone is the one in the database"
    assert either.platform.faults_seen == []
    for openid in crowd.openids:  # what took too long is pushed
        phone = either.platform.follower(openid)
        until(lambda: len(phone.texts()) >= len(SAYINGS), 30, "the late answers")  # noqa: B023
        assert len(phone.texts()) == len(SAYINGS)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.slow
def test_whoever_is_killed_again_and_again_loses_no_message(
    furnish: Furnisher, engine: str
) -> None:
    """The platform tries three times within fifteen seconds, and then never again."""
    place = furnish(engine, retry_delays=(0, 5, 10))
    running = place.serve()
    crowd = Crowd(place, 12, SAYINGS)

    kills = 0
    while not crowd.is_done:
        heard = len(crowd.heard)
        until(lambda: crowd.is_done or len(crowd.heard) > heard + 4, 30, "answers")  # noqa: B023
        web = running.family()["web"]
        for pid in [web, *children(web)] if kills % 2 else children(web)[:1]:
            os.kill(pid, signal.SIGKILL)
        kills += 1

    lost = {one.key for one in place.platform.exchanges} - set(crowd.answers())
    assert kills > 5
    assert lost == set()
    assert len(crowd.answers()) == 12 * len(SAYINGS)
    until(lambda: set(turns_of(place)) >= set(crowd.answers()), 30, "what was only accepted")
    place.stop()


def _after(crowd: Crowd, number: int) -> None:
    until(lambda: len(crowd.heard) >= number, 60, f"{number} answers")
