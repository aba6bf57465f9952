"""Backups by the clock: one a day into a folder, kept so many days, and a command after each."""

import argparse
import logging
import re
import shlex
import shutil
import subprocess
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path

from core.trouble import Trouble
from ops.ports import OperatedBot
from ops.trouble import in_one_line

log = logging.getLogger(__name__)

NAME = re.compile(r"linbao-(\d{8})(?:-\d{6})?\.backup")
AGAIN = timedelta(minutes=10)  # after one that failed
COMMAND_SECONDS = 3600


def target(bot: OperatedBot, now: datetime) -> Path | None:
    """Return where the backup of a day belongs; None where no folder is set."""
    folder = bot.config.backup.folder
    if folder is None:
        return None
    day = now.astimezone(bot.config.community.zone)
    return Path(folder) / f"linbao-{day:%Y%m%d}.backup"


def target_by_hand(bot: OperatedBot, now: datetime) -> Path | None:
    """Return where one more backup of a day belongs, when the day has its own already."""
    file = target(bot, now)
    if file is None or not file.exists():
        return file
    return file.with_name(
        f"linbao-{now.astimezone(bot.config.community.zone):%Y%m%d-%H%M%S}.backup"
    )


def after(bot: OperatedBot, file: Path) -> None:
    """Run the command that follows a backup, then delete those that are too old.

    Raises Trouble if the command fails: it was to bring the backup elsewhere,
    and nothing is deleted then.
    """
    settings = bot.config.backup
    if settings.then:
        _run([*shlex.split(settings.then), str(file)])
    if settings.folder is not None and file.parent == Path(settings.folder).absolute():
        for old in too_old(file.parent, file, settings.keep_days):
            old.unlink(missing_ok=True)
            log.info("删掉了到期的备份 %s", old.name)


def too_old(folder: Path, newest: Path, keep_days: int) -> list[Path]:
    """Return the daily backups of a folder from before the days kept; others are left alone."""
    day = _day(newest)
    if day is None:
        return []
    found = {path: _day(path) for path in sorted(folder.glob("linbao-*.backup"))}
    first = day - timedelta(days=keep_days)
    return [path for path, made in found.items() if made is not None and made <= first]


def _day(path: Path) -> date | None:
    found = NAME.fullmatch(path.name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _run(words: list[str]) -> None:
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Trouble(f"备份做好了，后面的命令 {words[0]} 没有运行成：{error}") from error
    if done.returncode:
        raise Trouble(f"备份做好了，后面的命令 {words[0]} 没有成功（退出码 {done.returncode}）")


class Nightly:
    """Looks now and then whether the backup of the day is due, and makes it beside everything else.

    The thread dies with the clock; what it left unfinished is cleared away the next time.
    """

    def __init__(self, bot: OperatedBot, args: argparse.Namespace) -> None:
        self._bot = bot
        self._args = args
        self._thread: threading.Thread | None = None
        self._not_before: datetime | None = None

    def look(self) -> None:
        now = self._bot.clock.now()
        if self._thread is not None and self._thread.is_alive():
            return
        if self._not_before is not None and now < self._not_before:
            return
        if (file := self._due(now)) is None:
            return
        self._not_before = now + AGAIN
        self._thread = threading.Thread(target=self._make, args=(file,), name="backup", daemon=True)
        self._thread.start()

    def _due(self, now: datetime) -> Path | None:
        settings = self._bot.config.backup
        local = now.astimezone(self._bot.config.community.zone)
        if local.time() < time.fromisoformat(settings.at):
            return None
        file = target(self._bot, now)
        return None if file is None or file.exists() else file

    def _make(self, file: Path) -> None:
        from ops import backup  # it asks here what follows a backup

        given = argparse.Namespace(
            file=file, force=False, with_key=False, version=self._args.version
        )
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            for unfinished in file.parent.glob(".linbao-*.backup.*"):
                shutil.rmtree(unfinished, ignore_errors=True)
            _, result = backup.make(self._bot, given)
            log.info(
                "备份好了：%s，%d 字节，%d 行，%s 秒",
                file.name, result["bytes"], result["rows"], result["seconds"],
            )  # fmt: skip
            after(self._bot, file.absolute())
        except Exception as error:
            log.error(
                "今天的备份没有做成，十分钟后再试：%s", in_one_line(error) or type(error).__name__
            )
