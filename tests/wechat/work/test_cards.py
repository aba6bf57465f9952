"""A notice in a group where there is an address for pages: a card, a text with a link, an article."""

import re
from typing import Any

import pytest

from core.config import Config
from tests.wechat.work.conftest import Office


@pytest.fixture
def config(config: Config) -> Config:
    server = config.server.model_copy(update={"public_url": "https://linbao.example"})
    return config.model_copy(update={"server": server})


def posted(office: Office, text: str) -> dict[str, Any]:
    """Publish a notice, post it into a group, and return what the group is shown."""
    office.town.secretary.says(f"发通知 3号楼 {text}")
    found = re.search(r"N\d+", office.town.secretary.says("确认"))
    assert found
    office.town.secretary.says(f"发到网格员群 {found[0]}")
    office.town.send()
    [(_, body)] = office.enterprise.api.robots["key-1"]
    return body


def test_a_short_notice_is_a_card_that_opens_its_page(office: Office) -> None:
    card = posted(office, "明天9点停水")["template_card"]
    url = card["card_action"]["url"]
    shown = office.bot.app.test_client().get(url.removeprefix("https://linbao.example"))

    assert "停水" in card["sub_title_text"]
    assert [row["keyname"] for row in card["horizontal_content_list"]] == ["编号", "有效", "要转发"]
    assert "停水" in shown.text and "<form" not in shown.text


@pytest.mark.parametrize(("times", "kind"), [(12, "text"), (33, "news")])
def test_what_no_card_holds_is_a_text_or_an_article(office: Office, times: int, kind: str) -> None:
    body = posted(office, "明天9点停水" + "，请各家提前储水备用" * times)

    assert body["msgtype"] == kind
    assert "https://linbao.example/h5/g/" in str(body)


def test_an_article_has_a_picture_that_can_be_fetched_where_its_page_is(office: Office) -> None:
    [article] = posted(office, "明天9点停水" + "，请各家提前储水备用" * 33)["news"]["articles"]
    shown = office.bot.app.test_client().get(
        article["picurl"].removeprefix("https://linbao.example")
    )

    assert article["picurl"].startswith(f"{article['url']}/")
    assert (shown.status_code, shown.content_type) == (200, "image/png")
