"""What a notice to 10,000 people costs: publishing it, and telling staff whom it did not reach."""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from bench.towns import ENGINES, MORNING, reach_everybody, town  # noqa: E402
from bot import Bot  # noqa: E402
from community.notices import issuing, proposing  # noqa: E402
from community.notices.audience import Addressees  # noqa: E402
from community.notices.issuing import Published  # noqa: E402
from community.notices.proposing import Draft, Proposed  # noqa: E402
from community.people import access  # noqa: E402
from community.people.access import Actor  # noqa: E402
from db.models import Notice, Role  # noqa: E402
from db.people import units  # noqa: E402
from tests.statements import listening  # noqa: E402

PEOPLE = 10_000
# What became of it: a third was not reached, for two reasons; nobody reads the texts here.
SENT = """
    UPDATE deliveries SET
        status = CASE WHEN id % 3 = 0 THEN 'failed' ELSE 'wired' END,
        reason = CASE WHEN id % 6 = 0 THEN 'window_closed' WHEN id % 3 = 0 THEN 'not_following' END
    WHERE notice_id IS NOT NULL"""
# In every ninth household nobody follows us.
LEFT = """
    UPDATE contacts SET state = 'unfollowed' WHERE person_id IN (
        SELECT id FROM people WHERE household_id % 9 = 0)"""


def _secretary(bot: Bot, db: Session) -> Actor:
    unit = units.root_community(db)
    assert unit is not None
    zone = bot.config.community.zone
    [held] = units.held_above(db, unit, [Role.SECRETARY], MORNING, zone)
    return access.actor(db, held.holder_id, None, MORNING, zone)


def _draft(bot: Bot) -> int:
    draft = Draft("12月1日上午9点到11点停水检修，请提前蓄水。", Addressees())

    def work(db: Session) -> int:
        zone = bot.config.community.zone
        secretary = _secretary(bot, db)
        made = proposing.propose(
            secretary, db, draft, MORNING, zone, bot.forecast, lambda _, look: look(db)
        )
        assert isinstance(made, Proposed)
        return made.notice_id

    return bot.database.write(work)


def _publish(bot: Bot, notice_id: int) -> int:
    def work(db: Session) -> int:
        secretary = _secretary(bot, db)
        zone = bot.config.community.zone
        made = issuing.publish(
            secretary, db, notice_id, MORNING, zone, bot.listeners, urgent=False, not_before=None
        )
        assert isinstance(made, Published)
        return made.people

    return bot.database.write(work)


def measure(engine: str) -> dict[str, float]:
    """Return statements and milliseconds of both."""
    found: dict[str, float] = {}
    with town(engine, PEOPLE, 3) as (bot, _):
        reach_everybody(bot)
        bot.tick(MORNING)
        notice_id = _draft(bot)
        with listening(bot.database.engine) as heard:
            begun = time.perf_counter()
            found["people"] = _publish(bot, notice_id)
            found["publish_ms"] = round((time.perf_counter() - begun) * 1000)
        found["publish_statements"] = len(heard.said)
        bot.database.write(lambda db: [db.execute(text(sql)) for sql in (SENT, LEFT)] and None)
        with listening(bot.database.engine) as heard:
            begun = time.perf_counter()
            assert bot.tick(MORNING)["notices_told"] == 1
            found["report_ms"] = round((time.perf_counter() - begun) * 1000)
        found["report_statements"] = len(heard.said)
        found["report_longest_hold_ms"] = round(max(heard.held) * 1000)
        with bot.database.read() as db:
            assert db.scalar(select(Notice.told_at)) == MORNING
    return found


if __name__ == "__main__":
    results = {engine: measure(engine) for engine in ENGINES}
    print(f"{'a notice':<34}" + "".join(f"{engine:>12}" for engine in results))
    for name in results[ENGINES[0]]:
        print(f"{name:<34}" + "".join(f"{each[name]:>12,}" for each in results.values()))
    print(json.dumps(results))
