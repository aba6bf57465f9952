"""A backup a day by the clock, kept so long as set, with a command after it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import community_time
from tests.ops.place import Place, until


def settle(place: Place, **backup: object) -> Path:
    folder = place.folder / "kept here"
    place.write(backup={"folder": "kept here", "at": "03:00", "keep_days": 3, **backup})
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


@pytest.mark.slow
def test_each_day_one_and_the_old_ones_go(place: Place) -> None:
    folder = settle(place)
    place.clock.set(community_time("2026-11-23T02:59"))
    running = place.start("clock")
    until(lambda: "领头" in running.said(), 20, "a clock that leads")
    assert names(folder) == []

    made = []
    for day in range(23, 28):
        place.clock.set(community_time(f"2026-11-{day}T03:01"))
        made.append(f"linbao-202611{day}.backup")
        until(lambda: made[-1] in names(folder), 30, f"the backup of day {day}")
        until(lambda: f"备份好了：{made[-1]}" in running.said(), 30, "its line in the log")
    (folder / "linbao-old.backup").write_text("by hand")

    until(lambda: made[1] not in names(folder), 20, "that the old ones go")
    assert names(folder) == [*made[2:], "linbao-old.backup"]
    assert all((folder / name).stat().st_mode & 0o077 == 0 for name in made[2:])
    assert running.end() == 0


def test_the_command_after_it_is_given_the_file(place: Place) -> None:
    sent = place.folder / "sent"
    script = place.folder / "send.sh"
    script.write_text(f'#!/bin/sh\necho "$1 $2" > "{sent}"\n')
    script.chmod(0o755)
    folder = settle(place, then=f"'{script}' --quietly")

    done = place.run("backup")

    assert done.code == 0, done.err
    [name] = names(folder)
    assert sent.read_text() == f"--quietly {folder / name}\n"
    assert done.result["file"] == str(folder / name)


def test_a_command_that_fails_is_told_and_nothing_is_deleted(place: Place) -> None:
    folder = settle(place, then="false")
    folder.mkdir()
    (folder / "linbao-20200101.backup").write_text("old")

    done = place.run("backup")

    assert done.code == 1 and "退出码 1" in done.err
    assert "linbao-20200101.backup" in names(folder)
    assert len(names(folder)) == 2


def test_one_that_cannot_be_made_is_told_and_tried_again(place: Place) -> None:
    folder = settle(place)
    folder.write_text("a file where the folder should be")
    place.clock.set(community_time("2026-11-23T03:01"))
    running = place.start("clock")
    until(lambda: "没有做成" in running.said(), 30, "the complaint")

    folder.unlink()
    place.clock.set(place.clock.now() + timedelta(minutes=11))

    until(lambda: names(folder) == ["linbao-20261123.backup"], 30, "the backup")


def test_what_half_a_backup_left_is_cleared_away(place: Place) -> None:
    folder = settle(place)
    (folder / ".linbao-20261122.backup.xyz").mkdir(parents=True)
    place.clock.set(community_time("2026-11-23T03:01"))

    place.start("clock")

    until(lambda: names(folder) == ["linbao-20261123.backup"], 30, "the backup alone")


def test_one_more_by_hand_stands_beside_that_of_the_day(place: Place) -> None:
    folder = settle(place)

    codes = [place.run("backup").code for _ in range(2)]

    assert codes == [0, 0]
    day, more = names(folder)[::-1]
    assert day.startswith("linbao-2026") and more.startswith(day.removesuffix(".backup") + "-")


def test_without_a_folder_a_file_must_be_named(place: Place) -> None:
    done = place.run("backup")

    assert done.code == 1 and "backup.folder" in done.err


def test_the_environment_may_set_it(place: Place) -> None:
    env = {"LINBAO__BACKUP__FOLDER": str(place.folder / "else"), **os.environ}

    done = place.run("backup", env=env)

    assert done.code == 0, done.err
    assert json.loads(done.out.splitlines()[-1])["file"].startswith(str(place.folder / "else"))
