"""After the database was brought back from a backup: what is urgent is told again at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.work import escalation
from core.phrases import say_day
from db import epochs


def tell_of_danger(db: Session, zone: ZoneInfo, now: datetime) -> int:
    """Tell those who were told of what is urgent and still open; return how many things that is.

    Somebody may have seen to it after the backup was made: it says so.
    """
    day = say_day(now.astimezone(zone).date())
    urgent = epochs.in_danger(db)
    for item in urgent:
        text = f"【可能重复】系统{day}从备份恢复，这件事也许已有人处理，请马上核实。"
        escalation.tell_again(db, item, text, now)
    return len(urgent)
