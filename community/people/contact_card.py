"""The contact card as a picture: what is on it, and owing it to whoever asked where that leaves words."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import homes, team, tree
from community.people.team import Keeper, Team
from core.announcements import Decided
from core.phrases import say_date
from core.prints import HelpCard, Helper
from db.models import Contact, DeliveryKind, Submission, Unit
from db.people import units
from outbox import queue

LEFT = 2  # messages a window must have beside it: what is to be said may not wait for a picture
DRAWN = "drawn:"
MOST = 7  # helpers a card holds
WhyNot = Callable[..., str | None]
_FACTS = (("今晚值班", "night_phone"), ("物业", "property"), ("社区办公室", "office_phone"))


def of(known: Team, community: str, code: str, now: datetime, zone: ZoneInfo) -> HelpCard:
    """Return what the card of a unit says at a moment; what is not known is left out."""
    helpers = [found for one in known.keepers if (found := _helper(known, one, zone)) is not None]
    if (person := known.tonight.person) is not None:
        hours = f"{say_date(known.tonight.day)}22:00到次日7:00"
        helpers.append(Helper("夜班", tree.call(person), known.phone(person) or "", hours))
    skip = {"night_phone"} if person is not None else set()
    helpers += [
        Helper(title, "", known.facts[name])
        for title, name in _FACTS
        if name in known.facts and name not in skip
    ]
    day = say_date(now.astimezone(zone).date())
    return HelpCard(
        f"{community} {known.unit.name}", helpers[:MOST], code, f"{day}的；换了人回复“联心卡”看新的"
    )


def _helper(known: Team, keeper: Keeper, zone: ZoneInfo) -> Helper | None:
    if keeper.person is None:
        return None
    hours = ""
    if keeper.away is not None and keeper.until is not None:
        last = (keeper.until - timedelta(microseconds=1)).astimezone(zone).date()
        hours = f"到{say_date(last)}替{tree.call(keeper.away)}"
    phone = known.phone(keeper.person) or ""
    return Helper(tree.title(keeper.role), tree.call(keeper.person), phone, hours)


def page_of(db: Session, unit: Unit, pages: str) -> str:
    """Return the address of the page that shows a building's code; "" where there is none."""
    shown = units.with_code(db, unit) if pages else None
    return f"{pages}/h5/q/{shown.id}" if shown is not None else ""


def on_decided(
    why_not: WhyNot,
    community: str,
    pages: str,
    zone: ZoneInfo,
    db: Session,
    decided: Decided,
    now: datetime,
) -> None:
    """Send whoever was just let in the card of their building, beside the words that welcome them."""
    if decided.form != homes.JOIN or not decided.accepted:
        return
    submission = db.get_one(Submission, decided.submission_id)
    contact = db.get(Contact, submission.contact_id) if submission.contact_id else None
    unit = tree.unit_of(db, None, contact) if contact is not None and contact.is_vouched else None
    if contact is not None and unit is not None:
        card = of(team.look(db, unit, now, zone), community, page_of(db, unit, pages), now, zone)
        owe(db, card, contact.id, why_not, now)


def owe(db: Session, card: HelpCard, contact_id: int, why_not: WhyNot, now: datetime) -> bool:
    """Owe somebody the picture where a road shows it and words keep theirs; tell whether it comes."""
    if not card.helpers:
        return False
    closed = why_not(
        db, DeliveryKind.ANSWER, now, contact_id=contact_id, soon=True, picture_leaves=LEFT
    )
    if closed is not None:
        return False
    written = DRAWN + json.dumps(asdict(card), ensure_ascii=False)
    queue(db, DeliveryKind.ANSWER, "[联心卡]", now, contact_id=contact_id, picture=written)
    return True


def read(written: str) -> HelpCard:
    """Read what `owe` wrote."""
    given = json.loads(written)
    helpers = [Helper(**each) for each in given.pop("helpers")]
    return HelpCard(helpers=helpers, **given)
