"""Pictures and places somebody sends: given to those told of what they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy.orm import Session

from community.people.access import Actor
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import quoted, say_moment
from db.models import Attachment, AttachmentKind, DeliveryKind, ItemKind, WorkItem
from db.work import attachments, items
from outbox import queue

__all__ = ["AttachmentKind", "Shown", "bring_one", "gather", "keep", "map_link", "show"]

LABEL = 60
# Of the few messages a window takes so many are kept for words: the alert itself and two more.
KEPT_FOR_WORDS = 3
MARK = "“[照片]”"  # how a picture stands in an item
_MAP = "https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat},{lng};title:{name};addr:{name}&referer=linbao"


@dataclass(frozen=True, slots=True)
class Shown:
    """The item something was added to, or that was raised for it."""

    item: WorkItem
    is_new: bool


def _said(kind: AttachmentKind, holds: Mapping[str, str], until: str) -> str:
    """Say to staff what somebody sent, and how it is looked at."""
    if kind is AttachmentKind.PICTURE:
        return f"{MARK}，要看请回复 看图（{until}前）"
    label = quoted(holds.get("label") or f"{holds['lat']},{holds['lng']}", LABEL)
    return f"“位置：{label}” {map_link(holds)}"


def map_link(holds: Mapping[str, str]) -> str:
    """Return the address of a map with the place on it; it says nothing of whose it is."""
    return _MAP.format(lat=holds["lat"], lng=holds["lng"], name=quote("位置"))


def keep(
    actor: Actor, db: Session, kind: AttachmentKind, holds: Mapping[str, str], now: datetime
) -> None:
    """Let something wait for the form its sender is filling in."""
    assert actor.contact_id is not None, "whoever speaks has an address"
    attachments.keep(db, kind, holds, actor.contact_id, None, now)


def show(
    actor: Actor,
    db: Session,
    kind: AttachmentKind,
    holds: Mapping[str, str],
    who: str,
    subject: Subject,
    now: datetime,
    desk: Desk,
    number: int | None = None,
) -> Shown:
    """Add something to what its sender has going on, or raise an item for it.

    `number` is the item staff have asked them about.
    """
    assert actor.contact_id is not None, "whoever speaks has an address"
    until = say_moment(now + attachments.LASTS, desk.zone)
    said = _said(kind, holds, until)
    item = items.hold(db, number) if number is not None else None
    if item is None or item.state.is_over:
        item = attachments.item_of(db, actor.contact_id, actor.person_id, now)
    is_new = item is None
    if item is None:
        item = escalation.raise_item(db, ItemKind.HELP, f"{who}发来：{said}", subject, now, desk)
    else:
        escalation.tell_again(db, item, f"{who}又发来：{said}", now)
    row = attachments.keep(db, kind, holds, actor.contact_id, item.id, now)
    _bring(db, item, [row], now, desk)
    return Shown(item, is_new)


def gather(db: Session, item: WorkItem, contact_id: int | None, now: datetime, desk: Desk) -> None:
    """Give what waited for a form to the item it became; what left no address waits for nothing."""
    found = attachments.waiting(db, contact_id, now) if contact_id is not None else []
    if not found:
        return
    attachments.give(db, found, item.id)
    said = [_said(one.kind, one.holds, say_moment(one.expires_at, desk.zone)) for one in found]
    held = items.hold(db, item.id)
    escalation.tell_again(db, held, f"填的时候还发来：{'；'.join(dict.fromkeys(said))}", now)
    _bring(db, held, found, now, desk)


def _bring(
    db: Session, item: WorkItem, found: Sequence[Attachment], now: datetime, desk: Desk
) -> None:
    """Send pictures to those told of an item, where that leaves enough messages for words."""
    pictures = [one for one in found if one.kind is AttachmentKind.PICTURE]
    told = [item.owner_id] if item.owner_id else items.told_ids(db, item.id)
    for person_id in told if pictures else ():
        left = KEPT_FOR_WORDS + len(pictures) - 1
        why = desk.why_not(
            db, DeliveryKind.ANSWER, now, person_id=person_id, soon=True, picture_leaves=left
        )
        if why is None:
            for one in pictures:
                bring_one(db, one, item.id, now, person_id=person_id)


def bring_one(
    db: Session,
    one: Attachment,
    number: int,
    now: datetime,
    *,
    person_id: int | None = None,
    contact_id: int | None = None,
) -> None:
    """Owe somebody a picture; it stands for no alert, so nobody else is told where it fails."""
    queue(
        db,
        DeliveryKind.ANSWER,
        f"[编号{number}的照片]",
        now,
        person_id=person_id,
        contact_id=contact_id,
        picture=f"{one.holds['channel']}:{one.holds['media']}",
    )
