from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from core.clock import FakeClock
from sim.people import Follower
from sim.wechat import PretendWeChat, WsgiPoster
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
Make = Callable[..., PretendWeChat]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 21, 1, 0, tzinfo=UTC))


@pytest.fixture
def make(clock: FakeClock) -> Iterator[Make]:
    """Build a platform with a bot behind it; `**how` as for PretendWeChat."""
    made: list[PretendWeChat] = []

    def build(**how: object) -> PretendWeChat:
        patient = {"patience": 2.0, "retry_delays": (0, 0.01, 0.02), "report_after": None}
        platform = PretendWeChat("wx1", "s3cret", "t0ken", KEY, clock, **{**patient, **how})  # type: ignore[arg-type]
        platform.webhook = WsgiPoster(EchoBot(platform.account), "/wechat/official")
        made.append(platform)
        return platform

    yield build
    for platform in made:
        platform.close()


@pytest.fixture
def platform(make: Make) -> PretendWeChat:
    return make()


@pytest.fixture
def bot(platform: PretendWeChat) -> EchoBot:
    assert isinstance(platform.webhook, WsgiPoster)
    assert isinstance(platform.webhook.app, EchoBot)
    return platform.webhook.app


@pytest.fixture
def lin(platform: PretendWeChat) -> Follower:
    return platform.follower("o-lin", "林阿姨")


@pytest.fixture
def talk(platform: PretendWeChat) -> Iterator[Talk]:
    """The bot's side of the API, over the network."""
    talk = Talk(platform.serve())
    yield talk
    talk.close()
