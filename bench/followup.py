"""Following 100,000 people through quarantine in a database of a million, on each engine.

Who must be reminded now, all of them asked, 20,000 episodes closed, one audit of every open loop;
memory at most, and how long a message had to wait meanwhile.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from bench.towns import ENGINES, MORNING, town  # noqa: E402
from bot import Bot  # noqa: E402
from community.followup import auditing  # noqa: E402
from db import Database, Keyring, connect  # noqa: E402
from db.followup import asking  # noqa: E402
from db.models import Household, Person  # noqa: E402
from db.types import keyring_of  # noqa: E402
from ops import memory  # noqa: E402
from scheduler import clockwork, jobs  # noqa: E402

PEOPLE, OBSERVED, CLOSED = 1_000_000, 100_000, 20_000
FAMILY = 3  # people behind a door, one of whom answers for them
EIGHT = MORNING + timedelta(hours=1)
DAYS = 10
NAMES = "王芳 李娜 张伟 刘洋 陈静 杨磊 黄敏 赵军 吴秀英 周勇 徐艳 孙杰 马丽 朱涛 胡明 郭霞".split()
PIECES = 40  # so many times some of those report whose last day it is
PAUSE = 0.05  # between two messages that are timed


def fill(bot: Bot, people: int, observed: int, closed: int) -> None:
    """Add so many people by a few statements; who is observed comes first, some end yesterday."""

    def add(db: Any) -> None:
        ring = keyring_of(db.get_bind().dialect)
        unit = db.execute(text("SELECT max(id) FROM units WHERE building IS NOT NULL")).scalar()
        first_home = db.execute(text("SELECT max(id) FROM households")).scalar() + 1
        first = db.execute(text("SELECT max(id) FROM people")).scalar() + 1
        day = MORNING.date()
        given = {
            "homes": people // FAMILY, "people": people // FAMILY * FAMILY, "family": FAMILY,
            "observed": observed, "closed": closed, "unit": unit, "home": first_home,
            "first": first, "now": MORNING.astimezone().replace(tzinfo=None), "no": False, "yes": True,
            "room": ring.seal("101", "households.room"),
            "starts": day - timedelta(days=DAYS), "over": day, "ends": day + timedelta(days=DAYS),
        }  # fmt: skip
        given |= {
            "yesterday": day - timedelta(days=1), "text": ring.seal("还没有收到体温", "deliveries.text"),
            "before": (MORNING - timedelta(hours=13)).astimezone().replace(tzinfo=None),
            "value": ring.seal("36.5", "observations.value"),
        }  # fmt: skip
        given |= {f"name{n}": ring.seal(name, "people.name") for n, name in enumerate(NAMES)}
        for statement in _STATEMENTS:
            wanted = {name: given[name] for name in given if f":{name}" in statement}
            db.execute(text(statement), wanted)
        if db.get_bind().dialect.name == "postgresql":
            for table in (Household, Person):
                name = table.__tablename__
                db.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
                    )
                )

    bot.database.write(add)
    if bot.database.engine.dialect.name == "postgresql":
        with bot.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    else:
        bot.database.write(lambda db: db.execute(text("ANALYZE")) and None)


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) "
_STATEMENTS = (
    "INSERT INTO households (id, unit_id, building, entrance, room, room_index) "
    + _NUMBERS.format(count=":homes")
    + "SELECT :home + i, :unit, '1', '1', :room, CAST(i AS VARCHAR(20)) FROM n",
    "INSERT INTO people (id, household_id, name, is_respondent, created_at) "
    + _NUMBERS.format(count=":people")
    + f"SELECT :first + i, :home + i / :family, CASE i % {len(NAMES)} "
    + " ".join(f"WHEN {n} THEN :name{n}" for n in range(len(NAMES)))
    + " END, "
    "CASE WHEN i % :family = 0 THEN :yes ELSE :no END, :now FROM n",
    "INSERT INTO contacts (channel, address, person_id, state, window_left, moment_left, misses, is_vouched) "
    "SELECT 'official', 'bench-' || id, id, 'following', 0, 0, 0, :yes FROM people "
    "WHERE id >= :first AND is_respondent",
    "INSERT INTO episodes (person_id, programme, starts_on, ends_on, state, opened_at) "
    "SELECT id, 'chik_2025', :starts, CASE WHEN id - :first < :closed THEN :over ELSE :ends END, "
    "'active', :now FROM people WHERE id >= :first AND id - :first < :observed",
    # Yesterday evening: a reminder to each household, and all of them reported.
    "INSERT INTO deliveries (kind, person_id, text, idempotency_key, status, evidence, created_at, "
    "due_at, urgency, wired_at) SELECT 'reminder', id, :text, 'bench-' || id, 'wired', 1, :before, "
    ":before, 1, :before FROM people WHERE is_respondent AND id >= :first AND id - :first < :observed",
    "INSERT INTO observations (person_id, told_by, episode_id, kind, grade, value, day, part, at) "
    "SELECT person_id, person_id, id, 'temperature', 'normal', :value, :yesterday, 'evening', :before "
    "FROM episodes WHERE person_id >= :first",
    "INSERT INTO slots_due (episode_id, day, part, opens_at, closes_at, state, times_asked, "
    "asked_at, filled_at, observation_id) SELECT episode_id, :yesterday, 'evening', :before, :now, "
    "'filled', 1, :before, :before, id FROM observations WHERE day = :yesterday AND person_id >= :first",
)


def _report(db: Any, some: int) -> None:
    """One piece of those whose last day it was report in its evening, so that they may be let go."""
    ring = keyring_of(db.get_bind().dialect)
    given = {
        "value": ring.seal("36.5", "observations.value"), "day": MORNING.date(),
        "now": (MORNING + timedelta(hours=11)).astimezone().replace(tzinfo=None),
        "pieces": PIECES, "some": some,
    }  # fmt: skip
    db.execute(text(_REPORTS), given)


_REPORTS = (
    "INSERT INTO observations (person_id, told_by, kind, grade, value, day, part, at) "
    "SELECT person_id, person_id, 'temperature', 'normal', :value, :day, 'evening', :now "
    "FROM episodes WHERE ends_on = :day AND state = 'active' AND id % :pieces = :some"
)


@contextmanager
def waiting(bot: Bot, url: str, keys: Path) -> Iterator[list[float]]:
    """Write a message now and again meanwhile, and note in seconds how long each had to wait.

    Here and in a process of its own: `serve` lets the clock run beside those who take messages.
    """
    waited: list[float] = []
    is_over = threading.Event()
    thread = threading.Thread(target=speak, args=(bot.database, is_over, waited))
    command = [sys.executable, __file__, "--speak", url, "--keys", str(keys)]
    beside = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert beside.stdout is not None
    beside.stdout.readline()  # it is up
    thread.start()
    try:
        yield waited
    finally:
        is_over.set()
        thread.join()
        waited += json.loads(beside.communicate()[0])


def speak(database: Database, is_over: threading.Event, waited: list[float]) -> None:
    number = 0
    while not is_over.wait(PAUSE):
        number += 1
        begun = time.perf_counter()
        database.write(lambda db, number=number: _touch(db, number))  # type: ignore[misc]
        waited.append(time.perf_counter() - begun)


def speak_beside(url: str, keys: Path) -> None:
    """Do the same until nobody listens any more, and print how long each had to wait."""
    database, is_over = connect(url, Keyring.load(keys)), threading.Event()
    waited: list[float] = []
    print("up", flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), is_over.set())).start()
    speak(database, is_over, waited)
    database.close()
    print(json.dumps(waited))


def _touch(db: Any, number: int) -> None:
    said = "UPDATE store_checks SET written_at = :at"
    db.execute(text(said), {"at": f"2026-11-21 00:{number // 60 % 60:02d}:{number % 60:02d}"})


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return round(time.perf_counter() - begun, 2), found


def measure(engine: str, people: int, observed: int, closed: int) -> dict[str, float]:
    """Return the figures of one engine; meant to be run in a process of its own."""
    with town(engine, 200, 1) as (bot, _):
        fill(bot, people, observed, closed)
        _ = bot.job_context
        memory.settle()  # as `serve` does before it forks: a collection would hold up everybody
        before = _peak_mb()
        with waiting(bot, bot.config.database.url, bot.config.data / "keys.json") as waited:
            bot.tick(MORNING)
            opened, _ = timed(lambda: _only(bot, EIGHT, "open_slots"))
            due, homes = timed(lambda: _due(bot))
            queued, counts = timed(lambda: bot.tick(EIGHT))
            asked = counts["reminded"]
            assert asked >= len(homes), (asked, len(homes))
            tomorrow = EIGHT + timedelta(days=1) - timedelta(minutes=5)
            at = MORNING + timedelta(days=1) - timedelta(hours=6)
            _only(bot, at, "close_slots")
            for some in range(PIECES):  # they do not all report in the same instant
                bot.database.write(lambda db, some=some: _report(db, some))  # type: ignore[misc]
                time.sleep(PAUSE)
            closing, done = timed(lambda: _only(bot, tomorrow, "end_episodes"))
            stuck, found = timed(lambda: _audit(bot, EIGHT + timedelta(minutes=6)))
        longest = max(waited)
    return {
        "due_s": due,
        "queue_s": round(queued + opened, 2),
        "close_s": closing,
        "stuck_s": stuck,
        "rss_mb": round(_peak_mb()),
        "blocked_ms": round(longest * 1000),
        "reminders": asked,
        "closed": done,
        "stuck": found,
        "blocked_p99_ms": round(statistics.quantiles(waited, n=100)[98] * 1000),
        "rss_before_mb": round(before),
    }


def _only(bot: Bot, now: datetime, job: str) -> int:
    """Do one of the clock's jobs, a slice at a time, as it does itself."""
    work, total = getattr(jobs, job), 0
    budget = clockwork.usual_budget(bot.database)
    slices = clockwork._sliced(
        bot.database, partial(clockwork._slice, work, bot.job_context, now, budget)
    )
    for counts in slices:
        total += sum(counts.values())
    return total


def _due(bot: Bot) -> list[tuple[bool, int]]:
    with bot.database.read() as db:
        return asking.homes_due(db, EIGHT)


def _audit(bot: Bot, now: datetime) -> int:
    with bot.database.read() as db:
        found = auditing.look(db, bot.watch, now)
    return sum(len(rows) for rows in found.values())


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(engine: str, args: argparse.Namespace) -> dict[str, float]:
    """Measure in a process of its own, so that memory is that engine's alone."""
    command = [sys.executable, __file__, "--engine", engine]
    command += ["--people", str(args.people), "--observed", str(args.observed)]
    command += ["--closed", str(args.closed)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(run.stdout.splitlines()[-1]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--observed", type=int, default=OBSERVED)
    parser.add_argument("--closed", type=int, default=CLOSED)
    parser.add_argument("--speak", metavar="URL", help="only write messages, for one who measures")
    parser.add_argument("--keys", type=Path)
    given = parser.parse_args()
    if given.speak:
        speak_beside(given.speak, given.keys)
        sys.exit()
    if given.engine:
        print(json.dumps(measure(given.engine, given.people, given.observed, given.closed)))
        sys.exit()
    figures = {engine: _apart(engine, given) for engine in ENGINES}
    print(
        f"{f'{given.observed:,} of {given.people:,} people':<28}"
        + "".join(f"{e:>14}" for e in figures)
    )
    for name in figures[ENGINES[0]]:
        print(f"{name:<28}" + "".join(f"{each[name]:>14,}" for each in figures.values()))
    print(json.dumps(figures))
