"""Where the cost of one message goes: the echo, our whole way, and its parts, in turn in one process.

No web server and no other connection: what is left is ours to make cheaper.
The CPU time of one text is small, so the machine should be quiet.
"""

import io
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import Letter, Letters  # noqa: E402
from bench.servers import TEXTS, echo, ours  # noqa: E402
from bench.whole_way import populate, settle  # noqa: E402
from bot import Bot  # noqa: E402
from core.config import load  # noqa: E402
from core.messages import Kind, Message  # noqa: E402
from sim.account import Account  # noqa: E402

ROUNDS = 60  # of the 20 texts, for each part
LABELS = {
    "echo": "Flask + wechatpy, echo",
    "whole": "whole way, without a web server",
    "receive": "… from the understood message to its answer, committed",
    "turn": "… the transaction alone, in the thread that writes",
}


class Parts:
    """The same letters by ways that leave out more and more."""

    def __init__(self, folder: Path) -> None:
        config = load(settle(folder)["ours"])
        bot = Bot(config)
        openids = populate(bot)
        bot.close()
        account = config.wechat.official
        sealed = Account(account.app_id, account.secret, account.token, account.aes_key)
        self.letters = Letters(sealed, openids)
        self.bot = ours(config)
        self._echo, self._numbers = echo(config).app, itertools.count(1)
        self.ways: dict[str, Callable[[Letter], object]] = {
            "echo": lambda letter: _call(self._echo, letter),
            "whole": lambda letter: _call(self.bot.app, letter),
            "receive": lambda letter: self.bot.inbox.receive(self._message(letter)),
            "turn": self._turn,
        }

    def _message(self, letter: Letter) -> Message:
        key = f"{letter.openid}:{next(self._numbers)}"
        now = self.bot.clock.now()
        return Message("official", key, letter.openid, Kind.TEXT, letter.text, now)

    def _turn(self, letter: Letter) -> object:
        message, now = self._message(letter), self.bot.clock.now()
        parse = self.bot.understanding(letter.text, now)
        return self.bot.database.write(
            lambda db: _timed(lambda: self.bot.inbox.turn(db, message, parse, now))
        )


def _timed(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _call(app: Any, letter: Letter) -> bytes:
    path, _, query = letter.path.partition("?")
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(letter.body)),
        "CONTENT_TYPE": "text/xml",
        "SERVER_NAME": "bench",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "bench",
        "wsgi.input": io.BytesIO(letter.body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }
    return b"".join(app(environ, lambda *_: None))


def measure(parts: Parts) -> dict[str, dict[str, list[float]]]:
    """Take the ways in turn, each with every text, so that a noisy moment meets all of them."""
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in parts.ways}
    for number in range(ROUNDS + 5):
        for name, way in parts.ways.items():
            for letter in parts.letters.write(len(TEXTS)):
                begun = time.process_time()
                inside = way(letter)
                spent = inside if isinstance(inside, float) else time.process_time() - begun
                if number >= 5:  # the first ones warm up
                    found[name][letter.text].append(spent * 1e6)
    return found


def show(found: dict[str, dict[str, list[float]]]) -> dict[str, float]:
    medians = {
        name: statistics.fmean(statistics.median(spent) for spent in texts.values())
        for name, texts in found.items()
    }
    print(f"{'median over the rounds, mean over the texts':<58}{'CPU µs':>8}{'of echo':>9}")
    for name, label in LABELS.items():
        print(f"{label:<58}{medians[name]:>8.0f}{medians[name] / medians['echo']:>9.2f}")
    print("\nthe transaction, by text")
    ordered = sorted(found["turn"].items(), key=lambda item: -statistics.median(item[1]))
    for text, spent in ordered:
        print(f"{statistics.median(spent) / medians['echo']:>6.2f} {text}")
    return {f"{name}_us": round(value, 1) for name, value in medians.items()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linbao-parts-") as place:
        bench = Parts(Path(place))
        figures = show(measure(bench))
        bench.bot.close()
    print(json.dumps(figures))
