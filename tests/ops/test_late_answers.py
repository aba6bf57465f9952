import os
import signal

import pytest

from sim.wechat import Exchange
from tests.ops.conftest import Furnisher
from tests.ops.crowd import Crowd, held_up, paused
from tests.ops.place import Place, until
from tests.ops.processes import children

PEOPLE = 5


@pytest.mark.parametrize("dies", [False, True], ids=["", "killed meanwhile"])
def test_a_blocked_database_makes_answers_late_and_not_lost(place: Place, dies: bool) -> None:
    running = place.serve()
    _warm_up(place)

    with held_up(place):
        crowd = Crowd(place, PEOPLE, ["帮助"])
        until(lambda: len(crowd.heard) == PEOPLE, 15, "an answer to the platform")
        if dies:
            os.kill(children(running.family()["web"])[0], signal.SIGKILL)

    _came_late_and_once(place, crowd, crowd.heard)


@pytest.mark.slow
def test_a_database_server_that_hangs_makes_answers_late_and_not_lost(furnish: Furnisher) -> None:
    place = furnish("postgresql")
    place.serve()
    _warm_up(place)

    with paused(place):
        crowd = Crowd(place, PEOPLE, ["帮助"])
        until(lambda: len(crowd.heard) == PEOPLE, 15, "an answer to the platform")

    _came_late_and_once(place, crowd, crowd.heard)
    place.stop()


def _warm_up(place: Place) -> None:
    place.platform.follower(place.who["resident"]).says("帮助")
    place.platform.exchanges.clear()


def _came_late_and_once(place: Place, crowd: Crowd, exchanges: list[Exchange]) -> None:
    for one in exchanges:
        assert (one.attempt, one.status, one.body) == (0, 200, b"")
        assert 3.5 < one.took < 5
    phones = [place.platform.follower(openid) for openid in crowd.openids]
    until(lambda: all(phone.texts() for phone in phones), 40, "the answers")
    # Whatever would be doubled has been sent once another message has gone all the way.
    last = place.platform.follower(place.who["resident"])
    last.says("我喘不上气")
    officer = place.platform.follower(place.who["secretary"])
    until(
        lambda: any("喘" in text or "危险" in text or "120" in text for text in officer.texts()), 20
    )
    for phone in phones:
        assert [bubble.via for bubble in phone.screen if bubble.who == "bot"] == ["custom"]
    assert not list((place.data / "spool").glob("*.msg"))
