"""`bot.py qr`: what hangs at a building's door."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from community.knowledge import facts
from core.ports import ChannelError
from core.prints import DoorPoster
from core.trouble import Trouble
from db.people import units
from ops import account, places
from ops.cards import write
from ops.ports import OperatedBot
from ops.setup import ready, show

SENTENCES = (
    "报备、报体温、问规定，微信里说一句就行",
    "要买药、要人帮忙，跟我说，我转给网格员",
    "通知和传言是不是真的，发给我核对",
)
ONLY_SERVICE = "按楼栋区分的码要认证过的服务号才有"
BETTER = "有公众号自己的二维码图片的，加上 --picture 图片 重新做"
PICTURE_BYTES = 5 << 20


@dataclass(frozen=True, slots=True)
class _Door:
    """Where a poster hangs: its name, its number if it is a building, and what its code says."""

    name: str
    is_building: bool
    scene: str
    phone: str

    @property
    def words(self) -> str:
        """Return what to say where the code cannot tell the door."""
        return f"我是{self.name if self.is_building else '×号楼'}×单元×室 姓名"


@dataclass(frozen=True, slots=True)
class _Code:
    """What stands on a poster to be scanned; `why` says why it is not the building's own."""

    kind: str  # scene, account, name
    url: str = ""
    picture: bytes = b""
    why: str = ""


def qr(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Make a building's door poster, A4 as PDF and a PNG for the group."""
    ready(bot)
    picture = _picture(args.picture) if args.picture else b""
    door = bot.database.write(lambda db: _door(db, args.unit))
    code = _code(bot, door.scene, picture)
    words = "" if code.kind == "scene" else door.words
    community = bot.config.community.name
    poster = DoorPoster(
        community=community,
        place="" if door.name == community else door.name,
        sentences=SENTENCES,
        code=code.url,
        code_png=code.picture,
        words=words,
        phone=door.phone,
        account=args.account or community,
    )
    try:
        pages = bot.prints.poster(poster)
    except ValueError as error:
        raise Trouble(f"{args.picture}：不是图片，请用 PNG 或 JPG") from error
    folder = args.folder or bot.config.data / "exports"
    name = places.file_name(args.unit if "/" in args.unit else door.name)
    show(
        {
            "unit": door.name,
            "scene": door.scene,
            "code": code.kind,
            "words": words,
            "says": _says(door.name, code, words),
            "files": [
                write(folder / f"海报-{name}{end}", page)
                for end, page in zip(_ENDS, pages, strict=True)
            ],
        }
    )
    return 0


_ENDS = (".pdf", ".png")


def _door(db: Session, name: str) -> _Door:
    """Return the door of a unit; one that had no scene is given it."""
    unit = places.find(db, name)
    known = facts.known(db, unit.path)
    phone = known["office_phone"].value if "office_phone" in known else ""
    return _Door(unit.name, unit.building is not None, units.scene_of(db, unit), phone)


def _code(bot: OperatedBot, scene: str, picture: bytes) -> _Code:
    """Ask the platform for the building's own code, or say why it has to be another.

    Raises Trouble where asking again may help: no poorer poster is made by accident.
    """
    why = account.why_not_asked(bot)
    if why is None and bot.config.wechat.official.kind == "subscription":
        why = f"这是订阅号，{ONLY_SERVICE}"
    if why is None:
        try:
            made = bot.platform.place_code(scene)
            bot.database.write(lambda db: units.keep_code(db, scene, made.picture))
            return _Code("scene", url=made.url)
        except ChannelError as error:
            why = account.refused(error, ONLY_SERVICE)
            if error.reason != "no_permission":
                raise Trouble(f"没有拿到楼栋的码，海报没有做：{why}") from error
    return _Code("account" if picture else "name", picture=picture, why=why)


def _says(unit: str, code: _Code, words: str) -> str:
    """Say honestly which code it is, and what a resident has to do."""
    if code.kind == "scene":
        return f"用的是{unit}自己的码：扫了关注，就知道是{unit}来的"
    what = "用的是公众号自己的二维码" if code.kind == "account" else "没有二维码，写的是搜索公众号"
    said = f"{what}，认不出是哪栋楼，所以请居民关注后回复“{words}”。原因：{code.why}"
    return said if code.kind == "account" else f"{said}。{BETTER}"


def _picture(path: Path) -> bytes:
    if not path.is_file():
        raise Trouble(f"找不到图片 {path}")
    if path.stat().st_size > PICTURE_BYTES:
        raise Trouble(f"{path}：图片超过 5 MB，请换一张小的")
    return path.read_bytes()
