import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from core.clock import FakeClock
from sim.phone import Extras, PhoneOwner, mount
from sim.wechat import PretendWeChat
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


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def base(platform: PretendWeChat, clock: FakeClock, bot: EchoBot) -> str:
    menu = [{"name": "求助", "sub_button": [{"type": "click", "name": "转人工", "key": "human"}]}]
    people = [PhoneOwner("o-lin", "林阿姨", "居民"), PhoneOwner("o-chen", "陈志强", "网格员")]
    mount(platform, people, clock, Extras(menu=menu, scenes={"bld-3": "3号楼"}))
    return platform.serve()


@pytest.fixture(params=SIZES)
def page(browser: "Browser", base: str, request: pytest.FixtureRequest) -> Iterator["Page"]:
    page = browser.new_page(viewport=SIZES[request.param])
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(base)
    yield page
    page.close()
    assert troubles == []


def test_a_sentence_is_typed_and_answered(page: "Page") -> None:
    page.fill("textarea", "36.8")
    page.keyboard.press("Enter")

    page.wait_for_selector(".row.bot >> text=你说：36.8")
    assert page.input_value("textarea") == ""


def test_texts_stay_texts_and_numbers_can_be_dialled(page: "Page", bot: EchoBot) -> None:
    words = '<img src=x onerror="alert(1)"> 打 120 或 13800001234，不是 120元'
    bot.reply = lambda bot, heard: (200, bot.text(heard, words))
    page.fill("textarea", "<b>喘不上气</b>")
    page.click("text=发送")

    bubble = page.locator(".row.bot .bubble:not(:has(.typing))")
    bubble.wait_for()
    assert bubble.text_content() == words
    links = bubble.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert links == ["tel:120", "tel:13800001234"]
    assert page.locator(".row.me .bubble").text_content() == "<b>喘不上气</b>"


def test_somebody_elses_new_message_is_announced(
    page: "Page", platform: PretendWeChat, talk: Talk
) -> None:
    chen = platform.follower("o-chen")
    page.wait_for_selector(".person >> nth=1", state="attached")
    chen.windows.spoke(platform.clock.now())
    talk.push("o-chen", "601 还没有报体温")

    page.click("#banner:has-text('601 还没有报体温')")
    page.wait_for_selector(".row.bot >> text=601 还没有报体温")


def test_a_menu_below_a_menu_is_tapped(page: "Page", bot: EchoBot) -> None:
    page.click("[aria-label='切换到菜单']")
    page.click(".account-menu >> text=求助")
    page.click(".submenu >> text=转人工")

    page.wait_for_selector(".row.bot >> text=你说：event")
    assert bot.heard[0]["EventKey"] == "human"


def test_the_clock_is_moved(page: "Page", clock: FakeClock) -> None:
    if page.is_visible("[aria-label='时钟和工具']"):
        page.click("[aria-label='时钟和工具']")
    page.click("text=明天 08:00")

    page.wait_for_selector("#clock-time >> text=08:00")
    assert page.text_content("#clock-weekday") == "星期日"


def test_the_newest_message_stays_in_sight_when_somebody_else_s_is_announced(page: "Page") -> None:
    for n in range(8):
        page.fill("textarea", f"第{n}句")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".row.bot >> text=你说：第{n}句")
    # The banner takes its room before the browser has told that the end was scrolled to.
    page.evaluate(
        "() => { const c = document.getElementById('chat'), b = document.getElementById('banner');"
        " c.scrollTop -= 30; c.scrollTop = c.scrollHeight;"
        " b.textContent = '新消息'; b.style.height = '90px'; b.hidden = false }"
    )
    page.wait_for_timeout(200)

    assert page.evaluate(
        "() => { const c = document.getElementById('chat');"
        " return c.scrollHeight - c.scrollTop - c.clientHeight }"
    ) < 2  # fmt: skip


def test_the_newest_message_stays_in_sight_when_a_panel_opens(page: "Page") -> None:
    for n in range(8):
        page.fill("textarea", f"第{n}句")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".row.bot >> text=你说：第{n}句")

    page.click("[aria-label='表情']")

    page.wait_for_function(
        "() => { const c = document.getElementById('chat');"
        " return c.scrollHeight - c.scrollTop - c.clientHeight < 2 }"
    )


def test_the_tours_are_in_reach_on_either_screen(page: "Page") -> None:
    if page.is_visible("#open-tools"):
        page.click("#open-tools")
        page.wait_for_selector(".desk.show-tools")
    box = page.locator("#tour-flood").bounding_box()
    size = page.viewport_size

    assert box is not None and size is not None
    assert box["y"] + box["height"] <= size["height"]
    if size["width"] < 900:
        assert box["y"] < page.locator("#try-list").bounding_box()["y"]  # type: ignore[index]
