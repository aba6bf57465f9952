"""How fast callbacks of WeCom are answered while fifty messages a second come, and what survives kill -9.

The server is `bot.py serve` as it is installed, on SQLite, with every door of WeCom open; the
messages are signed and sealed as the platform's are.  Then the database is held, calls are
promised an answer, every child of the server is killed, and the answers are fetched from
whatever takes their place.
"""

import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from bench.whole_way import Server, _free_port, _stat, await_all, populate, settle  # noqa: E402
from bot import Bot  # noqa: E402
from core.clock import SystemClock  # noqa: E402
from core.config import load  # noqa: E402
from sim.poster import HttpPoster, PostRefused, TimedOut  # noqa: E402
from sim.work import BadReply, PretendChat, PretendRobot, RobotBubble  # noqa: E402

RATE, SECONDS, WARM = 50, 20, 3
HELD, POLLS = 8, 60
TOKEN, KEY = "benchrobot", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TEXTS = (
    "现在出门还查健康码吗",
    "现在还要做核酸吗",
    "谢谢",
    "待办",
    "我36.5",
    "发热了怎么办",
    "今晚吃什么",
)


def serve(folder: Path) -> Server:
    file = settle(folder)["ours"]
    settings = yaml.safe_load(file.read_text("utf-8"))
    work = {"corp_id": "wwbench", "agent_id": "1000002", "token": "benchapp", "aes_key": KEY}
    aibot = {"token": TOKEN, "aes_key": KEY}
    base = {"api_base": "http://127.0.0.1:1", "secret": "bench", "aibot": aibot}
    settings["wechat"]["work"] = {**work, **base}
    settings["server"] = {"port": _free_port(), "threads": 16}
    file.write_text(yaml.safe_dump(settings), "utf-8")
    bot = Bot(load(file))
    populate(bot)
    bot.take_packs()
    bot.close()
    command = [sys.executable, str(ROOT / "bot.py"), "serve", "--config", str(file)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    return Server("ours", settings["server"]["port"], process)


def pour(chat: PretendChat, seconds: int) -> tuple[list[float], int]:
    """Call the robot at a steady rate; return how long each answer took, and how many failed."""
    took: list[float] = []
    errors = [0]

    def call(number: int) -> None:
        due = begun + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        try:
            chat.begins(f"Worker{number % 40:02d}", TEXTS[number % len(TEXTS)])
        except (BadReply, TimedOut, PostRefused):
            errors[0] += 1
        took.append(time.monotonic() - due)

    with ThreadPoolExecutor(64) as pool:
        begun = time.monotonic()
        list(pool.map(call, range(RATE * seconds)))
    return took, errors[0]


def hold(folder: Path) -> threading.Event:
    """Hold the database's pen until the event is set."""
    let_go, held = threading.Event(), threading.Event()

    def wait() -> None:
        with sqlite3.connect(folder / "linbao.db", timeout=30) as pen:
            pen.execute("BEGIN IMMEDIATE")
            held.set()
            let_go.wait(60)
            pen.rollback()

    threading.Thread(target=wait, daemon=True).start()
    held.wait(30)
    return let_go


def children(server: Server) -> list[int]:
    stats = [_stat(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    return [pid for pid, parent, _ in filter(None, stats) if parent == server.process.pid]


def resumed(server: Server, chat: PretendChat, folder: Path) -> int:
    let_go = hold(folder)
    with ThreadPoolExecutor(HELD) as pool:
        calls = [pool.submit(chat.begins, f"Held{n:02d}", TEXTS[n % 2]) for n in range(HELD)]
        bubbles = [call.result() for call in calls]
    for pid in children(server):
        os.kill(pid, signal.SIGKILL)
    let_go.set()
    return sum(_ends(chat, bubble) for bubble in bubbles if bubble is not None)


def _ends(chat: PretendChat, bubble: RobotBubble) -> bool:
    """Come back for an answer until it is whole; nobody listens while a process is put in place."""
    for _ in range(POLLS):
        try:
            if chat.waits(bubble, polls=1).is_over:
                return "依据" in bubble.text
        except (BadReply, TimedOut, PostRefused):
            pass
        time.sleep(1.0)
    return False


def run(folder: Path) -> dict[str, Any]:
    server = serve(folder)
    try:
        await_all([server])
        robot = PretendRobot(TOKEN, KEY, SystemClock(), "http://127.0.0.1:1")
        robot.webhook = HttpPoster(f"http://127.0.0.1:{server.port}/wechat/work/aibot")
        chat = robot.group()
        pour(chat, WARM)
        took, errors = pour(chat, SECONDS)
        p99 = statistics.quantiles(took, n=100)[-1] * 1000
        median = statistics.median(took) * 1000
        print(f"{len(took)} calls at {RATE} a second: median {median:.0f} ms, p99 {p99:.0f} ms")
        back = resumed(server, chat, folder)
        print(f"{back} of {HELD} answers fetched after kill -9")
        return {"p99_ms": round(p99, 1), "errors": errors, "resumed": back, "held": HELD}
    finally:
        server.process.terminate()
        server.process.wait(20)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print(json.dumps(run(Path(made))))
