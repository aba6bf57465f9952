"""/h5/g/…/head.png: the picture of a notice that is an article in a group."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response
from sqlalchemy.orm import Session

from community.notices import page
from community.notices.board import NoticeStanding
from community.people.access import Refused
from core import tickets
from core.clock import Clock
from core.phrases import on_a_line, say_day
from core.ports import Prints
from core.prints import HEAD_PICTURE, NoticeHead
from core.tickets import Ticket
from db import Database
from web.guarded import guarded, said
from web.h5 import STANDS, WHY_NOT

MOST = 60  # characters of a notice's beginning that the picture may hold
LASTS = 60  # seconds it may be kept: what is withdrawn says so soon


def blueprint(
    database: Callable[[], Database],
    key: Callable[[], bytes],
    prints: Callable[[], Prints],
    clock: Clock,
    community: str,
    zone: ZoneInfo,
) -> Blueprint:
    """`key` signs the tickets of a group's page: who may open that may see its picture."""
    pages = Blueprint("heads", __name__, url_prefix="/h5")

    @pages.get(f"/g/<word>/{HEAD_PICTURE}")
    def show(word: str) -> Response:
        ticket = tickets.read(key(), word)
        if ticket is None:
            return said(WHY_NOT["forged"], 404)
        with database().read() as db:
            found = _head(db, ticket, clock.now(), community, zone)
        if isinstance(found, Refused):
            return said(WHY_NOT[found.reason], 410 if found.reason == "stale" else 404)
        response = guarded(make_response(prints().head(found)), "image/png")
        response.headers["Cache-Control"] = f"max-age={LASTS}"
        return response

    return pages


def _head(
    db: Session, ticket: Ticket, now: datetime, community: str, zone: ZoneInfo
) -> NoticeHead | Refused:
    shown = page.open_for_all(db, ticket, now, zone)
    if isinstance(shown, Refused):
        return shown
    day = f"　{say_day(shown.until.astimezone(zone).date())}" if shown.until is not None else ""
    return NoticeHead(
        heading=shown.heading,
        text=on_a_line(shown.text, MOST),
        foot=f"{community}　编号 {shown.code}{day}",
        colour=shown.colour.value if shown.colour else "",
        stands="" if shown.standing is NoticeStanding.VALID else STANDS[shown.standing],
    )
