"""What staff answered before answers became versions of entries: carried over, and brought back."""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from db import migrate
from db.types import Sealed, SealedJson
from tests.conftest import Town

BEFORE = "0008"
FOUNTAIN, GATE, POND, POOL = (
    "小区的喷泉几点开放呀", "东门晚上几点锁门呀", "水池里能不能游泳呀", "游泳池怎么办卡呀",
)  # fmt: skip
RUMOR = "五号楼拉走五个人"
LONG = "带上身份证和两张照片。" * 14
ANSWERED = datetime.fromisoformat("2026-11-20T01:00")

questions = sa.table(
    "questions",
    *(sa.column(name) for name in ("id", "contact_id", "guesses", "kind", "state", "group_id")),
    sa.column("text", Sealed("questions.text")),
    sa.column("answer", Sealed("questions.answer")),
    sa.column("answered_by"),
    sa.column("asked_at", sa.DateTime()),
    sa.column("answered_at", sa.DateTime()),
    sa.column("until", sa.Date()),
)
staff_entries = sa.table(
    "staff_entries",
    *(sa.column(name) for name in ("id", "question_id", "answer", "issuer", "state", "author_id")),
    sa.column("wordings", SealedJson("staff_entries.wordings")),
    sa.column("restricts", sa.Boolean()),
    sa.column("starts_on", sa.Date()),
    sa.column("ends_on", sa.Date()),
    sa.column("made_at", sa.DateTime()),
)
entries = sa.table(
    "entries",
    *(sa.column(name) for name in ("key", "version", "hash", "state", "made", "author_id")),
    sa.column("body", sa.JSON()),
    *(sa.column(name, sa.DateTime()) for name in ("from_at", "created_at", "approved_at")),
)


def step(town: Town, act: Any, revision: str) -> None:
    config = migrate._config()
    with migrate.tables_apart(town.bot.database.engine) as connection:
        config.attributes["connection"] = connection
        act(config, revision)
    for part in ("house", "inbox"):  # whoever upgrades starts anew
        town.bot.__dict__.pop(part, None)


@pytest.fixture
def yesterday(town: Town) -> Town:
    """Questions and entries as they lay in the tables of the version before."""
    town.newcomer().says("你好")
    step(town, command.downgrade, BEFORE)
    with town.bot.database.engine.begin() as db:
        author = _person(db, town.who["secretary"])
        lin, chen = (
            _contact(db, who) for who in (town.who["resident"], town.newcomer().phone.openid)
        )
        asked = [
            (1, lin, FOUNTAIN, "question", None, "每天晚上七点开。", None),
            (2, chen, "请问小区的喷泉几点开放", "question", 1, "每天晚上七点开。", None),
            (3, lin, GATE, "question", None, "晚上十一点锁门。", date(2026, 12, 31)),
            (4, lin, POND, "question", None, "一律不得进水池。", None),
            (5, chen, POOL, "question", None, LONG, None),
            (6, lin, RUMOR, "rumor", None, "假的，没有这回事", None),
        ]
        for id_, contact, text, kind, group, answer, until in asked:
            row = {"id": id_, "contact_id": contact, "text": text, "kind": kind, "group_id": group}
            row |= {"answer": answer, "until": until, "guesses": "", "state": "answered"}
            row |= {"answered_by": author, "asked_at": ANSWERED, "answered_at": ANSWERED}
            db.execute(sa.insert(questions).values(row))
        made = [
            (1, 3, GATE, "晚上十一点锁门。", "live", date(2026, 12, 31)),
            (2, 4, POND, "一律不得进水池。", "waiting", None),
            (3, 5, POOL, LONG, "live", None),
        ]
        for id_, question, wording, answer, state, until in made:
            row = {"id": id_, "question_id": question, "wordings": [wording], "answer": answer}
            row |= {"issuer": "梧桐里社区", "state": state, "restricts": state == "waiting"}
            row |= {"author_id": author, "starts_on": date(2026, 11, 20), "ends_on": until}
            db.execute(sa.insert(staff_entries).values(made_at=ANSWERED, **row))
        db.execute(sa.insert(entries).values(_known(author)))
        if town.bot.database.engine.dialect.name == "postgresql":  # our numbers, not its own
            db.execute(sa.text("SELECT setval('questions_id_seq', 6)"))
    return town


def _known(author: int) -> dict[str, Any]:
    """The lasting answer as it lay among the entries, readable."""
    body = {
        "id": "staff1", "topic": "社区答复", "questions": [GATE], "answer": "晚上十一点锁门。",
        "effective": {"from": "2026-11-20", "to": "2026-12-31"}, "status": "current",
        "sources": [{"publisher": "梧桐里社区", "title": "社区答复"}],
    }  # fmt: skip
    row = {"key": "staff1", "version": 1, "hash": "0" * 64, "state": "approved", "made": "spot"}
    at = {"from_at": ANSWERED, "created_at": ANSWERED, "approved_at": ANSWERED}
    return {**row, **at, "author_id": author, "body": body}


def _person(db: sa.Connection, openid: str) -> int:
    found = db.execute(
        sa.text("SELECT person_id FROM contacts WHERE address = :at"), {"at": openid}
    )
    return int(found.scalar_one())


def _contact(db: sa.Connection, openid: str) -> int:
    found = db.execute(sa.text("SELECT id FROM contacts WHERE address = :at"), {"at": openid})
    return int(found.scalar_one())


def test_what_was_answered_is_known_after_the_upgrade(yesterday: Town) -> None:
    step(yesterday, command.upgrade, "head")

    asker = yesterday.doctor
    assert "11月20日答复：每天晚上七点开。" in asker.says(FOUNTAIN)
    assert asker.says(GATE) == "晚上十一点锁门。\n依据：梧桐里社区，2026-11-20起，到2026-12-31"
    assert LONG in asker.says(POOL)
    assert "11月20日核实：不实。没有这回事。" in asker.says(f"听说{RUMOR}，是真的吗")
    assert "已经答过了：“每天晚上七点开。”" in yesterday.secretary.says("答 2 八点开")


def test_numbers_in_old_chats_keep_their_meaning(yesterday: Town) -> None:
    step(yesterday, command.upgrade, "head")

    assert "问答2已生效" in yesterday.township.says("同意问答 2")
    assert "问答1已撤下" in yesterday.secretary.says("撤下问答 1")
    assert "锁门。" not in yesterday.doctor.says(GATE)


def test_who_was_answered_before_hears_it_when_staff_say_something_else(yesterday: Town) -> None:
    step(yesterday, command.upgrade, "head")
    lin, chen = yesterday.resident, yesterday.newcomer()
    for someone in (lin, chen):
        someone.seen = len(someone.phone.screen)

    yesterday.secretary.says("改答 1 每天晚上八点开。")
    yesterday.at("2026-11-21T08:10")
    yesterday.tick()
    yesterday.send()

    for someone in (lin, chen):
        [text] = [said for said in someone.hears() if said.startswith("您11月20日问的")]
        assert "原来：每天晚上七点开。\n现在改为：每天晚上八点开。" in text


def test_what_was_sealed_stays_sealed(yesterday: Town) -> None:
    step(yesterday, command.upgrade, "head")

    with yesterday.bot.database.engine.connect() as db:
        rows = db.execute(sa.text("SELECT * FROM entries WHERE number IS NOT NULL")).all()
        group = db.execute(sa.text("SELECT group_id FROM questions WHERE id = 2")).scalar_one()
        tables = sa.inspect(db).get_table_names()

    assert (
        len(rows) == 9 - 1
    )  # six answers less the one that repeats another, three of them lasting
    assert not [word for word in (FOUNTAIN, POND, POOL, "七点", LONG[:9]) if word in str(rows)]
    assert group == 1
    assert "staff_entries" not in tables


def test_it_can_be_taken_back_with_all_that_was_said(yesterday: Town) -> None:
    step(yesterday, command.upgrade, "head")
    step(yesterday, command.downgrade, BEFORE)

    with yesterday.bot.database.engine.begin() as db:
        asked = db.execute(sa.select(questions).order_by(questions.c.id)).all()
        made = db.execute(sa.select(staff_entries).order_by(staff_entries.c.id)).all()
        known = db.execute(sa.select(entries).where(entries.c.key == "staff1")).all()
    step(yesterday, command.upgrade, "head")

    assert [(row.id, row.group_id, row.answer, row.until) for row in asked][:3] == [
        (1, None, "每天晚上七点开。", None),
        (2, 1, "每天晚上七点开。", None),
        (3, None, "晚上十一点锁门。", date(2026, 12, 31)),
    ]
    assert [(row.id, row.question_id, row.state, row.wordings) for row in made] == [
        (1, 3, "live", [GATE]),
        (2, 4, "waiting", [POND]),
        (3, 5, "live", [POOL]),
    ]
    assert [(row.made, row.body["questions"]) for row in known] == [("spot", [GATE])]
