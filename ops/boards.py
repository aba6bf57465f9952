"""`bot.py export board`: the picture of a day's board, to be put into a group by hand."""

import argparse

from community.followup import boards
from core.clock import read_moment
from core.trouble import Trouble
from db.people import units
from ops.ports import OperatedBot
from ops.setup import ready, show
from ops.whole import whole


def export(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Draw the board of the community for a day: sums by grid, no names."""
    ready(bot)
    now = bot.clock.now() if args.at is None else read_moment(args.at, bot.watch.zone)
    day = bot.watch.today(now)
    target = args.file or bot.config.data / "exports" / f"监测-{day:%m%d}.png"
    if target.suffix.lower() != ".png":
        raise Trouble(f"{target.name}：看板只会画成 .png")
    with bot.database.read() as db:
        root = units.highest(db)
        if root is None:
            raise Trouble("登记表还是空的，没有可画的")
        board = boards.of_day(db, root.path, bot.config.community.name, day)
    with whole(target) as unfinished:
        unfinished.write_bytes(bot.prints.board(board))
    show({"grids": len(board.rows), "file": str(target)})
    return 0
