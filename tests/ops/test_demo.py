import signal
from typing import Any

import pytest
import urllib3

from tests.common import slow
from tests.ops.conftest import Furnisher
from tests.ops.place import Place, Running, until


@pytest.fixture
def empty(furnish: Furnisher) -> Place:
    """A place as after a clone: no data folder, no keys, settings without a door."""
    place = furnish(bare=True)
    place.data.rmdir()
    place.write(wechat={}, clock={}, database={"url": "postgresql://nobody@127.0.0.1:1/never"})
    return place


RULE = "新规定 明天8点起 从太原回来要提前一天报备"


class Page:
    """The page of the demo, by its own JSON."""

    def __init__(self, running: Running) -> None:
        said = until(lambda: _address(running), 60, "the address")
        self.address = said

    def state(self) -> dict[str, Any]:
        answer = urllib3.request("GET", self.address + "/sim/state", timeout=10)
        found: dict[str, Any] = answer.json()
        return found

    def act(self, name: str, /, **body: Any) -> int:
        answer = urllib3.request("POST", f"{self.address}/sim/{name}", json=body, timeout=10)
        return answer.status

    def texts(self, role: str, via: str = "") -> list[str]:
        screen = self._person(role)["screen"]
        return [one["text"] for one in screen if one["who"] == "bot" and via in one["via"]]

    def say(self, role: str, text: str) -> str:
        """Say something and wait for the answer, which a busy machine sends after the reply."""
        before, all_before = len(self.texts(role, "passive")), len(self.texts(role))
        assert self.act("say", openid=self._person(role)["openid"], text=text) == 200

        def answered() -> bool:
            replied = len(self.texts(role, "passive")) > before
            is_late = not self._person(role)["waiting"] and len(self.texts(role)) > all_before
            return replied or is_late

        until(answered, 60, f"an answer to {text}")
        found = self.texts(role, "passive")
        return found[-1] if len(found) > before else self.texts(role)[-1]

    def group(self) -> list[str]:
        """Return what everybody in the group reads."""
        answer = urllib3.request("GET", f"{self.address}/sim/group", timeout=10)
        return [line["text"] for line in answer.json()["lines"] if not line["growing"]]

    def alone(self, userid: str) -> list[dict[str, Any]]:
        """Return what a member has before them, alone with the robot."""
        answer = urllib3.request("GET", f"{self.address}/sim/group", timeout=10)
        [found] = [one["robot"] for one in answer.json()["members"] if one["userid"] == userid]
        return list(found)

    def _person(self, role: str) -> dict[str, Any]:
        found: dict[str, Any] = next(p for p in self.state()["people"] if p["role"] == role)
        return found


def _address(running: Running) -> str:
    assert running.process.poll() is None, running.said()
    lines = [line for line in running.out.read_text().splitlines() if "http://" in line]
    return lines[0][lines[0].index("http://") :].strip() if lines else ""


def _taps_a_card(page: Page, userid: str) -> None:
    """The robot's card stands where one comes in; tapped thrice a button acts once."""
    assert page.act("robot", userid=userid) == 200
    until(lambda: bool(page.alone(userid)), 20, "the robot's card")
    [line] = page.alone(userid)
    card = line["card"]
    key = card["buttons"][-1]["key"]
    for _ in range(3):
        assert page.act("robot", userid=userid, task=card["task"], key=key) == 200
    until(lambda: len(page.alone(userid)) > 1, 20, "what the tap led to")
    shown, *answers = page.alone(userid)
    assert shown["card"]["buttons"][0]["text"].startswith("已点")
    assert len(answers) == 1 and answers[0]["text"]
    assert page.act("robot", userid=userid, task=card["task"], key="没有的") == 400


@pytest.mark.timeout(120 * slow())
def test_the_demo_shows_the_conversations_and_the_reminder_and_starts_again(empty: Place) -> None:
    running = empty.start("demo", "--port", "0")
    page = Page(running)

    assert page.address == running.out.read_text().splitlines()[-1].split("：")[-1]
    assert running.err.read_text().splitlines()[0].startswith("正在准备演示")
    assert "INFO" not in running.err.read_text()  # the log goes to a file
    assert (empty.data / "demo" / "demo.log").exists()
    assert urllib3.request("GET", page.address, timeout=10).status == 200
    assert "报备" in page.say("返乡的居民", "近期计划从外地回来，应该怎么报备")
    assert "36.8" in page.say("健康监测户", "36.8")
    assert page.say("网格员", "待办")
    assert "3号楼" in page.say("社区书记", "发通知 3号楼 明天9点停水")

    assert page.act("group", userid="Doctor01", text="发热门诊要带什么", calls=False) == 200
    assert page.act("group", userid="Secretary01", text="37.9，我有点咳", calls=True) == 200
    until(lambda: len(page.group()) > 2, 20, "the robot's answer")
    assert page.group()[:2] == ["发热门诊要带什么", "37.9，我有点咳"]
    assert "私信" in page.group()[2] and "37.9" not in page.group()[2]

    _taps_a_card(page, "Doctor01")

    assert "编号R" in (page.say("社区书记", RULE), page.say("社区书记", "确认"))[1]
    page.say("返乡的居民", "从太原回来要隔离吗")
    assert "生效" in page.say("街道干部", "批准")

    before = len(page.texts("健康监测户", "custom"))
    assert page.act("clock", to="tomorrow 08:00") == 200
    until(
        lambda: any("提前一天报备" in said for said in page.texts("返乡的居民")), 30, "the new rule"
    )
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


def test_what_waits_behind_a_fault_goes_when_it_is_over_and_the_clock_stands(empty: Place) -> None:
    running = empty.start("demo", "--port", "0")
    page = Page(running)
    page.act("fault", name="busy", on=True)
    # A busy machine answers after the reply, and that is refused too until the fault is over.
    page.act("say", openid=page._person("健康监测户")["openid"], text="38.2")
    until(lambda: any("不收" in line["text"] for line in page.state()["log"]), 60, "a refusal")
    assert page.texts("社区医生", "custom") == []
    before = page.state()["clock"]["iso"]

    page.act("fault", name="busy", on=False)

    until(lambda: page.texts("社区医生", "custom"), 60, "the alert")
    assert "38.2" in page.texts("社区医生", "custom")[0]
    assert page.state()["clock"]["iso"] == before
    running.end()


def test_whoever_a_story_needs_is_there(empty: Place) -> None:
    running = empty.start("demo", "--port", "0")
    page = Page(running)
    people = {person["role"]: person for person in page.state()["people"]}

    assert {"网格员", "另一位网格员", "监测户的家人", "街道干部", "路过的陌生人"} <= set(people)
    assert len({person["name"] for person in people.values()}) == len(people)
    assert {person["face"] for person in people.values()} >= {"doctor", "stranger", "township"}
    assert page.say("路过的陌生人", "这里是哪个社区")
    assert page.say("监测户的家人", "我的信息")
    page.say("社区书记", "新规定 3号楼的垃圾桶每天早上7点到9点开放")
    running.end()
