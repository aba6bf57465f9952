"""What is so in the invented community, told as a secretary tells it; no number in it is anybody's."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import facts
from community.people import access
from community.people.access import Refused
from core.library import Library
from db import Database
from db.people import contacts

# No line in China begins with 0000.
FACTS: Mapping[str, str] = {
    "office_phone": "0000-1230001",
    "office_hours": "周一到周五 8:30-12:00、14:00-17:30",
    "office_address": "梧桐路1号（2号楼对面）",
    "night_phone": "0000-1230002",
    "fever_clinic": "清河区示范医院发热门诊，24小时，0000-1230003",
    "clinic": "梧桐里社区卫生服务站，梧桐路3号，0000-1230004",
    "property": "梧桐里物业，0000-1230005",
    "shelter": "梧桐小学体育馆（地势高）",
}


def tell(
    database: Database, library: Library, secretary: str, now: datetime, zone: ZoneInfo
) -> int:
    """Let the secretary with this openid fill in what is so in the place; return how much was."""

    def work(db: Session) -> int:
        known = contacts.find(db, "official", secretary)
        if known is None:
            return 0
        actor = access.actor(db, known.person_id, known.id, now, zone)
        told = 0
        for name, value in FACTS.items():
            if (spec := library.facts.get(name)) is None:
                continue
            shown = facts.propose(actor, db, spec, value, "")
            if isinstance(shown, Refused):
                continue
            done = facts.change(actor, db, spec, value, shown.unit_id, None, now)
            told += not isinstance(done, Refused)
        return told

    return database.write(work)
