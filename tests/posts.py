"""Posts that end and are stood in for, as the register would have them, and the traces of deeds."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from db.models import Audit, Contact, Post
from tests.conftest import Someone, Town
from tests.databases import ZONE


def person_id(town: Town, someone: Someone) -> int:
    with town.bot.database.read() as db:
        found = db.scalar(select(Contact.person_id).where(Contact.address == someone.phone.openid))
    assert found is not None
    return found


def end_posts(town: Town, holder: Someone) -> None:
    """Let whatever posts somebody holds have ended yesterday."""
    number = person_id(town, holder)
    yesterday = town.clock.now().astimezone(ZONE).date() - timedelta(days=1)
    values = update(Post).where(Post.person_id == number).values(until_on=yesterday)
    _write(town, values)


def stand_in(town: Town, substitute: Someone, holder: Someone) -> None:
    """Let somebody stand in for whoever holds a post."""
    values = update(Post).where(Post.person_id == person_id(town, holder))
    _write(town, values.values(substitute_id=person_id(town, substitute)))


def _write(town: Town, statement: Update) -> None:
    def work(db: Session) -> None:
        db.execute(statement)

    town.bot.database.write(work)


def audit(town: Town) -> Sequence[tuple[str, int | None, str | None]]:
    """Return (what, by whom, about what) of everything that was written down."""
    with town.bot.database.read() as db:
        rows = db.scalars(select(Audit).order_by(Audit.id))
        return [(row.action, row.actor_id, row.detail) for row in rows]
