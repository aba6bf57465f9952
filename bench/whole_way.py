"""What one message costs: our whole way beside echoes that write nothing down.

CPU time of the server's processes per signed and encrypted text message, on
loopback, in interleaved rounds of one run.  Every reply is opened and checked.
Understanding is measured by itself: our server is given what the texts mean.
"""

import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from bench.servers import TEXTS  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import Config, load  # noqa: E402
from db import Keyring, migrate  # noqa: E402
from ops import sampling  # noqa: E402
from sim.account import Account  # noqa: E402
from sim.envelope import sealed_post  # noqa: E402
from sim.letters import document  # noqa: E402
from sim.poster import Reply  # noqa: E402
from sim.verdict import judge  # noqa: E402

ROUNDS, MESSAGES, WARM_UP, CONNECTIONS = 3, 2000, 200, 8
PARSE_ROUNDS = 5
FOLLOWERS = 200
NAMES = ("echo", "werobot", "ours")
LABELS = {
    "echo": "Flask + wechatpy, echo",
    "werobot": "WeRoBot, echo",
    "ours": "Linbao, all but understanding",
}
TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20.0


@dataclass(frozen=True)
class Letter:
    """A sealed message, ready to post, and the answer an echo must give."""

    path: str
    body: bytes
    openid: str
    text: str


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


class Letters:
    """Writes letters from the followers in turn; no MsgId comes twice."""

    def __init__(self, account: Account, openids: Sequence[str]) -> None:
        self._account = account
        self._people = itertools.cycle(openids)
        self._texts = itertools.cycle(TEXTS)
        self._ids = itertools.count(24_000_000_000_000_000)

    def write(self, count: int) -> list[Letter]:
        return [self._one() for _ in range(count)]

    def _one(self) -> Letter:
        account, openid, text, number = (
            self._account,
            next(self._people),
            next(self._texts),
            next(self._ids),
        )
        stamp = str(int(time.time()))
        plain = document(
            {
                "ToUserName": account.name,
                "FromUserName": openid,
                "CreateTime": int(stamp),
                "MsgType": "text",
                "Content": text,
                "MsgId": number,
            }
        )
        query, body = sealed_post(
            token=account.token,
            aes_key=account.aes_key,
            app_id=account.app_id,
            openid=openid,
            plain=plain,
            timestamp=stamp,
            nonce=str(number)[-9:],
        )
        return Letter(f"/wechat/official?{urlencode(query)}", body, openid, text)


def post(server: Server, account: Account, letters: Sequence[Letter]) -> None:
    """Post all letters over a few connections that stay open, and check every reply."""
    waiting, troubles = iter(letters), list[str]()
    lock = threading.Lock()

    def caller() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        for letter in _taken(waiting, lock):
            try:
                connection.request("POST", letter.path, letter.body, {"Content-Type": "text/xml"})
                answer = connection.getresponse()
                wrong = _wrong(server, account, letter, Reply(answer.status, answer.read()))
            except (OSError, http.client.HTTPException) as error:
                wrong = f"no reply: {type(error).__name__}"
                connection.close()
            if wrong:
                troubles.append(wrong)
        connection.close()

    threads = [threading.Thread(target=caller) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        sys.exit(f"{server.name}: {len(troubles)} bad replies, the first: {troubles[0]}")


def _taken(waiting: Iterator[Letter], lock: threading.Lock) -> Iterator[Letter]:
    while True:
        with lock:
            letter = next(waiting, None)
        if letter is None:
            return
        yield letter


def _wrong(server: Server, account: Account, letter: Letter, reply: Reply) -> str:
    verdict = judge(reply, account, letter.openid)
    if verdict.outcome != "shown":
        return f"{verdict.outcome} {verdict.reason}"
    if server.name != "ours" and verdict.text != letter.text:
        return f"not an echo: {verdict.text!r}"
    return ""


def measure(servers: Sequence[Server], account: Account, letters: Letters) -> None:
    for server in servers:
        post(server, account, letters.write(WARM_UP))
    for number in range(ROUNDS):
        # Each leads once, so that nobody always follows the one that heats the machine.
        for server in [*servers[number % 3 :], *servers[: number % 3]]:
            batch = letters.write(MESSAGES)
            before, begun = server.cpu_ticks(), time.perf_counter()
            post(server, account, batch)
            took = time.perf_counter() - begun
            server.micros.append((server.cpu_ticks() - before) / TICK / MESSAGES * 1e6)
            server.rates.append(MESSAGES / took)


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
    end = time.monotonic() + START_SECONDS
    for server in servers:
        while True:
            try:
                socket.create_connection(("127.0.0.1", server.port), 1).close()
                break
            except OSError:
                if time.monotonic() > end or server.process.poll() is not None:
                    sys.exit(f"{server.name} did not start")
                time.sleep(0.1)


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
    print(f"{'CPU µs per message':<32}{'median':>8}{'rounds':>24}{'messages/s':>12}")
    for server in servers:
        rounds = " ".join(f"{one:.0f}" for one in server.micros)
        rate = statistics.median(server.rates)
        middle = statistics.median(server.micros)
        print(f"{LABELS[server.name]:<32}{middle:>8.0f}{rounds:>24}{rate:>12.0f}")
    print(f"{'understanding, by itself':<32}{parse:>8.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linbao-bench-") as place:
        figures = run(Path(place))
    print(json.dumps(figures), flush=True)
