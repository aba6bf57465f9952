"""The picture above a notice in a group: for whoever holds the group's link, and only what the notice says."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from core import tickets
from core.prints import NoticeHead
from db.models import Notice
from sheets.heading import head_png
from tests.conftest import Town
from tests.noticing import send

LONG = "明天9点到17点检修水管，3号楼停水。" + "请提前储水，楼下有水车。" * 30


@pytest.fixture
def notice(town: Town) -> Notice:
    send(town.secretary, f"发通知 3号楼 {LONG}")
    with town.bot.database.read() as db:
        return db.scalars(select(Notice)).one()


def phone(town: Town) -> FlaskClient:
    return town.bot.app.test_client()


def address(town: Town, notice: Notice, **valid: int) -> str:
    until = town.clock.now() + timedelta(**(valid or {"days": 2}))
    word = tickets.sign(town.bot.links.group_key(), notice.id, 0, until)
    return f"/h5/g/{word}/head.png"


def test_it_is_a_picture_of_the_size_the_platform_asks_for(town: Town, notice: Notice) -> None:
    shown = phone(town).get(address(town, notice))

    assert (shown.status_code, shown.content_type) == (200, "image/png")
    assert Image.open(io.BytesIO(shown.data)).size == (1068, 455)
    assert "max-age" in shown.headers["Cache-Control"]


def test_what_is_withdrawn_is_drawn_anew(town: Town, notice: Notice) -> None:
    before = phone(town).get(address(town, notice)).data
    town.secretary.says(f"撤回 {notice.code} 弄错了")
    town.secretary.says("1")

    assert phone(town).get(address(town, notice)).data != before


@pytest.mark.parametrize("word", ["x", "A" * 48, "A" * 500, "收到"])
def test_a_forged_link_shows_no_picture(town: Town, notice: Notice, word: str) -> None:
    assert phone(town).get(f"/h5/g/{word}/head.png").status_code == 404


def test_a_stale_link_and_one_person_s_ticket_show_no_picture(town: Town, notice: Notice) -> None:
    until = town.clock.now() + timedelta(days=2)
    mine = tickets.sign(town.bot.links.notice_key(), notice.id, 7, until)
    stale = address(town, notice, hours=1)
    town.clock.advance(hours=2)

    assert phone(town).get(f"/h5/g/{mine}/head.png").status_code == 404
    assert phone(town).get(stale).status_code == 410


@pytest.mark.parametrize(
    "head",
    [
        NoticeHead("3号楼通知", "停水", "梧桐里社区　编号 N1", "red"),
        NoticeHead("演练 红色预警 " + "很长的单位名" * 9, "停" * 60, "梧" * 90),
        NoticeHead("3号楼通知", "", "", stands="这条已经撤回，请不要照着做"),
        NoticeHead("Unit 3", "word " * 30, "N1", "unheard of"),
    ],
)
def test_any_words_fit(head: NoticeHead) -> None:
    assert Image.open(io.BytesIO(head_png(head))).size == (1068, 455)
