"""The day after a restore: nothing is said twice unasked, nothing is numbered twice, danger is told."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.epochs import numbers_after, numbers_after_restore
from tests.ops.place import Place, until

pytestmark = pytest.mark.slow


def say(place: Place, who: str, text: str) -> str:
    return place.platform.follower(place.who[who]).says(text)


def publish(place: Place, text: str) -> str:
    """Publish a notice and return its code."""
    say(place, "secretary", f"发通知 {text}")
    said = say(place, "secretary", "确认")
    found = re.search(r"N\d+", said)
    assert found, said
    return found[0]


def ask_for_a_person(place: Place) -> int:
    """Let a resident ask for a person; return the number of what that makes."""
    say(place, "resident", "转人工")
    [(number,)] = place.rows("SELECT max(id) FROM items")
    return int(number)


def screens(place: Place) -> int:
    """Return how many texts the platform has shown to people."""
    followers = place.platform.followers.values()
    return sum(bubble.who == "bot" for each in followers for bubble in each.screen)


def pushed(place: Place) -> dict[str, int]:
    return dict(place.run("send").result)


@pytest.fixture
def yesterday(either: Place) -> tuple[Place, Path, str]:
    """A place whose backup holds a notice and an alarm that were queued, and are sent since."""
    place = either
    running = place.serve("--no-clock", "--no-sender")
    first = publish(place, "3号楼 12月5日9点到11点停水")
    say(place, "resident", "救命，我爸喘不上气了")
    done = place.run("backup", "b.backup")
    assert done.code == 0, done.err
    assert pushed(place)["wired"] > 3
    running.end()
    return place, place.folder / "b.backup", first


def restored(place: Place, file: Path, **after: float) -> None:
    place.clock.set(place.clock.now() + timedelta(**after))
    done = place.run("restore", str(file), "--force")
    assert done.code == 0, done.err


def test_what_was_queued_is_held_until_somebody_says_so(
    yesterday: tuple[Place, Path, str],
) -> None:
    place, file, _ = yesterday
    restored(place, file, hours=26)

    counts = pushed(place)
    held = place.rows("SELECT kind, count(*) FROM deliveries WHERE status = 'held' GROUP BY kind")
    listed = place.run("release", "--list")
    alerts = place.rows("SELECT count(*) FROM deliveries WHERE status = 'wired' AND kind = 'alert'")
    notices = place.rows(
        "SELECT count(*) FROM deliveries WHERE status = 'wired' AND kind = 'notice'"
    )
    released = place.run("release")
    after = pushed(place)

    assert dict(held)["notice"] > 0
    assert listed.result["held"] == dict(held)
    assert alerts == [(counts["wired"],)] and notices == [(0,)]
    assert released.code == 0 and after["wired"] > 0
    assert after["wired"] + after["failed"] == sum(dict(held).values())
    assert place.run("release").code == 1


def test_what_was_queued_may_be_dropped(yesterday: tuple[Place, Path, str]) -> None:
    place, file, _ = yesterday
    restored(place, file, hours=26)
    pushed(place)

    assert place.run("release", "--drop").code == 0

    assert pushed(place) == {}
    assert place.rows("SELECT count(*) FROM deliveries WHERE status = 'held'") == [(0,)]


def test_danger_is_told_at_once_and_marked(yesterday: tuple[Place, Path, str]) -> None:
    place, file, _ = yesterday
    heard = place.platform.follower(place.who["grid_worker"])
    before = len(heard.screen)
    restored(place, file, hours=1)

    pushed(place)

    told = [bubble.text for bubble in heard.screen[before:]]
    assert len(told) == 1 and "可能重复" in told[0] and "喘不上气" in told[0]


def test_no_number_is_given_twice(yesterday: tuple[Place, Path, str]) -> None:
    place, file, first = yesterday
    running = place.serve("--no-clock", "--no-sender")
    codes = [first, *(publish(place, f"{n}号楼 12月{n}日9点停电") for n in (1, 2, 3))]
    numbers = [ask_for_a_person(place)]
    running.end()
    for days in (1, 3):  # and once more from the same backup, onto nothing
        for left in place.data.glob("linbao.db*"):
            left.unlink()
        restored(place, file, days=days)
        running = place.serve("--no-clock", "--no-sender")
        codes += [publish(place, f"{n}号楼 12月{n}日9点停气") for n in (1, 2)]
        numbers.append(ask_for_a_person(place))
        assert "是本社区发的" in say(place, "resident", codes[-1])
        assert "从备份恢复" in say(place, "resident", codes[2])  # known to nobody any more
        running.end()

    assert len(set(codes)) == len(codes) and len(set(numbers)) == len(numbers)
    assert all(len(code) <= 6 for code in codes)


DAYS = st.floats(0, 40).map(lambda days: timedelta(days=days))


@given(st.integers(0, 50_000), st.lists(st.tuples(DAYS, st.integers(0, 999)), max_size=5))
def test_however_often_a_copy_is_restored_its_numbers_are_new(
    highest: int, restores: list[tuple[timedelta, int]]
) -> None:
    """The same copy each time, the database of before gone, any number given in between."""
    since, given_until, last = timedelta(0), highest, None
    for later, count in [(timedelta(0), 5), *restores]:
        since += later
        above = numbers_after_restore(last, later) if last else 0
        first = max(numbers_after(highest, since), above)
        assert first > given_until
        last, given_until = first, first + count


def test_check_staff_and_boards_say_that_it_was_restored(
    yesterday: tuple[Place, Path, str],
) -> None:
    place, file, _ = yesterday
    restored(place, file, hours=1)
    running = place.serve("--no-clock", "--no-sender")

    noted = place.run("check").err
    board = say(place, "grid_worker", "待办")
    metrics = place.get("/metrics").data.decode()
    running.end()
    place.run("release")

    assert "从备份恢复" in noted and "通知" in noted
    assert "从备份恢复，11月21日07:00以后的事这里都没有" in board and "喘不上气" in board
    assert 'status="held"' in metrics
    assert "从备份恢复" not in place.run("check").err


def test_nobody_is_reminded_of_what_is_over(either: Place) -> None:
    place = either
    at = place.clock.now().replace(hour=0, minute=5) + timedelta(hours=24)  # 08:05
    place.run("tick", "--at", at.isoformat())
    assert place.rows(
        "SELECT count(*) > 0 FROM deliveries WHERE kind = 'reminder' AND status = 'queued'"
    ) in ([(1,)], [(True,)])
    place.clock.set(at)
    place.run("backup", "b.backup")
    before = screens(place)

    restored(place, place.folder / "b.backup", hours=9)
    place.run("release")
    pushed(place)

    assert screens(place) == before
    assert place.rows("SELECT DISTINCT status, reason FROM deliveries WHERE kind = 'reminder'") == [
        ("cancelled", "slot_over")
    ]
    shutil.rmtree(place.data / "spool", ignore_errors=True)


def test_a_database_copied_back_by_hand_sends_nothing_until_it_is_told(place: Place) -> None:
    running = place.serve("--no-clock", "--no-sender")
    first = publish(place, "3号楼 12月5日9点到11点停水")
    running.end()
    old = place.folder / "old.db"
    shutil.copy(place.data / "linbao.db", old)
    assert pushed(place)["wired"] > 0
    place.clock.set(place.clock.now() + timedelta(hours=26))
    assert place.run("send").code == 0
    shutil.copy(old, place.data / "linbao.db")
    shown = screens(place)

    refused = place.run("send")
    noted = place.run("check")
    worker = place.start("worker")
    until(lambda: "手工拷回来" in worker.said())
    worker.end()
    taken = place.run("restore", "--as-is")

    assert (refused.code, "手工拷回来" in refused.err) == (1, True)
    assert noted.code == 0 and "手工拷回来" in noted.err
    assert (taken.code, taken.result["held"]["notice"] > 0) == (0, True), taken.err
    assert pushed(place) == {} and screens(place) == shown
    place.run("release")
    assert pushed(place)["wired"] > 0
    running = place.serve("--no-clock", "--no-sender")
    assert publish(place, "1号楼 12月5日9点停电") != first
    running.end()


def test_a_new_database_beside_an_old_mark_sends(place: Place) -> None:
    running = place.serve("--no-clock", "--no-sender")
    publish(place, "3号楼 12月5日9点到11点停水")
    running.end()
    assert pushed(place)["wired"] > 0

    for left in place.data.glob("linbao.db*"):
        left.unlink()
    assert place.run("init").code == 0 and place.run("sample").code == 0

    assert place.run("send").code == 0
