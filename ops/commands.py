"""The commands that do one thing and end."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from community.people import founding
from core.clock import read_moment
from core.messages import Kind, Message, Parse
from core.trouble import Trouble
from db import Keyring, migrate, sealed
from db.people import contacts
from ops import account, checks, reasons, rights, sampling
from ops.folder import shut
from ops.ports import OperatedBot
from ops.setup import ready, show

_MOMENT = (("--at",), {"metavar": "时刻", "help": "例如 2026-11-21T08:00；不写时区就是社区时间"})
_FLAG: dict[str, Any] = {"action": "store_true"}
_STAFF = (("--staff",), {**_FLAG, "help": "当作工作人员说的来听"})
ARGUMENTS: dict[str, list[tuple[tuple[str, ...], dict[str, Any]]]] = {
    "parse": [
        _MOMENT,
        (("text",), {"nargs": "*", "metavar": "句子", "help": "不写就从标准输入一行一句地读"}),
        (("--why",), {**_FLAG, "help": "也说明是哪些词决定的"}),
        _STAFF,
    ],
    "eval": [
        _MOMENT,
        (("file",), {"type": Path, "metavar": "文件", "help": "一行一条 JSON"}),
        _STAFF,
    ],
    "train": [
        (("--ship",), {**_FLAG, "help": "也把模型和句子的向量放到源码里（nlp/*.npz）"}),
        (("--shipped",), {**_FLAG, "help": "词没改过就用源码里带的模型，不训练"}),
    ],
    "ask": [
        _MOMENT,
        (("--as",), {"dest": "openid", "default": "", "metavar": "OPENID", "help": "当作谁问的"}),
        (("text",), {"metavar": "句子", "help": "问什么"}),
    ],
    "tick": [_MOMENT],
    "send": [_MOMENT],
    "why": [_MOMENT, (("openid",), {"metavar": "OPENID", "help": "谁"})],
    "status": [(("code",), {"metavar": "编号", "help": "通知的编号，像 N12"})],
    "sample": [
        (("--people",), {"type": int, "default": 200, "metavar": "人数", "help": "默认 200"}),
        (
            ("--observed",),
            {"type": int, "default": 4, "metavar": "户数", "help": "健康监测户，默认 4"},
        ),
    ],
    "backup": [
        (
            ("file",),
            {"type": Path, "nargs": "?", "metavar": "文件", "help": "不写就放进 backup.folder"},
        ),
        (("--force",), {**_FLAG, "help": "这个文件已经有了也覆盖"}),
        (("--with-key",), {**_FLAG, "help": "密钥也放进去（拿到文件的人就都读得到）"}),
    ],
    "restore": [
        (("file",), {"type": Path, "nargs": "?", "metavar": "文件", "help": "备份文件"}),
        (("--force",), {**_FLAG, "help": "库里已有数据也换掉，旧的另存"}),
        (("--as-is",), {**_FLAG, "help": "不换数据：现在的库是手工拷回来的旧库，照恢复处理"}),
    ],
    "move": [(("url",), {"metavar": "地址", "help": "postgresql+psycopg://用户@主机/库名"})],
    "rotate-keys": [
        (("--drop-old",), {**_FLAG, "help": "不换，只把旧钥匙去掉（以前的备份就打不开了）"}),
    ],
    "release": [
        (("--list",), {**_FLAG, "help": "只看扣着哪些，什么也不做"}),
        (("--drop",), {**_FLAG, "help": "不发了"}),
    ],
    "import": [
        (("file",), {"type": Path, "nargs": "?", "metavar": "文件", "help": "XLSX、XLS 或 CSV"}),
        (("--dry-run",), {**_FLAG, "help": "只看会改什么，什么也不写"}),
        (("--unit",), {"metavar": "单位", "help": "表是哪个单位的；不写就是本社区"}),
        (("--template",), {"type": Path, "metavar": "文件", "help": "写一张空表来填"}),
    ],
    "export": [
        (
            ("name",),
            {
                "choices": [
                    "register",
                    "card",
                    "calls",
                    "board",
                    "agreement",
                    "notice",
                    "watch-card",
                    "release",
                    "slips",
                    "missing",
                ],
                "metavar": "名称",
                "help": "register 居民登记表，card 一栋楼的联心卡（后面先写哪一栋），"
                "calls 各网格的电话和上门名单（微信用不了的那天），board 当天的看板图片，"
                "agreement 协议书、notice 告知书、watch-card 门口卡、release 解除单（后面先写哪一户），"
                "slips 一条通知的门条、missing 谁还没回（后面先写编号）",
            },
        ),
        (
            ("file",),
            {"type": Path, "nargs": "?", "metavar": "文件", "help": "不写就放进数据文件夹"},
        ),
        (
            ("to",),
            {"type": Path, "nargs": "?", "metavar": "PDF 文件", "help": "register 以外的写到哪里"},
        ),
        _MOMENT,
    ],
    "qr": [
        (("unit",), {"metavar": "单位", "help": "哪一栋，例如 3号楼；同名的写成 幸福社区/3号楼"}),
        (
            ("folder",),
            {"type": Path, "nargs": "?", "metavar": "文件夹", "help": "不写就放进数据文件夹"},
        ),
        (
            ("--picture",),
            {"type": Path, "metavar": "图片", "help": "公众号自己的二维码，没有楼栋码时用"},
        ),
        (("--account",), {"default": "", "metavar": "名称", "help": "公众号叫什么，没有码时写上"}),
    ],
    "serve": [
        (("--no-clock",), {**_FLAG, "help": "不带时钟"}),
        (("--no-sender",), {**_FLAG, "help": "不带发信"}),
    ],
    "demo": [(("--port",), {"type": int, "default": 8765, "metavar": "端口", "help": "默认 8765"})],
}


def add_arguments(name: str, parser: argparse.ArgumentParser) -> None:
    for names, options in ARGUMENTS.get(name, []):
        parser.add_argument(*names, **options)


def moment(bot: OperatedBot, args: argparse.Namespace) -> datetime:
    if not args.at:
        return bot.clock.now()
    try:
        return read_moment(args.at, bot.config.community.zone)
    except ValueError:
        raise Trouble(f"--at {args.at} 不是时刻；要写成 2026-11-21T08:00") from None


# -- understanding ---------------------------------------------------------------


def parse(bot: OperatedBot, args: argparse.Namespace) -> int:
    at = moment(bot, args).astimezone(bot.config.community.zone)
    hear = bot.understanding.staff if args.staff else bot.understanding
    for text in args.text or _lines():
        found = hear(text, at)
        shown = as_json(found)
        if args.why:
            shown["why"] = bot.understanding.why(text, at)
        show(shown)
    return 0


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def as_json(found: Parse) -> dict[str, Any]:
    return {
        "text": found.text,
        "intent": found.intent,
        "score": round(found.score, 4),
        "intents": list(found.intents),
        "candidates": [{"intent": c.intent, "score": round(c.score, 4)} for c in found.candidates],
        "slots": dict(found.slots),
        "ask_back": found.ask_back,
        "danger": found.danger,
    }


def evaluate(bot: OperatedBot, args: argparse.Namespace) -> int:
    try:
        lines = args.file.read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except ValueError as error:
        raise Trouble(f"{args.file}: 要 UTF-8 编码，一行一条 JSON") from error
    at = moment(bot, args).astimezone(bot.config.community.zone)
    result = bot.evaluate(rows, at, staff=args.staff)
    print(bot.report(result), file=sys.stderr)
    show(result)
    return 0


def train(bot: OperatedBot, args: argparse.Namespace) -> int:
    result = bot.train(shipped=args.shipped)
    if args.ship:
        result["shipped"] = bot.ship_model()
    show(result)
    return 0


def ask(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Rehearse a whole turn and take everything back."""
    ready(bot)
    now = moment(bot, args)
    sender = args.openid or "nobody"
    message = Message("official", f"ask:{now.isoformat()}", sender, Kind.TEXT, args.text, now)
    with bot.database.rehearse() as db:
        parse, reply = bot.inbox.rehearse(db, message, now)
    cited = reply.cited
    show(
        {
            "text": args.text,
            "answer": reply.said,
            "intent": _meant(parse, reply.meant),
            "entry": cited.entry if cited else None,
            "rule": cited.rule if cited else None,
            "effective": cited.effective if cited else None,
            "source": cited.source if cited else None,
        }
    )
    return 0


def _meant(parse: Parse, answered: str | None) -> str:
    """Return what was understood; of staff what they meant at work, if it was that."""
    return answered if answered and answered.startswith("staff_") else parse.intent


# -- the clock's and the sender's work -------------------------------------------


def tick(bot: OperatedBot, args: argparse.Namespace) -> int:
    ready(bot)
    show(bot.tick(moment(bot, args)))
    return 0


def send(bot: OperatedBot, args: argparse.Namespace) -> int:
    ready(bot)
    if found := checks.old_copy(bot):
        raise Trouble("；".join(found))
    show(bot.sender.run(moment(bot, args)))
    return 0


def why(bot: OperatedBot, args: argparse.Namespace) -> int:
    ready(bot)
    at = moment(bot, args)
    with bot.database.read() as db:
        contact = contacts.find(db, "official", args.openid)
        if contact is None:
            raise Trouble("没有这个人：用这个 OPENID 的人从没说过话，也没关注过")
        for line in reasons.of_day(db, contact, at, bot.config.community.zone):
            print(line)
    return 0


# -- setting up -------------------------------------------------------------------


def check(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Print what stops a start, or ok; then, apart, what only lacks."""
    found = checks.stops(bot)
    print("\n".join(found) if found else "ok", flush=True)
    for lack in checks.lacks(bot, is_able=not found):
        print(f"提醒：{lack}", file=sys.stderr)
    if not found and account.why_not_asked(bot) is None:
        for line in rights.table(bot):
            print(line, file=sys.stderr)
    return 1 if found else 0


def init(bot: OperatedBot, args: argparse.Namespace) -> int:
    made_key = not bot.config.key_file.exists()
    if made_key and sealed.is_held(bot.config.database_url):
        raise Trouble(
            f"数据库里已经有加密的数据，密钥文件 {bot.config.key_file} 却不在：新做一把也打不开，"
            "请从备份恢复原来的密钥文件（没有备份就只能换一个空的数据库）"
        )
    if made_key:
        Keyring.make(bot.config.key_file)
    elif not sealed.is_right(bot.database):
        raise Trouble(sealed.WRONG.format(path=bot.config.key_file))
    upgraded = migrate.upgrade(bot.database.engine)
    bot.database.write(lambda db: founding.found(db, bot.config.community.name))
    shut(bot.config.data)
    show(
        {
            "database": "upgraded" if upgraded else "current",
            "key_file": "made" if made_key else "kept",
            "packs": checks.take_packs(bot),
        }
    )
    return 0


def sample(bot: OperatedBot, args: argparse.Namespace) -> int:
    ready(bot)
    if args.people < 20 or args.observed < 0 or args.observed > args.people // 10:
        raise Trouble("示范社区至少 20 人，监测户最多是人数的十分之一")
    checks.take_packs(bot)
    show(sampling.fill(bot.database, bot.watch, bot.clock.now(), args.people, args.observed))
    return 0
