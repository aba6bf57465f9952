"""What the clock costs: an idle tick, and how long a full one keeps others from writing.

The writer is held from the beginning of a transaction to its commit; on SQLite
nobody else in the process can write meanwhile.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.towns import ENGINES, MORNING, town  # noqa: E402
from tests.statements import listening  # noqa: E402

HOUSEHOLDS = 2000
EIGHT = MORNING + timedelta(hours=1)


def measure(engine: str) -> dict[str, float]:
    """Return the figures of one tick at which everybody is asked, and of one with nothing to do."""
    with town(engine, HOUSEHOLDS * 3, HOUSEHOLDS) as (bot, _):
        bot.tick(MORNING)
        with listening(bot.database.engine) as full:
            begun = time.perf_counter()
            counts = bot.tick(EIGHT)
            seconds = time.perf_counter() - begun
        assert counts["reminded"] == HOUSEHOLDS, counts
        with listening(bot.database.engine) as idle:
            begun = time.perf_counter()
            assert not any(bot.tick(EIGHT).values())
            idle_seconds = time.perf_counter() - begun
    return {
        "tick_ms": round(seconds * 1000),
        "tick_statements": len(full.said),
        "longest_hold_ms": round(max(full.held) * 1000),
        "transactions": len(full.held),
        "idle_ms": round(idle_seconds * 1000, 1),
        "idle_statements": len(idle.said),
        "idle_writes": len(idle.writes),
        "idle_inserts": sum(sql.startswith("INSERT") for sql in idle.said),
    }


if __name__ == "__main__":
    found = {engine: measure(engine) for engine in ENGINES}
    print(f"{f'a tick for {HOUSEHOLDS:,} households':<34}" + "".join(f"{e:>12}" for e in found))
    for name in found[ENGINES[0]]:
        print(f"{name:<34}" + "".join(f"{each[name]:>12,}" for each in found.values()))
    print(json.dumps(found))
