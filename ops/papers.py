"""`bot.py export agreement 3-2-502`: what a household is given, as one A4 page."""

import argparse
import re

from sqlalchemy.orm import Session

from community.followup import papers
from community.followup.papers import PaperKind
from community.people.access import Refused
from core.prints import Paper
from core.trouble import Trouble
from db.models import Household
from db.people import units
from ops import cards, places
from ops.ports import OperatedBot
from ops.setup import ready, show

NAMES = {
    "agreement": PaperKind.AGREEMENT,
    "notice": PaperKind.NOTICE,
    "watch-card": PaperKind.CARD,
    "release": PaperKind.RELEASE,
}
_TITLES = {
    PaperKind.AGREEMENT: "协议书",
    PaperKind.NOTICE: "告知书",
    PaperKind.CARD: "门口卡",
    PaperKind.RELEASE: "解除单",
}
_WHY_NOT = {
    "not_watched": "{about}现在没有人在监测，没有可写的",
    "not_released": "{about}没有已经结束的监测，还没有解除单",
}
_DOOR = re.compile(
    r"(?P<building>[^-－\s]+)[-－](?:(?P<entrance>[^-－\s]*)[-－])?(?P<room>[^-－\s]+)"
)


def paper(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write one paper of a household."""
    if args.file is None:
        raise Trouble(f"请写上是哪一户，例如：bot.py export {args.name} 3-2-502")
    ready(bot)
    kind, door = NAMES[args.name], str(args.file)
    with bot.database.read() as db:
        found = _look(bot, db, door, kind)
    name = f"{_TITLES[kind]}-{places.file_name(door)}.pdf"
    target = args.to or bot.config.data / "exports" / name
    if target.suffix.lower() != ".pdf":
        raise Trouble(f"{target.name}：{_TITLES[kind]}只会写 .pdf")
    show({"door": door, "files": [cards.write(target, bot.prints.paper(found))]})
    return 0


def _look(bot: OperatedBot, db: Session, door: str, kind: PaperKind) -> Paper:
    home = _household(db, door)
    found = papers.of_household(
        db, bot.watch, home, kind, bot.config.community.name, bot.clock.now()
    )
    if isinstance(found, Refused):
        raise Trouble(_WHY_NOT[found.reason].format(about=found.about))
    return found


def _household(db: Session, door: str) -> Household:
    said = _DOOR.fullmatch(door)
    if said is None:
        raise Trouble(f"“{door}”看不出是哪一户，请写成 3-2-502 这样")
    building = places.find(db, said["building"])
    homes = units.households_behind(db, building, said["entrance"] or "", said["room"])
    if len(homes) != 1:
        raise Trouble(f"{building.name}没有登记{door}这一户")
    return homes[0]
