"""Whoever looks at the demo for the first time: drafts, back, the tour, links, faces, voices."""

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from core.clock import FakeClock
from sim.phone import Extras, GroupMember, GroupStage, PhoneOwner, mount, mount_early
from sim.wechat import PretendWeChat
from sim.work import PretendRobot
from tests.sim.echo import EchoBot
from tests.sim.talk import Talk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
]
SIZES: dict[str, "ViewportSize"] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 800},
}
ROLES = ["返乡的居民", "健康监测户", "网格员", "社区书记", "监测户的家人"]
FACES = ["traveller", "patient", "worker", "secretary", "family"]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def base(platform: PretendWeChat, clock: FakeClock, bot: EchoBot) -> str:
    people = [
        PhoneOwner(f"o-{number}", f"{name}阿姨", role, face=face)
        for number, (name, role, face) in enumerate(zip("林陈周吴何", ROLES, FACES, strict=True))
    ]
    mount(platform, people, clock, Extras())
    return platform.serve()


@pytest.fixture(params=SIZES)
def page(browser: "Browser", base: str, request: pytest.FixtureRequest) -> Iterator["Page"]:
    page = browser.new_context(viewport=SIZES[request.param]).new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(base)
    page.wait_for_selector("#tour-skip")
    yield page
    page.context.close()
    assert troubles == []


def test_the_tour_shows_a_moment_of_each_in_five_steps(page: "Page", bot: EchoBot) -> None:
    for step in range(1, 6):
        assert (page.text_content("#tour-step") or "").startswith(f"{step}/5 ")
        page.click("#tour-go")
        page.wait_for_selector("#tour-go:has-text('看')")
        page.wait_for_selector("#tour-go[data-next='yes']")
        page.click("#tour-go")

    page.wait_for_selector("#tour", state="hidden")
    page.reload()
    page.wait_for_selector("textarea")
    page.wait_for_selector("#clock-time:not(:text('--'))", state="attached")
    assert not page.is_visible("#tour")
    assert page.text_content("#clock-time") == "08:00"


def test_the_night_of_flood_is_told_from_the_warning_to_the_all_clear(page: "Page") -> None:
    page.click("#tour-skip")
    page.dispatch_event("#tour-flood", "click")  # a small screen keeps the tools away

    assert (page.text_content("#tour-step") or "").startswith("1/10 ")
    page.click("#tour-go")
    page.wait_for_selector("#tour-go[data-next='yes']")
    page.click("#tour-go")
    assert (page.text_content("#tour-step") or "").startswith("2/10 ")


@pytest.mark.parametrize("urgent", ["【紧急】走不动。请回复“收到 2”。", "类型：紧急2：2-1-101"])
def test_an_alert_is_taken_by_its_number_however_it_came(
    page: "Page", platform: PretendWeChat, clock: FakeClock, talk: Talk, bot: EchoBot, urgent: str
) -> None:
    page.click("#tour-skip")
    platform.follower("o-2").windows.spoke(clock.now())
    talk.push("o-2", urgent)
    talk.push("o-2", "【求助】要买药。请回复“收到 3”。")
    page.dispatch_event("#tour-flood", "click")
    for _ in range(5):
        page.click("#tour-go")
        page.wait_for_selector("#tour-go[data-next='yes']")
        page.click("#tour-go")

    assert "收到 2" in [heard.get("Content") for heard in bot.heard]


@pytest.mark.parametrize("path", ["/", "/group.html"])
def test_a_page_opened_too_early_waits_and_one_left_open_over_a_new_start_begins_anew(
    browser: "Browser", platform: PretendWeChat, clock: FakeClock, path: str
) -> None:
    def begin(name: str) -> None:
        members = [GroupMember("Lin01", name, "网格员", openid="o-lin")]
        robot = PretendRobot("", "", clock)
        group = GroupStage("工作群", members, robot, list, clock)
        mount(platform, [PhoneOwner("o-lin", name, "居民")], clock, Extras(group=group))

    mount_early(platform)
    page = browser.new_context(viewport=SIZES["phone"]).new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(platform.serve() + path)
    page.wait_for_selector("text=演示正在准备")
    begin("林阿姨")
    shown = "#as-whom" if path == "/" else "#speakers"
    page.wait_for_selector(f"{shown}:has-text('林阿姨')")
    begin("陈阿姨")
    page.wait_for_selector(f"{shown}:has-text('陈阿姨')")

    page.context.close()
    assert troubles == []


def test_the_tour_is_skipped_once_for_all(page: "Page") -> None:
    page.click("#tour-skip")
    page.reload()
    page.wait_for_selector("#as-whom:has-text('手机')")

    assert not page.is_visible("#tour")


def test_a_draft_outlives_a_reload_and_belongs_to_one_person(page: "Page") -> None:
    page.type("textarea", "我后天从太原")
    page.reload()
    page.wait_for_selector("#as-whom:has-text('林阿姨')")

    assert page.input_value("textarea") == "我后天从太原"
    page.goto(f"{page.url.split('#')[0].split('?')[0]}?as=网格员")
    page.wait_for_selector("#as-whom:has-text('周阿姨')")
    assert page.input_value("textarea") == ""


def test_what_is_too_long_stays_written_with_the_reason(page: "Page", bot: EchoBot) -> None:
    page.fill("textarea", "长" * 2001)
    page.keyboard.press("Enter")

    page.wait_for_selector("#banner:has-text('2001')")
    assert page.input_value("textarea") == "长" * 2001
    assert bot.heard == []


def test_back_closes_what_lies_on_top_and_never_leaves(page: "Page") -> None:
    page.click("#open-profile")
    page.wait_for_selector("#profile-dialog[open]")
    for _ in range(3):
        page.go_back(wait_until="commit")
        page.wait_for_function("history.state && history.state.top")  # a finger is no faster

    page.wait_for_selector("#profile-dialog:not([open])", state="attached")
    assert page.url.startswith("http://127.0.0.1")
    assert page.is_visible("textarea")


# A banner slides in: two frames in which nothing moves.
STANDS_STILL = """async () => {
  const where = () => document.querySelector("#banner").getBoundingClientRect().top;
  const before = where();
  await new Promise((done) => setTimeout(done, 100));
  return before === where();
}"""


def test_the_banner_covers_nothing(page: "Page", platform: PretendWeChat, talk: Talk) -> None:
    platform.follower("o-2").windows.spoke(platform.clock.now())
    talk.push("o-2", "601 还没有报体温")
    page.wait_for_selector("#banner:has-text('601')")
    page.wait_for_function(STANDS_STILL)

    boxes = [page.locator(one).bounding_box() for one in (".top", "#banner", "#chat")]
    assert all(boxes)
    top, banner, chat = [box for box in boxes if box]
    assert top["y"] + top["height"] <= banner["y"] + 1
    assert banner["y"] + banner["height"] <= chat["y"] + 1


def test_a_picture_that_comes_late_leaves_the_newest_message_in_sight(page: "Page") -> None:
    page.click("#tour-skip")
    for n in range(8):
        page.fill("textarea", f"第{n}句")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".row.bot >> text=你说：第{n}句")
    page.click("[aria-label='更多']")
    page.click(".drawer >> text=照片")
    page.click("#photo-samples button")
    page.wait_for_selector(".row.me .picture img")
    # It takes its room before the browser has told that the end was scrolled to.
    page.evaluate(
        "() => { const c = document.getElementById('chat'), p = c.querySelector('.picture img');"
        " c.scrollTop -= 30; c.scrollTop = c.scrollHeight;"
        " p.style.height = '600px'; p.style.maxHeight = 'none' }"
    )
    page.wait_for_timeout(200)
    page.dispatch_event(".picture img", "load")

    assert page.evaluate(
        "() => { const c = document.getElementById('chat');"
        " return c.scrollHeight - c.scrollTop - c.clientHeight }"
    ) < 2  # fmt: skip


def test_the_banner_of_a_card_says_what_it_is_about(
    page: "Page", platform: PretendWeChat, talk: Talk
) -> None:
    card = "社区服务通知\n类型：没报体温6：4-1-101黄浩然\n内容：连续2次没有消息，请上门\n时间：2026年12月4日"
    platform.follower("o-2").windows.spoke(platform.clock.now())
    talk.push("o-2", card)
    page.wait_for_selector("#banner:has-text('请上门')")

    words = page.locator("#banner span").last
    assert (words.text_content() or "").startswith("周阿姨收到新消息没报体温6")
    assert words.evaluate("w => w.scrollHeight - w.clientHeight") <= 1


def test_a_link_shows_a_chosen_moment(browser: "Browser", base: str, clock: FakeClock) -> None:
    page = browser.new_context(viewport=SIZES["phone"]).new_page()
    page.goto(f"{base}/?as=社区书记&at=tomorrow 08:00&say=待办")
    page.wait_for_selector("#as-whom:has-text('吴阿姨')")

    assert page.input_value("textarea") == "待办"
    page.wait_for_selector("#clock-time:has-text('08:00')", state="attached")
    assert not page.is_visible("#tour")
    page.reload()  # goes nowhere a second time
    page.wait_for_selector("#as-whom:has-text('吴阿姨')")
    assert page.text_content("#clock-weekday") == "星期日"
    page.context.close()


def test_every_role_has_a_face_of_its_own(page: "Page") -> None:
    page.wait_for_selector(".person >> nth=3", state="attached")
    drawn = page.locator(".person use").evaluate_all(
        "uses => uses.map(u => u.getAttribute('href'))"
    )

    assert drawn == [f"#i-face-{face}" for face in FACES]


def test_a_voice_says_what_one_writes_for_it(page: "Page", bot: EchoBot) -> None:
    page.click("[aria-label='语音']")
    page.click("text=按住 说话")
    page.fill("#said-input", "三十六度八")
    page.click("#said-form >> text=发送")

    page.wait_for_selector(".row.me .heard:has-text('三十六度八')")
    assert bot.heard[0]["Recognition"] == "三十六度八"
