from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import Bot
from core.clock import FakeClock
from core.config import Config
from core.settings import Aibot, Robot
from sim.wechat import PretendWeChat, WsgiPoster
from sim.work import PretendRobot, PretendWork, WorkMember
from tests.conftest import AES_KEY, Remembered, Town, make_config

CORP, AGENT, SECRET, TOKEN = "ww1234567890abcdef", "1000002", "w0rk" * 8, "w0rkt0ken"
ROBOT_TOKEN, ROBOT_KEY = "r0b0tt0ken", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
ROBOTS = [
    Robot(name="网格员群", key="key-1"),
    Robot(name="书记群", key="key-2", board=True),
    Robot(name="1号楼群", key="key-3", unit="1号楼"),
]
KEYS = {"corp_id": CORP, "agent_id": AGENT, "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY}


@pytest.fixture(scope="session")
def understanding(mind: Bot) -> Any:
    return Remembered(mind.understanding)


@pytest.fixture
def enterprise(clock: FakeClock) -> Iterator[PretendWork]:
    found = PretendWork(CORP, AGENT, SECRET, TOKEN, AES_KEY, clock)
    found.serve()
    yield found
    found.close()


@pytest.fixture
def config(
    platform: PretendWeChat, enterprise: PretendWork, data: Path, database_url: str
) -> Config:
    made = make_config(platform, data, database_url)
    aibot = Aibot(token=ROBOT_TOKEN, aes_key=ROBOT_KEY)
    keys = {**KEYS, "api_base": enterprise.address, "aibot": aibot, "robots": ROBOTS}
    work = made.wechat.work.model_copy(update=keys)
    wechat = made.wechat.model_copy(update={"work": work})
    return made.model_copy(update={"wechat": wechat})


@dataclass
class Office:
    """The sample community whose staff also have the enterprise's app."""

    town: Town
    enterprise: PretendWork
    robot: PretendRobot

    @property
    def bot(self) -> Bot:
        return self.town.bot

    def member(self, role: str) -> WorkMember:
        return self.enterprise.member(self.town.who["work"][role])

    @property
    def grid_worker(self) -> WorkMember:
        return self.member("grid_worker")

    @property
    def secretary(self) -> WorkMember:
        return self.member("secretary")

    @property
    def doctor(self) -> WorkMember:
        return self.member("doctor")


@pytest.fixture
def office(town: Town, enterprise: PretendWork, bot: Bot) -> Office:
    enterprise.webhook = WsgiPoster(bot.app, "/wechat/work")
    robot = PretendRobot(ROBOT_TOKEN, ROBOT_KEY, town.clock, enterprise.address)
    robot.codes = enterprise.api.codes
    enterprise.files = robot.fetched
    robot.webhook = WsgiPoster(bot.app, "/wechat/work/aibot")
    enterprise.api.robots = {robot.key: [] for robot in ROBOTS}
    found = Office(town, enterprise, robot)
    for role in town.who["work"]:
        found.member(role)
    return found
