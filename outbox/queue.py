"""Putting deliveries in.  Same transaction as the work that caused them, or not at all."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import Delivery, DeliveryKind, DeliveryStatus, Urgency
from db.quick import store

BUTTONS = "buttons"  # among the fields of a delivery
REPLY_TO = "reply_to"  # … an address that takes one answer, for an hour
PAGE_OF = "page_of"  # … the notice whose page for everybody is linked, with what a card shows of it
PICTURE = "picture"  # … where the platform keeps it: “official:MEDIA_ID”


def queue(
    db: Session,
    kind: DeliveryKind,
    text: str,
    now: datetime,
    *,
    person_id: int | None = None,
    contact_id: int | None = None,
    due_at: datetime | None = None,
    fields: Mapping[str, Any] | None = None,
    turn_id: int | None = None,
    notice_id: int | None = None,
    item_id: int | None = None,
    instead_of: int | None = None,
    urgency: Urgency | None = None,
    buttons: Sequence[tuple[str, str]] = (),
    picture: str = "",
    reply_to: str = "",
) -> Delivery:
    """Owe somebody a text, wherever they are reached; which address it is, sending decides.

    `contact_id` is the address that spoke: whoever is behind it is to read the text, and an answer
    goes back there first.  Without it the person is.
    `fields` are the words a template message is filled with (what, text, time);
    without them they are made from the text.  `buttons` are (what stands on one, the text it
    says), shown where the road can; `picture` goes instead of the text, by roads that show
    pictures and no others; `reply_to` is where what was
    tapped is answered, once.  What is returned is for its id:
    the session does not know of it.
    """
    filled: dict[str, Any] = {
        **(fields or {}),
        **({BUTTONS: list(buttons)} if buttons else {}),
        **({PICTURE: picture} if picture else {}),
        **({REPLY_TO: reply_to} if reply_to else {}),
    }
    delivery = Delivery(
        kind=kind,
        text=text,
        person_id=person_id,
        contact_id=contact_id,
        fields=filled or None,
        idempotency_key=uuid.uuid4().hex,
        status=DeliveryStatus.QUEUED,
        created_at=now,
        due_at=due_at or now,
        urgency=(urgency if urgency is not None else usual_urgency(kind)).value,
        turn_id=turn_id,
        notice_id=notice_id,
        item_id=item_id,
        instead_of=instead_of,
    )
    store(db, delivery)
    return delivery


def usual_urgency(kind: DeliveryKind) -> Urgency:
    return Urgency.LATER if kind is DeliveryKind.NOTICE else Urgency.USUAL
