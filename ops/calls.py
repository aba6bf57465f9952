"""`bot.py export calls`: who must be rung or visited, on paper, for the day WeChat is down."""

import argparse
from pathlib import Path

from community.followup import calling
from community.followup.calling import CallEntry, CallReason, GridList
from core.clock import read_moment
from core.phrases import say_date
from core.prints import PaperTable
from core.trouble import Trouble
from db.people import units
from ops import places
from ops.ports import OperatedBot
from ops.setup import ready, show
from ops.whole import whole

HEADINGS = ("号", "门牌", "姓名", "电话", "为什么", "结果", "体温")
WIDTHS = (7, 22, 24, 28, 36, 16, 14)
REASONS = {
    CallReason.DANGER: "危险，没处理完",
    CallReason.FEVER: "发热，没处理完",
    CallReason.VISIT: "连续{missed}次没消息，上门",
    CallReason.SILENT: "没报体温",
    CallReason.BY_PHONE: "要打电话问",
    CallReason.NOT_YET: "还没报",
}
TITLE = "{unit} {day}电话和上门名单（结果填：到/未到/空号）"
ENDINGS = (".pdf", ".xlsx")


def export(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write a list for each grid: A4 to carry, XLSX to type in; by FILE's ending one kind only."""
    ready(bot)
    now = bot.clock.now() if args.at is None else read_moment(args.at, bot.watch.zone)
    folder, endings = _where(bot, args.file)
    grids = bot.database.write(
        lambda db: [
            grid
            for root in [units.highest(db)]
            if root is not None
            for grid in calling.below(db, bot.watch, root.path, now, everybody=True)
        ]
    )
    files = [_write(bot, folder, grid, ending) for grid in grids for ending in endings]
    rows = sum(len(grid.entries) for grid in grids)
    show({"grids": len(grids), "households": rows, "files": files})
    return 0


def _where(bot: OperatedBot, file: Path | None) -> tuple[Path, tuple[str, ...]]:
    if file is None:
        return bot.config.data / "exports", ENDINGS
    if file.suffix.lower() in ENDINGS:
        return file.parent, (file.suffix.lower(),)
    if file.suffix:
        raise Trouble(f"{file.name}：名单只会写 .pdf 和 .xlsx")
    return file, ENDINGS


def _write(bot: OperatedBot, folder: Path, grid: GridList, ending: str) -> str:
    title = TITLE.format(unit=grid.unit, day=say_date(grid.day))
    rows = [_row(entry) for entry in grid.entries]
    target = folder / f"电话名单-{places.file_name(grid.unit)}-{grid.day:%m%d}{ending}"
    with whole(target) as unfinished:
        table = PaperTable(title, HEADINGS, rows, WIDTHS)
        if ending == ".pdf":
            unfinished.write_bytes(bot.prints.table(table))
        else:
            bot.tables.write_list(table, unfinished)
    return str(target)


def _row(entry: CallEntry) -> tuple[str, ...]:
    why = "；".join(REASONS[reason].format(missed=entry.missed) for reason in entry.reasons)
    needs = f"（{'、'.join(entry.needs)}）" if entry.needs else ""
    return (
        str(entry.number), entry.door, "、".join(entry.names), " ".join(entry.phones),
        why + needs, "", "",
    )  # fmt: skip
