"""A backup that somebody made to do harm is refused before anything has changed."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.ops.conftest import Furnisher
from tests.ops.place import Place
from tests.ops.test_trouble import in_one_line

Parts = dict[str, bytes]
Craft = Callable[[dict[str, Any], Parts], None]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def target(furnish: Furnisher, request: pytest.FixtureRequest) -> Iterator[Place]:
    place = furnish(str(request.param))
    assert place.run("backup", "good.backup").code == 0
    yield place
    place.stop()


def crafted(place: Place, craft: Craft) -> Path:
    """Unpack the good backup, change it, and pack it again with sums that are right."""
    with zipfile.ZipFile(place.folder / "good.backup") as good:
        parts = {name: good.read(name) for name in good.namelist() if name != "manifest.json"}
        manifest = json.loads(good.read("manifest.json"))
    craft(manifest, parts)
    for name, content in parts.items():
        said = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        manifest["files"].setdefault(name, said)
    bad = place.folder / "bad.backup"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
        out.writestr("manifest.json", json.dumps(manifest))
    return bad


def outside(manifest: dict[str, Any], parts: Parts) -> None:
    parts["database/../../stolen"] = b"x"


def absolute(manifest: dict[str, Any], parts: Parts) -> None:
    parts["/tmp/linbao-stolen"] = b"x"  # noqa: S108 - it must not be written


def another_folder(manifest: dict[str, Any], parts: Parts) -> None:
    parts["exports/x"] = b"x"


def below_the_spool(manifest: dict[str, Any], parts: Parts) -> None:
    parts["spool/a/b.msg"] = b"x"


def a_folder_for_a_file(manifest: dict[str, Any], parts: Parts) -> None:
    parts["spool/"] = b""


def foreign_table(manifest: dict[str, Any], parts: Parts) -> None:
    name = "turns\" (id) FROM PROGRAM 'touch /tmp/linbao-stolen' --"
    manifest["tables"][name] = {"rows": 0, "columns": ["id"]}
    parts[f"database/{sha256(name.encode()).hexdigest()}.copy"] = b""


def foreign_column(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["tables"]["turns"]["columns"] = ["id\") FROM PROGRAM 'id' --"]


def claims_the_disk(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["files"]["database/big"] = {"bytes": 1 << 60, "sha256": "0" * 64}
    parts["database/big"] = b"x"


def bomb(manifest: dict[str, Any], parts: Parts) -> None:
    parts["database/big"] = b"\0" * (200 << 20)
    manifest["files"]["database/big"] = {"bytes": 10, "sha256": "0" * 64}


def no_moment(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["moment"] = "yesterday"


def moment_without_zone(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["moment"] = "2026-11-21T07:00"


def other_engine(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["engine"] = "mysql"


def strange_tables(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["tables"] = {"turns": {"rows": 1, "columns": [["id"]]}}


def strange_files(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["files"]["keys.json"] = "all of it"


def newer_step(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["revision"] = "9999"


def no_step_of_ours(manifest: dict[str, Any], parts: Parts) -> None:
    manifest["revision"] = "../../env"


def spoilt_data(manifest: dict[str, Any], parts: Parts) -> None:
    for name in list(parts):
        if name.startswith("database/"):
            parts[name] = b"no data of ours\n" * 99
            del manifest["files"][name]


CRAFTED: list[Craft] = [
    outside, absolute, another_folder, below_the_spool, a_folder_for_a_file, foreign_table,
    foreign_column, claims_the_disk, bomb, no_moment, moment_without_zone, other_engine,
    strange_tables, strange_files, newer_step, no_step_of_ours, spoilt_data,
]  # fmt: skip
# What an SQLite file says of itself is in the file: the manifest's tables are not read there.
ONLY_ON_A_SERVER = {foreign_table, foreign_column}


@pytest.mark.parametrize("craft", CRAFTED, ids=lambda craft: craft.__name__)
def test_a_crafted_backup_changes_nothing(target: Place, craft: Craft) -> None:
    if craft in ONLY_ON_A_SERVER and target.url.startswith("sqlite"):
        craft = spoilt_data
    people = target.rows("SELECT id, name FROM people ORDER BY id")
    keys = (target.data / "keys.json").read_bytes()

    done = target.run("restore", str(crafted(target, craft)), "--force")

    in_one_line(done, "备份")
    assert target.rows("SELECT id, name FROM people ORDER BY id") == people
    assert (target.data / "keys.json").read_bytes() == keys
    assert not list(target.folder.rglob("stolen")) and not Path("/tmp/linbao-stolen").exists()  # noqa: S108
    for old in target.data.glob("before-restore*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
