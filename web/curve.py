"""/h5/c/…: somebody's curve as a picture, for the one of the staff who asked for it in chat."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, make_response
from sqlalchemy.orm import Session

from community.followup import boards
from community.followup.watch import Watch
from community.people import access
from community.people.access import Refused
from core import tickets
from core.clock import Clock
from core.ports import Prints
from core.prints import PersonCurve
from core.tickets import Ticket
from db import Database
from web.guarded import guarded, said

FORGED = "这个链接不对，或者没有复制完整。"
STALE = "这个链接过期了，在微信里再说一次“体温曲线 门牌 姓名”。"
NOT_YOURS = "这一位现在不归您看。"


def blueprint(
    database: Callable[[], Database],
    key: Callable[[], bytes],
    watch: Callable[[], Watch],
    prints: Callable[[], Prints],
    clock: Clock,
) -> Blueprint:
    """`key` signs the tickets: whose curve, who may look, until when; the right is judged again."""
    pages = Blueprint("curve", __name__, url_prefix="/h5")

    @pages.get("/c/<word>")
    def show(word: str) -> Response:
        ticket, now = tickets.read(key(), word), clock.now()
        if ticket is None:
            return said(FORGED, 404)
        if ticket.until <= now:
            return said(STALE, 410)
        found = database().write(lambda db: _curve(db, watch(), ticket, now))
        if isinstance(found, Refused):
            return said(NOT_YOURS, 403)
        return guarded(make_response(prints().curve(found)), "image/png")

    return pages


def _curve(db: Session, watch: Watch, ticket: Ticket, now: datetime) -> PersonCurve | Refused:
    viewer = access.actor(db, ticket.person, None, now, watch.zone)
    return boards.curve(viewer, db, watch, ticket.thing, now)
