"""What can be wrong, found before a resident finds it."""

import logging
import shutil
import socket
from urllib.parse import urlsplit

from core.trouble import Trouble
from db import KeyFileError, knowing, migrate
from ops.ports import Bot
from ops.trouble import in_one_line

log = logging.getLogger(__name__)

REACH_SECONDS = 3.0
LOW_DISK = 200 * 1024 * 1024


def can_answer(bot: Bot) -> list[str]:
    """Return why this process could not answer a message; the rest of the world does not count."""
    found = database(bot)
    for part in ("library", "understanding"):
        try:
            getattr(bot, part)
        except Exception as error:
            found.append(_say(error))
    return found or [*bot.content_problems(), *without_old(bot)]


def without_old(bot: Bot) -> list[str]:
    """Return what is wrong with rules and entries of which nothing is in force from before."""
    with bot.database.read() as db:
        missing = [
            pack.info.name
            for pack in bot.library.packs
            for kind in pack.broken
            if not knowing.has_pack(db, kind, pack.info.name)
        ]
    return list(bot.library.problems) if missing else []


def take_packs(bot: Bot) -> dict[str, int]:
    """Lay what the packs say into the database; what is wrong in one leaves its old rules live."""
    if found := without_old(bot):
        raise Trouble("\n".join(found))
    for problem in bot.library.problems:
        log.error("the old rules and entries stay in force: %s", problem)
    return bot.take_packs()


def held_back(bot: Bot) -> list[str]:
    """Return what packs say anew while an edit by staff stays in force."""
    with bot.database.read() as db:
        found = [
            f"{kind} {key!r} says something new in its pack, but staff changed it here: the edit"
            f" stays (approve {kind[0].upper()}{number} to take the pack's)"
            for kind, key, number in knowing.set_aside(db)
        ]
        found += [
            f"rule R{number} stays in force, but R{was}, which staff made it from, has changed since"
            for number, was in knowing.overtaken(db)
        ]
    return found


def database(bot: Bot) -> list[str]:
    try:
        at, wanted = migrate.current(bot.database.engine), migrate.head()
    except KeyFileError as error:
        return [str(error)]
    except Exception as error:
        return [_say(error)]
    if at == wanted:
        return []
    state = "has no tables yet" if at is None else f"is at migration {at}, not {wanted}"
    return [f"the database {state}: run `bot.py init`"]


def doors(bot: Bot) -> list[str]:
    """Return what is missing for at least one door to be open."""
    if bot.config.wechat.official.is_open:
        return []
    return ["no door is open: set wechat.official.app_id and wechat.official.token"]


def everything(bot: Bot) -> list[str]:
    found = [*doors(bot), *can_answer(bot)]
    if not found:
        found += [*bot.library.problems, *held_back(bot)]
    account = bot.config.wechat.official
    if account.is_open and not account.secret:
        found.append("wechat.official.secret is empty: nothing can be sent")
    elif account.is_open:
        found += _unreachable(account.api_base)
    if account.is_open and account.secret and not found and (trouble := bot.reach()):
        found.append(f"the platform does not hear us: {trouble}")
    data = bot.config.data
    if data.exists() and shutil.disk_usage(data).free < LOW_DISK:
        found.append(f"less than 200 MB are free where {data} lies")
    return found


def _unreachable(api_base: str) -> list[str]:
    """Return why nobody answers at the platform's address; nothing is asked of it."""
    address = urlsplit(api_base)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), REACH_SECONDS).close()
    except OSError as error:
        return [f"{api_base} is not reached: {error.strerror or error}"]
    return []


def notes(bot: Bot) -> list[str]:
    """Return what is no mistake but worth knowing."""
    account, work = bot.config.wechat.official, bot.config.wechat.work
    found = []
    if not account.is_open:
        found.append("/wechat/official is closed (no keys)")
    if not (work.corp_id and work.token):
        found.append("/wechat/work is closed (no keys)")
    if account.is_open and not account.templates:
        found.append("no templates: outside 48 hours after their last message nobody is reached")
    return found


def _say(error: Exception) -> str:
    return in_one_line(error) or f"{type(error).__name__}: {error}"
