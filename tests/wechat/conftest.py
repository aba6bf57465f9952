import pytest

from core.clock import FakeClock
from core.ports import Understand
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
