"""The page of a notice: large, signed for one person, and what a tap on it comes to."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import Bot
from community.people import tree
from core import tickets
from db.models import ItemKind, Notice, Person, Receipt, ReceiptAnswer, WorkItem
from tests.conftest import Town
from tests.databases import MORNING
from tests.noticing import send
from tests.staffing import person_of
from web import looking

KEY = b"k" * 32


@pytest.fixture
def notice(town: Town) -> Notice:
    said = send(town.secretary, "发紧急通知 3号楼 水位上涨，请马上转移到体育馆")
    assert "正在发给" in said
    town.send()
    with town.bot.database.read() as db:
        return db.scalars(select(Notice)).one()


def address(town: Town, notice: Notice, openid: str, **valid: int) -> str:
    until = town.clock.now() + (timedelta(**valid) if valid else timedelta(days=2))
    key = town.bot.links.notice_key()
    return f"/h5/n/{tickets.sign(key, notice.id, person_of(town, openid), until)}"


def phone(town: Town) -> FlaskClient:
    return town.bot.app.test_client()


def receipts(town: Town) -> list[Receipt]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Receipt)))


def looks(mine: FlaskClient, where: str, how: str = "touched") -> None:
    """Do what the script of the page does in a phone that somebody holds."""
    assert mine.post(f"{where}/looked", data={"how": how}).status_code == 204


def test_it_shows_the_notice_in_large_print(town: Town, notice: Notice) -> None:
    shown = phone(town).get(address(town, notice, town.who["observed"][1]))

    assert shown.status_code == 200
    assert "请马上转移到体育馆" in shown.text
    assert "font-size:28px" in shown.text


@pytest.mark.parametrize("how", ["shown", "touched"])
def test_that_somebody_looks_is_put_down(town: Town, notice: Notice, how: str) -> None:
    mine, where = phone(town), address(town, notice, town.who["observed"][1])
    mine.get(where)
    looks(mine, where, how)

    assert [(one.evidence, one.answer) for one in receipts(town)] == [(2, None)]
    assert "<form" in mine.get(where).text


@pytest.mark.parametrize("calls", [["HEAD"], ["GET"], ["HEAD", "GET", "GET", "looked", "hack"]])
def test_a_machine_that_fetches_the_page_first_takes_it_from_nobody(
    town: Town, notice: Notice, calls: list[str]
) -> None:
    where = address(town, notice, town.who["observed"][1])
    for call in calls:
        machine = town.bot.app.test_client(use_cookies=False)
        if call == "looked":  # it keeps no cookie: it is nobody's phone
            machine.post(f"{where}/looked", data={"how": "touched"})
        elif call == "hack":
            phone(town).post(f"{where}/looked", data={"how": "hack"})
        else:
            machine.open(where, method=call)

    assert receipts(town) == [], "nobody has opened it"
    mine = phone(town)
    read = mine.get(where)
    assert "<form" in read.text and "另一台手机" not in read.text
    tapped = mine.post(where, data={"answer": "received"})
    assert "记下了：收到" in tapped.text, "with no script run at all"
    assert [(one.evidence, one.answer) for one in receipts(town)] == [(3, ReceiptAnswer.RECEIVED)]


def test_from_the_first_touch_on_it_is_one_phone_s(town: Town, notice: Notice) -> None:
    where = address(town, notice, town.who["observed"][1])
    mine, other = phone(town), phone(town)
    for each in (mine, other):
        each.get(where)
    looks(other, where, "shown")
    looks(mine, where)
    looks(other, where)

    assert "<form" not in other.get(where).text
    assert other.post(where, data={"answer": "done"}).status_code == 403
    assert "记下了" in mine.post(where, data={"answer": "received"}).text


def test_no_other_script_runs_on_the_page(town: Town, notice: Notice) -> None:
    shown = phone(town).get(address(town, notice, town.who["observed"][1]))
    rules = shown.headers["Content-Security-Policy"]

    assert f"<script>{looking.SCRIPT}</script>" in shown.text and shown.text.count("<script") == 1
    assert "script-src 'sha256-" in rules and "unsafe-inline'; form" in rules
    of_group = phone(town).get(town.bot.links.notice(notice.id, None))
    assert (
        "<script" not in of_group.text
        and "script-src" not in of_group.headers["Content-Security-Policy"]
    )


def test_a_tap_is_an_answer(town: Town, notice: Notice) -> None:
    mine, where = phone(town), address(town, notice, town.who["observed"][1])
    mine.get(where)

    tapped = mine.post(where, data={"answer": "done", "people": "3"})

    assert "记下了：已办" in tapped.text
    [kept] = receipts(town)
    assert (kept.answer, kept.people, kept.evidence) == (ReceiptAnswer.DONE, 3, 4)


def test_a_problem_calls_somebody(town: Town, notice: Notice) -> None:
    mine, where = phone(town), address(town, notice, town.who["observed"][1])
    mine.get(where)

    tapped = mine.post(where, data={"answer": "problem", "words": "老人走不动"})
    town.send()

    assert "已经告诉社区的人" in tapped.text
    with town.bot.database.read() as db:
        assert db.scalar(select(WorkItem.kind)) is ItemKind.DANGER
    assert any("老人走不动" in text for text in town.secretary.hears())


def test_whoever_is_passed_the_link_reads_and_does_not_answer(town: Town, notice: Notice) -> None:
    where = address(town, notice, town.who["observed"][1])
    mine = phone(town)
    mine.get(where)
    mine.post(where, data={"answer": "received"})
    other = phone(town)

    read, tapped = other.get(where), other.post(where, data={"answer": "done"})

    assert "体育馆" in read.text and "<form" not in read.text
    assert "回复过" not in read.text and "另一台手机" in read.text
    assert tapped.status_code == 403
    assert [one.answer for one in receipts(town)] == [ReceiptAnswer.RECEIVED]


@pytest.mark.parametrize("word", ["", "x", "A" * 48, "收到", "../../etc", "A" * 500])
def test_a_forged_link_shows_nothing(town: Town, notice: Notice, word: str) -> None:
    shown = phone(town).get(f"/h5/n/{word}")

    assert shown.status_code == 404
    assert "体育馆" not in shown.text


def test_a_stale_link_says_so(town: Town, notice: Notice) -> None:
    where = address(town, notice, town.who["observed"][1], hours=1)
    town.clock.advance(hours=2)

    assert phone(town).get(where).status_code == 410


def test_a_link_for_somebody_it_was_not_sent_to_shows_nothing(town: Town, notice: Notice) -> None:
    shown = phone(town).get(address(town, notice, town.who["resident"]))
    assert shown.status_code == 403 and "体育馆" not in shown.text


def test_who_moved_away_is_told_so_and_who_is_forgotten_sees_nothing(
    town: Town, notice: Notice
) -> None:
    who = person_of(town, town.who["observed"][1])
    where, mine = address(town, notice, town.who["observed"][1]), phone(town)
    mine.get(where)
    town.bot.database.write(lambda db: setattr(db.get_one(Person, who), "household_id", None))

    for shown in (mine.get(where), mine.post(where, data={"answer": "done"})):
        assert shown.status_code == 403 and "原来登记的住处" in shown.text
        assert "体育馆" not in shown.text
    until = town.clock.now() + timedelta(days=1)
    nobody = tickets.sign(town.bot.links.notice_key(), notice.id, 99_999, until)
    assert mine.get(f"/h5/n/{nobody}").status_code == 403


def test_a_page_sent_twice_calls_nobody_twice(town: Town, notice: Notice) -> None:
    where, mine = address(town, notice, town.who["observed"][1]), phone(town)
    mine.get(where)
    asked = {"answer": "problem", "words": "走不动，要人背", "people": "3"}

    for _ in range(3):
        assert "已经告诉" in mine.post(where, data=asked).text
    mine.post(where, data={**asked, "words": "水进屋了"})

    with town.bot.database.read() as db:
        assert len(db.scalars(select(WorkItem)).all()) == 2, "one for each thing that was said"


def test_what_was_not_tapped_is_not_put_down(town: Town, notice: Notice) -> None:
    where, mine = address(town, notice, town.who["observed"][1]), phone(town)
    for sent in ({}, {"answer": "hack"}):
        shown = mine.post(where, data=sent)
        assert shown.status_code == 400 and "再点一次" in shown.text
    assert receipts(town) == []


def test_what_was_withdrawn_says_so_and_takes_no_answer(town: Town, notice: Notice) -> None:
    where, mine = address(town, notice, town.who["observed"][1]), phone(town)
    mine.get(where)
    town.secretary.says("撤回 N1 弄错了")
    town.secretary.says("1")

    assert "已经撤回" in mine.get(where).text
    assert mine.post(where, data={"answer": "done"}).status_code == 403


@given(st.integers(0, 2**63), st.integers(0, 2**63), st.integers(0, 47), st.integers(1, 255))
def test_a_ticket_stands_for_what_was_signed_and_for_nothing_else(
    thing: int, person: int, at: int, change: int
) -> None:
    word = tickets.sign(KEY, thing, person, MORNING)

    assert tickets.read(KEY, word) == tickets.Ticket(thing, person, MORNING.astimezone())
    assert tickets.read(b"x" * 32, word) is None
    letter = chr(33 + (ord(word[at]) + change) % 90)
    if letter != word[at]:
        forged = tickets.read(KEY, word[:at] + letter + word[at + 1 :])
        assert forged is None


def test_a_curve_is_a_picture_for_whoever_asked_and_may_look(town: Town) -> None:
    town.bot.links.base = "https://lin.example"
    object.__setattr__(town.bot.house, "curve_link", town.bot.links.curve)
    town.at("2026-11-21T08:00")
    town.observed[0].says("36.5")
    head = person_of(town, town.who["observed"][0])
    with town.bot.database.read() as db:
        person = db.get_one(Person, head)
        assert person.household is not None
        asked = f"体温曲线 {tree.short_door(person.household)} {person.name}"
    said = town.doctor.says(asked)
    [where] = [word for word in said.split() if word.startswith("https://lin.example/h5/c/")]
    where = where.removeprefix("https://lin.example")

    shown = phone(town).get(where)
    assert shown.mimetype == "image/png" and shown.data.startswith(b"\x89PNG")
    assert shown.headers["Cache-Control"] == "no-store"
    assert phone(town).get(where[:-2]).status_code == 404
    resident = person_of(town, town.who["resident"])
    not_theirs = town.bot.links.curve(head, resident, 30).removeprefix("https://lin.example")
    assert phone(town).get(not_theirs).status_code == 403
    town.at("2026-11-21T08:31")
    assert phone(town).get(where).status_code == 410
    assert "h5/c" not in town.resident.says(asked)


# -- the page a whole group opens -----------------------------------------------------


def test_a_group_reads_and_nobody_answers_for_it(town: Town, notice: Notice) -> None:
    where = town.bot.links.notice(notice.id, None)
    shown = phone(town).get(where)

    assert "请马上转移到体育馆" in shown.text
    assert "<form" not in shown.text and "Set-Cookie" not in shown.headers
    assert phone(town).post(where, data={"answer": "done"}).status_code == 405
    assert receipts(town) == []


def test_a_group_sees_that_a_notice_holds_no_more(town: Town, notice: Notice) -> None:
    where = town.bot.links.notice(notice.id, None)
    town.secretary.says("撤回 N1 弄错了")
    town.secretary.says("1")

    assert "已经撤回" in phone(town).get(where).text
    town.clock.advance(days=31)
    assert phone(town).get(where).status_code == 410


def test_a_group_s_word_is_nobody_s_and_the_other_way_round(town: Town, notice: Notice) -> None:
    group = town.bot.links.notice(notice.id, None)
    own = address(town, notice, town.who["observed"][1])

    assert phone(town).get(group.replace("/g/", "/n/")).status_code == 404
    assert phone(town).get(own.replace("/n/", "/g/")).status_code == 404


def test_addresses_need_a_key_only_where_one_is_made(mind: Bot) -> None:
    assert mind.house.pages == ""
