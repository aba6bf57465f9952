"""What others wait while one stranger floods us: 5 times 300 messages in flight, 20 residents who ask.

The real server on SQLite, with all it understands; the flood comes from a
process of its own over many connections at once.  The wait of those who ask
is measured without it and while it lasts, in turn, so that a busy machine
meets both alike.
"""

import http.client
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import Letter, Letters  # noqa: E402
from bench.whole_way import Server, await_all, populate, settle  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import load  # noqa: E402
from sim.account import Account  # noqa: E402

ROUNDS = 5
FLOOD, AT_ONCE = 300, 32  # messages of one stranger in each round, over so many connections
RESIDENTS, QUIET = 20, 60  # who ask, and how many questions without a flood
STRANGER = "oFlood00000000000000000000001"
EVERY = 0.05  # seconds between two questions
XML = {"Content-Type": "text/xml"}


def ask(port: int, letter: Letter, connection: http.client.HTTPConnection) -> float:
    """Return how many seconds somebody waits for their answer."""
    begun = time.perf_counter()
    connection.request("POST", letter.path, letter.body, XML)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"a question was answered with {answer.status}")
    return time.perf_counter() - begun


def ask_on(
    port: int, letters: Sequence[Letter], flood: multiprocessing.Process | None
) -> list[float]:
    """Ask at a steady pace, as long as the flood lasts if there is one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    waits = []
    for letter in letters:
        waits.append(ask(port, letter, connection))
        if flood is not None and not flood.is_alive():
            break
        time.sleep(EVERY)
    connection.close()
    return waits


def pour(port: int, letters: Sequence[Letter]) -> None:
    """Post all letters over many connections at once."""
    from concurrent.futures import ThreadPoolExecutor

    def some(start: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for letter in letters[start::AT_ONCE]:
            ask(port, letter, connection)
        connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(some, range(AT_ONCE)))


def p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] * 1000


@dataclass(frozen=True)
class Round:
    """Waits in seconds, without a flood and during one that took so long."""

    quiet: list[float]
    during: list[float]
    took: float


def one_round(port: int, people: Letters, stranger: Letters) -> Round:
    quiet = ask_on(port, people.write(QUIET), None)
    flood = multiprocessing.Process(target=pour, args=(port, stranger.write(FLOOD)))
    waiting = people.write(20 * QUIET)
    begun = time.perf_counter()
    flood.start()
    during = ask_on(port, waiting, flood)
    flood.join()
    return Round(quiet, during, time.perf_counter() - begun)


def run(folder: Path) -> dict[str, float]:
    file = settle(folder)["ours"]
    config = load(file)
    bot = Bot(config)
    openids = populate(bot)[:RESIDENTS]
    bot.close()
    official = config.wechat.official
    account = Account(official.app_id, official.secret, official.token, official.aes_key)
    people, stranger = Letters(account, openids), Letters(account, [STRANGER])
    command = [sys.executable, str(ROOT / "bot.py"), "--config", str(file), "serve"]
    process = subprocess.Popen([*command, "--no-clock", "--no-sender"])
    server = Server("ours", config.server.port, process)
    try:
        await_all([server])
        ask_on(server.port, people.write(RESIDENTS), None)  # the first ones warm up
        rounds = [one_round(server.port, people, stranger) for _ in range(ROUNDS)]
    finally:
        process.terminate()
        process.wait(15)
    quiet = [wait for each in rounds for wait in each.quiet]
    during = [wait for each in rounds for wait in each.during]
    return {
        "quiet_p95_ms": round(p95(quiet), 1),
        "flood_p95_ms": round(p95(during), 1),
        "quiet_median_ms": round(statistics.median(quiet) * 1000, 1),
        "flood_median_ms": round(statistics.median(during) * 1000, 1),
        "asked": len(during),
        "flood_seconds": round(sum(each.took for each in rounds), 1),
        "ratio_p95": round(p95(during) / p95(quiet), 2),
        "ratio_p95_of_rounds": round(
            statistics.median(p95(each.during) / p95(each.quiet) for each in rounds), 2
        ),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linbao-bench-") as place:
        print(json.dumps(run(Path(place))), flush=True)
