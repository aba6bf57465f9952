"""`backup`: all that is known into one file, while it runs."""

import argparse
import logging
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from core.phrases import say_moment
from core.trouble import Trouble
from db import DATABASE_TROUBLE, Database, Keyring, backups, marks
from db.backups import DatabaseCopy
from ops import archive, nightly
from ops.archive import DATABASE, KEY, SPOOL, Manifest
from ops.ports import OperatedBot
from ops.setup import ready, show

log = logging.getLogger(__name__)

PIECE = 1024 * 1024


def backup(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write everything into one file, and read it through before it gets its name."""
    if args.file is None:
        args.file = nightly.target_by_hand(bot, bot.clock.now())
        if args.file is None:
            raise Trouble("请写备份到哪个文件，或在设置里填 backup.folder")
        args.file.parent.mkdir(parents=True, exist_ok=True)
    manifest, result = make(bot, args)
    _tell_backed_up(bot, Path(result["file"]), manifest, result["bytes"])
    nightly.after(bot, Path(result["file"]))
    show(result)
    return 0


def make(bot: OperatedBot, args: argparse.Namespace) -> tuple[Manifest, dict[str, Any]]:
    """Make a backup and say nothing; return its manifest, and what is shown of it."""
    begun, target = monotonic(), args.file.absolute()
    archive.refuse_taken(target, may_replace=args.force)
    ready(bot)
    moment = bot.clock.now()
    with archive.beside(target) as folder:
        # What was accepted comes first: done meanwhile, it is done once.
        parts = dict(_spooled(bot, folder))
        copy, found = dump(bot.database, folder)
        parts |= found
        if args.with_key:
            parts[KEY] = bot.config.key_file
        written = folder / "archive"
        manifest = archive.write(written, parts, said(bot, args, copy, moment))
        if archive.read(written) != manifest:
            raise Trouble("写好的备份和刚才的数据对不上，没有留下：磁盘可能有问题")
        size = written.stat().st_size
        archive.put(written, target, may_replace=args.force)
    try:
        bot.database.write(lambda db: marks.latest(db, marks.BACKUP, moment))
    except DATABASE_TROUBLE as error:  # the backup is there all the same
        log.error("备份好了，但没能在库里记下：%s", type(error).__name__)
    done = {"file": str(target), "bytes": size, "rows": copy.rows, "spooled": manifest.spooled}
    told = {"engine": copy.engine, "revision": copy.revision, "moment": manifest.moment}
    counts = {name: table.rows for name, table in copy.tables.items()}
    took = round(monotonic() - begun, 3)
    rest = {"with_key": manifest.with_key, "seconds": took, "tables": counts}
    return manifest, {**done, **told, **rest}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _spooled(bot: OperatedBot, folder: Path) -> Iterator[tuple[str, Path]]:
    """Copy the messages that were accepted and are not done; one that is done meanwhile is no loss."""
    place = _made(folder / SPOOL)
    for path in sorted((bot.config.data / "spool").glob("*.msg")):
        try:
            yield f"{SPOOL}{path.name}", Path(shutil.copyfile(path, place / path.name))
        except FileNotFoundError:
            continue


def dump(database: Database, folder: Path) -> tuple[DatabaseCopy, dict[str, Path]]:
    """Copy a database into a folder; return what was copied, and the files by their names."""
    place = _made(folder / DATABASE)
    copy = backups.dump(database.engine, place)
    return copy, {f"{DATABASE}{path.name}": path for path in sorted(place.iterdir())}


def said(
    bot: OperatedBot, args: argparse.Namespace, copy: DatabaseCopy, moment: datetime
) -> dict[str, Any]:
    """Return what a manifest says of a copy."""
    return {
        "program": args.version(),
        "engine": copy.engine,
        "revision": copy.revision,
        "moment": moment.isoformat(),
        "keys": dict(Keyring.load(bot.config.key_file).prints),
        "with_key": getattr(args, "with_key", False),
        "tables": {name: asdict(table) for name, table in copy.tables.items()},
    }


def _tell_backed_up(bot: OperatedBot, target: Path, manifest: Manifest, size: int) -> None:
    when = say_moment(manifest.at, bot.config.community.zone)
    rows = manifest.copy.rows
    print(f"备份好了：{target}（{size / PIECE:.1f} MB，写完又读过一遍，没有差错）")
    print(f"里面是到{when}为止的 {len(manifest.tables)} 张表、{rows} 行，", end="")
    print(f"和收下还没办的 {manifest.spooled} 条消息。")
    key = bot.config.key_file
    if manifest.with_key:
        print("密钥也在里面：拿到这个文件的人什么都读得到，请锁好，不要和别的备份放在一起。")
    else:
        print(f"密钥不在里面：{key} 请另存到别处，不要和备份放在一起；没有它，备份谁也打不开。")
