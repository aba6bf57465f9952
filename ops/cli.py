"""The command line: one entry, results as one line of JSON, trouble as one line of Chinese."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from core import progress
from core.config import ConfigError, load
from ops import (
    backup,
    boards,
    calls,
    cards,
    commands,
    demo,
    invite,
    menu,
    moving,
    papers,
    posters,
    purging,
    register,
    restore,
    rotating,
    serving,
    standing,
)
from ops.parser import Parser, ShowVersion, version
from ops.ports import MakeBot, OperatedBot, Pretend, Run
from ops.trouble import in_one_line


def _export(bot: OperatedBot, args: argparse.Namespace) -> int:
    return EXPORTS[args.name](bot, args)


EXPORTS: dict[str, Run] = {
    "register": register.export,
    "card": cards.card,
    "calls": calls.export,
    "board": boards.export,
    "slips": standing.slips,
    "missing": standing.missing_people,
    **dict.fromkeys(papers.NAMES, papers.paper),
}
COMMANDS: dict[str, tuple[str, Run]] = {
    "demo": ("试用：假的微信和编出来的社区，用浏览器打开", demo.demo),
    "serve": ("正式运行：网页、时钟、发信", serving.serve),
    "worker": ("只发信", serving.worker),
    "clock": ("只跑时钟：提醒、催办、清理", serving.clock),
    "parse": ("看一句话怎么理解", commands.parse),
    "eval": ("用带标注的文件量一量理解得怎样", commands.evaluate),
    "ask": ("看一句话会怎么答，什么也不改", commands.ask),
    "tick": ("做完到某一刻该做的定时活", commands.tick),
    "send": ("发出到某一刻该发的消息", commands.send),
    "why": ("某人那天收到了什么、没收到什么、为什么", commands.why),
    "status": ("一条通知到了多少户、谁没收到、回了什么", standing.status),
    "check": ("检查：ok，或一次说完所有不对的地方", commands.check),
    "init": ("建库或升级数据库，建密钥文件", commands.init),
    "sample": ("在空库里放一个编出来的社区", commands.sample),
    "invite": ("给一个岗位发一次性的邀请码", invite.invite),
    "backup": ("把全部数据备份成一个文件，运行中也可以", backup.backup),
    "purge": ("现在就删掉到期的内容（时钟每天也会做）", purging.purge),
    "rotate-keys": ("换一把加密的钥匙，运行中就能换", rotating.rotate_keys),
    "restore": ("从备份恢复；当时在排队的消息先扣着", restore.restore),
    "move": ("从 SQLite 搬到 PostgreSQL（先停掉服务）", moving.move),
    "release": ("恢复以后：发出扣着的消息，或者不发", restore.release),
    "import": ("把居民登记表导入（XLSX、XLS、CSV）", register.take),
    "export": ("导出居民登记表、一栋楼的联心卡、电话和上门名单，或当天的看板", _export),
    "qr": ("做一栋楼的门口海报：A4 PDF 和发群的图片", posters.qr),
    "menu": ("把公众号对话框下面的菜单铺上去", menu.lay),
    "train": ("重新训练语言模型", commands.train),
}


def make_parser(here: Path) -> argparse.ArgumentParser:
    # Taken before the command and after it; without a default, so that neither undoes the other.
    shared = Parser(add_help=False)
    shared.add_argument(
        "--config",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="文件",
        help="设置文件；不写就是 bot.py 旁边的 config.yaml",
    )
    title = "邻报 Linbao：社区用的微信助手"
    parser = Parser(prog="bot.py", description=title, parents=[shared])
    parser.add_argument("--version", action=ShowVersion, here=here)
    subs = parser.add_subparsers(
        dest="command", required=True, parser_class=Parser, title="命令", metavar="命令"
    )
    for name, (summary, _) in COMMANDS.items():
        sub = subs.add_parser(name, help=summary, description=summary, parents=[shared])
        commands.add_arguments(name, sub)
        if name == "invite":
            for names, options in invite.ARGUMENTS:
                sub.add_argument(*names, **options)
    return parser


def main(argv: Sequence[str], make_bot: MakeBot, pretend: Pretend, here: Path) -> int:
    """Run one command; 0 done, 1 it did not work, 2 wrong usage."""
    _log_to_stderr()
    given = argparse.Namespace(config=here / "config.yaml")
    args = make_parser(here).parse_args(argv, given)
    args.make_bot, args.pretend = make_bot, pretend
    if args.command != "train":  # the model is no secret, and may be trained for another account
        os.umask(0o077)
    args.version = partial(version, here)
    again = ["--config", str(args.config.resolve())]
    # For our children, with what makes a bot of what we have read.
    args.run = lambda words, make: main([*again, *words], make, pretend, here)
    try:
        bot = make_bot(load(args.config))
        try:
            return COMMANDS[args.command][1](bot, args)
        finally:
            bot.close()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        line = in_one_line(error)
        if line is None:
            raise
        print(f"bot.py {args.command}: {line}", file=sys.stderr)
        return 1


def _log_to_stderr() -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    for noisy in ("alembic", "jieba", "werkzeug", "aiohttp", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _tell_progress_plainly()
    # A tick that is skipped or fails is told in our own words.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)


def _tell_progress_plainly() -> None:
    """Progress is for whoever waits at the terminal: lines without a time or a level."""
    plain = logging.StreamHandler(sys.stderr)
    plain.setFormatter(logging.Formatter("%(message)s"))
    told = logging.getLogger(progress.NAME)
    told.handlers, told.propagate = [plain], False
