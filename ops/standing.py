"""How far a notice came, at every node, for scripts: `status CODE`."""

import argparse
from typing import Any

from community.notices import paper, sums
from community.notices.sums import Node
from core.trouble import Trouble
from db import notices
from ops.cards import write
from ops.ports import OperatedBot
from ops.setup import ready, show


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
    if args.file is None:
        raise Trouble("请写上通知的编号，例如：bot.py export slips N12")
    ready(bot)
    code = str(args.file).strip().upper()
    with bot.database.read() as db:
        notice = notices.by_code(db, code)
        if notice is None:
            raise Trouble(f"没有编号 {code} 的通知；编号在通知正文后面，像 N12")
        found = paper.slips(db, notice)
    if not found:
        raise Trouble(f"通知 {code} 每一户都送到了，没有门条要印")
    target = args.to or bot.config.data / "exports" / f"门条-{code}.pdf"
    if target.suffix.lower() != ".pdf":
        raise Trouble(f"{target.name}：门条只会写 .pdf")
    show({"code": code, "slips": len(found), "files": [write(target, bot.prints.slips(found))]})
    return 0


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
