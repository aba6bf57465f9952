"""Where the memory of `serve` is: by process and kind of page, and by what is read at the start.

`--messages N` pours N varied texts first, 30 a second; `--engine postgresql` for the other database.
`--parts` reads one part after the other in this process and tells what each adds.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


import yaml  # noqa: E402

from ops import memory  # noqa: E402

RATE = 30  # messages a second
KINDS = ("objects", "heap", "files", "stacks")
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$")


def family(root: int) -> list[int]:
    """Return the numbers of a process and of all that came of it."""
    from bench.whole_way import _stat

    stats = [_stat(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    found = {root}
    for pid, parent, _ in sorted(stat for stat in stats if stat):
        if parent in found:
            found.add(pid)
    return sorted(found)


def pages(pid: int) -> Counter[str]:
    """Return what a process weighs, in KB: its share of each kind of page, and what is its own."""
    found: Counter[str] = Counter()
    kind = ""
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if mapping := _MAPPING.match(line):
            name = mapping[1]
            kind = "heap" if name == "[heap]" else "files" if name.startswith("/") else "objects"
            kind = "stacks" if name.startswith("[stack") else kind
        elif line.startswith(("Pss:", "Private_Dirty:")):
            key, value, _ = line.split()
            found[kind if key == "Pss:" else "own"] += int(value)
            found["all"] += int(value) if key == "Pss:" else 0
    return found


def show(root: int) -> dict[str, float]:
    """Print a line a process; return what all weigh together, and each."""
    print(f"{'MB':<24}{'all':>8}{'own':>8}" + "".join(f"{kind:>9}" for kind in KINDS))
    weights: dict[str, float] = {}
    total: Counter[str] = Counter()
    for pid in family(root):
        found = pages(pid)
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
        _line(f"{name} ({threads} threads)", found)
        weights[f"{name} {pid}"] = round(found["all"] / 1024, 1)
        total += found
    _line("together", total)
    return {"all": round(total["all"] / 1024, 1), **weights}


def _line(name: str, found: Counter[str]) -> None:
    numbers = (found["all"], found["own"])
    print(
        f"{name:<24}"
        + "".join(f"{each / 1024:>8.1f}" for each in numbers)
        + "".join(f"{found[kind] / 1024:>9.1f}" for kind in KINDS)
    )


def serve(engine: str, messages: int) -> dict[str, float]:
    from bench import load
    from bench.client import Letters
    from bench.day import texts
    from bench.open_loop import pour
    from bench.whole_way import Server, await_all, populate
    from bot import Bot
    from core.config import load as read
    from sim.account import Account
    from tests import common

    common.begin()
    try:
        with tempfile.TemporaryDirectory(prefix="linbao-bench-") as place:
            folder = Path(place)
            file = folder / "config.yaml"
            url = common.postgres() if engine == "postgresql" else ""
            file.write_text(yaml.safe_dump(load._settings(folder, url)), "utf-8")
            config = read(file)
            bot = Bot(config)
            openids = populate(bot)
            bot.close()
            official = config.wechat.official
            account = Account(official.app_id, official.secret, official.token, official.aes_key)
            letters = Letters(account, openids, texts(random.Random(20261129)))
            command = [sys.executable, str(ROOT / "bot.py"), "--config", str(file), "serve"]
            with (folder / "serve.log").open("w") as log:
                process = subprocess.Popen(command, stdout=log, stderr=log)
                server = Server("ours", config.server.port, process)
                try:
                    await_all([server])
                    time.sleep(10)  # clock and sender follow the web
                    found = {"start": show(process.pid)["all"]}
                    for _ in range(max(1, messages // 1000) if messages else 0):
                        before = server.cpu_ticks()
                        pour(server.port, letters.write(min(1000, messages)), RATE)
                        spent = (server.cpu_ticks() - before) * 10 / min(1000, messages)
                        print(f"CPU {spent:.2f} ms a message")
                        found["after"] = show(process.pid)["all"]
                    return found
                finally:
                    process.terminate()
                    process.wait(30)
    finally:
        common.end()


def parts() -> dict[str, float]:
    """Read one part after the other; return what each adds, in MB that are our own."""
    found: dict[str, float] = {}
    weight = _own()
    for name, read in _PARTS:
        read()
        memory.settle()
        now = _own()
        found[name] = round(now - weight, 1)
        print(f"{name:<32}{found[name]:>8.1f}{now:>8.1f}", flush=True)
        weight = now
    return found


def _own() -> float:
    rollup = Path("/proc/self/smaps_rollup").read_text()
    return int(re.search(r"^Rss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024  # type: ignore[index]


_kept: dict[str, object] = {}


def _import(*names: str) -> Callable[[], None]:
    def read() -> None:
        for name in names:
            __import__(name)

    return read


def _bot() -> None:
    from bot import Bot
    from core.config import load

    _kept["bot"] = Bot(load(ROOT / "config.yaml"))


def _part(name: str, make: Callable[[], object]) -> Callable[[], None]:
    def read() -> None:
        _kept[name] = make()

    return read


def _library() -> object:
    return _kept["bot"].library  # type: ignore[attr-defined]


def _words() -> object:
    from nlp.words import Words

    return Words(ROOT / "nlp/model")


def _model(name: str) -> Callable[[], object]:
    def make() -> object:
        from nlp import model

        return model.load(ROOT / "nlp/model", name)

    return make


def _embed() -> object:
    from nlp.embedding import Embedding

    return Embedding(ROOT / "nlp/model")


def _understanding() -> object:
    from nlp.understand import Understanding

    made = Understanding(
        _kept["model"],  # type: ignore[arg-type]
        _kept["words"],  # type: ignore[arg-type]
        _kept["embed"],  # type: ignore[arg-type]
    )
    _kept["bot"].__dict__["understanding"] = made
    for text in (
        "36.8",
        "近期计划从外地回来，应该怎么报备",
        "建军37.8，我咳嗽，昨天从武汉坐高铁回来，想买两斤土豆",
    ):
        made(text, datetime.now(UTC))
    return made


_PARTS: Sequence[tuple[str, Callable[[], object]]] = (
    ("numpy", _import("numpy")),
    ("sqlalchemy", _import("sqlalchemy.orm")),
    ("pydantic", _import("pydantic_settings")),
    ("flask, gunicorn", _import("flask", "gunicorn.app.base")),
    ("aiohttp", _import("aiohttp")),
    ("cryptography", _import("cryptography.hazmat.primitives.ciphers.aead")),
    ("wechatpy", _import("wechatpy")),
    ("apscheduler", _import("apscheduler.schedulers.background")),
    ("all our rooms", _bot),
    ("the library", _part("library", _library)),
    ("jieba and its words", _part("words", _words)),
    ("the model", _part("model", _model("model"))),
    ("the staff's model", _part("staff", _model("staff"))),
    ("the sentence model", _part("embed", _embed)),
    ("tables of names, danger", _part("understanding", _understanding)),
    ("known questions", _part("matcher", lambda: _kept["bot"].matcher)),  # type: ignore[attr-defined]
)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="sqlite")
    parser.add_argument("--messages", type=int, default=0)
    parser.add_argument("--parts", action="store_true")
    args = parser.parse_args(arguments)
    print(json.dumps(parts() if args.parts else serve(args.engine, args.messages)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
