import signal
from typing import Any

import pytest
import urllib3

from tests.ops.conftest import Furnisher
from tests.ops.place import Place, Running, until


@pytest.fixture
def empty(furnish: Furnisher) -> Place:
    """A place as after a clone: no data folder, no keys, settings without a door."""
    place = furnish(bare=True)
    place.data.rmdir()
    place.write(wechat={}, clock={}, database={"url": "postgresql://nobody@127.0.0.1:1/never"})
    return place


class Page:
    """The page of the demo, by its own JSON."""

    def __init__(self, running: Running) -> None:
        said = until(lambda: _address(running), 60, "the address")
        self.address = said

    def state(self) -> dict[str, Any]:
        answer = urllib3.request("GET", self.address + "/sim/state", timeout=10)
        found: dict[str, Any] = answer.json()
        return found

    def act(self, name: str, **body: Any) -> int:
        answer = urllib3.request("POST", f"{self.address}/sim/{name}", json=body, timeout=10)
        return answer.status

    def texts(self, role: str, via: str = "") -> list[str]:
        screen = self._person(role)["screen"]
        return [one["text"] for one in screen if one["who"] == "bot" and via in one["via"]]

    def say(self, role: str, text: str) -> str:
        """Say something and wait for the answer."""
        before = len(self.texts(role, "passive"))
        assert self.act("say", openid=self._person(role)["openid"], text=text) == 200
        until(lambda: len(self.texts(role, "passive")) > before, 20, f"an answer to {text}")
        return self.texts(role, "passive")[-1]

    def _person(self, role: str) -> dict[str, Any]:
        found: dict[str, Any] = next(p for p in self.state()["people"] if p["role"] == role)
        return found


def _address(running: Running) -> str:
    assert running.process.poll() is None, running.said()
    lines = [line for line in running.out.read_text().splitlines() if "http://" in line]
    return lines[0][lines[0].index("http://") :].strip() if lines else ""


def test_the_demo_shows_the_conversations_and_the_reminder_and_starts_again(empty: Place) -> None:
    running = empty.start("demo", "--port", "0")
    page = Page(running)

    assert urllib3.request("GET", page.address, timeout=10).status == 200
    assert "报备" in page.say("返乡的居民", "近期计划从外地回来，应该怎么报备")
    assert "36.8" in page.say("健康监测户", "36.8")
    assert page.say("网格员", "待办")
    assert "3号楼" in page.say("社区书记", "发通知 3号楼 明天9点停水")

    before = len(page.texts("健康监测户", "custom"))
    assert page.act("clock", to="tomorrow 08:00") == 200
    until(lambda: len(page.texts("健康监测户", "custom")) > before, 20, "the reminder")
    assert "体温" in page.texts("健康监测户", "custom")[-1]

    assert running.end(signal.SIGINT) == 0
    assert (empty.data / "demo.db").exists()
    assert "Traceback" not in running.said()

    again = empty.start("demo", "--port", "0")
    assert Page(again).texts("健康监测户") == []
    assert again.end(signal.SIGTERM) == 0


def test_the_demo_leaves_the_real_community_alone(place: Place) -> None:
    before = {path: path.read_bytes() for path in place.data.iterdir() if path.is_file()}
    people = place.rows("SELECT count(*) FROM people")

    running = place.start("demo", "--port", "0")
    Page(running).say("返乡的居民", "我喘不上气")
    running.end()

    assert (place.data / "keys.json").read_bytes() == before[place.data / "keys.json"]
    assert place.rows("SELECT count(*) FROM people") == people
    assert place.rows("SELECT count(*) FROM turns") == [(0,)]
    assert not (place.data / "spool").exists()
