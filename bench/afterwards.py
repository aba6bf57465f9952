"""What is done with a notice to a whole city after it went out: how long a resident waits meanwhile.

The secretary asks by the chat door; what is left over is done piece by piece between batches, as the
sender does it.  `--people` makes the city smaller; the last line is JSON.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from bench import crowd  # noqa: E402
from bench.towns import ENGINES, town  # noqa: E402
from bot import Bot  # noqa: E402
from core.messages import Kind, Message  # noqa: E402
from db import statistics  # noqa: E402
from db.models import Contact, Person  # noqa: E402
from tests.statements import listening  # noqa: E402

TEXT = "12月1日上午9点到11点停水检修，请提前蓄水。"
NEEDS = "UPDATE people SET needs = (SELECT needs FROM people WHERE needs IS NOT NULL LIMIT 1) WHERE id % 5 = 0"
# The platform took all of it.
WIRED = (
    "UPDATE deliveries SET status = 'wired', evidence = 1 WHERE status = 'queued'",
    "UPDATE notice_targets SET evidence = 1 WHERE evidence = 0",
    "UPDATE notice_tallies SET what = 'evidence:1' WHERE what = 'evidence:0'",
)
# To everybody, and to some by what they need; then what is done about either.
SAID = (
    ("everybody", "发通知 全体 {text}", "确认发给全体"),
    ("urge", "催 N1", ""),
    ("withdraw", "撤回 N1 弄错了", "1"),
    ("needs", "发通知 独居老人 {text}", "1"),
    ("pause", "暂停 N2", ""),
    ("go_on", "继续发 N2", ""),
    ("stop", "停止 N2", ""),
)


def says(bot: Bot, address: str, words: str) -> str:
    """Say something by the chat door; return the answer."""
    message = Message("official", os.urandom(8).hex(), address, Kind.TEXT, words, bot.clock.now())
    answer = bot.inbox.receive(message)
    return str(answer)


@contextmanager
def residents(bot: Bot, waits: list[float]) -> Iterator[None]:
    """Let one after the other say something; keep how long each waits for an answer."""
    over = threading.Event()

    def speak() -> None:
        number = 0
        while not over.is_set():
            number += 1
            begun = time.perf_counter()
            says(bot, f"oCrowd{number}", "通知")
            waits.append(time.perf_counter() - begun)
            time.sleep(0.02)

    speaking = threading.Thread(target=speak)
    speaking.start()
    yield
    over.set()
    speaking.join()


def pieces(bot: Bot) -> int:
    """Do what is left over, as the sender does between two batches; return how many pieces that were."""
    done = 0
    while bot.database.write(lambda db: bot._plan_more(db, bot.clock.now())):
        done += 1
        time.sleep(0.03)
    return done


def measure(engine: str, people: int) -> dict[str, float]:
    found: dict[str, float] = {}
    with town(engine, 30, 3) as (bot, who):
        bot.database.write(lambda db: _settle(db, people))
        bot.database.write(statistics.refresh)
        bot.patience = bot.danger_patience = 60.0  # an answer is waited for, however long
        bot.warm()
        says(bot, "oCrowd1", "通知")
        for name, words, agreed in SAID:
            waits: list[float] = []
            with residents(bot, waits), listening(bot.database.engine) as heard:
                time.sleep(0.1)
                begun = time.perf_counter()
                said = says(bot, who["secretary"], words.format(text=TEXT))
                said = says(bot, who["secretary"], agreed) if agreed else said
                found[f"{name}_answer_s"] = round(time.perf_counter() - begun, 2)
                found[f"{name}_pieces"] = pieces(bot)
            found[f"{name}_blocked_ms"] = round(max(waits) * 1000)
            found[f"{name}_held_ms"] = round(max(heard.held) * 1000)
            print(f"{engine} {name}: {said[:60]!r}", file=sys.stderr)
            if name == "everybody":
                bot.database.write(_taken)
    return found


def _settle(db: Session, people: int) -> None:
    crowd.fill(db, people)
    someone = db.scalars(select(Person).where(Person.household_id.is_not(None)).limit(1)).one()
    someone.needs = ["独居"]
    db.flush()
    db.execute(text(NEEDS))
    assert db.scalar(select(Contact.id).where(Contact.address == "oCrowd1"))


def _taken(db: Session) -> None:
    for statement in WIRED:
        db.execute(text(statement))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    given = parser.parse_args()
    results = {each: measure(each, given.people) for each in given.engine or ENGINES}
    print(f"{'a notice to a city, afterwards':<34}" + "".join(f"{each:>12}" for each in results))
    for name in next(iter(results.values())):
        print(f"{name:<34}" + "".join(f"{each[name]:>12,}" for each in results.values()))
    print(json.dumps(results))
