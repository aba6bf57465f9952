"""Serving: web workers, one clock and one sender, and the demo that is all of them at once."""

import argparse
import logging
import secrets
import signal
import socket
import string
import sys
import threading
from pathlib import Path
from typing import Any

from core.config import Config, Official
from core.trouble import Trouble
from db import Keyring, migrate
from db.locks import CLOCK, Leadership
from ops import checks, sampling
from ops.supervisor import Supervisor
from ops.webserver import WebServer

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0
SEND_SECONDS = 0.5
STANDBY_SECONDS = 2.0
PRETEND_SECONDS = 0.5  # with a pretend clock nobody wants to wait


def serve(bot: Any, args: argparse.Namespace) -> int:
    """Run web workers, and beside them a clock and a sender unless told not to."""
    if found := [*checks.doors(bot), *checks.can_answer(bot)]:
        raise Trouble("; ".join(found))
    _refuse_taken_port(bot.config)
    processes = 1 if bot.database.is_sqlite else bot.config.server.processes
    if args.no_clock and args.no_sender:
        bot.close()  # each web process opens its own
        WebServer(bot.config, processes, lambda: args.make_bot(bot.config)).run()
        return 0
    bot.close()
    base = [sys.executable, str(args.here / "bot.py"), "--config", str(args.config.resolve())]
    children = {"web": [*base, "serve", "--no-clock", "--no-sender"]}
    if not args.no_clock:
        children["clock"] = [*base, "clock"]
    if not args.no_sender:
        children["sender"] = [*base, "worker"]
    return Supervisor(children).run()


def _refuse_taken_port(config: Config) -> None:
    with socket.socket(socket.AF_INET6 if ":" in config.server.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.server.host, config.server.port))
        except OSError as error:
            where = f"{config.server.host}:{config.server.port}"
            raise Trouble(f"cannot listen on {where}: {error.strerror}") from None


def _until_told() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _pace(bot: Any, usual: float) -> float:
    return PRETEND_SECONDS if bot.config.clock.file else usual


def worker(bot: Any, args: argparse.Namespace) -> int:
    """Send what is due, until told to stop."""
    _ready(bot)
    bot.sender.run_until(_until_told(), _pace(bot, SEND_SECONDS))
    return 0


def clock(bot: Any, args: argparse.Namespace) -> int:
    """Lead, or stand by until the one that leads is gone."""
    _ready(bot)
    stopping = _until_told()
    leadership = Leadership(bot.database, bot.config.data, "clock", CLOCK)
    while not stopping.is_set():
        if not leadership.take():
            stopping.wait(STANDBY_SECONDS)
            continue
        log.info("this clock leads")
        stop = bot.start_clock(_pace(bot, TICK_SECONDS))
        while leadership.holds() and not stopping.wait(STANDBY_SECONDS):
            pass
        stop()
        leadership.release()
    return 0


def _ready(bot: Any) -> None:
    if found := checks.database(bot):
        raise Trouble("; ".join(found))


# -- the demo ---------------------------------------------------------------------


def demo(bot: Any, args: argparse.Namespace) -> int:
    """A community, a pretend WeChat and everything that serves it, in one process."""
    stopping = _until_told()
    folder: Path = bot.config.data
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("demo.db*"):
        old.unlink()
    if not bot.config.key_file.exists():
        Keyring.make(bot.config.key_file)
    config = _demo_config(bot.config, folder)
    stage = args.pretend(config.wechat.official, args.make_bot, config, args.port)
    lively = stage.bot
    try:
        _demo_people(lively, stage)
        stop_clock = lively.start_clock(PRETEND_SECONDS)
        sender = threading.Thread(
            target=lively.sender.run_until, args=(stopping, PRETEND_SECONDS), name="sender"
        )
        sender.start()
        print(f"邻报演示已就绪，请用浏览器打开：{stage.address}", flush=True)
        print("按 Ctrl-C 结束。", flush=True)
        stopping.wait()
        stop_clock()
        sender.join(8)
    finally:
        stage.close()
        lively.close()
    return 0


def _demo_config(config: Config, folder: Path) -> Config:
    letters = string.ascii_letters + string.digits
    account = Official(
        app_id="wx" + secrets.token_hex(8),
        secret=secrets.token_hex(16),
        token=secrets.token_hex(8),
        aes_key="".join(secrets.choice(letters) for _ in range(42)) + "A",
        api_base="http://127.0.0.1:1",  # the stage knows the real one
        templates={"default": "demo-template"},
    )
    database = config.database.model_copy(update={"url": f"sqlite:///{folder / 'demo.db'}"})
    wechat = config.wechat.model_copy(update={"official": account})
    return config.model_copy(update={"database": database, "wechat": wechat})


def _demo_people(lively: Any, stage: Any) -> None:
    migrate.upgrade(lively.database.engine)
    who = sampling.fill(lively.database, lively.watch, lively.clock.now(), 200, 4)
    stage.populate(who)
