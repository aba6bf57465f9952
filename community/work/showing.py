"""Looking at the pictures and places of an item one was told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import access
from community.people.access import Actor, Refused
from community.work import attaching, life
from community.work.attaching import AttachmentKind
from db.work import attachments

AT_ONCE = 4  # pictures sent to whoever asks for them; a window takes five messages


@dataclass(frozen=True, slots=True)
class Looked:
    """What an item shows: so many pictures are on their way, of so many; and its places in words."""

    number: int
    sent: int
    of: int
    until: datetime | None
    places: Sequence[str]


def look(actor: Actor, db: Session, number: int | None, now: datetime) -> Looked | Refused:
    """Send somebody the pictures of an item they were told of, and return its places.

    Without a number it is the newest item that shows anything.
    """
    if not actor.is_staff or actor.person_id is None:
        return Refused("not_staff")
    numbers = [number] if number is not None else attachments.newest_told(db, actor.person_id, now)
    for each in numbers:
        item = life.of_actor(actor, db, each)
        found = attachments.of_item(db, each, now) if not isinstance(item, Refused) else []
        if isinstance(item, Refused) or not found:
            continue
        pictures = [one for one in found if one.kind is AttachmentKind.PICTURE]
        for one in pictures[-AT_ONCE:]:
            attaching.bring_one(
                db, one, each, now, contact_id=actor.contact_id, person_id=actor.person_id
            )
        access.record(db, actor, now, "look", subject=item.person_id, detail=str(each))
        places = [
            f"{one.holds.get('label') or '位置'}：{attaching.map_link(one.holds)}"
            for one in found
            if one.kind is AttachmentKind.PLACE
        ]
        until = min((one.expires_at for one in pictures), default=None)
        return Looked(each, len(pictures[-AT_ONCE:]), len(pictures), until, places)
    return Refused("nothing_to_show")
