"""A real server on which nothing reaches any member of staff."""

import threading
from datetime import timedelta
from time import monotonic

import pytest

from tests.ops.conftest import Furnisher

pytestmark = pytest.mark.slow

SECONDS = 20
ATTEMPTS = 60
ONE_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_with_every_road_to_staff_closed_there_is_no_storm_and_others_are_answered(
    furnish: Furnisher, engine: str
) -> None:
    place = furnish(engine)
    official = {**place.settings()["wechat"]["official"], "templates": {}}
    work = place.settings()["wechat"]["work"]
    place.write(wechat={"official": official, "work": work})
    place.platform.fault("/message/custom/send", times="forever", errcode=45015)
    place.serve()
    caller = place.platform.follower(place.who["resident"])
    other = place.platform.follower("oSomebodyElse000000000000001")

    caller.says("救命，我喘不上气")
    longest, pause, end = 0.0, threading.Event(), monotonic() + SECONDS
    while monotonic() < end:
        begun = monotonic()
        assert other.says("近期计划从外地回来,应该怎么报备")
        longest = max(longest, monotonic() - begun)
        pause.wait(1)
        place.clock.set(place.clock.now().replace(microsecond=0) + ONE_MINUTE)
    place.stop()

    tried = place.platform.calls_to("/message/custom/send")
    assert 0 < len(tried) < ATTEMPTS
    assert longest < 1
