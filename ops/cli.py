"""The command line: one entry, results as one line of JSON, trouble as one line of English."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from core.config import ConfigError, load
from ops import commands, serving
from ops.ports import MakeBot, Pretend, Run
from ops.trouble import in_one_line

COMMANDS: dict[str, tuple[str, Run]] = {
    "demo": ("everything at once with a pretend WeChat", serving.demo),
    "serve": ("answer messages", serving.serve),
    "worker": ("send what is due", serving.worker),
    "clock": ("do what is due without being asked", serving.clock),
    "parse": ("print what texts mean", commands.parse),
    "eval": ("measure understanding on a labelled file", commands.evaluate),
    "ask": ("print what would be answered", commands.ask),
    "tick": ("do all clock work due at a moment", commands.tick),
    "send": ("send all that is due at a moment", commands.send),
    "why": ("print what a person was or was not sent", commands.why),
    "check": ("print ok, or everything that is wrong", commands.check),
    "init": ("create or upgrade the database", commands.init),
    "sample": ("fill an empty database with an invented community", commands.sample),
    "train": ("rebuild the language model", commands.train),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; try --help\n")


def _parser() -> argparse.ArgumentParser:
    # Taken before the command and after it; without a default, so that neither undoes the other.
    shared = _Parser(add_help=False)
    shared.add_argument("--config", type=Path, default=argparse.SUPPRESS)
    parser = _Parser(prog="bot.py", description=__doc__, parents=[shared])
    subs = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for name, (summary, _) in COMMANDS.items():
        sub = subs.add_parser(name, help=summary, description=summary, parents=[shared])
        commands.add_arguments(name, sub)
    return parser


def main(argv: Sequence[str], make_bot: MakeBot, pretend: Pretend, here: Path) -> int:
    """Run one command; 0 done, 1 it did not work, 2 wrong usage."""
    _log_to_stderr()
    given = argparse.Namespace(config=here / "config.yaml")
    args = _parser().parse_args(argv, given)
    args.make_bot, args.pretend = make_bot, pretend
    again = ["--config", str(args.config.resolve())]
    args.run = lambda words: main([*again, *words], make_bot, pretend, here)  # for our children
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
    # A tick that is skipped or fails is told in our own words.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
