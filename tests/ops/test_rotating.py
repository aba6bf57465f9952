"""A new key while it runs: all that was known stays known, and nothing is left under the old key."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, select, type_coerce
from sqlalchemy.types import Text

from db import Keyring, resealing
from db.types import Sealed, SealedJson
from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until


def known(place: Place) -> dict[str, list[str]]:
    """Return all sealed values as they read, by column."""
    ring = Keyring.load(place.data / "keys.json")
    return {
        name: sorted(ring.open(value, where) for value in values)
        for (name, where), values in lying(place).items()
    }


def place_of(column: Column[Any]) -> str:
    assert isinstance(column.type, Sealed | SealedJson)
    return column.type.place


def lying(place: Place) -> dict[tuple[str, str], list[str]]:
    """Return all sealed values as they lie there."""
    with place.database() as database, database.engine.connect() as connection:
        return {
            (f"{column.table.name}.{column.name}", place_of(column)): list(
                connection.scalars(select(type_coerce(column, Text)).where(column.is_not(None)))
            )
            for column in resealing.columns()
        }


def keys_that_sealed(place: Place) -> set[str]:
    return {value.partition(".")[0] for values in lying(place).values() for value in values}


def test_all_is_sealed_anew_and_reads_as_before(either: Place) -> None:
    old = json.loads((either.data / "keys.json").read_text())
    before = known(either)

    done = either.run("rotate-keys")

    assert done.code == 0, done.err
    new = json.loads((either.data / "keys.json").read_text())
    assert new["current"] == done.result["key"] != old["current"] == done.result["old"]
    assert new["index"] == old["index"]
    assert set(new["keys"]) == {old["current"], new["current"]}
    assert (either.data / "keys.json").stat().st_mode & 0o077 == 0
    assert known(either) == before
    assert keys_that_sealed(either) == {new["current"]}
    assert sum(done.result["resealed"].values()) == sum(map(len, before.values()))
    assert (done.result["left"], done.result["unreadable"]) == (0, {})
    assert either.rows("SELECT count(*) FROM audit WHERE action = 'rotate_keys'") == [(1,)]
    assert either.run("check").code == 0


def test_who_speaks_meanwhile_is_answered_and_the_new_key_seals_it(either: Place) -> None:
    either.serve("--no-sender", "--no-clock")
    resident = either.platform.follower(either.who["resident"])
    stop = threading.Event()
    answers: list[str] = []

    def talk() -> None:
        while not stop.is_set():
            answers.append(resident.says(f"垃圾怎么分类{len(answers)}"))

    talking = threading.Thread(target=talk)
    talking.start()
    until(lambda: answers, 20, "a first answer")
    done = either.run("rotate-keys")
    stop.set()
    talking.join(30)

    assert done.code == 0, done.err
    assert answers and all(answers)
    assert done.result["left"] == 0
    assert "36.8" in either.platform.follower(either.who["observed"][0]).says("36.8")
    assert keys_that_sealed(either) == {done.result["key"]}
    said = known(either)["turns.text"]
    assert {f"垃圾怎么分类{number}" for number in range(len(answers) - 1)} <= set(said)


def test_the_old_key_goes_only_when_nothing_needs_it(place: Place) -> None:
    old = json.loads((place.data / "keys.json").read_text())["current"]
    Keyring.add_key(place.data / "keys.json")

    refused = place.run("rotate-keys", "--drop-old")
    place.run("rotate-keys")
    waiting = place.data / "spool" / "0.msg"
    waiting.parent.mkdir(exist_ok=True)
    waiting.write_text(f"{old}.abc")
    waits = place.run("rotate-keys", "--drop-old")
    waiting.unlink()
    dropped = place.run("rotate-keys", "--drop-old")

    assert refused.code == 1 and "先运行 bot.py rotate-keys" in refused.err
    assert waits.code == 1 and "spool" in waits.err
    assert dropped.code == 0 and old in dropped.result["dropped"]
    assert old not in (place.data / "keys.json").read_text()
    assert place.run("check").code == 0


def test_a_backup_of_before_is_opened_by_the_keys_that_stayed(
    furnish: Furnisher, place: Place
) -> None:
    place.run("backup", "b.backup")
    place.run("rotate-keys")
    there = furnish(bare=True)
    (there.data / "keys.json").write_bytes((place.data / "keys.json").read_bytes())

    done = there.run("restore", str(place.folder / "b.backup"))

    assert done.code == 0, done.err
    assert known(there)["people.name"] == known(place)["people.name"]


@pytest.mark.slow
@pytest.mark.parametrize("days", [89, 91])
def test_purge_deletes_what_is_due_and_nothing_else(either: Place, days: int) -> None:
    running = either.serve("--no-sender", "--no-clock")
    either.platform.follower(either.who["resident"]).says("垃圾怎么分类")
    people = either.rows("SELECT count(*) FROM people")
    turns: Any = either.rows("SELECT count(*) FROM turns")[0][0]
    either.clock.set(either.clock.now() + timedelta(days=days))

    done = either.run("purge")
    again = either.run("purge")

    assert running.process.poll() is None
    assert done.code == 0, done.err
    gone = turns if days > 90 else 0
    assert done.result["turns_forgotten"] == gone
    assert done.result["deleted"].get("turns", 0) == gone
    assert either.rows("SELECT count(*) FROM turns") == [(turns - gone,)]
    assert either.rows("SELECT count(*) FROM people") == people
    assert again.result["turns_forgotten"] == 0 and again.result["deleted"] == {}
    assert either.rows("SELECT count(*) FROM audit WHERE action = 'purge'") == [(2,)]
