"""Two runs of one town that differ in who tells: nothing that is left says which of them it was."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from db.models import Base, Contact
from tests.conftest import Someone, Town

ASKS, STORY = "垃圾分类怎么分", "幸福超市把过期奶粉改了日期卖"
TIP = ("我要举报", "1", "1", STORY, "幸福路口", "每天傍晚", "是")
# What is random or hangs on the key of a message, in any run.
RANDOM = {"turns.key", "deliveries.idempotency_key", "submissions.receipt", "attempts.platform_id"}


def lives(town: Town, teller: Someone, other: Someone) -> None:
    """A day of the town; only who of two tells is different."""
    for one in sorted((teller, other), key=lambda each: each.phone.openid):
        town.clock.advance(seconds=11)
        one.says(ASKS)  # offers numbers, which wait
    town.send()
    for said in TIP:
        town.clock.advance(seconds=7)
        teller.says(said)
    town.clock.advance(minutes=2)
    receipt = re.search(r"查举报 ([A-Z0-9]{8})", teller.phone.texts()[-1])
    assert receipt is not None, teller.phone.texts()
    teller.says(f"查举报 {receipt[1]}")
    town.send()
    town.tick()


def left(db: Session) -> Iterator[tuple[str, Any]]:
    """Yield what lies in every table, opened, in the order in which it lies there."""
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if f"{table.name}.{c.name}" not in RANDOM]
        rows = db.execute(select(*columns)).all()
        yield table.name, [_plain(table.name, row._mapping) for row in rows]


def _plain(table: str, row: Any) -> dict[str, Any]:
    kept = dict(row)
    is_unseen = table == "turns" and kept["kind"] == "unseen"
    kept.pop("answer" if is_unseen else "", None)  # sealed with the key of the message itself
    return kept


def people(town: Town) -> tuple[Someone, Someone]:
    first, second = town.observed[:2]
    return first, second


def test_who_told_cannot_be_told_from_what_is_left(town: Town) -> None:
    one, two = people(town)
    with town.bot.database.read() as db:
        before = {row.id: row for row in db.scalars(select(Contact))}
        db.expunge_all()

    lives(town, one, two)

    with town.bot.database.read() as db:
        found = dict(left(db))
        teller, other = (
            db.scalars(select(Contact).where(Contact.address == each.phone.openid)).one()
            for each in (one, two)
        )
        same = (
            "state", "window_left", "misses", "talking_until", "called_at", "scene",
            "moment_until", "moment_left",
        )  # fmt: skip
        assert teller.heard_at and other.heard_at
        assert teller.window_until and other.window_until
        gap = abs(teller.heard_at - other.heard_at)
        assert gap.total_seconds() == 11  # as they spoke, one after the other, before
        assert abs(teller.window_until - other.window_until) == gap
        for name in same:
            theirs, others = getattr(teller, name), getattr(other, name)
            if name == "talking_until" and theirs is not None and others is not None:
                assert abs(theirs - others) == gap
            else:
                assert theirs == others, name
        rows = [
            {k: v for k, v in row.items() if k not in {"touched_at", "expires_at", "contact_id"}}
            for row in found["conversations"]
            if row["contact_id"] in (teller.id, other.id)
        ]
        assert len(rows) in (0, 2)
        turns = [
            [row for row in found["turns"] if row["contact_id"] == each.id]
            for each in (teller, other)
        ]
        assert [len(each) for each in turns] == [1, 1]
        named = [
            (table, key)
            for table, held in found.items()
            for row in held
            for key, value in row.items()
            if key in {"contact_id", "actor_id", "subject_id"}
            and value in (teller.id, other.id)
            and table not in {"turns", "answers_given", "conversations", "feedback", "questions"}
        ]
        assert named == []
        lengths = [
            {len(str(row.place)) for row in db.execute(text("SELECT place FROM conversations"))}
        ]
        assert all(len(each) <= 1 for each in lengths)
    assert len(before) == len(found["contacts"])


def test_the_same_town_with_another_teller_leaves_the_same(town: Town) -> None:
    """The run with the one telling, looked at with the two exchanged, is the run with the other."""
    one, two = people(town)
    lives(town, one, two)
    with town.bot.database.read() as db:
        contacts = {
            each.phone.openid: db.scalars(
                select(Contact.id).where(Contact.address == each.phone.openid)
            ).one()
            for each in (one, two)
        }
        rows = dict(left(db))
    numbers = sorted(contacts.values())

    def about(number: int) -> list[tuple[str, dict[str, Any]]]:
        moments = {"heard_at", "window_until", "sign_at", "at", "touched_at", "expires_at"}
        moments |= {"talking_until", "answered_at", "asked_at"}
        whose = {"id", "contact_id", "turn_id", "person_id", "address", "bound_at", "group_id"}
        return [
            (table, {k: v for k, v in row.items() if k not in moments | whose})
            for table, held in rows.items()
            for row in held
            if row.get("contact_id") == number or (table == "contacts" and row["id"] == number)
        ]

    def sized(found: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, str]]:
        return [(t, "" if t == "conversations" else str(row)) for t, row in found]

    assert sized(about(numbers[0])) == sized(about(numbers[1]))


def test_what_was_written_on_the_way_is_gone_from_the_log_at_the_next_tick(town: Town) -> None:
    one, two = people(town)
    lives(town, one, two)
    town.clock.advance(hours=1)
    town.tick()

    if town.bot.database.is_sqlite:
        [log] = town.bot.config.data.glob("linbao.db-wal")
        assert log.stat().st_size < 10 * 4096  # what is marked as done, and nothing before
    else:
        _are_in_order(town.bot.database.engine)


def _are_in_order(engine: Engine) -> None:
    with engine.connect() as connection:
        order = connection.execute(text("SELECT id FROM contacts")).scalars().all()
        assert list(order) == sorted(order)


def test_a_sweep_that_found_somebody_reading_is_made_up_for(town: Town) -> None:
    if not town.bot.database.is_sqlite:
        return
    one, two = people(town)
    [log] = town.bot.config.data.glob("linbao.db-wal")
    with town.bot.database.read() as reader:
        reader.scalars(select(Contact.id)).all()
        lives(town, one, two)
        assert log.stat().st_size > 10 * 4096

    town.clock.advance(seconds=5)
    town.tick()

    assert log.stat().st_size < 10 * 4096


def test_who_is_new_leaves_no_address(town: Town) -> None:
    stranger = town.newcomer("oTellsOnceAndNeverAgain0001")
    for said in TIP:
        stranger.says(said)
    town.tick()

    with town.bot.database.read() as db:
        found = db.scalars(select(Contact.id).where(Contact.address == stranger.phone.openid)).all()
    assert found == []
