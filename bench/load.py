"""How many messages a second the real server bears, what it sheds past that, and what it then weighs.

The server is `bot.py serve` as it is installed: web, clock and sender, with all
it understands.  The messages come at a steady rate whether or not it keeps up
(as the platform's do), signed and sealed, from the followers of a sample
community and as different as people are.  What was put off past its limits must be heard later, each message
once.  `--messages N` pours so many through at half the highest rate to see whether it grows.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402
from sqlalchemy import text  # noqa: E402

from bench.client import Letters  # noqa: E402
from bench.day import DANGERS, texts  # noqa: E402
from bench.open_loop import PATIENCE, Answered, pour  # noqa: E402
from bench.whole_way import Server, _free_port, await_all, populate  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import Config, load  # noqa: E402
from db import Keyring, connect  # noqa: E402
from sim.account import Account  # noqa: E402
from tests import common  # noqa: E402

RATES = (30, 45, 60, 75, 90, 105, 120, 150, 180)  # messages a second, tried in turn
SECONDS, REST = 12, 3  # of each rate, and before the next
GOOD_P99, OVERLOAD = 1.0, 2
DRAIN_SECONDS = 180.0  # for what was put off to be heard


def p99(outcomes: Sequence[Answered]) -> float:
    return statistics.quantiles([each.seconds for each in outcomes], n=100)[-1]


def lost(outcomes: Sequence[Answered]) -> int:
    return sum(each.status != 200 or each.seconds > PATIENCE for each in outcomes)


def pss_mb(server: Server) -> float:
    """Return what all processes of a server weigh together; shared pages count once."""
    from bench.whole_way import _stat

    stats = [_stat(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    family = {server.process.pid}
    for pid, parent, _ in sorted(stat for stat in stats if stat):
        if parent in family:
            family.add(pid)
    total = 0
    for pid in family:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1024


def measure(url: str, folder: Path, messages: int) -> dict[str, Any]:
    config_file = folder / "config.yaml"
    config_file.write_text(yaml.safe_dump(_settings(folder, url)), "utf-8")
    config = load(config_file)
    bot = Bot(config)
    openids = populate(bot)
    bot.close()
    official = config.wechat.official
    account = Account(official.app_id, official.secret, official.token, official.aes_key)
    letters = Letters(account, openids, texts(random.Random(20261129)))
    command = [sys.executable, str(ROOT / "bot.py"), "--config", str(config_file), "serve"]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        server = Server("ours", config.server.port, process)
        try:
            await_all([server])
            return _measured(server, letters, messages, Heard(config))
        finally:
            process.terminate()
            process.wait(30)


def _measured(server: Server, letters: Letters, messages: int, heard: "Heard") -> dict[str, Any]:
    pour(server.port, letters.write(200), 20)  # the first ones warm up
    weight = pss_mb(server)
    best, best_p99 = 0, 0.0
    for rate in RATES:
        put_off = heard.put_off()
        outcomes = pour(server.port, letters.write(rate * SECONDS), rate)
        slow, failed, put_off = p99(outcomes), lost(outcomes), heard.put_off() - put_off
        print(
            f"  {rate}/s: p99 {slow * 1000:.0f} ms, {failed} unanswered, {put_off} put off",
            file=sys.stderr,
        )
        if failed or put_off or slow >= GOOD_P99:
            break
        best, best_p99 = rate, slow
        time.sleep(REST)
    heard.wait()
    flood = max(best, RATES[0]) * OVERLOAD
    before = heard.turns()
    over = pour(server.port, letters.write(flood * SECONDS), flood)
    urgent = [each for each in over if each.text in DANGERS]
    peak, late = pss_mb(server), heard.put_off()
    drained = heard.wait()
    unheard = len(over) - (heard.turns() - before)
    if messages:
        pour(server.port, letters.write(messages), max(best, RATES[0]) / 2)
    return {
        "rate": best,
        "p99_ms": round(best_p99 * 1000),
        "overload_p99_ms": round(p99(over) * 1000),
        "overload_lost": lost(over),
        "overload_danger_p99_ms": round(p99(urgent) * 1000) if len(urgent) > 1 else None,
        "overload_put_off": late,
        "overload_unheard": unheard,
        "drained_s": round(drained),
        "idle_mb": round(weight),
        "rss_mb": round(max(weight, peak, pss_mb(server))),
        "growth_mb": round(pss_mb(server) - peak),
    }


class Heard:
    """What the server has on disk: the turns in its database, and what it put off."""

    def __init__(self, config: Config) -> None:
        self._database = connect(config.database_url, Keyring.load(config.key_file))
        self._spool = config.data / "spool"

    def turns(self) -> int:
        with self._database.read() as db:
            return int(db.execute(text("SELECT count(*) FROM turns")).scalar_one())

    def put_off(self) -> int:
        return len(list(self._spool.glob("*.msg")))

    def wait(self) -> float:
        """Wait until nothing is put off any more; return how many seconds that took."""
        begun = time.monotonic()
        while self.put_off() and time.monotonic() - begun < DRAIN_SECONDS:
            time.sleep(0.2)
        return time.monotonic() - begun


def _settings(folder: Path, url: str) -> dict[str, Any]:
    return {
        "wechat": {
            "official": {
                "app_id": "wx0123456789abcdef",
                "secret": "bench",
                "token": "benchtoken",
                "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                "api_base": "http://127.0.0.1:1",
            }
        },
        "paths": {"data": str(folder)},
        "server": {"port": _free_port()},
        "database": {"url": url} if url else {},
    }


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=0, help="so many more, to see it grow")
    parser.add_argument("--engines", nargs="*", default=["sqlite", "postgresql"])
    args = parser.parse_args(arguments)
    common.begin()
    result = {}
    try:
        for engine in args.engines:
            print(engine, file=sys.stderr)
            url = common.postgres() if engine == "postgresql" else ""
            with tempfile.TemporaryDirectory(prefix="linbao-bench-") as place:
                result[engine] = measure(url, Path(place), args.messages)
    finally:
        common.end()
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
