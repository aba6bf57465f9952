"""The register in and out as tables: `import` and `export register`."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from community.people.access import CLOCK
from community.people.importing import exporting, taking
from community.people.importing.conflicts import Conflict
from community.people.importing.matching import Fate, Step
from community.people.importing.posts import PostDoubt, PostTrouble
from community.people.importing.taking import Imported
from core.register import Parked, Problem, RegisterRow, RegisterTable, TableUnusable
from core.trouble import Trouble
from db.people import units
from ops.ports import OperatedBot
from ops.setup import ready, show

SHOWN = 20  # problems in the result; the table itself shows all
LISTED = 50  # changes that are printed before they are taken
_WORDS: dict[str, str] = {
    Conflict.TWICE: "这个人在表里写了两行，只按第一行登记，请删掉多余的一行",
    Conflict.TWO_HOMES: "同一个人在表里住两处，两行都先放着，请只留一处",
    Conflict.TWO_HEADS: "一户写了两个户主，请只留一个（不是一户的，请填户号分开）",
    Conflict.SAME_ID: "同一个身份证号写了两个姓名，请核对",
    Conflict.NO_SUCH_BUILDING: "这个楼号不止一栋，请补上小区或网格",
    Conflict.OTHER_ID: "身份证号和库里这个人的不一样，请核对是不是同一个人",
    Conflict.BOUND_NAME: "这个人已经绑定微信，姓名不能用表改，请让网格员核对",
    Conflict.BOUND_HOME: "这个人已经绑定微信，搬家请写上身份证号，或者在微信里办“搬家”",
    PostTrouble.HELD: "这个岗位已经有人（{about}），换人请先交接，表里的没有用",
    PostTrouble.KEPT: "这一户已经有别的包户干部，表里的没有用",
    PostTrouble.NO_PLACE: "看不出是哪个网格或哪栋楼的，没有登记这个岗位",
}
COLUMNS = {
    "name": "姓名", "phone": "电话", "other_phones": "另外的电话", "id_number": "身份证号",
    "relation": "与户主关系", "sex": "性别", "birth": "出生日期", "needs": "特殊需要",
    "moved_in": "入住日期", "notes": "备注",
}  # fmt: skip
PRIVATE = {"id_number", "phone", "other_phones"}  # shown by their last figures


def take(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Take a register in, or write an empty one to fill."""
    if args.template is not None:
        bot.tables.write_template(args.template)
        show({"file": str(args.template)})
        return 0
    if args.file is None:
        raise Trouble(
            "请写上要导入的文件，例如：bot.py import 居民登记表.xlsx；空表用 --template 导出"
        )
    ready(bot)
    root_id, table = _unit(bot, args.unit), _open(bot, args.file)
    rows = list(table.rows())
    _say_layout(table)
    if args.dry_run:
        with bot.database.read() as db:
            done, _ = taking.compare(rows, taking.look(db, root_id))
        _say_changes(done)
    else:
        zone = bot.config.community.zone
        done = taking.take(
            CLOCK, bot.database, root_id, rows, bot.clock.now(), zone, _progress(len(rows))
        )
    show(_result(bot, args, table, rows, done))
    return 0


def export(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write the register as a table that can be imported again."""
    ready(bot)
    target = args.file or bot.config.data / "exports" / f"{args.name}.xlsx"
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise Trouble(f"{target.name}：只会写 .xlsx 和 .csv")
    target.parent.mkdir(parents=True, exist_ok=True)
    with bot.database.read() as db:
        rows = exporting.rows(db, _unit(bot, None), bot.clock.now(), bot.config.community.zone)
    bot.tables.write(rows, target)
    show({"file": str(target), "rows": len(rows)})
    return 0


def _unit(bot: OperatedBot, name: str | None) -> int:
    """Return the unit the table is of: the one that was named, or the community."""
    with bot.database.read() as db:
        if name is None:
            found = units.root_id(db)
            if found is None:
                raise Trouble("还没有社区：请先运行 bot.py init")
            return found
        named = units.named(db, name)
    if len(named) != 1:
        what = "没有" if not named else "不止一个"
        raise Trouble(f"{what}叫“{name}”的单位；名称要和登记的一样")
    return named[0].id


def _open(bot: OperatedBot, path: Path) -> RegisterTable:
    if not path.is_file():
        raise Trouble(f"找不到文件 {path}")
    today = bot.clock.now().astimezone(bot.config.community.zone).date()
    try:
        return bot.tables.open(path, today=today)
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


def _say_changes(done: Imported) -> None:
    """Say what would change before it is taken; a new phone is told by its last figures."""
    for step in done.changes[:LISTED]:
        _tell(f"第{step.row}行会改：{_change(step)}")
    if len(done.changes) > LISTED:
        _tell(f"……还有 {len(done.changes) - LISTED} 行会改")


def _change(step: Step) -> str:
    assert step.person is not None, "only somebody who is there can change"
    parts = [
        f"{COLUMNS[name]} {_told(name, getattr(step.person, name))} → {_told(name, value)}"
        for name, value in step.values.items()
    ]
    if step.moves:
        door = step.door
        parts.append(f"搬到 {'-'.join(p for p in (door.building, door.entrance, door.room) if p)}")
    return f"{step.person.name or '没有姓名'}：{'；'.join(parts)}"


def _told(name: str, value: Any) -> str:
    if not value:
        return "空"
    parts = value if isinstance(value, list) else [value]
    return "、".join(f"…{part[-4:]}" if name in PRIVATE else str(part) for part in parts)


def _progress(many: int) -> taking.Progress:
    def tell(done: int, of: int) -> None:
        if many > taking.SLICE:
            _tell(f"已写入 {done}/{of} 行")

    return tell


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _result(
    bot: OperatedBot,
    args: argparse.Namespace,
    table: RegisterTable,
    rows: list[RegisterRow | Parked],
    done: Imported,
) -> dict[str, Any]:
    problems = sorted(_problems(bot, rows, done), key=lambda each: (each.row, not each.parked))
    file = None if args.dry_run or not problems else _errors_file(bot, args.file, table, problems)
    return {
        "rows": done.rows,
        **{fate.value: done.counts[fate] for fate in Fate},
        "parked": len(done.parked),
        "units": done.units,
        "posts": done.posts,
        "problems": [
            {"row": each.row, "column": each.column, "what": each.sentence}
            for each in problems[:SHOWN]
        ],
        "errors_file": file,
    }


def _problems(
    bot: OperatedBot, rows: Iterable[RegisterRow | Parked], done: Imported
) -> Iterator[Problem]:
    for parked in done.parked:
        yield Problem(parked.row, parked.column, _sentence(bot, parked.reason))
    for doubt in done.doubts:
        yield Problem(doubt.row, doubt.column, _of_post(doubt), parked=False)
    for row in rows:
        if isinstance(row, RegisterRow):
            for cell in row.doubts:
                yield Problem(row.row, cell.column, _sentence(bot, cell.doubt), parked=False)


def _sentence(bot: OperatedBot, reason: str) -> str:
    return _WORDS.get(reason) or bot.tables.sentence(reason)


def _of_post(doubt: PostDoubt) -> str:
    return _WORDS[doubt.reason].format(about=doubt.about)


def _errors_file(
    bot: OperatedBot, path: Path, table: RegisterTable, problems: list[Problem]
) -> str | None:
    """Write the user's own table with the reasons; beside it, or into the data folder."""
    for folder in (path.parent, bot.config.data):
        target = folder / f"{path.stem}-问题.xlsx"
        try:
            bot.tables.annotate(table, target, problems)
        except OSError:
            continue
        return str(target)
    _tell("有问题的行写不成文件：两个文件夹都写不了，请看上面的问题")
    return None
