import os
import signal

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


def _after(crowd: Crowd, number: int) -> None:
    until(lambda: len(crowd.heard) >= number, 60, f"{number} answers")
