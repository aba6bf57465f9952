"""`purge`: forget now what is as old as the settings say, and tell what went."""

import argparse
from time import monotonic

from community.people.access import CLOCK, record
from core.progress import tell
from db import backups
from ops.ports import OperatedBot
from ops.setup import ready, show

SAYS = {
    "forms_dropped": "没填完的表单",
    "turns_forgotten": "聊天记录",
    "answers_forgotten": "答过什么的记录",
    "purged": "体温、登记表和写给人的内容",
}


def purge(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Do at once what the clock does each day, with a count of each table before and after."""
    begun = monotonic()
    ready(bot)
    now, keep = bot.clock.now(), bot.config.privacy
    tell(f"清理：聊天满 {keep.turns_days} 天、体温在监测结束后满 {keep.observations_days} 天的…")
    before = backups.count_rows(bot.database.engine)
    done = bot.purge(now)
    after = backups.count_rows(bot.database.engine)
    bot.database.write(lambda db: record(db, CLOCK, now, "purge", detail=str(sum(done.values()))))
    for name, count in done.items():
        print(f"{SAYS.get(name, name)}：{count} 条")
    gone = {name: before[name] - after[name] for name in before if after[name] < before[name]}
    print("各张表少了：" + ("、".join(f"{name} {n} 行" for name, n in gone.items()) or "没有"))
    print(
        "备份里的旧内容不归它管：旧备份到期请删掉（backup.folder 里的，时钟过了 keep_days 会删）。"
    )
    took = round(monotonic() - begun, 3)
    rows = {"rows_before": sum(before.values()), "rows_after": sum(after.values())}
    show({**done, "deleted": gone, **rows, "seconds": took})
    return 0
