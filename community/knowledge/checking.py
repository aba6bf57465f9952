"""Comparing what residents were told with the official text: from then on the warning is gone."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import library
from community.knowledge.corrections import code_of
from community.people import access
from community.people.access import STAFF, Actor, Refused
from core.library import Entry, Rule
from db.knowledge import versions
from db.knowledge.versions import ENTRY


@dataclass(frozen=True, slots=True)
class Checked:
    """Somebody has compared it: the code it had, and the one of the version without the warning."""

    code: str
    now: str


def to_check(db: Session, limit: int) -> list[tuple[str, str]]:
    """Return code and words of what was given before anybody compared it, first asked for first."""
    return [
        (code_of(kind, row.id), str(row.content["answer"]))
        for row in versions.to_check(db, limit)
        for kind, table in versions.TABLES.items()
        if isinstance(row, table)
    ]


def check(
    actor: Actor, db: Session, kind: str, number: int, now: datetime, zone: ZoneInfo
) -> Checked | Refused:
    """Give something without the warning from now on; the words stay."""
    if not actor.holds(STAFF):
        return Refused("not_staff")
    row = versions.get(db, kind, number)
    if row is None or row.check_since is None or not row.body.get("verify"):
        return Refused("not_to_check")
    shape: type[Entry] | type[Rule] = Entry if kind == ENTRY else Rule
    piece = shape.model_validate({**row.body, "verify": False})
    person, code = actor.person(db), code_of(kind, row.id)
    new = library.add_version(db, piece, now, zone, author=person, supersedes=row.id)
    library.approve(db, new, person, now)
    row.check_since = None
    access.record(db, actor, now, "checked", detail=code)
    return Checked(code, code_of(kind, new.id))
