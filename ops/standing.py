"""How far a notice came, at every node, for scripts: `status CODE`."""

import argparse
from typing import Any

from sqlalchemy.orm import Session

from community.notices import Notice, missing, paper, sums
from community.notices.missing import Lacking
from community.notices.sums import Node
from community.people.access import CLOCK
from core.trouble import Trouble
from db import notices
from ops.cards import write
from ops.ports import OperatedBot
from ops.setup import ready, show
from ops.whole import whole


def status(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Print the sums of a notice; they balance at every node and the children add up."""
    ready(bot)
    with bot.database.read() as db:
        found = sums.of_code(db, args.code)
        if found is None:
            raise Trouble(f"没有编号 {args.code} 的通知；编号在通知正文后面，像 N12")
        show({"code": found.code, "state": found.state, "root": as_json(found.root)})
    return 0


def slips(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write the door slips of a notice for whom no road has reached, eight on a page."""
    code = _code(args, "slips")
    ready(bot)
    with bot.database.read() as db:
        found = paper.slips(db, _notice(db, code))
    if not found:
        raise Trouble(f"通知 {code} 每一户都送到了，没有门条要印")
    target = args.to or bot.config.data / "exports" / f"门条-{code}.pdf"
    if target.suffix.lower() != ".pdf":
        raise Trouble(f"{target.name}：门条只会写 .pdf")
    show({"code": code, "slips": len(found), "files": [write(target, bot.prints.slips(found))]})
    return 0


def missing_people(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write who has not answered a notice, by name, as a table."""
    code = _code(args, "missing")
    target = args.to or bot.config.data / "exports" / f"没回-{code}.xlsx"
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise Trouble(f"{target.name}：名单只会写 .xlsx 和 .csv")
    ready(bot)
    now = bot.clock.now()
    with bot.database.read() as db:
        _notice(db, code)
    taken = bot.database.write(
        lambda db: missing.take(CLOCK, db, _notice(db, code), Lacking.ANSWER, now)
    )
    with bot.database.read() as db:
        table = missing.table(taken, missing.everybody(db, taken))
    with whole(target) as unfinished:
        bot.tables.write_list(table, unfinished)
    show({"code": code, "households": len(table.rows), "files": [str(target)]})
    return 0


def _code(args: argparse.Namespace, name: str) -> str:
    if args.file is None:
        raise Trouble(f"请写上通知的编号，例如：bot.py export {name} N12")
    return str(args.file).strip().upper()


def _notice(db: Session, code: str) -> Notice:
    notice = notices.by_code(db, code)
    if notice is None:
        raise Trouble(f"没有编号 {code} 的通知；编号在通知正文后面，像 N12")
    return notice


def as_json(node: Node) -> dict[str, Any]:
    """Return a node as scripts read it; `relayed` and `stuck` are for orders."""
    return {
        "unit": node.unit,
        "label": node.label,
        "households": node.households,
        "reached": node.reached,
        "unreached": node.unreached,
        "exempt": node.exempt,
        "relayed": 0,
        "stuck": 0,
        "reasons": dict(sorted(node.reasons.items())),
        "evidence": {str(grade): node.evidence[grade] for grade in sums.GRADES},
        "answers": {word: node.answers[word] for word in ("收到", "已办", "有问题")},
        "children": [as_json(child) for child in node.children],
    }
