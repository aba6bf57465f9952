"""What can be wrong, found before a resident finds it."""

import logging
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from community.people import vacancies
from community.people.access import CLOCK, Refused
from community.people.tree import title
from core.phrases import say_moment
from core.settings import Section
from core.trouble import Trouble
from db import KeyFileError, Keyring, epochs, migrate, pauses, sealed
from db.knowledge import versions
from db.unreadable import UNREADABLE
from ops import packages, readiness
from ops.epoch import say_epoch
from ops.folder import open_to_others
from ops.ports import OperatedBot
from ops.trouble import in_one_line, of_system
from outbox.ladder import say
from outbox.mark import OLD_COPY

log = logging.getLogger(__name__)

REACH_SECONDS = 3.0
ASIDE = "unreadable"  # the folder `dialog.spool` sets things aside in
MEGABYTE = 1 << 20
LOW_DISK, LOW_SHARE, AMPLE = 200 * MEGABYTE, 0.05, 2048 * MEGABYTE


def can_answer(bot: OperatedBot) -> list[str]:
    """Return why this process could not answer a message; the rest of the world does not count."""
    found = [*key_file(bot), *database(bot)]
    for part in ("library", "understanding"):
        try:
            getattr(bot, part)
        except Exception as error:
            found.append(_say(error))
    return found or [*bot.content_problems(), *without_old(bot), *bot.store_problems()]


def key_file(bot: OperatedBot) -> list[str]:
    """Return what is wrong with the keys as they lie on the disk; those we hold may be older."""
    try:
        Keyring.load(bot.config.key_file)
    except KeyFileError as error:
        return [str(error)]
    return []


def without_old(bot: OperatedBot) -> list[str]:
    """Return what is wrong with rules and entries of which nothing is in force from before."""
    with bot.database.read() as db:
        missing = [
            pack.info.name
            for pack in bot.library.packs
            for kind in pack.broken
            if not versions.has_pack(db, kind, pack.info.name)
        ]
    return list(bot.library.problems) if missing else []


def take_packs(bot: OperatedBot) -> dict[str, int]:
    """Lay what the packs say into the database; what is wrong in one leaves its old rules live."""
    if found := without_old(bot):
        raise Trouble("\n".join(found))
    for problem in bot.library.problems:
        log.error("原来的规定和知识继续有效：%s", problem)
    bot.database.write(sealed.leave_known)
    return bot.take_packs()


def held_back(bot: OperatedBot) -> list[str]:
    """Return what packs say anew while an edit by staff stays in force."""
    with bot.database.read() as db:
        found = [
            f"内容包里的{'规定' if kind == 'rule' else '知识'} {key} 有新的说法，但工作人员在这里改过：以改过的为准"
            f"（要用内容包的，批准 {kind[0].upper()}{number}）"
            for kind, key, number in versions.set_aside(db)
        ]
        found += [
            f"规定 R{number} 仍然有效，但它依据的 R{was} 后来改了，请核对"
            for number, was in versions.overtaken(db)
        ]
    return found


def database(bot: OperatedBot) -> list[str]:
    try:
        at, wanted = migrate.current(bot.database.engine), migrate.head()
    except KeyFileError as error:
        return [str(error)]
    except Exception as error:
        return [_say(error)]
    if at == wanted:
        return _opened(bot)
    if migrate.is_newer(at):
        return [migrate.NEWER.format(at=at, known=wanted)]
    state = "还没有表" if at is None else f"停在 {at}，这个版本要 {wanted}"
    return [f"数据库{state}：请运行 bot.py init"]


def _opened(bot: OperatedBot) -> list[str]:
    """Return what is wrong if the keys on the disk, or those we hold, are not the database's."""
    path = bot.config.key_file
    try:
        on_disk = Keyring.load(path)
        is_right = sealed.is_right(bot.database) and sealed.is_right(bot.database, on_disk)
    except KeyFileError:
        return []  # said elsewhere
    return [] if is_right else [sealed.WRONG.format(path=path)]


def doors(bot: OperatedBot) -> list[str]:
    """Return what is missing for at least one door to be open."""
    account, work = bot.config.wechat.official, bot.config.wechat.work
    if account.is_open or work.is_open or work.aibot.is_open:
        return []
    missing = [name for name in ("app_id", "token") if not getattr(account, name)]
    keys = "和".join(f"wechat.official.{name}" for name in missing)
    return [f"没有一扇门开着，谁也联系不上：请填 {keys}"]


def stops(bot: OperatedBot) -> list[str]:
    """Return everything that stops a start."""
    return [*packages.stale(), *doors(bot), *can_answer(bot)]


def lacks(bot: OperatedBot, *, is_able: bool) -> Iterator[str]:
    """Yield what is missing or worth knowing though it stops nothing."""
    yield from restored(bot)
    if is_able:
        yield from damaged(bot)
        yield from [*bot.library.problems, *held_back(bot)]
        yield from [*readiness.lacks(bot), *unstaffed(bot)]
    yield from _of_official(bot, is_able=is_able)
    if is_able:
        yield from resting(bot)
    yield from _of_work(bot)
    yield from unbuilt(bot)
    yield from _of_folder(bot, is_able=is_able)


def _of_official(bot: OperatedBot, *, is_able: bool) -> Iterator[str]:
    account = bot.config.wechat.official
    if not account.is_open:
        yield "公众号的门 /wechat/official 关着（密钥没有填全）"
    elif not account.secret:
        yield "wechat.official.secret 是空的：能答话，但一条消息也发不出去"
    elif (trouble := _unreachable(account.api_base)) or (is_able and (trouble := _unheard(bot))):
        yield trouble
    elif is_able:
        yield from readiness.lacks_menu(bot)
    if account.is_open and not account.templates:
        yield "没有配模板消息（wechat.official.templates）：超过 48 小时没说过话的人收不到提醒"


def _of_work(bot: OperatedBot) -> Iterator[str]:
    work = bot.config.wechat.work
    needed = ("corp_id", "agent_id", "token", "aes_key")
    if not work.is_open:
        missing = "、".join(name for name in needed if not getattr(work, name))
        yield f"企业微信的门 /wechat/work 关着（wechat.work 的 {missing} 没有填）"
    elif not work.secret:
        yield "wechat.work.secret 是空的：企业微信里能答话，但一条消息也发不出去"
    elif trouble := _unreachable(work.api_base):
        yield trouble
    if not work.aibot.is_open:
        yield "群里的智能机器人 /wechat/work/aibot 关着（wechat.work.aibot 的 token、aes_key 没有填全）"


def _of_folder(bot: OperatedBot, *, is_able: bool) -> Iterator[str]:
    data = bot.config.data
    if (wide := list(open_to_others(data))) and is_able:
        yield f"{wide[0]} 等 {len(wide)} 处别人也能读：bot.py init 会收紧权限"
    if data.exists() and (low := low_disk(data)):
        yield low


def low_disk(folder: Path) -> str | None:
    """Say how little room a disk has left: less than 200 MB, or than a twentieth up to 2 GB."""
    disk = shutil.disk_usage(folder)
    if disk.free >= min(max(LOW_DISK, int(disk.total * LOW_SHARE)), AMPLE):
        return None
    left, whole = disk.free // MEGABYTE, disk.total // MEGABYTE
    return (
        f"{folder} 所在的磁盘只剩 {left} MB（共 {whole} MB）：满了就什么都存不下，"
        "请先腾出地方（旧备份、旧日志、data/exports），或换大的磁盘"
    )


def restored(bot: OperatedBot) -> list[str]:
    """Say that the database was restored and nobody has said yet what becomes of what waited."""
    if database(bot):
        return []
    if found := old_copy(bot):
        return found
    with bot.database.read() as db:
        epoch, held = epochs.current(db), epochs.held(db)
        if epoch is None:
            return []
        said = say_epoch(epoch, held, bot.config.community.zone)
    return [f"{said}用 bot.py release 发出或不发（--drop），并结束恢复"]


def old_copy(bot: OperatedBot) -> list[str]:
    """Say that the database is older than what was sent from here: nothing is sent from it."""
    with bot.database.read() as db:
        return [OLD_COPY] if bot.sent_mark.is_behind(db) else []


def resting(bot: OperatedBot) -> Iterator[str]:
    """Yield which roads rest because the platform takes nothing."""
    with bot.database.read() as db:
        for pause in pauses.standing(db, bot.clock.now()):
            since = say_moment(pause.since, bot.config.community.zone)
            yield (
                f"{since}起 {pause.scope} 发不出去：{say(pause.reason)}（{pause.reason}）。"
                "欠着的消息都留着，平台好了自动接着发"
            )


def damaged(bot: OperatedBot) -> Iterator[str]:
    """Yield what nobody can read any more, in the database and among what was accepted."""
    for place, count in sealed.damaged(bot.database).items():
        yield f"{place} 有 {count} 条读不出来（显示为“{UNREADABLE}”）：有备份可以恢复"
    aside = list((bot.config.data / "spool" / ASIDE).glob("*"))
    if aside:
        yield f"{bot.config.data}/spool/{ASIDE} 里有 {len(aside)} 条收下的消息读不出来，放在一边了"


def unstaffed(bot: OperatedBot) -> Iterator[str]:
    """Yield what nobody sees to in the register, and what helps."""
    with bot.database.read() as db:
        here = bot.config.community
        found = vacancies.find(CLOCK, db, bot.clock.now(), here.zone, here.most_homes)
    if isinstance(found, Refused):
        return
    if found.posts:
        names = "、".join(f"{unit}{title(role)}" for unit, role in found.posts[:5])
        more = f"等 {len(found.posts)} 个" if len(found.posts) > 5 else ""
        yield f"空着的岗位：{names}{more}（写进登记表的“网格员”“书记”等列，用 bot.py import 导入；一个一个请的用 bot.py invite）"
    if found.unattended:
        yield f"有 {found.unattended} 户没人管：登记表里补上“网格员”或“包户干部”，用 bot.py import 导入"
    if found.silent:
        yield f"有 {found.silent} 人联系不上（全家没有电话，也没绑定微信）：登记表里补上电话，用 bot.py import 导入"
    if found.loads:
        yield f"有 {len(found.loads)} 人管了 {found.most} 户以上：请分给别人一些"


def unbuilt(bot: OperatedBot) -> list[str]:
    """Return which doors have keys though this version does not have the doors."""
    work = bot.config.wechat.work
    parts: list[tuple[str, str, Section, set[str]]] = [
        ("企业微信智能机器人的长连接", "wechat.work.aibot", work.aibot, {"bot_id", "secret"}),
        ("微信客服", "wechat.work.kf", work.kf, {"secret", "token", "aes_key"}),
    ]  # fmt: skip
    return [
        f"{name}（{key}）填了密钥，但这个版本还没有做这扇门：填的不起作用"
        for name, key, section, keys in parts
        if any(getattr(section, each) for each in keys)
    ]


def _unheard(bot: OperatedBot) -> str | None:
    reason = bot.platform.reach()
    return f"微信平台不接受我们的请求：{say(reason)}（{reason}）" if reason else None


def _unreachable(api_base: str) -> str | None:
    """Return why nobody answers at the platform's address; nothing is asked of it."""
    address = urlsplit(api_base)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), REACH_SECONDS).close()
    except OSError as error:
        return f"连不上微信平台 {api_base}：{of_system(error)}"
    return None


def _say(error: Exception) -> str:
    return in_one_line(error) or f"{type(error).__name__}: {error}"
