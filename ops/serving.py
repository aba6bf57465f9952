"""Serving: web workers, one clock and one sender, and the demo that is all of them at once."""

import argparse
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from functools import partial

from core.config import Config
from core.trouble import Trouble
from db import UNAVAILABLE
from db.locks import CLOCK, Leadership
from ops import checks, memory, port
from ops.folder import shut
from ops.nightly import Nightly
from ops.ports import OperatedBot
from ops.staff_menus import StaffMenus
from ops.supervisor import Beacon, Child, Supervisor
from ops.webserver import WebServer

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0
SEND_SECONDS = 0.5
STANDBY_SECONDS = 2.0
ENDS = (signal.SIGTERM, signal.SIGINT)
LOOPBACK = "127.0.0.1"
EVERYWHERE = {"0.0.0.0", "::", ""}
PRETEND_SECONDS = 0.5  # with a pretend clock nobody wants to wait


def serve(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Run web workers, and beside them a clock and a sender unless told not to."""
    server = bot.config.server
    memory.keep_little()
    if found := checks.stops(bot):
        raise Trouble("；".join(found))
    shut(bot.config.data)
    held = port.hold(server.host, server.port)
    checks.take_packs(bot)
    since_restore = checks.restored(bot)
    processes = 1 if bot.database.is_sqlite else server.processes
    # Read once, here: a web process that takes a dead one's place answers within the second.
    is_alone = args.no_clock and args.no_sender
    make, is_up = bot.before_fork(with_all=not is_alone), Beacon()
    memory.settle()
    if is_alone:
        WebServer(bot.config, processes, make, held.detach()).run()
        return 0
    _warn(bot, since_restore)
    # An orphaned web server leaves the port at once to whoever takes our place.
    web = Child(partial(_web, bot.config, processes, make, held, is_up), signal.SIGKILL, is_up)
    children = {"web": web}
    if not args.no_clock:
        children["clock"] = Child(partial(_beside, held, args, make, "clock"))
    if not args.no_sender:
        children["sender"] = Child(partial(_beside, held, args, make, "worker"))
    return Supervisor(children, is_up.is_lit, held.close).run()


def _warn(bot: OperatedBot, since_restore: Sequence[str]) -> None:
    host = bot.config.server.host
    if host in EVERYWHERE:
        log.warning("听的是所有网卡（%s）：/metrics 和 /readyz 外面也看得到", host or "空")
    for door in (*checks.unbuilt(bot), *since_restore):
        log.warning("%s", door)


def _web(
    config: Config,
    processes: int,
    make: Callable[[], OperatedBot],
    held: socket.socket,
    is_up: Beacon,
) -> int:
    WebServer(config, processes, make, held.detach(), is_up.light).run()
    return 0


def _beside(
    held: socket.socket, args: argparse.Namespace, make: Callable[[], OperatedBot], command: str
) -> int:
    """Run what has nothing to do with the port, with what was read before the fork."""
    held.close()
    return int(args.run([command], lambda _: make()))


def until_told() -> threading.Event:
    """Return what is set once we are told to end.

    A handler runs only when the main thread comes to it, which may be never
    while that waits for a lock.  The number of a signal is written to a pipe
    at once, whichever thread was handed it, and a thread reads it there.
    """
    stopping = threading.Event()
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)  # so many bytes say it already
    for number in ENDS:
        signal.signal(number, lambda *_: None)

    def hear() -> None:
        while os.read(told, 1)[0] not in ENDS:
            pass
        stopping.set()

    threading.Thread(target=hear, name="ear", daemon=True).start()
    return stopping


def _pace(bot: OperatedBot, usual: float) -> float:
    return PRETEND_SECONDS if bot.config.clock.file else usual


def worker(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Send what is due, until told to stop."""
    _ready(bot)
    bot.sender.run_until(until_told(), _pace(bot, SEND_SECONDS))
    return 0


def clock(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Lead, or stand by until the one that leads is gone."""
    _ready(bot)
    stopping, nightly, menus = until_told(), Nightly(bot, args), StaffMenus(bot)
    leadership = Leadership(bot.database, bot.config.data, "clock", CLOCK)
    while not stopping.is_set():
        if not _leads(leadership):
            stopping.wait(STANDBY_SECONDS)
            continue
        log.info("这个时钟在领头")
        stop = bot.start_clock(_pace(bot, TICK_SECONDS))
        memory.settle()  # as `serve` does: a collection in the middle of a slice looks through little
        while leadership.holds() and not stopping.wait(STANDBY_SECONDS):
            nightly.look()
            menus.look()
        stop()
        leadership.release()
    return 0


def _leads(leadership: Leadership) -> bool:
    try:
        return leadership.take()
    except UNAVAILABLE as error:
        log.error("时钟在等数据库：%s", type(error).__name__)
        return False


def _ready(bot: OperatedBot) -> None:
    if found := checks.database(bot):
        raise Trouble("；".join(found))
