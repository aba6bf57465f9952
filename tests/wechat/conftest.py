import logging

import pytest

from core.clock import FakeClock
from core.ports import Understand
from core.sparing import Sparing
from sim.wechat import PretendWeChat
from tests.wechat.door import OPENID, Door, nothing_understood


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def reachable(platform: PretendWeChat, clock: FakeClock) -> PretendWeChat:
    platform.follower(OPENID).windows.spoke(clock.now())
    return platform


@pytest.fixture(autouse=True)
def a_fresh_minute() -> None:
    """Let each test write its lines: the rooms count those of a minute, whoever caused them."""
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("wechat")]:
        log = logging.getLogger(name)
        for spared in [each for each in log.filters if isinstance(each, Sparing)]:
            log.removeFilter(spared)
            log.addFilter(Sparing())
