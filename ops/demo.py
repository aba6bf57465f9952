"""The demo: a community, a pretend WeChat and all that serves it, in one process."""

import argparse
import logging
import secrets
import shutil
import string
import threading
from pathlib import Path

from core.config import Config, Official, Paths, Template
from core.progress import tell
from db import Keyring, migrate
from ops import checks, menu, port, sample_facts, sampling
from ops.folder import shut
from ops.ports import OpenStage, OperatedBot
from ops.serving import LOOPBACK, PRETEND_SECONDS, until_told

LOG = "demo.log"
PEOPLE = 460  # enough for two grids


def demo(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Set it all up anew, say where to open it, and go on until told to end."""
    stopping = until_told()
    port.refuse_taken(LOOPBACK, args.port)
    tell(f"正在准备演示：示范社区 {PEOPLE} 人、假的微信（约 5 秒）…")
    config = _demo_config(bot.config)
    shut(bot.config.data)
    _log_to(config.data / LOG)
    stage = args.pretend(config.wechat.official, args.make_bot, config, args.port)
    lively = stage.bot
    try:
        _demo_people(lively, stage)
        stop_clock = lively.start_clock(PRETEND_SECONDS)
        sender = threading.Thread(
            target=lively.sender.run_until, args=(stopping, PRETEND_SECONDS), name="sender"
        )
        sender.start()
        # The first to speak waits for less; the address need not wait for it.
        warming = threading.Thread(target=lively.warm, name="warm", daemon=True)
        warming.start()
        print(f"日志在 {config.data / LOG}；按 Ctrl-C 结束。", flush=True)
        print(f"邻报演示已就绪，请用浏览器打开：{stage.address}", flush=True)
        stopping.wait()
        stop_clock()
        sender.join(8)
        warming.join(8)
    finally:
        stage.close()
        lively.close()
    return 0


def _demo_config(given: Config) -> Config:
    """Make a stage with nothing on it, that shares nothing with the real community's folder."""
    for old in given.data.glob("demo.db*"):
        old.unlink()
    folder = given.data / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    Keyring.make(folder / "keys.json")
    letters = string.ascii_letters + string.digits
    account = Official(
        app_id="wx" + secrets.token_hex(8),
        secret=secrets.token_hex(16),
        token=secrets.token_hex(8),
        aes_key="".join(secrets.choice(letters) for _ in range(42)) + "A",
        api_base="http://127.0.0.1:1",  # the stage knows the real one
        templates={"default": Template(id="demo-template")},
        reply_links=True,
    )
    return given.model_copy(
        update={
            "database": given.database.model_copy(
                update={"url": f"sqlite:///{given.data / 'demo.db'}"}
            ),
            "paths": Paths(data=folder),
            "wechat": given.wechat.model_copy(update={"official": account}),
        }
    )


def _demo_people(lively: OperatedBot, stage: OpenStage) -> None:
    migrate.lay(lively.database.engine)
    checks.take_packs(lively)
    who = sampling.fill(lively.database, lively.watch, lively.clock.now(), PEOPLE, 4, is_cast=True)
    told = who["secretary"], lively.clock.now(), lively.config.community.zone
    sample_facts.tell(lively.database, lively.library, *told)
    stage.populate(who)
    if (given := lively.library.menu) is not None:
        lively.platform.lay_menu(given.laid())
        menu.lay_for_staff(lively, given)


def _log_to(file: Path) -> None:
    """Let the log go to a file: the last line on the terminal stays the address."""
    root = logging.getLogger()
    written = logging.FileHandler(file, encoding="utf-8")
    if root.handlers:
        written.setFormatter(root.handlers[0].formatter)
    root.handlers = [written]
