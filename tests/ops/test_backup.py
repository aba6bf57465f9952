import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until

pytestmark = pytest.mark.slow

# What a restore itself writes or changes; all else comes back as it was.
CHANGED = {"epochs", "audit", "tokens", "deliveries", "items", "alembic_version"}


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(furnish: Furnisher, request: pytest.FixtureRequest) -> Iterator[tuple[Place, Place]]:
    """A place with a community in it, and an empty one that has only been given the key."""
    here, there = furnish(str(request.param)), furnish(str(request.param), bare=True)
    shutil.copy(here.data / "keys.json", there.data / "keys.json")
    there.clock.set(here.clock.now())
    yield here, there
    here.stop()
    there.stop()


def tables(place: Place) -> dict[str, list[Any]]:
    """Return every row of every table as it lies there, sealed values as they are sealed."""
    with place.database() as database, database.engine.connect() as connection:
        names = database.engine.dialect.get_table_names(connection)
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
            for name in names
        }


def say(place: Place, openid: str, text: str) -> str:
    return place.platform.follower(openid).says(text)


def backed_up(place: Place, name: str = "b.backup") -> Path:
    done = place.run("backup", name)
    assert done.code == 0, done.err
    return place.folder / name


def test_every_table_comes_back_as_it_was(pair: tuple[Place, Place]) -> None:
    here, there = pair
    here.serve("--no-sender", "--no-clock")
    assert "36.8" in say(here, here.who["observed"][0], "36.8")
    say(here, here.who["resident"], "我要投诉楼下太吵")
    (here.data / "spool").mkdir(exist_ok=True)
    (here.data / "spool" / f"{'0' * 32}.msg").write_text("k1.waiting")
    before = tables(here)

    file = backed_up(here)
    done = there.run("restore", str(file))

    assert done.code == 0, done.err
    after = tables(there)
    assert {name: rows for name, rows in after.items() if name not in CHANGED} == {
        name: rows for name, rows in before.items() if name not in CHANGED
    }
    assert {name: len(after[name]) for name in ("deliveries", "items")} == {
        name: len(before[name]) for name in ("deliveries", "items")
    }
    assert done.result["rows"] == sum(map(len, before.values())) - 1  # but the step it is at
    assert (there.data / "spool" / f"{'0' * 32}.msg").read_text() == "k1.waiting"


def test_a_backup_made_while_a_server_writes_is_of_one_moment(pair: tuple[Place, Place]) -> None:
    here, there = pair
    here.serve("--no-sender", "--no-clock")
    stop, said = threading.Event(), []

    def talk(openid: str) -> None:
        for number in range(1000):
            if stop.is_set():
                return
            said.append(say(here, openid, f"体温36.{number % 9}"))

    talkers = [threading.Thread(target=talk, args=(each,)) for each in here.who["observed"]]
    for each in talkers:
        each.start()
    until(lambda: len(said) > len(talkers))
    file = backed_up(here)
    begun = len(said)
    until(lambda: len(said) > begun + len(talkers))
    stop.set()
    for each in talkers:
        each.join()
    done = there.run("restore", str(file))

    assert done.code == 0, done.err
    assert all(said)
    live, restored = tables(here), tables(there)
    assert len(restored["turns"]) < len(live["turns"])
    assert set(restored["turns"]) <= set(live["turns"])  # each is whole: its answer with it
    there_turns = there.rows("SELECT count(*) FROM turns WHERE answer IS NULL")
    lost = there.rows(
        "SELECT count(*) FROM observations WHERE turn_id NOT IN (SELECT id FROM turns)"
    )
    assert (there_turns, lost) == ([(0,)], [(0,)])


def test_a_backup_is_for_its_owner_alone_and_without_the_key(either: Place) -> None:
    file = backed_up(either)
    done = either.run("backup", "c.backup", "--with-key")

    names = zipfile.ZipFile(file).namelist()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "keys.json" not in names
    assert "keys.json" in zipfile.ZipFile(either.folder / "c.backup").namelist()
    assert "另存" in either.run("backup", "d.backup").out and "锁好" in done.out
    assert [path.name for path in either.folder.iterdir() if path.name.startswith(".")] == []


def test_a_backup_writes_over_nothing_unasked(place: Place) -> None:
    target = place.folder / "mine.txt"
    target.write_text("mine")

    refused = place.run("backup", "mine.txt")
    folder = place.run("backup", "data")

    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert (folder.code, target.read_text()) == (1, "mine")
    assert place.run("backup", "mine.txt", "--force").code == 0
    assert zipfile.is_zipfile(target)


def test_nothing_is_restored_where_something_runs_or_lies(pair: tuple[Place, Place]) -> None:
    here, _ = pair
    file = backed_up(here)
    running = here.serve()
    here.wait_ready(running)

    while_serving = here.run("restore", str(file), "--force")
    running.end()
    clock = here.start("clock")
    clocked = until_refused(here, file)
    clock.end()
    over_data = here.run("restore", str(file))
    before = tables(here)

    assert (while_serving.code, "先停掉" in while_serving.err) == (1, True)
    assert "先停掉" in clocked
    assert (over_data.code, "--force" in over_data.err) == (1, True)
    done = here.run("restore", str(file), "--force")
    assert done.code == 0, done.err
    assert tables(here)["people"] == before["people"]
    assert Path(done.result["old"]).exists()


def until_refused(place: Place, file: Path) -> str:
    """Wait until the clock has begun, which holds the database from then on."""

    def refused() -> str:
        assert place.started[-1].process.poll() is None
        if "领头" not in place.started[-1].said():
            return ""
        return place.run("restore", str(file), "--force").err

    return until(refused)


def test_what_an_old_database_held_can_be_restored_again(pair: tuple[Place, Place]) -> None:
    here, _ = pair
    file = backed_up(here)
    here.change("UPDATE units SET label = 'other'")

    done = here.run("restore", str(file), "--force")

    old = Path(done.result["old"])
    assert here.rows("SELECT count(*) FROM units WHERE label = 'other'") == [(0,)]
    if here.url.startswith("sqlite"):
        old.replace(here.data / "linbao.db")
    else:
        again = here.run("restore", str(old), "--force")
        assert again.code == 0, again.err
    assert here.rows("SELECT count(*) FROM units WHERE label <> 'other'") == [(0,)]


def test_a_wrong_key_is_refused_before_anything_is_touched(pair: tuple[Place, Place]) -> None:
    here, there = pair
    file = backed_up(here)
    (there.data / "keys.json").unlink()

    none = there.run("restore", str(file))
    there.run("init")
    other = there.run("restore", str(file))

    assert (none.code, "密钥文件" in none.err) == (1, True)
    assert (other.code, "不是做这份备份时的密钥" in other.err) == (1, True)
    assert there.rows("SELECT count(*) FROM people") == [(0,)]


def test_a_backup_with_its_key_needs_nothing_else(pair: tuple[Place, Place]) -> None:
    here, there = pair
    here.run("backup", "k.backup", "--with-key")
    (there.data / "keys.json").unlink()

    done = there.run("restore", str(here.folder / "k.backup"))

    assert done.code == 0, done.err
    assert (there.data / "keys.json").read_bytes() == (here.data / "keys.json").read_bytes()
    assert there.run("check").code == 0


def test_a_newer_database_is_refused(pair: tuple[Place, Place]) -> None:
    here, there = pair
    file = backed_up(here)
    changed(file, lambda said: said.update(revision="9999"))

    done = there.run("restore", str(file))

    assert (done.code, "更新的程序" in done.err) == (1, True)


def test_a_damaged_file_is_refused(place: Place) -> None:
    whole = backed_up(place).read_bytes()
    before = tables(place)
    bad = place.folder / "bad.backup"

    for text in (whole[: len(whole) // 2], b"", b"not a backup", whole[100:]):
        bad.write_bytes(text)
        done = place.run("restore", str(bad), "--force")
        assert (done.code, len(done.err.splitlines())) == (1, 1), done.err
    for at in range(200, len(whole), len(whole) // 12):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        done = place.run("restore", str(bad), "--force")
        assert (done.code, len(done.err.splitlines())) == (1, 1), (at, done.err)
    swapped = place.folder / "b.backup"
    changed(swapped, lambda said: said["files"]["database/linbao.db"].update(sha256="0" * 64))
    assert place.run("restore", str(swapped), "--force").code == 1
    assert tables(place) == before


def changed(file: Path, change: Any) -> None:
    """Say something else in a backup's manifest."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    said = json.loads(parts["manifest.json"])
    change(said)
    with zipfile.ZipFile(file, "w") as new:
        for name, raw in {**parts, "manifest.json": json.dumps(said).encode()}.items():
            new.writestr(name, raw)
