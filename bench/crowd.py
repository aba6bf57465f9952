"""A city of invented households, written by the database itself: a million people take seconds."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.people import units

PER_HOUSEHOLD = 2
PER_BUILDING = 200  # households
FIRST = 1_000_000  # numbers below are the sample's

_SERIES = {
    "sqlite": "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < :n) ",
    "postgresql": "WITH s(i) AS (SELECT generate_series(1, :n)) ",
}
_BUILDINGS = """
    INSERT INTO units (id, parent_id, level, label, name, path, building)
    {series} SELECT :first + i, :parent, 6, '楼栋', 'B' || i, :path || (:first + i) || '/', 'B' || i FROM s"""
_HOUSEHOLDS = """
    INSERT INTO households (id, unit_id, building, entrance, room, room_index)
    {series} SELECT :first + i, :first + 1 + (i - 1) / :each, 'B', '1', :room, CAST(i AS TEXT) FROM s"""
_PEOPLE = """
    INSERT INTO people (id, household_id, is_respondent, created_at)
    {series} SELECT :first + i, :first + 1 + (i - 1) / :each, {no}, '2026-11-21 00:00:00' FROM s"""
_CONTACTS = """
    INSERT INTO contacts (channel, address, person_id, state, window_until, window_left, moment_left, misses)
    {series} SELECT 'official', 'oCrowd' || i, :first + i, 'following', '2026-11-23 00:00:00', :left, 0, 0 FROM s"""


def fill(db: Session, people: int, *, left: int = 5) -> None:
    """Let so many people live in the community, each with a phone that may be sent `left` messages."""
    dialect = db.get_bind().dialect.name
    community = units.root_community(db)
    assert community is not None
    room = db.scalars(text("SELECT room FROM households LIMIT 1")).one()
    households = people // PER_HOUSEHOLD
    buildings = households // PER_BUILDING + 1
    words = {"series": _SERIES[dialect], "no": "0" if dialect == "sqlite" else "false"}

    def run(statement: str, many: int, **values: object) -> None:
        db.execute(text(statement.format(**words)), {"n": many, "first": FIRST, **values})

    run(_BUILDINGS, buildings, parent=community.id, path=community.path)
    run(_HOUSEHOLDS, households, each=PER_BUILDING, room=room)
    run(_PEOPLE, people, each=PER_HOUSEHOLD)
    run(_CONTACTS, people, left=left)
