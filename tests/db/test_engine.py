import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import Database
from db.models import Audit, Person, Turn
from db.people import persons

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def note(action: str) -> Callable[[Session], None]:
    return lambda db: db.add(Audit(at=NOW, action=action))


def actions(database: Database) -> set[str]:
    with database.read() as db:
        return set(db.scalars(select(Audit.action)))


def spoil(db: Session) -> None:
    db.add(Audit(at=NOW, action="half done"))
    db.flush()
    raise ValueError("our own mistake")


def test_one_failing_piece_of_work_takes_nothing_with_it(plain_database: Database) -> None:
    pieces = [note(f"good {n}") if n % 3 else spoil for n in range(30)]
    futures: list[Any] = []
    starts = threading.Barrier(3)

    def hand_in(part: int) -> None:
        starts.wait()
        futures.extend(plain_database.submit(piece) for piece in pieces[part::3])

    threads = [threading.Thread(target=hand_in, args=(part,)) for part in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = [future.exception(timeout=30) for future in futures]

    assert actions(plain_database) == {f"good {n}" for n in range(30) if n % 3}
    assert sum(isinstance(failure, ValueError) for failure in failures) == 10


def test_a_broken_constraint_is_the_fault_of_one_piece_only(plain_database: Database) -> None:
    may_go = threading.Event()

    def twice(db: Session) -> None:
        for _ in range(2):
            db.add(Turn(channel="official", key="same", kind="text", late=False, at=NOW))
        db.flush()

    held = plain_database.submit(lambda db: may_go.wait(30))
    before, broken, after = map(plain_database.submit, (note("before"), twice, note("after")))
    may_go.set()

    assert held.result(30)
    assert isinstance(broken.exception(timeout=30), IntegrityError)
    assert before.exception(timeout=30) is after.exception(timeout=30) is None
    assert actions(plain_database) == {"before", "after"}


def test_who_reads_does_not_see_what_is_not_committed(plain_database: Database) -> None:
    entered, may_go = threading.Event(), threading.Event()

    def slow(db: Session) -> None:
        db.add(Audit(at=NOW, action="slow"))
        db.flush()
        entered.set()
        may_go.wait(30)

    future = plain_database.submit(slow)
    assert entered.wait(30)
    assert actions(plain_database) == set()

    may_go.set()
    future.result(30)
    assert actions(plain_database) == {"slow"}


def test_a_rehearsal_leaves_no_trace(plain_database: Database) -> None:
    with plain_database.rehearse() as db:
        note("rehearsed")(db)
        db.flush()
        assert db.scalar(select(func.count()).select_from(Audit)) == 1

    assert actions(plain_database) == set()


def test_moments_come_back_aware_whatever_zone_they_went_in_with(plain_database: Database) -> None:
    beijing = datetime(2026, 11, 21, 16, 0, tzinfo=timezone(timedelta(hours=8)))
    plain_database.write(lambda db: db.add(Audit(at=beijing, action="x")))

    with plain_database.read() as db:
        stored = db.scalar(select(Audit.at))

    assert stored == NOW
    assert stored is not None and stored.tzinfo is UTC


def test_a_name_is_found_by_its_blind_index(plain_database: Database) -> None:
    def add(db: Session) -> int:
        return persons.add(db, NOW, name="诸葛测试", household_id=None, phone="13900001111").id

    added = plain_database.write(add)

    with plain_database.read() as db:
        assert [person.id for person in persons.named(db, "诸葛测试")] == [added]
        assert persons.named(db, "诸葛测") == []
        found = db.scalars(select(Person).where(Person.phone_index == "13900001111")).all()
        assert [person.phone for person in found] == ["13900001111"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_sqlite_survives_a_power_cut_and_waits_its_turn(plain_database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}

    with plain_database.read() as db:
        found = {name: db.scalar(text(f"PRAGMA {name}")) for name in wanted}

    assert found == wanted
