"""`rotate-keys`: a new key for all that is sealed, while everything runs."""

import argparse
import threading
from collections import Counter
from datetime import datetime
from time import monotonic

from sqlalchemy.orm import Session

from community.people.access import CLOCK, record
from core.progress import tell
from core.trouble import Trouble
from db import Keyring, resealing, sealed
from db.keys import FOLLOW_SECONDS
from ops.ports import OperatedBot
from ops.setup import ready, show

PASSES = 20  # each finds what was sealed with an old key while the last one ran


def rotate_keys(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Make a new key and seal everything with it, or take the old ones out of the file."""
    ready(bot)
    path = bot.config.key_file
    if not sealed.is_right(bot.database):
        raise Trouble(sealed.WRONG.format(path=path))
    return _drop_old(bot) if args.drop_old else _rotate(bot)


def _rotate(bot: OperatedBot) -> int:
    begun, path = monotonic(), bot.config.key_file
    old = Keyring.load(path).current
    new = Keyring.add_key(path)
    tell(f"新钥匙 {new} 写进了 {path}；把库里的数据改用它封，不用停下服务…")
    database, pause = bot.database, threading.Event()
    done: Counter[str] = Counter()
    for _ in range(PASSES):
        pause.wait(FOLLOW_SECONDS)  # so long others may still seal with the old one
        found = resealing.reseal(database)
        done.update(found.done)
        if not found.done:
            break
    left = resealing.left(database)
    now, detail = bot.clock.now(), f"{old} {new}"
    database.write(lambda db: _note(db, now, "rotate_keys", detail))
    for name, count in sorted(done.items()):
        print(f"{name}：{count} 个")
    print(f"换好了：{sum(done.values())} 个值改用 {new} 封，用了 {monotonic() - begun:.1f} 秒。")
    if found.unreadable:
        print(f"读不出来、没有动的：{sum(found.unreadable.values())} 个（check 会说在哪里）。")
    print(f"请马上把 {path} 另存到放钥匙的地方。旧钥匙 {old} 还留在里面：以前的备份要用它打开。")
    print("确定不再需要以前的备份时，用 bot.py rotate-keys --drop-old 去掉旧钥匙。")
    show(
        {
            "key": new,
            "old": old,
            "resealed": dict(sorted(done.items())),
            "unreadable": found.unreadable,
            "left": sum(left.values()) - sum(found.unreadable.values()),
            "seconds": round(monotonic() - begun, 3),
        }
    )
    return 0


def _drop_old(bot: OperatedBot) -> int:
    """Take the old keys out of the file, if nothing here needs them any more."""
    path = bot.config.key_file
    if left := resealing.left(bot.database):
        names = "、".join(f"{name} {count} 个" for name, count in left.items())
        raise Trouble(f"还有用旧钥匙封的（{names}）：请先运行 bot.py rotate-keys")
    current = Keyring.load(path).current
    spool = (bot.config.data / "spool").rglob("*.msg")
    if any(not file.read_text("utf-8", "replace").startswith(f"{current}.") for file in spool):
        raise Trouble("data/spool 里还有用旧钥匙封的消息：等它们办完再运行")
    dropped = Keyring.drop_others(path)
    now, detail = bot.clock.now(), " ".join(dropped)
    bot.database.write(lambda db: _note(db, now, "drop_keys", detail))
    print(f"去掉了 {len(dropped)} 把旧钥匙；以前的备份从此打不开，请现在做一份新的备份。")
    show({"key": current, "dropped": dropped})
    return 0


def _note(db: Session, now: datetime, action: str, detail: str) -> None:
    record(db, CLOCK, now, action, detail=detail)
