"""/h5/m/…: who of a notice has not been reached, or has not answered, as a table for who asked in chat."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response
from sqlalchemy.orm import Session

from community.notices import chasing, missing
from community.notices.missing import Lacking, TakenAway
from community.people import access
from community.people.access import Refused
from core import tickets
from core.clock import Clock
from core.ports import Registers
from core.prints import PaperTable
from core.tickets import Ticket
from db import Database
from web.guarded import guarded, said

FORGED = "这个链接不对，或者没有复制完整。"
STALE = "这个链接过期了，在微信里再说一次“谁没看 要表格”。"
NOT_YOURS = "这条通知的名单现在不归您看。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def blueprint(
    database: Callable[[], Database],
    key: Callable[[], bytes],
    tables: Callable[[], Registers],
    clock: Clock,
    zone: ZoneInfo,
) -> Blueprint:
    """`key` signs the tickets: which notice, who may look, until when; the right is judged again."""
    pages = Blueprint("missing", __name__, url_prefix="/h5")

    @pages.get("/m/<what>/<word>")
    def show(what: str, word: str) -> Response:
        ticket, now = tickets.read(key(), word), clock.now()
        if ticket is None or what not in list(Lacking):
            return said(FORGED, 404)
        if ticket.until <= now:
            return said(STALE, 410)
        lacking = Lacking(what)
        taken = database().write(lambda db: _take(db, ticket, lacking, now, zone))
        if isinstance(taken, Refused):
            return said(NOT_YOURS, 403)
        with database().read() as db:
            table = missing.table(taken, missing.everybody(db, taken))
        return _file(table, _written(tables(), table))

    return pages


def _take(
    db: Session, ticket: Ticket, lacking: Lacking, now: datetime, zone: ZoneInfo
) -> TakenAway | Refused:
    viewer = access.actor(db, ticket.person, None, now, zone)
    notice = chasing.pick_again(viewer, db, ticket.thing)
    if isinstance(notice, Refused):
        return notice
    return missing.take(viewer, db, notice, lacking, now)


def _written(tables: Registers, table: PaperTable) -> bytes:
    with tempfile.TemporaryDirectory(prefix="linbao-") as folder:
        file = Path(folder) / "missing.xlsx"
        tables.write_list(table, file)
        return file.read_bytes()


def _file(table: PaperTable, content: bytes) -> Response:
    response = guarded(make_response(content), XLSX)
    name = quote(f"{table.title}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
