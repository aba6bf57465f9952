import os
import signal
from collections.abc import Iterable, Sequence
from time import monotonic

import pytest

from dialog.rush import SOON
from sim.courier import Exchange
from sim.people import Follower
from tests.ops.conftest import Furnisher
from tests.ops.crowd import Crowd, turns_of
from tests.ops.place import Place, until
from tests.ops.processes import children

PEOPLE, SAYINGS = 6, ["帮助", "近期计划从外地回来,应该怎么报备", "36.8", "我的信息", "转人工"] * 2

DYING = 0.5  # seconds in which a killed process may still be given what it will not hear


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

    answers = crowd.answers()
    until(lambda: set(turns_of(either)) >= set(answers), 30, "what was only accepted")
    turns = turns_of(either)
    assert len(answers) == PEOPLE * len(SAYINGS)
    assert set(answers) == set(turns)
    for key, told in answers.items():
        assert len(turns[key]) == 1
        said = set(told) - {SOON}  # whoever was put off in the rush after a death is answered later
        assert said <= set(turns[key]), "the answer on the phone is the one in the database"
    assert either.platform.faults_seen == []
    for openid in crowd.openids:  # what took too long is pushed
        phone = either.platform.follower(openid)
        until(lambda: len(_answers(phone)) >= len(SAYINGS), 30, "the late answers")  # noqa: B023
        assert len(_answers(phone)) == len(SAYINGS)


def _answers(phone: Follower) -> list[str]:
    """Return what was said to them, but for the promise that it will be."""
    return [text for text in phone.texts() if text != SOON]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.slow
def test_whoever_is_killed_again_and_again_loses_no_message(
    furnish: Furnisher, engine: str
) -> None:
    """The platform tries three times within fifteen seconds, and then never again.

    A message each of whose three tries was in the hands of a process when that was killed was
    never heard by anybody: that alone may be lost, because we kill in step with the retries.
    """
    place = furnish(engine, retry_delays=(0, 5, 10))
    running = place.serve()
    crowd = Crowd(place, 12, SAYINGS)

    kills: list[float] = []
    while not crowd.is_done:
        heard = len(crowd.heard)
        until(lambda: crowd.is_done or len(crowd.heard) > heard + 4, 30, "answers")  # noqa: B023
        web = running.family()["web"]
        for pid in [web, *children(web)] if len(kills) % 2 else children(web)[:1]:
            kills.append(monotonic())
            os.kill(pid, signal.SIGKILL)

    tried = _by_message(place.platform.exchanges)
    lost = set(tried) - set(crowd.answers())
    assert len(kills) > 5
    assert len(tried) == 12 * len(SAYINGS)
    assert lost <= {key for key, tries in tried.items() if _were_all_cut(tries, kills)}
    assert len(lost) < len(tried) / 10
    until(lambda: set(turns_of(place)) >= set(crowd.answers()), 30, "what was only accepted")
    place.stop()


def _by_message(exchanges: Iterable[Exchange]) -> dict[str, list[Exchange]]:
    found: dict[str, list[Exchange]] = {}
    for one in exchanges:
        found.setdefault(one.key, []).append(one)
    return found


def _were_all_cut(tries: Sequence[Exchange], kills: Sequence[float]) -> bool:
    """Whether every try there is broke off while a process was being killed."""
    return len(tries) == 3 and all(_was_cut(one, kills) for one in tries)


def _was_cut(one: Exchange, kills: Sequence[float]) -> bool:
    ended = one.begun + one.took
    is_broken = one.verdict.reason.startswith("no connection")
    return is_broken and any(one.begun - DYING <= kill <= ended for kill in kills)


def _after(crowd: Crowd, number: int) -> None:
    until(lambda: len(crowd.heard) >= number, 60, f"{number} answers")
