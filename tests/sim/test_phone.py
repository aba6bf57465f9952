import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import urllib3

from core.clock import FakeClock
from sim.people import Follower
from sim.phone import Extras, PhoneOwner, mount
from sim.phone.moments import BadMoment, target
from sim.wechat import PretendWeChat
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = [
    PhoneOwner("o-lin", "林阿姨", "居民", "三口之家", ("36.8", "转人工")),
    PhoneOwner("o-chen", "陈志强", "网格员"),
]


class Page:
    """The page's JSON, and waiting until something shows."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pool = urllib3.PoolManager(retries=False)

    def post(self, path: str, body: object, **headers: str) -> urllib3.BaseHTTPResponse:
        return self.pool.request(
            "POST",
            f"{self.base}/sim/{path}",
            body=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **headers},
        )

    def state(self, since: str = "") -> dict[str, Any]:
        return dict(self.pool.request("GET", f"{self.base}/sim/state?since={since}").json())

    def person(self, openid: str) -> dict[str, Any]:
        return next(one for one in self.state()["people"] if one["openid"] == openid)

    def wait(self, shows: Callable[[], object]) -> None:
        pause = threading.Event()
        for _ in range(200):
            if shows():
                return
            pause.wait(0.01)
        raise AssertionError("it never showed")

    def texts(self, openid: str) -> list[str]:
        return [one["text"] for one in self.person(openid)["screen"]]


@pytest.fixture
def moved() -> list[datetime]:
    return []


@pytest.fixture
def page(platform: PretendWeChat, clock: FakeClock, moved: list[datetime]) -> Iterator[Page]:
    menu = [{"type": "click", "name": "报备", "key": "report"}]
    extras = Extras(menu=menu, scenes={"bld-3-u2": "3号楼2单元"}, after_clock=moved.append)
    mount(platform, PEOPLE, clock, extras)
    page = Page(platform.serve())
    yield page
    page.pool.clear()


def test_the_page_and_its_files_are_served_with_a_strict_policy(page: Page) -> None:
    for path, kind in [
        ("/", "text/html"),
        ("/app.js", "text/javascript"),
        ("/page.css", "text/css"),
    ]:
        answer = page.pool.request("GET", page.base + path)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/people.py", "/../doors.py", "/static/app.js", "/nothing.js"])
def test_no_other_file_is(page: Page, path: str) -> None:
    assert page.pool.request("GET", page.base + path).status == 404


def test_what_is_said_shows_with_its_answer(page: Page) -> None:
    assert page.post("say", {"openid": "o-lin", "text": "36.8"}).json() == {"ok": True}

    page.wait(lambda: page.texts("o-lin") == ["36.8", "你说：36.8"])
    page.wait(lambda: page.person("o-lin")["waiting"] == 0)
    assert page.texts("o-chen") == []
    assert page.person("o-lin")["screen"][0]["at"] == "2026-11-21T09:00:00+08:00"


def test_while_the_bot_thinks_the_page_knows(page: Page, bot: EchoBot) -> None:
    think = threading.Event()

    def slow(bot: EchoBot, heard: dict[str, str]) -> tuple[int, bytes]:
        think.wait(5)
        return 200, b""

    bot.reply = slow
    page.post("say", {"openid": "o-lin", "text": "在吗"})

    assert page.person("o-lin")["waiting"] == 1
    think.set()
    page.wait(lambda: page.person("o-lin")["waiting"] == 0)


def test_a_page_that_is_up_to_date_gets_only_the_clock(page: Page, lin: Follower) -> None:
    state = page.state()

    assert set(page.state(state["version"])) == {"version", "clock"}
    lin.says("你好")
    assert "people" in page.state(state["version"])


def test_somebody_new_follows_by_a_code(page: Page, bot: EchoBot) -> None:
    openid = page.post("follow", {"scene": "bld-3-u2"}).json()["openid"]

    page.wait(lambda: bot.heard)
    assert bot.heard[0]["EventKey"] == "qrscene_bld-3-u2"
    assert page.person(openid)["hint"] == "扫了3号楼2单元的码"


def test_who_left_must_follow_again_before_speaking(page: Page, bot: EchoBot) -> None:
    page.post("unfollow", {"openid": "o-lin"})
    page.wait(lambda: not page.person("o-lin")["following"])

    refused = page.post("say", {"openid": "o-lin", "text": "在吗"})
    assert refused.status == 400
    assert "关注" in refused.json()["error"]

    page.post("follow", {"openid": "o-lin"})
    page.wait(lambda: page.person("o-lin")["following"])
    assert page.post("say", {"openid": "o-lin", "text": "在吗"}).status == 200


def test_pictures_taps_and_scans_go_out(page: Page, bot: EchoBot) -> None:
    page.post("send", {"openid": "o-lin", "kind": "image"})
    page.wait(lambda: len(bot.heard) == 1)
    page.post("click", {"openid": "o-lin", "key": "report"})
    page.wait(lambda: len(bot.heard) == 2)
    page.post("scan", {"openid": "o-lin", "scene": "bld-3-u2"})
    page.wait(lambda: len(bot.heard) == 3)
    page.post("say", {"openid": "o-lin", "text": "满意", "item": "101"})
    page.wait(lambda: len(bot.heard) == 4)

    assert [heard.get("Event") for heard in bot.heard] == [None, "CLICK", "SCAN", None]
    assert bot.heard[3]["bizmsgmenuid"] == "101"


def test_the_clock_moves_for_everybody(page: Page, clock: FakeClock, moved: list[datetime]) -> None:
    answer = page.post("clock", {"to": "tomorrow 08:00"}).json()

    assert answer["clock"]["weekday"] == "星期日"
    assert clock.now().astimezone(SHANGHAI).isoformat() == "2026-11-22T08:00:00+08:00"
    assert page.state()["clock"]["time"] == "08:00"
    page.wait(lambda: moved == [clock.now()])


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("+1h", "2026-11-21T19:20:00+08:00"),
        ("+30m", "2026-11-21T18:50:00+08:00"),
        ("today 20:00", "2026-11-21T20:00:00+08:00"),
        ("today 17:30", "2026-11-22T17:30:00+08:00"),
        ("tomorrow 08:00", "2026-11-22T08:00:00+08:00"),
        ("2026-12-01T09:15", "2026-12-01T09:15:00+08:00"),
        ("2026-12-01T01:15:00Z", "2026-12-01T09:15:00+08:00"),
    ],
)
def test_moments_are_read_in_community_time(to: str, expected: str) -> None:
    now = datetime(2026, 11, 21, 18, 20, tzinfo=SHANGHAI)

    assert target(to, now, SHANGHAI) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("to", ["", "soon", "today 25:00", "2026-11-21T08:00", "+1y"])
def test_time_does_not_run_backwards_nor_to_nowhere(to: str, page: Page) -> None:
    with pytest.raises(BadMoment):
        target(to, datetime(2026, 11, 21, 18, 20, tzinfo=SHANGHAI), SHANGHAI)
    assert page.post("clock", {"to": to}).status == 400


def test_a_fault_is_switched_on_and_off(page: Page, talk: Talk, lin: Follower) -> None:
    lin.says("你好")

    page.post("fault", {"name": "no_right", "on": True})
    assert page.state()["faults"] == {"no_right": True, "busy": False, "silent": False}
    assert talk.push("o-lin", "在吗") == 48001

    page.post("fault", {"name": "no_right", "on": False})
    assert talk.push("o-lin", "在吗") == 0
    assert page.post("fault", {"name": "no_such", "on": True}).status == 400


def test_the_log_says_what_the_platform_did(page: Page, talk: Talk, lin: Follower) -> None:
    talk.push("o-lin", "在吗")
    lin.says("你好")

    lines = [line["text"] for line in page.state()["log"]]
    assert "邻报发客服消息给居民林阿姨：微信不收，超过 48 小时，对方没有说话（45015）" in lines
    assert any(line.startswith("居民林阿姨说了一句 → 邻报回答了") for line in lines)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("say", {"openid": "o-nobody", "text": "你好"}),
        ("say", {"openid": "o-lin", "text": "  "}),
        ("say", {"openid": "o-lin", "text": "长" * 2001}),
        ("say", {"openid": "o-lin", "text": "\ud83d"}),
        ("say", ["not", "an", "object"]),
        ("send", {"openid": "o-lin", "kind": "text"}),
        ("send", {"openid": "o-lin", "kind": "telegram"}),
    ],
)
def test_what_cannot_be_done_is_said_in_words(page: Page, path: str, body: object) -> None:
    answer = page.post(path, body)

    assert answer.status == 400
    assert answer.json()["error"]


def test_a_foreign_page_can_neither_read_nor_act(page: Page) -> None:
    url = f"{page.base}/sim/state"
    assert page.pool.request("GET", url, headers={"Host": "evil.example"}).status == 403
    assert page.pool.request("GET", page.base + "/", headers={"Host": "evil.example"}).status == 403

    form = page.pool.request("POST", f"{page.base}/sim/clock", fields={"to": "+1h"})
    assert form.status == 400
    assert page.post("nothing", {}).status == 404


def test_a_menu_made_by_the_bot_takes_the_place_of_the_sample(
    page: Page, platform: PretendWeChat
) -> None:
    assert page.state()["people"][0]["menu"][0]["key"] == "report"

    platform.menu = [{"type": "click", "name": "求助", "key": "help"}]
    assert page.state()["people"][0]["menu"] == platform.menu


def test_a_code_the_bot_had_made_can_be_scanned(page: Page, platform: PretendWeChat) -> None:
    platform.tickets["ticket"] = "bld-9"
    platform.changed()

    shown = {one["scene"]: one["label"] for one in page.state()["scenes"]}

    assert shown == {"bld-9": "码 bld-9", "bld-3-u2": "3号楼2单元"}
