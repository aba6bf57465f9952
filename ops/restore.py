"""`restore` and `release`: a backup back in its place, and what becomes of what was queued then."""

import argparse
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import CLOCK, record
from community.work import restoring
from core.phrases import say_moment
from core.trouble import Trouble
from db import Keyring, backups, connect, epochs, locks, migrate
from db.backups import Beginning, WhatLies
from db.engine import sqlite_file
from ops import archive
from ops.archive import DATABASE, KEY, SPOOL, Manifest
from ops.backup import dump, said
from ops.epoch import say_epoch, say_held
from ops.ports import OperatedBot
from ops.setup import ready, show

IN_USE = "还有程序在用这个数据库（网页、时钟、发信，或别的命令）：先停掉它们，再恢复"
MEMORY = (
    "restored.json"  # in the data folder: when a backup was restored last, and the first number
)
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Put a backup in the database's place; what was queued then is held until `release`."""
    if args.as_is or args.file is None:
        return _take_as_it_is(bot, args)
    begun, config = monotonic(), bot.config
    config.data.mkdir(parents=True, exist_ok=True)
    place = _place_of(bot)
    with archive.beside(place) as folder:
        manifest = archive.read(args.file, folder)
        _refuse_foreign(manifest, config.database_url)
        ring, brings_key = _ring_for(manifest, config.key_file, folder / KEY)
        engine = connect(config.database_url, ring, shares=False).engine
        with locks.alone(engine) as is_alone:
            if not is_alone:
                raise Trouble(IN_USE)
            found = _look(engine, place)
            if found.is_in_use and not args.force:
                raise Trouble(
                    "数据库里已经有数据，没有动它：确实要换成备份里的，加 --force，旧的会另存"
                )
            now = bot.clock.now()
            aside = _keep_old(bot, args, found, place, now)
            engine.dispose()
            above = max(found.highest_number, _given_since_last(config.data, now))
            beginning = Beginning(manifest.at, now, above, aside)
            parts = config.database_url, ring, manifest.copy, folder / DATABASE, beginning
            with backups.load(*parts) as db:
                told = restoring.tell_of_danger(db, config.community.zone, now)
                held, first = _note(db, manifest, now)
            _remember(config.data, first, now)
            if brings_key:
                (folder / KEY).replace(config.key_file)
            _lay_spool(folder / SPOOL, config.data / "spool")
        engine.dispose()
    kept = str(aside) if aside.exists() else None
    if kept:
        print(f"原来的数据另存在 {kept}。")
    _tell_epoch(manifest.at, held, first, told, config.community.zone)
    took = round(monotonic() - begun, 3)
    size = args.file.stat().st_size
    done = {"file": str(args.file), "bytes": size, "rows": manifest.copy.rows}
    counts = {"spooled": manifest.spooled, "held": dict(held), "danger": told}
    rest = {"numbers_from": first, "old": kept, "seconds": took}
    show({**done, "moment": manifest.moment, **counts, **rest})
    return 0


def _take_as_it_is(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Open an epoch on a database that somebody has copied back by hand."""
    if not args.as_is or args.file is not None:
        raise Trouble("请写备份文件；库已经手工拷回来的，写 --as-is，不写文件")
    begun, config, now = monotonic(), bot.config, bot.clock.now()
    ready(bot)
    bot.database.close()
    database = connect(config.database_url, Keyring.load(config.key_file), shares=False)
    with locks.alone(database.engine) as is_alone:
        if not is_alone:
            raise Trouble(IN_USE)
        with database.engine.begin() as connection, Session(connection) as db:
            copied_at = epochs.last_moment(db) or now
            epoch = epochs.begin(db, copied_at, now, above=_given_since_last(config.data, now))
            told = restoring.tell_of_danger(db, config.community.zone, now)
            record(db, CLOCK, now, "restore", detail=copied_at.isoformat())
            db.flush()
            held, first = dict(epochs.held(db)), epoch.numbers_from
        _remember(config.data, first, now)
    database.close()
    _tell_epoch(copied_at, held, first, told, config.community.zone)
    took = round(monotonic() - begun, 3)
    show({"file": None, "held": held, "danger": told, "numbers_from": first, "seconds": took})
    return 0


def _place_of(bot: OperatedBot) -> Path:
    """Return where the database lies, or for one on a server where its old data may be kept."""
    file = sqlite_file(bot.config.database_url)
    if file is None:
        return bot.config.data / "before-restore"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _refuse_foreign(manifest: Manifest, url: str) -> None:
    engine = "postgresql" if sqlite_file(url) is None else "sqlite"
    if manifest.engine != engine:
        raise Trouble(
            f"这份备份是 {ENGINES.get(manifest.engine, manifest.engine)} 的，现在设置的是 {ENGINES[engine]}："
            "请把 database.url 改成同一种再恢复"
        )
    if migrate.is_newer(manifest.revision):
        raise Trouble(migrate.NEWER.format(at=manifest.revision, known=migrate.head()))
    if not migrate.is_known(manifest.revision):
        raise Trouble(f"这个程序不认得备份里数据库的版本 {manifest.revision}")


def _ring_for(manifest: Manifest, key_file: Path, brought: Path) -> tuple[Keyring, bool]:
    """Return the keys that open a backup, and whether they came with it."""
    brings_key = not key_file.exists() and brought.exists()
    if not key_file.exists() and not brings_key:
        raise Trouble(f"没有密钥文件 {key_file}：请先把当时另存的那一份放回这里，再恢复")
    ring = Keyring.load(brought if brings_key else key_file)
    lacks = [name for name, mark in manifest.keys.items() if ring.prints.get(name) != mark]
    if lacks:
        raise Trouble(
            f"{key_file} 不是做这份备份时的密钥（对不上：{'、'.join(lacks)}）："
            "请把当时另存的那一份放回来，再恢复"
        )
    return ring, brings_key


def _look(engine: Any, place: Path) -> WhatLies:
    if engine.dialect.name == "sqlite" and not place.exists():
        return WhatLies(is_in_use=False, highest_number=0)
    return backups.look(engine)


def _keep_old(
    bot: OperatedBot, args: argparse.Namespace, found: WhatLies, place: Path, now: datetime
) -> Path:
    """Return where the old data are kept; a server's are written into a backup of its own now."""
    stamped = place.with_name(f"{place.name}-{now:%Y%m%d-%H%M%S}")
    if sqlite_file(bot.config.database_url) is not None:
        return archive.free_name(stamped, ".old")
    target = archive.free_name(stamped, ".backup")
    if found.is_in_use:
        ring = Keyring.load(bot.config.key_file)
        with archive.beside(target) as folder:
            database = connect(bot.config.database_url, ring, shares=False)
            copy, parts = dump(database, folder)
            database.close()
            archive.write(folder / "archive", parts, said(bot, args, copy, now))
            archive.put(folder / "archive", target, may_replace=False)
    return target


def _note(db: Session, manifest: Manifest, now: datetime) -> tuple[Mapping[str, int], int]:
    """Write down that it was restored; return what is held, and the first number from now on."""
    record(db, CLOCK, now, "restore", detail=manifest.moment)
    db.flush()
    epoch = epochs.current(db)
    return epochs.held(db), epoch.numbers_from if epoch else 1


def _given_since_last(data: Path, now: datetime) -> int:
    """Return the highest number that can have been given since the last restore on this machine.

    The database of that time may be gone, and the same backup be restored again.
    """
    try:
        last = json.loads((data / MEMORY).read_text("utf-8"))
        since = now - datetime.fromisoformat(last["at"])
        return epochs.numbers_after_restore(last["numbers_from"], since) - 1
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _remember(data: Path, first: int, now: datetime) -> None:
    spare = data / f"{MEMORY}.new"
    spare.write_text(json.dumps({"numbers_from": first, "at": now.isoformat()}), "utf-8")
    spare.replace(data / MEMORY)


def _lay_spool(brought: Path, spool: Path) -> None:
    """Bring back what was accepted and not done; what waits here already stays."""
    if not brought.is_dir():
        return
    spool.mkdir(parents=True, exist_ok=True)
    for path in sorted(brought.iterdir()):
        if path.suffix == ".msg" and not (spool / path.name).exists():
            path.replace(spool / path.name)


def _tell_epoch(
    until: datetime, held: Mapping[str, int], first: int, told: int, zone: ZoneInfo
) -> None:
    print(f"恢复好了：数据到{say_moment(until, zone)}为止，以后发生的都不在里面。")
    print(f"以后的编号从 {first} 起，不会和备份以后给出去的重复。")
    if told:
        print(f"还没人接手的紧急情况 {told} 件，会马上再告诉值班的人，注明“可能重复”。")
    if held:
        print(f"当时在排队的消息扣着没有发：{say_held(held)}。")
        print("用 bot.py release --list 看，bot.py release 发出，bot.py release --drop 不发。")
    else:
        print("当时没有在排队的消息。看过以后用 bot.py release 结束恢复。")


# -- what becomes of what was held ------------------------------------------------------------


def release(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Let out what a restore has held, or drop it, or only list it."""
    ready(bot)
    now, zone = bot.clock.now(), bot.config.community.zone
    with bot.database.read() as db:
        epoch = epochs.current(db)
        if epoch is None:
            raise Trouble("没有扣着的消息：最近没有从备份恢复过，或者已经处理过了")
        held = dict(epochs.held(db))
        print(say_epoch(epoch, held, zone))
    if args.list:
        show({"held": held, "done": None})
        return 0

    def settle(db: Session) -> None:
        (epochs.drop if args.drop else epochs.let_out)(db, now)
        record(db, CLOCK, now, "release", detail="drop" if args.drop else "send")

    bot.database.write(settle)
    print("都不发了。" if args.drop else "都放出去了，发信进程会按先后发出；已经过时的不发。")
    show({"held": held, "done": "dropped" if args.drop else "sent"})
    return 0
