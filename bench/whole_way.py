"""What one message costs: our whole way beside echoes that write nothing down.

CPU time of the server's processes per signed and encrypted text message, on
loopback, in interleaved rounds of one run.  Every reply is opened and checked.
Understanding is measured by itself: our server is given what the texts mean.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from bench.client import CONNECTIONS, Letters, post  # noqa: E402
from bench.servers import TEXTS  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import Config, load  # noqa: E402
from db import Keyring, migrate  # noqa: E402
from ops import sampling  # noqa: E402
from sim.account import Account  # noqa: E402

ROUNDS, MESSAGES, WARM_UP = 9, 1000, 600  # rounds so short that a slow moment meets all three
PARSE_ROUNDS = 5
FOLLOWERS = 200
NAMES = ("echo", "werobot", "ours")
LABELS = {
    "echo": "Flask + wechatpy, echo",
    "werobot": "WeRoBot, echo",
    "ours": "Linbao, all but understanding",
}
TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60.0


@dataclass
class Server:
    """One running server and what it has cost."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"
    micros: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def cpu_ticks(self) -> int:
        """Return user and system time of the server and its workers."""
        family = {self.process.pid}
        stats = [_stat(pid) for pid in os.listdir("/proc") if pid.isdigit()]
        for pid, parent, _ in sorted(stat for stat in stats if stat):
            if parent in family:
                family.add(pid)
        return sum(ticks for pid, _, ticks in filter(None, stats) if pid in family)


def _stat(pid: str) -> tuple[int, int, int] | None:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(pid), int(words[1]), int(words[11]) + int(words[12])


def measure(servers: Sequence[Server], account: Account, letters: Letters) -> None:
    for server in servers:
        _post(server, account, letters, WARM_UP)
    for number in range(ROUNDS):
        # Each leads once, so that nobody always follows the one that heats the machine.
        for server in [*servers[number % 3 :], *servers[: number % 3]]:
            before = server.cpu_ticks()
            took = _post(server, account, letters, MESSAGES)
            server.micros.append((server.cpu_ticks() - before) / TICK / MESSAGES * 1e6)
            server.rates.append(MESSAGES / took)


def _post(server: Server, account: Account, letters: Letters, count: int) -> float:
    """Return how many seconds it took; end the run at the first bad reply."""
    batch = letters.write(count)
    begun = time.perf_counter()
    troubles = post(server.port, account, batch, is_echo=server.name != "ours")
    if troubles:
        sys.exit(f"{server.name}: {len(troubles)} bad replies, the first: {troubles[0]}")
    return time.perf_counter() - begun


def parse_micros(bot: Bot) -> float:
    """Return the CPU time of understanding one of the texts, in a process that does nothing else."""
    now = bot.clock.now().astimezone(bot.config.community.zone)
    runs = []
    for _ in range(PARSE_ROUNDS + 1):
        begun = time.process_time()
        for text in TEXTS:
            bot.understanding(text, now)
        runs.append((time.process_time() - begun) / len(TEXTS) * 1e6)
    return statistics.median(runs[1:])  # the first one warms up


def settle(folder: Path) -> dict[str, Path]:
    """Write one settings file for each server; they share a community."""
    files = {}
    for name in NAMES:
        settings = {
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
            "server": {"port": _free_port(), "threads": 8},
        }
        files[name] = folder / f"{name}.yaml"
        files[name].write_text(yaml.safe_dump(settings), "utf-8")
    return files


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def populate(bot: Bot) -> list[str]:
    Keyring.make(bot.config.key_file)
    migrate.upgrade(bot.database.engine)
    sampling.fill(bot.database, bot.watch, bot.clock.now(), FOLLOWERS, 4)
    return sorted(bot.all_addresses())


def start(name: str, file: Path, config: Config) -> Server:
    command = [sys.executable, str(ROOT / "bench" / "servers.py"), name, str(file)]
    return Server(name, config.server.port, subprocess.Popen(command))


def await_all(servers: Sequence[Server]) -> None:
    """Wait until each has answered something; the port is open long before."""
    end = time.monotonic() + START_SECONDS
    for server in servers:
        while not _answers(server, end - time.monotonic()):
            if time.monotonic() > end or server.process.poll() is not None:
                sys.exit(f"{server.name} did not start")
            time.sleep(0.1)


def _answers(server: Server, patience: float) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=max(patience, 0.1))
    try:
        connection.request("GET", "/wechat/official")
        return connection.getresponse().status in {400, 403, 405}
    except OSError:
        return False
    finally:
        connection.close()


def run(folder: Path) -> dict[str, float]:
    files = settle(folder)
    configs = {name: load(file) for name, file in files.items()}
    bot = Bot(configs["ours"])
    openids = populate(bot)
    parse = parse_micros(bot)
    bot.close()
    official = configs["ours"].wechat.official
    account = Account(official.app_id, official.secret, official.token, official.aes_key)
    servers = [start(name, files[name], configs[name]) for name in NAMES]
    try:
        await_all(servers)
        measure(servers, account, Letters(account, openids))
    finally:
        for server in servers:
            server.process.terminate()
        for server in servers:
            server.process.wait(10)
    show(servers, parse)
    echo, werobot, ours = (statistics.median(server.micros) for server in servers)
    return {
        "echo_cpu_us": round(echo, 1),
        "werobot_cpu_us": round(werobot, 1),
        "whole_cpu_us": round(ours + parse, 1),
        "parse_cpu_us": round(parse, 1),
        "ratio": round(ours / echo, 2),
    }


def show(servers: Sequence[Server], parse: float) -> None:
    print(f"{ROUNDS} rounds of {MESSAGES} messages each, median; {CONNECTIONS} connections")
    print(f"{'CPU µs per message':<32}{'median':>8}{'least':>8}{'most':>8}{'messages/s':>12}")
    for server in servers:
        rate, middle = map(statistics.median, (server.rates, server.micros))
        ends = f"{min(server.micros):>8.0f}{max(server.micros):>8.0f}"
        print(f"{LABELS[server.name]:<32}{middle:>8.0f}{ends}{rate:>12.0f}")
    print(f"{'understanding, by itself':<32}{parse:>8.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linbao-bench-") as place:
        figures = run(Path(place))
    print(json.dumps(figures), flush=True)
