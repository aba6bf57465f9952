"""What is told without a name leaves nothing that tells who told it."""

import logging
import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.models import Contact, Conversation, Delivery, ItemEvent, Submission, Turn, WorkItem
from tests.community.people.test_privacy import everything_opened
from tests.conftest import Someone, Town

STORY = "幸福超市把过期奶粉改了日期卖"
WHERE, WHEN = "幸福路口", "每天傍晚"


def tell(someone: Someone, named: str = "1") -> str:
    for said in ("我要举报", named, "1", STORY, WHERE, WHEN):
        someone.says(said)
    return someone.says("是")


def receipt_in(said: str) -> str:
    found = re.search(r"查举报 ([A-Z0-9]{8})", said)
    assert found, said
    return found[1]


def teller(town: Town, db: Session) -> Contact:
    return db.scalars(select(Contact).where(Contact.address == town.who["resident"])).one()


def test_no_table_and_no_log_line_tells_who_told_it(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    resident = town.resident
    town.clock.advance(minutes=17, seconds=3)
    receipt = receipt_in(tell(resident))
    resident.says(f"查举报 {receipt}")
    resident.says(f"补充举报 {receipt} 就在东门")
    town.send()

    with town.bot.database.read() as db:
        contact = teller(town, db)
        for place, value in everything_opened(db):
            told = any(word in str(value) for word in (STORY, WHERE, WHEN, "就在东门"))
            assert not told or place.split(".")[0] in {
                "submissions", "items", "item_events", "deliveries",
            }, place  # fmt: skip
            assert receipt not in str(value), place
        assert db.scalar(select(func.count()).select_from(Conversation)) == 0
        [sent] = db.scalars(select(Submission)).all()
        [item] = db.scalars(select(WorkItem)).all()
        assert (sent.contact_id, sent.person_id, sent.turn_id) == (None, None, None)
        assert (item.contact_id, item.person_id, item.turn_id) == (None, None, None)
        home = contact.person.household if contact.person else None
        assert home is not None
        assert item.unit_id not in (None, home.unit_id)
        about = select(Delivery).where(Delivery.item_id == item.id)
        assert contact.id not in {each.contact_id for each in db.scalars(about)}
        moments = {sent.sent_at, item.raised_at, contact.heard_at, contact.talking_until}
        moments |= set(db.scalars(select(ItemEvent.at)))
        moments |= {each.created_at for each in db.scalars(about)}
        assert all(moment is None or moment.minute == 0 for moment in moments)
    logged = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (STORY, WHERE, town.who["resident"], receipt):
        assert secret not in logged


def test_of_its_turns_only_the_index_of_their_key_is_left_for_a_day(town: Town) -> None:
    tell(town.resident)

    with town.bot.database.read() as db:
        turns = db.scalars(select(Turn)).all()
        raw = db.execute(text("SELECT key, text, contact_id FROM turns")).all()
    assert len(turns) == 7
    for turn in turns:
        assert (turn.text, turn.contact_id, turn.intent, turn.kind) == (None, None, None, "unseen")
        assert (turn.at.minute, turn.at.second) == (0, 0)
        assert not any(word in str(turn.answer) for word in ("回执", STORY, "举报"))
    assert not any(town.who["resident"] in str(row) for row in raw)

    town.clock.advance(hours=23)
    town.tick()
    town.clock.advance(hours=2)
    town.tick()
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Turn)) == 0


def test_a_repeat_of_the_last_word_gets_the_same_receipt_and_tells_nothing_twice(
    town: Town,
) -> None:
    for said in ("我要举报", "1", "1", STORY, WHERE, WHEN):
        town.resident.says(said)

    town.resident.phone.says("是", times=3)

    shown = {b.text for b in town.resident.phone.screen if "回执号" in b.text}
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Submission)) == 1
    assert len({receipt_in(each) for each in shown if "查举报 " in each}) == 1


def test_the_receipt_tells_what_became_of_it_whoever_brings_it(town: Town) -> None:
    resident, stranger = town.resident, town.newcomer()
    receipt = receipt_in(tell(resident))
    assert "还在核实" in stranger.says(f"查举报 {receipt}")

    town.secretary.says("问 1 是哪一天改的？")
    assert "是哪一天改的？" in stranger.says(f"查举报{receipt.lower()}")
    assert "已经转给" in resident.says(f"补充举报 {receipt} 上周五")
    town.send()
    assert any("上周五" in heard for heard in town.secretary.hears())

    town.secretary.says("不同意 1 查过了，日期没有改")
    assert "说明：查过了，日期没有改" in stranger.says(f"查举报 {receipt[:4]} {receipt[4:]}")
    assert "不能再补充" in resident.says(f"补充举报 {receipt} 还有")
    town.send()
    assert resident.hears() == []


def test_who_leaves_a_name_hears_the_outcome(town: Town) -> None:
    said = tell(town.resident, named="留姓名")

    assert "编号1" in said
    assert "回执号" not in said
    town.secretary.says("同意 1 已经下架")
    town.send()
    assert any("已经下架" in heard for heard in town.resident.hears())


def test_the_grid_worker_neither_hears_of_it_nor_may_touch_it(town: Town) -> None:
    grid = town.grid_worker
    tell(town.resident)
    town.send()

    assert not grid.hears()
    assert "没有编号1" in grid.says("同意 1")


def test_after_its_days_the_receipt_leads_nowhere(town: Town) -> None:
    receipt = receipt_in(tell(town.resident))
    town.secretary.says("同意 1")

    town.clock.advance(days=91)
    town.tick()

    assert "没有找到" in town.resident.says(f"查举报 {receipt}")
    with town.bot.database.read() as db:
        assert [each.answers for each in db.scalars(select(Submission))] == [{}]
        assert [each.text for each in db.scalars(select(ItemEvent))] == [None, None]


def test_an_answer_that_came_late_is_not_kept_once_it_is_sent(town: Town) -> None:
    tell(town.resident)
    with town.bot.database.read() as db:
        turn_id = db.scalars(select(Turn.id).order_by(Turn.id.desc())).first()
        contact_id = teller(town, db).id

    def owe(session: Session) -> None:
        session.add(
            Delivery(
                kind="answer", text="回执号", idempotency_key="late", status="queued",
                created_at=town.clock.now(), due_at=town.clock.now(),
                turn_id=turn_id, contact_id=contact_id,
            )
        )  # fmt: skip

    town.bot.database.write(owe)
    town.tick()
    town.send()
    town.tick()

    with town.bot.database.read() as db:
        assert db.scalars(select(Delivery).where(Delivery.turn_id == turn_id)).all() == []
