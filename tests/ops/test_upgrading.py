"""An upgrade that stopped half way does not start, and says which command is missing."""

import shutil
from pathlib import Path

import pytest

from ops import packages
from tests.ops.place import ROOT, Place

PINS = """flask==3.0.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
no-such-thing==1.0 \\
    --hash=sha256:dd
"""


def test_the_lock_file_and_what_is_installed_are_compared(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(PINS)

    [said] = packages.stale(lock)

    assert "flask" in said and "要 3.0.0" in said
    assert "no-such-thing 没有装" in said
    assert "colorama" not in said
    assert "make setup" in said
    assert packages.stale(ROOT / "requirements.lock") == []
    assert packages.stale(tmp_path / "none") == []


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """The program, of which a newer version has been laid over all but what is installed."""
    for path in ROOT.iterdir():
        if path.name not in {"bot.py", "requirements.lock", "data", ".git"}:
            (tmp_path / path.name).symlink_to(path)
    shutil.copy(ROOT / "bot.py", tmp_path)
    lock = (ROOT / "requirements.lock").read_text()
    pinned = next(line for line in lock.splitlines() if line.startswith("flask=="))
    (tmp_path / "requirements.lock").write_text(lock.replace(pinned, "flask==99.0 \\", 1))
    return tmp_path


@pytest.mark.slow
def test_a_server_does_not_start_on_half_an_upgrade(place: Place, upgraded: Path) -> None:
    done = place.run("serve", bot=upgraded / "bot.py")
    checked = place.run("check", bot=upgraded / "bot.py")

    assert done.code == 1
    assert "要 99.0" in done.err.splitlines()[-1] and "make setup" in done.err.splitlines()[-1]
    assert checked.code == 1 and "make setup" in checked.out


def test_nor_on_a_database_that_was_not_upgraded(place: Place) -> None:
    place.change("UPDATE alembic_version SET version_num = '0020'")

    done = place.run("serve")

    assert done.code == 1 and "bot.py init" in done.err.splitlines()[-1]
