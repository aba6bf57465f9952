"""`bot.py export card`: who is there for the households of a building, on one A4 page each keeps."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from community.knowledge import facts
from community.people import tree
from community.people.access import Role
from core import place
from core.ports import ChannelError
from core.prints import HelpCard, Helper
from core.trouble import Trouble
from db.models import Unit
from db.people import units
from ops import account, places
from ops.ports import OperatedBot
from ops.setup import ready, show
from ops.whole import whole

TEAM = (Role.GRID_WORKER, Role.DOCTOR, Role.SECRETARY, Role.DUTY)
PLACES = ("office_phone", "night_phone", "property", "clinic")
MOST = 7  # helpers a card holds


def card(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Write the card of a building; it names no household."""
    if args.file is None:
        raise Trouble("请写上是哪一栋，例如：bot.py export card 3号楼")
    ready(bot)
    name, scene, helpers = bot.database.write(lambda db: _look(bot, db, str(args.file)))
    if not helpers:
        raise Trouble(f"{name}还没有网格员、医生或社区电话，联心卡上没有可写的：先补上再做")
    target = args.to or bot.config.data / "exports" / f"联心卡-{places.file_name(name)}.pdf"
    if target.suffix.lower() != ".pdf":
        raise Trouble(f"{target.name}：联心卡只会写 .pdf")
    page = bot.prints.card(HelpCard(bot.config.community.name, helpers[:MOST], _code(bot, scene)))
    show({"unit": name, "helpers": len(helpers[:MOST]), "files": [write(target, page)]})
    return 0


def write(path: Path, page: bytes) -> str:
    """Write a page, with the folder it lies in; return where it is."""
    with whole(path) as unfinished:
        unfinished.write_bytes(page)
    return str(path)


def _look(bot: OperatedBot, db: Session, name: str) -> tuple[str, str, list[Helper]]:
    unit = places.find(db, name)
    return unit.name, units.scene_of(db, unit), [*_team(bot, db, unit), *_places(bot, db, unit)]


def _team(bot: OperatedBot, db: Session, unit: Unit) -> Iterator[Helper]:
    """Yield who holds a post for the unit and has a telephone; each once."""
    seen = set()
    for role in TEAM:
        for person in tree.responsible(
            db, unit, [role], bot.clock.now(), bot.config.community.zone
        ):
            if person.phone and person.id not in seen:
                seen.add(person.id)
                yield Helper(tree.title(role), tree.call(person), person.phone)


def _places(bot: OperatedBot, db: Session, unit: Unit) -> Iterator[Helper]:
    """Yield the telephones of the place."""
    known = facts.known(db, unit.path)
    for name in PLACES:
        spec, fact = bot.library.facts.get(name), known.get(name)
        numbers = place.numbers_in(fact.value) if fact else []
        if spec is None or fact is None or not numbers:
            continue
        phone = fact.value if spec.kind == "phone" else numbers[-1]
        hours = (
            known["office_hours"].value
            if name == "office_phone" and "office_hours" in known
            else ""
        )
        yield Helper(spec.label, "", phone, hours)


def _code(bot: OperatedBot, scene: str) -> str:
    """Return the building's code where the account has one to give; a card does without."""
    if account.why_not_asked(bot) or bot.config.wechat.official.kind == "subscription":
        return ""
    try:
        return bot.platform.place_code(scene).url
    except ChannelError:
        return ""
