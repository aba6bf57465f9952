"""The register in and out as tables: `import` and `export register`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from community.followup import enrolling
from community.people.access import CLOCK, Refused
from community.people.importing import exporting, taking
from community.people.importing.matching import Fate
from community.people.importing.taking import Imported
from core.register import Parked, Problem, RegisterRow, RegisterTable, TableUnusable
from core.trouble import Trouble
from db.people import register, units
from ops import register_watches as watches
from ops import register_words as wording
from ops.ports import OperatedBot
from ops.register_words import changes
from ops.setup import ready, show
from ops.whole import refuse_taken, whole

SHOWN = 20  # problems in the result; the table itself shows all
FILE_ROWS = 1000  # after so many written rows it is said how far it is
Rows = Sequence[RegisterRow | Parked]


def take(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Take a register in, or write an empty one to fill."""
    if args.template is not None:
        refuse_taken(args.template)
        with whole(args.template) as unfinished:
            titles = [each.title for each in bot.library.programmes.values()]
            bot.tables.write_template(unfinished, titles)
        show({"file": str(args.template)})
        return 0
    if args.file is None:
        raise Trouble(
            "请写上要导入的文件，例如：bot.py import 居民登记表.xlsx；空表用 --template 导出"
        )
    ready(bot)
    _tell(f"正在读 {args.file.name}…")
    table = _open(bot, args.file, _community(bot, args.unit))
    root_id = _unit(bot, args.unit, table.layout.communities)
    if args.unit is None and len(table.layout.communities) == 1:
        # Rows of another community than ours wait, though nobody said which one the table is of.
        with bot.database.read() as db:
            ours = register.community_of(db, root_id)
        table = _open(bot, args.file, ours)
    read = list(table.rows())
    _say_layout(table)
    _tell(f"读到 {len(read)} 行，正在{'比较' if args.dry_run else '写入'}（一万行约半分钟）…")
    planned = watches.plan(bot, root_id, read)
    rows = planned.rows
    done = _rehearse(bot, root_id, rows) if args.dry_run else _take(bot, root_id, rows)
    if args.dry_run:
        for line in wording.entries(planned.entries):
            _tell(line)
        begun = watches.WatchesBegun(sum(len(entry.rows) for entry in planned.entries))
    else:
        begun = watches.begin(bot, root_id, planned)
        if begun.untold:
            _tell(f"开始监测的有 {begun.untold} 户没有人绑定微信，提醒会转给网格员打电话或上门")
    problems = [*_problems(bot, table, rows, done), *_of_watches(table, begun)]
    show(_result(bot, args, table, done, begun, problems))
    return 0


def _rehearse(bot: OperatedBot, root_id: int, rows: Rows) -> Imported:
    """Compare only, and say what would change."""
    zone = bot.config.community.zone
    with bot.database.read() as db:
        found = taking.compare(CLOCK, db, root_id, rows, bot.clock.now(), zone)
    assert not isinstance(found, Refused), "an operator is not refused"
    for line in changes(found.done):
        _tell(line)
    return found.done


def _take(bot: OperatedBot, root_id: int, rows: Rows) -> Imported:
    zone, now = bot.config.community.zone, bot.clock.now()
    done = taking.take(CLOCK, bot.database, root_id, rows, now, zone, _progress())
    assert not isinstance(done, Refused), "an operator is not refused"
    return done


def export(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write the register as a table that can be imported again."""
    ready(bot)
    target = args.file or bot.config.data / "exports" / f"{args.name}.xlsx"
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise Trouble(f"{target.name}：只会写 .xlsx 和 .csv")
    with bot.database.read() as db:
        watched = enrolling.said(db, bot.watch)
        rows = exporting.rows(db, _whole(db), bot.clock.now(), bot.config.community.zone, watched)
    with whole(target) as unfinished:
        bot.tables.write(rows, unfinished)
    show({"file": str(target), "rows": len(rows)})
    return 0


def _whole(db: Session) -> int:
    found = units.root_id(db)
    if found is None:
        raise Trouble("还没有社区：请先运行 bot.py init")
    return found


def _unit(bot: OperatedBot, name: str | None, communities: Sequence[str]) -> int:
    """Return the unit the table is of: the one that was named, or the community."""
    with bot.database.read() as db:
        if name is not None:
            return _named(db, name)
        root_id = _whole(db)
        beside = register.beside(db, root_id)
    if len(beside) < 2:
        return root_id
    there = [unit for unit in beside if communities == (unit.name,)]
    if len(there) == 1:
        return there[0].id
    names = "、".join(unit.name for unit in beside[:5])
    raise Trouble(
        f"库里有 {len(beside)} 个社区（{names}），请写明这张表是哪个的，例如 --unit {beside[0].name}"
    )


def _named(db: Session, name: str) -> int:
    named = units.named(db, name)
    if len(named) != 1:
        what = "没有" if not named else "不止一个"
        raise Trouble(f"{what}叫“{name}”的单位；名称要和登记的一样")
    return named[0].id


def _community(bot: OperatedBot, unit: str | None) -> str:
    """Return the community a named unit is or lies in."""
    if unit is None:
        return ""
    with bot.database.read() as db:
        return register.community_of(db, _named(db, unit))


def _open(bot: OperatedBot, path: Path, community: str) -> RegisterTable:
    if not path.is_file():
        raise Trouble(f"找不到文件 {path}")
    today = bot.clock.now().astimezone(bot.config.community.zone).date()
    try:
        return bot.tables.open(path, today=today, community=community)
    except TableUnusable as error:
        raise Trouble(error.sentence) from error


def _say_layout(table: RegisterTable) -> None:
    layout = table.layout
    _tell(f"读的是工作表“{layout.sheet}”，表头在第{layout.heading_row}行" if layout.sheet else
          f"表头在第{layout.heading_row}行")  # fmt: skip
    if layout.unknown:
        _tell(f"这些列用不上，没有导入：{'、'.join(layout.unknown)}")
    if layout.other_sheets:
        _tell(f"这些工作表也像登记表，没有读：{'、'.join(layout.other_sheets)}")
    if layout.hidden_sheets:
        _tell(f"隐藏的工作表没有读：{'、'.join(layout.hidden_sheets)}")


def _progress() -> taking.Progress:
    last = 0

    def tell(done: int, of: int) -> None:
        nonlocal last
        if done - last >= FILE_ROWS or (done == of and last):
            last = done
            _tell(f"已写入 {done}/{of} 行")

    return tell


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _result(
    bot: OperatedBot,
    args: argparse.Namespace,
    table: RegisterTable,
    done: Imported,
    begun: watches.WatchesBegun,
    problems: list[Problem],
) -> dict[str, Any]:
    problems = sorted(problems, key=lambda each: (each.row, not each.parked))
    file = None if args.dry_run or not problems else _errors_file(bot, args.file, table, problems)
    return {
        "rows": done.rows,
        **{fate.value: done.counts[fate] for fate in Fate},
        "parked": len(done.parked),
        "units": done.units,
        "posts": len(done.posts.gives),
        "watched": begun.people,
        "problems": [
            {"row": each.row, "column": each.column, "what": each.sentence}
            for each in problems[:SHOWN]
        ],
        "errors_file": file,
    }


def _problems(
    bot: OperatedBot, table: RegisterTable, rows: Rows, done: Imported
) -> Iterator[Problem]:
    for parked in done.parked:
        sentence = _sentence(bot, parked.reason, parked.raw)
        yield Problem(parked.row, watches.heading(table, parked.column), sentence)
    for doubt in done.doubts:
        yield Problem(doubt.row, doubt.column, wording.of_post(doubt), parked=False)
    for number in done.other_grid:
        yield Problem(number, "网格", wording.OTHER_GRID, parked=False)
    waiting = {parked.row for parked in done.parked}
    for row in rows:
        if isinstance(row, RegisterRow) and row.row not in waiting:
            for cell in row.doubts:
                yield Problem(row.row, cell.column, bot.tables.sentence(cell.doubt), parked=False)


def _of_watches(table: RegisterTable, begun: watches.WatchesBegun) -> Iterator[Problem]:
    """Say beside which rows people were taken in and nobody watches over them all the same."""
    for each in begun.troubles:
        sentence = wording.of_row(each.reason, each.raw)
        yield Problem(each.row, watches.heading(table, each.column), sentence, parked=False)


def _sentence(bot: OperatedBot, reason: str, about: str) -> str:
    return wording.of_row(reason, about) or bot.tables.sentence(reason)


def _errors_file(
    bot: OperatedBot, path: Path, table: RegisterTable, problems: list[Problem]
) -> str | None:
    """Write the user's own table with the reasons; beside it, or into the data folder."""
    for folder in (path.parent, bot.config.data):
        target = folder / f"{path.stem}-问题.xlsx"
        try:
            with whole(target) as unfinished:
                bot.tables.annotate(table, unfinished, problems)
        except OSError:
            continue
        return str(target)
    _tell("有问题的行写不成文件：两个文件夹都写不了，请看上面的问题")
    return None
