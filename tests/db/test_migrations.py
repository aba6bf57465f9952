from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import ForeignKeyConstraint, inspect, select

from community.notices import sums
from db import Database, Keyring, connect, migrate
from db.followup import samples
from db.models import (
    Absence,
    Base,
    Delivery,
    Episode,
    EpisodeEvent,
    EpisodeState,
    ItemKind,
    ItemState,
    Observation,
    Role,
    Sample,
    SampleResult,
    WorkItem,
)
from db.people import leaves, units
from db.types import keyring_of
from tests.databases import MORNING, ZONE


@pytest.fixture
def empty(empty_database_url: str, data: Path) -> Iterator[Database]:
    database = connect(empty_database_url, Keyring.load(data / "keys.json"))
    yield database
    database.close()


def is_checked_by(engine: str, key: Any, *_: object) -> bool:
    """PostgreSQL does without some foreign keys (see db/models/speaking.py)."""
    if not isinstance(key, ForeignKeyConstraint):
        return True
    return bool(key.elements[0].info.get("checked_by", engine) == engine)


def test_the_migrations_make_what_the_models_say(empty: Database) -> None:
    migrate.upgrade(empty.engine)

    with empty.engine.connect() as connection:
        engine = connection.dialect.name
        opts = {"compare_type": True, "include_object": partial(is_checked_by, engine)}
        context = MigrationContext.configure(connection, opts=opts)
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    assert migrate.current(empty.engine) == migrate.head()


def _shape(database: Database) -> dict[str, Any]:
    """Return what a database is like, but for the names of what binds its tables."""
    seen = inspect(database.engine)

    def told(name: str) -> dict[str, Any]:
        return {
            "columns": {(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)},
            "key": seen.get_pk_constraint(name)["constrained_columns"],
            "indexes": {
                (i["name"], *i["column_names"], i["unique"]) for i in seen.get_indexes(name)
            },
            "unique": {tuple(u["column_names"]) for u in seen.get_unique_constraints(name)},
            "points to": {
                (*k["constrained_columns"], k["referred_table"], k["options"].get("ondelete"))
                for k in seen.get_foreign_keys(name)
            },
        }

    return {name: told(name) for name in seen.get_table_names() if name != "alembic_version"}


def test_tables_laid_at_once_are_those_the_steps_make(data: Path) -> None:
    keys = Keyring.load(data / "keys.json")
    stepped, laid = (connect(f"sqlite:///{data / name}.db", keys) for name in ("steps", "laid"))
    migrate.upgrade(stepped.engine)
    migrate.lay(laid.engine)

    assert _shape(laid) == _shape(stepped)
    assert migrate.current(laid.engine) == migrate.head()
    assert migrate.upgrade(laid.engine) is False
    for database in (stepped, laid):
        database.close()


def test_upgrading_again_changes_nothing(empty: Database) -> None:
    assert migrate.current(empty.engine) is None
    assert migrate.upgrade(empty.engine) is True
    assert migrate.upgrade(empty.engine) is False


def test_the_name_of_a_file_is_its_step(empty: Database) -> None:
    """Without Alembic steps are known by their files' names only."""
    steps = ScriptDirectory.from_config(migrate._config())
    known = [step.revision for step in steps.walk_revisions()]

    assert migrate.head() == steps.get_current_head()
    assert all(migrate.is_known(step) for step in known)
    assert migrate._steps() == set(known)


def test_every_step_can_be_taken_back(empty: Database) -> None:
    migrate.upgrade(empty.engine)

    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    assert migrate.upgrade(empty.engine) is True


_AWAY_YESTERDAY = """
    INSERT INTO units (id, level, label, name, path) VALUES (1, 4, 'c', 'c', '1/');
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-20'), (2, {no}, '2026-11-20');
    INSERT INTO posts (id, person_id, unit_id, role, from_on, until_on) VALUES
        (1, 1, 1, 'secretary', '2026-11-01', NULL), (2, 1, 1, 'doctor', '2020-11-01', '2020-11-02');
    INSERT INTO absences (id, post_id, substitute_id, begins_at, asked_at, agreed_at, begun_at, warned)
        VALUES (7, 1, 2, '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-20', 0);
"""


def test_leave_of_yesterday_runs_on_and_what_is_long_over_is_told_to_nobody(
    empty: Database,
) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0019")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _AWAY_YESTERDAY.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.read() as db:
        held = {one.role: one.id for one in units.in_charge(db, 1, MORNING, ZONE)}
        kept = db.scalars(select(Absence)).one()
        over = leaves.due_posts(db, leaves.is_post_over(MORNING.date(), MORNING), 9)
        assert (held, kept.leave_id, kept.accepted_at) == ({Role.SECRETARY: 2}, 7, kept.asked_at)
        assert list(over) == []


_WATCHED_YESTERDAY = """
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-20'), (2, {no}, '2026-11-20');
    INSERT INTO episodes (id, person_id, programme, starts_on, ends_on, state, opened_at, opened_by, closed_at) VALUES
        (5, 1, 'chik_2025', '2026-11-20', '2026-12-01', 'active', '2026-11-20 08:00:00', 2, NULL),
        (6, 2, 'chik_2025', '2026-11-01', '2026-11-10', 'ended', '2026-11-01 08:00:00', NULL, '2026-11-11 08:00:00');
    INSERT INTO observations (id, person_id, episode_id, kind, grade, day, part, at) VALUES
        (7, 1, 5, 'temperature', 'normal', '2026-11-20', 'morning', '2026-11-20 08:00:00');
"""


def test_what_runs_since_yesterday_runs_on_and_its_history_begins_with_its_beginning(
    empty: Database,
) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0021")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _WATCHED_YESTERDAY.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.read() as db:
        first, second = db.scalars(select(Episode).order_by(Episode.id)).all()
        assert (first.state, second.state) == (EpisodeState.ACTIVE, EpisodeState.ENDED)
        assert (first.held_on, first.paused_at, first.end_reason) == (None, None, None)
        events = db.scalars(select(EpisodeEvent).order_by(EpisodeEvent.id)).all()
        assert [(each.episode_id, each.act, each.detail, each.actor_id) for each in events] == [
            (5, "opened", "2026-12-01", 2), (6, "opened", "2026-11-10", None),
        ]  # fmt: skip
        assert db.scalars(select(Observation)).one().measured_by is None


_NOTICE_OF_YESTERDAY = """
    INSERT INTO units (id, level, label, name, path) VALUES (1, 4, 'c', 'c', '1/'), (2, 6, 'b', 'b', '1/2/');
    INSERT INTO households (id, unit_id, building, entrance, room, room_index)
        VALUES (1, 2, '3', '1', 'x', 'a'), (2, 2, '3', '1', 'x', 'b');
    INSERT INTO people (id, household_id, is_respondent, created_at)
        VALUES (1, 1, {no}, '2026-11-20'), (2, 2, {no}, '2026-11-20');
    INSERT INTO notices (id, code, unit_id, author_id, text, state, created_at, households, unreachable)
        VALUES (1, 'N1', 1, 1, 'x', 'published', '2026-11-20', 2, 1),
               (2, NULL, 1, 1, 'x', 'draft', '2026-11-20', 0, 0);
    INSERT INTO deliveries (id, kind, person_id, text, idempotency_key, status, evidence, created_at, due_at, urgency, notice_id)
        VALUES (1, 'notice', 1, 'x', 'k', 'wired', 1, '2026-11-20', '2026-11-20', 3, 1);
"""


def test_a_notice_of_yesterday_is_counted_as_far_as_its_deliveries_tell(empty: Database) -> None:
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0021")
        no = "0" if empty.engine.dialect.name == "sqlite" else "false"
        for statement in filter(str.strip, _NOTICE_OF_YESTERDAY.format(no=no).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    with empty.read() as db:
        found = sums.of_code(db, "N1")
        target = db.scalar(select(Delivery.target_id))
    assert found is not None
    assert (found.root.households, found.root.reached) == (2, 1)
    assert found.root.reasons == {"no_contact": 1}
    assert target is not None


_SAMPLED_YESTERDAY = """
    INSERT INTO people (id, is_respondent, created_at) VALUES (1, {no}, '2026-11-18'), (2, {no}, '2026-11-18');
    INSERT INTO episodes (id, person_id, programme, starts_on, ends_on, state, opened_at) VALUES
        (5, 1, 'covid', '2026-11-18', '2026-12-01', 'active', '2026-11-18 08:00:00'),
        (6, 2, 'covid', '2026-11-18', '2026-12-01', 'active', '2026-11-18 08:00:00');
    INSERT INTO samples (id, episode_id, day, is_required, taken_at, result, result_at, told_at) VALUES
        (1, 5, '2026-11-20', {yes}, '2026-11-20 00:30:00', NULL, NULL, NULL),
        (2, 6, '2026-11-20', {yes}, '2026-11-20 00:30:00', '{negative}', '2026-11-20 06:00:00', '2026-11-20 06:00:00'),
        (3, 6, '2026-11-22', {no}, NULL, NULL, NULL, NULL);
"""


def test_a_sample_of_yesterday_is_as_late_as_it_was_and_its_household_still_hears_of_the_next(
    empty: Database,
) -> None:
    ring = keyring_of(empty.engine.dialect)
    yes, no = ("1", "0") if empty.engine.dialect.name == "sqlite" else ("true", "false")
    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0028")
        given = {"yes": yes, "no": no, "negative": ring.index("negative", "samples.result")}
        for statement in filter(str.strip, _SAMPLED_YESTERDAY.format(**given).split(";")):
            connection.exec_driver_sql(statement)

    migrate.upgrade(empty.engine)

    bounds = MORNING - timedelta(hours=6), MORNING, MORNING - timedelta(days=3)
    with empty.read() as db:
        late = samples.late(db, "covid", *bounds, 9)
        untold = samples.untold_of(db, MORNING.date() + timedelta(days=1), 9)
        told = db.get_one(Sample, 2)
        assert ([each.id for each in late], [each.id for each in untold]) == ([1], [3])
        assert (told.result, told.late_at, told.eve_at) == (SampleResult.NEGATIVE, None, None)


def test_what_yesterday_did_not_know_is_taken_back_as_something_it_knew(empty: Database) -> None:
    ring = keyring_of(empty.engine.dialect)
    migrate.upgrade(empty.engine)
    item = WorkItem(kind=ItemKind.SAMPLE, state=ItemState.OPEN, text="x", raised_at=MORNING)
    empty.write(lambda db: db.add(item))

    config = migrate._config()
    with empty.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0028")
        kind = connection.exec_driver_sql("SELECT kind FROM items").scalar()

    assert kind == ring.index("release", "items.kind")
    assert migrate.upgrade(empty.engine) is True
