"""What the first migrations did with the rows of their day; newer ones are in test_migrations.py."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import Database, Keyring, connect, conversations, marks, migrate
from db.followup import asking
from db.models import (
    Episode,
    ItemKind,
    ItemState,
    Observation,
    Person,
    Question,
    Role,
    SlotDue,
    Submission,
    Turn,
    WorkItem,
)
from db.people import units
from tests.databases import MORNING, ZONE


@pytest.fixture
def empty(empty_database_url: str, data: Path) -> Iterator[Database]:
    database = connect(empty_database_url, Keyring.load(data / "keys.json"))
    yield database
    database.close()


_BEFORE = """
    INSERT INTO tickets (id, kind, state, text, judged, raised_at, climbs_at) VALUES
        (12, 'danger', 'open', 'x', {no}, '2026-11-20 08:00:00', NULL),
        (13, 'fever', 'acknowledged', 'x', {no}, '2026-11-20 08:00:00', NULL);
    INSERT INTO people (id, answers, created_at) VALUES (1, {no}, '2026-11-20'), (2, {no}, '2026-11-20');
    INSERT INTO escalations (ticket_id, person_id, step, told_at) VALUES (12, 1, 0, '2026-11-20');
"""
_QUEUED = [  # as a storm has left them: (kind, ticket, person)
    *[("alert", 12, 1)] * 4, *[("alert", 12, 2)] * 3, ("alert", 13, 1), ("notice", None, 1),
    ("info", None, 2),
]  # fmt: skip


def test_what_a_storm_has_left_in_the_queue_is_one_alert_a_person(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _BEFORE.format(no=no).split(";")):
            connection.exec_driver_sql(statement)
        for number, (kind, ticket, person) in enumerate(_QUEUED, 1):
            connection.exec_driver_sql(
                "INSERT INTO deliveries (id, kind, person_id, ticket_id, text, once, status, rung,"
                " evidence, attempts, created_at, due_at) VALUES"
                f" ({number}, '{kind}', {person}, {ticket or 'NULL'}, 'x', '{number}', 'queued', 0,"
                " 0, 0, '2026-11-20', '2026-11-20')"
            )

    migrate.upgrade(empty.engine)

    with empty.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, status, urgency FROM deliveries ORDER BY id"
        ).all()
        told = connection.exec_driver_sql("SELECT insisted, updates FROM steps").all()
    queued = {number: urgency for number, status, urgency in rows if status == "queued"}
    assert queued == {4: 0, 7: 0, 9: 3, 10: 2}
    assert len(rows) == len(_QUEUED)
    assert [tuple(row) for row in told] == [(0, 0)]


_FORMS = """
    INSERT INTO people (id, answers, created_at) VALUES (1, {no}, '2026-11-20');
    INSERT INTO submissions (id, form, answers, state, sent_at, due_at, decided_at, decided_by)
        VALUES (1, 'returnee', 'x', 'waiting', '2026-11-20', '2026-11-21', NULL, NULL),
        (2, 'feast', 'x', 'asked', '2026-11-20', NULL, NULL, NULL),
        (3, 'feast', 'x', 'overdue', '2026-11-20', '2026-11-21', NULL, NULL),
        (4, 'feast', 'x', 'confirmed', '2026-11-20', NULL, '2026-11-22', 1),
        (5, 'errand', 'x', 'confirmed', '2026-11-20', NULL, '2026-11-22', 1),
        (6, 'feast', 'x', 'declined', '2026-11-20', NULL, '2026-11-22', 1),
        (7, 'feast', 'x', 'cancelled', '2026-11-20', NULL, NULL, NULL);
    INSERT INTO tickets (id, kind, state, text, judged, raised_at, submission_id, acknowledged_by)
        VALUES (11, 'form', 'open', 'x', {no}, '2026-11-20', 1, NULL),
        (12, 'form', 'open', 'x', {no}, '2026-11-20', 2, NULL),
        (13, 'form', 'open', 'x', {no}, '2026-11-20', 3, NULL),
        (14, 'form', 'acknowledged', 'x', {no}, '2026-11-20', 4, 1),
        (15, 'help', 'acknowledged', 'x', {no}, '2026-11-20', 5, 1),
        (16, 'form', 'declined', 'x', {no}, '2026-11-20', 6, 1),
        (17, 'form', 'declined', 'x', {no}, '2026-11-20', 7, NULL),
        (18, 'danger', 'acknowledged', 'x', {no}, '2026-11-20', NULL, 1),
        (19, 'danger', 'declined', 'x', {no}, '2026-11-20', NULL, NULL);
    INSERT INTO submission_events (id, submission_id, act, at) VALUES
        (1, 2, 'asked', '2026-11-20 09:00:00'), (2, 3, 'overdue', '2026-11-21 09:00:00'),
        (3, 4, 'confirmed', '2026-11-22'), (4, 7, 'cancelled', '2026-11-22');
    INSERT INTO escalations (id, ticket_id, person_id, step, told_at, insisted, updates)
        VALUES (1, 12, 1, 0, '2026-11-20', 1, 2);
    INSERT INTO deliveries (id, kind, person_id, ticket_id, text, idempotency_key, status, evidence,
        created_at, due_at, urgency)
        VALUES (1, 'alert', 1, 12, 'x', '1', 'wired', 1, '2026-11-20', '2026-11-20', 2);
"""


def test_numbers_of_yesterday_s_work_keep_their_meaning(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _FORMS.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, state, late_at, asked_at FROM items").all()
        acts = connection.exec_driver_sql("SELECT item_id, act FROM item_events ORDER BY id").all()
        told = connection.exec_driver_sql(
            "SELECT item_id, tier, insisted, updates FROM steps"
        ).all()
        sent = connection.exec_driver_sql("SELECT item_id FROM deliveries").all()
        due = connection.exec_driver_sql("SELECT id FROM items WHERE due_at IS NOT NULL").all()
    assert {number: state for number, state, *_ in rows} == {
        11: "open", 12: "open", 13: "open", 14: "done", 15: "taken", 16: "declined",
        17: "withdrawn", 18: "taken", 19: "withdrawn",
    }  # fmt: skip
    assert [number for number, _, late, _ in rows if late] == [13]
    assert [number for number, _, _, asked in rows if asked] == [12]
    assert [tuple(row) for row in acts] == [
        (12, "asked"), (13, "late"), (14, "done"), (17, "withdrawn"),
    ]  # fmt: skip
    assert [tuple(row) for row in told] == [(12, 0, 1, 2)]
    assert [row[0] for row in sent] == [12]
    assert {row[0] for row in due} == {11, 13}

    with migrate.tables_apart(empty.engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
        back = connection.exec_driver_sql("SELECT id, state FROM submissions ORDER BY id").all()
    assert [state for _, state in back] == [
        "waiting", "asked", "overdue", "confirmed", "confirmed", "declined", "cancelled",
    ]  # fmt: skip


BEFORE_MARKS = "0010"


def test_what_the_clock_has_done_stays_done(empty: Database) -> None:
    config = migrate._config()
    rows = [
        ("slots:chik_2025:morning", "2026-11-21"),
        ("retention", "2026-11-21"),
        ("template", "2026-11-21"),
    ]

    def ledger(connection: Any) -> list[tuple[Any, ...]]:
        found = connection.exec_driver_sql("SELECT scope, period, used FROM quotas")
        return sorted(tuple(row) for row in found)

    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE_MARKS)
        for scope, period in rows:
            connection.exec_driver_sql(
                f"INSERT INTO quotas (scope, period, used) VALUES ('{scope}', '{period}', 1)"
            )
        before = ledger(connection)
        command.upgrade(config, "0011")
        assert ledger(connection) == [("template", "2026-11-21", 1)]

    with empty.read() as db:
        assert marks.since(db, date(2026, 11, 21)) == set(rows[:2])

    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE_MARKS)
        assert ledger(connection) == before


def test_what_was_asked_yesterday_is_listed_today(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        connection.exec_driver_sql(
            "INSERT INTO contacts (id, channel, address, state, window_left, moment_left, misses)"
            " VALUES (7, 'official', 'oYesterday', 'following', 0, 0, 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO questions (id, contact_id, text, guesses, kind, state, asked_at)"
            " VALUES (3, 7, 'x', '', 'question', 'open', '2026-11-20 08:00:00')"
        )
        command.upgrade(config, "head")
        row = connection.exec_driver_sql(
            "SELECT q.id, q.state, c.unlisted_until FROM questions q"
            " JOIN contacts c ON c.id = q.contact_id"
        ).one()

    assert tuple(row) == (3, "open", None)


_MEANT = """
    INSERT INTO contacts (id, channel, address, state, window_left, moment_left, misses)
        VALUES (1, 'official', 'o1', 'following', 0, 0, 0);
    INSERT INTO turns (id, channel, key, kind, intent, late, at, contact_id) VALUES
        (1, 'official', 'a', 'text', 'psych_support', {no}, '2026-11-20', 1),
        (2, 'official', 'b', 'text', 'unseen', {no}, '2026-11-20', NULL),
        (3, 'official', 'c', 'follow', NULL, {no}, '2026-11-20', 1);
    INSERT INTO questions (id, contact_id, text, guesses, kind, state, asked_at)
        VALUES (1, 1, 'x', 'psych_support,ask_travel', 'question', 'open', '2026-11-20');
    INSERT INTO submissions (id, form, answers, sent_at, contact_id)
        VALUES (1, 'health', 'x', '2026-11-20', 1);
    INSERT INTO items (id, kind, state, text, needs_decision, raised_at, submission_id, contact_id)
        VALUES (7, 'fever', 'open', 'x', {no}, '2026-11-20', 1, 1);
    INSERT INTO conversations (contact_id, form, step, answers, touched_at, expires_at)
        VALUES (1, 'health', 'symptoms', '{said}', '2026-11-20', '2026-11-21');
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-20');
    INSERT INTO observations (id, person_id, turn_id, kind, grade, day, part, at)
        VALUES (1, 1, 1, 'temperature', 'fever', '2026-11-20', 'morning', '2026-11-20');
"""


def test_what_yesterday_was_about_is_readable_no_more_and_not_lost(
    empty: Database, data: Path
) -> None:
    config = migrate._config()
    said = Keyring.load(data / "keys.json").seal('{"symptoms": "咳"}', "conversations.answers")
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _MEANT.format(no=no, said=said).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.engine.connect() as connection:
        readable = [
            (table, word)
            for table in ("turns", "questions", "submissions", "items", "conversations")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            for word in ("psych", "fever", "health", "symptoms", "travel")
            if word in str(row)
        ]
    with empty.read() as db:
        turns = db.scalars(select(Turn).order_by(Turn.id)).all()
        number, form = WorkItem.id, Submission.contact_id
        items = db.scalars(select(number).where(WorkItem.kind == ItemKind.FEVER)).all()
        forms = db.scalars(select(form).where(Submission.form == "health")).all()
        place = conversations.find(db, 1, datetime(2026, 11, 20, tzinfo=UTC))
        assert [(turn.kind, turn.intent) for turn in turns] == [
            ("text", "psych_support"), ("unseen", None), ("follow", None),
        ]  # fmt: skip
        assert (items, forms) == ([7], [1])
        assert place is not None
        assert (place.form, place.step, place.answers) == ("health", "symptoms", {"symptoms": "咳"})
        assert db.scalars(select(Question.guesses)).one() == "psych_support,ask_travel"
        assert db.scalars(select(Observation.contact_id)).one() == 1
    assert readable == []


_STANDING_IN = """
    INSERT INTO units (id, level, label, name, path) VALUES (1, 4, '社区', '梧桐里社区', '1/');
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-20'), (2, {no}, '2026-11-20');
    INSERT INTO posts (id, person_id, unit_id, role, substitute_id, from_on) VALUES
        (1, 1, 1, 'secretary', 2, '2026-11-01'), (2, 2, 1, 'doctor', NULL, '2026-11-01');
"""


def test_whoever_stands_in_keeps_standing_in(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _STANDING_IN.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.read() as db:
        roles = {person: units.roles_of(db, person, MORNING, ZONE) for person in (1, 2)}
        holders = {held.role: held.id for held in units.in_charge(db, 1, MORNING, ZONE)}
    assert roles == {1: {Role.SECRETARY}, 2: {Role.SECRETARY, Role.DOCTOR}}
    assert holders == {Role.SECRETARY: 2, Role.DOCTOR: 2}

    with migrate.tables_apart(empty.engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0013")
        back = connection.exec_driver_sql("SELECT id, substitute_id FROM posts ORDER BY id").all()
    assert [tuple(row) for row in back] == [(1, 2), (2, None)]


_ASKED_YESTERDAY = """
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-20');
    INSERT INTO episodes (id, person_id, programme, starts_on, ends_on, state, opened_at)
        VALUES (5, 1, 'chik_2025', '2026-11-20', '2026-12-01', 'active', '2026-11-20 01:00:00');
    INSERT INTO slots_due (id, episode_id, day, part, opens_at, closes_at, state, asked_at) VALUES
        (1, 5, '2026-11-20', 'morning', '2026-11-20 00:00:00', '2026-11-20 04:00:00', 'missed', '2026-11-20 00:00:00'),
        (2, 5, '2026-11-20', 'evening', '2026-11-20 09:30:00', '2026-11-20 13:30:00', 'filled', NULL),
        (3, 5, '2026-11-21', 'morning', '2026-11-21 00:00:00', '2026-11-21 04:00:00', 'open', '2026-11-21 00:00:00'),
        (4, 5, '2026-11-21', 'evening', '2026-11-21 00:30:00', '2026-11-21 13:30:00', 'open', NULL);
"""


def test_who_was_asked_yesterday_is_not_asked_again_and_who_was_not_is(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0023")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _ASKED_YESTERDAY.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    with empty.read() as db:
        rows = db.scalars(select(SlotDue).order_by(SlotDue.id)).all()
        assert [row.times_asked for row in rows] == [1, 0, 1, 0]
        assert [row.asks_at for row in rows[:3]] == [None] * 3
        assert rows[3].asks_at == rows[3].opens_at
        assert [slot.id for slot in asking.to_ask(db, now, 10)] == [4]
        assert asking.wishes(db, [1]) == {}
        assert db.scalars(select(Episode.closely_until)).all() == [None]


def test_a_silence_is_somebody_not_reached_for_the_version_before(empty: Database) -> None:
    migrate.upgrade(empty.engine)
    with empty.engine.begin() as connection, Session(connection) as db:
        card = Person(created_at=MORNING)
        db.add(card)
        db.flush()
        item = WorkItem(kind=ItemKind.SILENCE, state=ItemState.OPEN, text="x", raised_at=MORNING)
        item.person_id = card.id
        db.add(item)
        db.flush()
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0023")

    migrate.upgrade(empty.engine)

    with empty.read() as db:
        found = db.scalars(select(WorkItem)).one()
        assert (found.kind, found.state) == (ItemKind.UNREACHED, ItemState.OPEN)
