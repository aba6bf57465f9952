"""`move`: from SQLite to PostgreSQL, when one machine is no longer enough."""

import argparse
from time import monotonic

from sqlalchemy.orm import Session

from community.people.access import CLOCK, record
from core.progress import tell
from core.trouble import Trouble
from db import Keyring, backups, connect, locks, moving
from db.engine import sqlite_file
from ops import archive
from ops.ports import OperatedBot
from ops.restore import IN_USE
from ops.setup import ready, show


def move(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Copy all of a database that nobody uses into an empty one on a server; the old one stays."""
    begun, config = monotonic(), bot.config
    file = sqlite_file(config.database_url)
    if file is None:
        raise Trouble("现在用的已经是 PostgreSQL：不能再搬，也不用搬")
    if not args.url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise Trouble("请写 PostgreSQL 的地址，例如 postgresql+psycopg://linbao@127.0.0.1/linbao")
    ready(bot)
    bot.database.close()
    ring = Keyring.load(config.key_file)
    source = connect(config.database_url, ring, shares=False)
    target = connect(args.url, ring, shares=False)
    try:
        with locks.alone(source.engine) as is_alone, archive.beside(file) as folder:
            if not is_alone:
                raise Trouble(IN_USE.replace("恢复", "搬"))
            tell("从 SQLite 搬到 PostgreSQL（一万户约半分钟）…")
            copy = backups.dump(source.engine, folder)
            counts = moving.move(folder / backups.SQLITE_FILE, target.engine)
            found = backups.count_rows(target.engine)
            wrong = [n for n, table in copy.tables.items() if found.get(n) != table.rows]
            if wrong:
                raise Trouble(f"搬过去的行数不对（{'、'.join(wrong)}）：请把那边的库清空再来一次")
            with Session(target.engine) as db, db.begin():
                record(db, CLOCK, bot.clock.now(), "move", detail=copy.revision)
    finally:
        source.close()
        target.close()
    rows = sum(counts.values())
    print(f"搬好了：{len(counts)} 张表、{rows} 行，两边行数一样。原来的 {file} 没有动。")
    print("现在把 database.url（或 LINBAO__DATABASE__URL）改成新的地址，")
    print("运行 bot.py check，再启动；都好了，把旧的 linbao.db 移走，免得以后有人误用。")
    show({"rows": rows, "tables": counts, "seconds": round(monotonic() - begun, 3)})
    return 0
