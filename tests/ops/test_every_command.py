"""Whatever is broken, every command says so in one line of Chinese and does not claim to have worked."""

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import Keyring
from ops.cli import COMMANDS, make_parser
from tests.databases import on_server
from tests.ops.conftest import Furnisher
from tests.ops.place import ROOT, Done, Place, free_port

# What needs no database to do its work; the demo makes one of its own each time.
ALONE = {"parse", "eval", "train", "demo"}
HELPS = re.compile("请|bot\\.py|先|换|核对|恢复|[没不]能|没有权限|不是文件夹|没有这个文件")
CHINESE = re.compile("[一-鿿]")


def subparsers() -> dict[str, argparse.ArgumentParser]:
    parser = make_parser(ROOT)
    [action] = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(action.choices)


def words_for(name: str, folder: Path) -> list[str]:
    """Fill in whatever a command wants to be told, as far as its parser knows it."""
    words = [name]
    for action in subparsers()[name]._actions:
        if action.option_strings or action.nargs == argparse.SUPPRESS:
            continue
        if action.choices:
            words.append(str(next(iter(action.choices))))
        elif action.type is Path:
            words.append(str(folder / FILES.get(name, f"{action.dest}.xlsx")))
        else:
            words.append("3号楼")
    return words


FILES = {"import": "table.csv", "restore": "kept.backup", "backup": "new.backup", "qr": "posters"}


def newer(place: Place) -> None:
    place.change("UPDATE alembic_version SET version_num = '9999'")


def missing(place: Place) -> None:
    for path in place.data.glob("linbao.db*"):
        path.unlink()


def wrong_key(place: Place) -> None:
    (place.data / "keys.json").unlink()
    Keyring.make(place.data / "keys.json")


def no_key(place: Place) -> None:
    (place.data / "keys.json").unlink()


def spoilt_key(place: Place) -> None:
    (place.data / "keys.json").write_text('{"keys": 7}')


def no_database(place: Place) -> None:
    (place.data / "linbao.db").write_text("this is no database " * 500)


def server_down(place: Place) -> None:
    nobody = f"postgresql://postgres@127.0.0.1:{free_port()}"
    place.write(database={"url": on_server(nobody, "linbao")})


def file_in_the_way(place: Place) -> None:
    (place.folder / "file").write_text("")
    place.write(paths={"data": "file/data"}, database={})


def unwritable(place: Place) -> None:
    place.write(paths={"data": "/proc/linbao"}, database={})


Break = Callable[[Place], None]
# With which of these a command may still do its work: it makes, or brings back, what is missing.
MAY_WORK: dict[Break, set[str]] = {
    missing: {"init", "restore"},
    no_database: {"restore"},
    newer: {"restore"},
}
BROKEN: list[Break] = [
    newer, missing, wrong_key, no_key, spoilt_key, no_database, server_down, file_in_the_way,
    unwritable,
]  # fmt: skip
IN_FOLDER = {file_in_the_way, unwritable}


@pytest.fixture(scope="module")
def ready(furnish: Furnisher) -> Place:
    """A place with something to import, to restore and to read."""
    place = furnish()
    (place.folder / "table.csv").write_text("楼栋,房号,姓名\n3号楼,601,张三\n", "utf-8")
    assert place.run("backup", "kept.backup").code == 0
    return place


@pytest.fixture(
    params=[
        pytest.param(each, marks=[] if each is newer else pytest.mark.slow, id=each.__name__)
        for each in BROKEN
    ]
)
def broken(ready: Place, request: pytest.FixtureRequest) -> Iterator[Break]:
    kept = {
        path: path.read_bytes() for path in (ready.data / "keys.json", ready.data / "linbao.db")
    }
    request.param(ready)
    yield request.param
    ready.write()
    for path in ready.data.glob("linbao.db*"):
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)


# What may stand before the line that says why it cannot: a warning, and what it was about to do.
PROGRESS = re.compile(r" WARNING |^正在.*…$")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "train"])
def test_a_command_that_cannot_work_says_so_in_one_line(
    ready: Place, broken: Break, name: str
) -> None:
    if name in ALONE and not (name == "demo" and broken in IN_FOLDER):
        return
    done = ready.run(*words_for(name, ready.folder))

    said = done.err + done.out
    assert "Traceback" not in said, said
    if name in MAY_WORK.get(broken, ()) and done.code == 0:
        return
    assert done.code == 1, said
    line = _told(name, done)
    assert CHINESE.search(line) and HELPS.search(line), line


def _told(name: str, done: Done) -> str:
    """Return the one line; `check` lists on stdout, and what only lacks beside it."""
    if name == "check":
        assert done.lines and all(line.startswith("提醒：") for line in done.err.splitlines())
        return done.lines[0]
    lines = [line for line in done.err.splitlines() if not PROGRESS.search(line)]
    assert (len(lines), done.out) == (1, ""), done.err + done.out
    return lines[0]
