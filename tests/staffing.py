"""Posts that end and people who stand in, and who did what, for the tests of rights."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Audit, Contact, Post, Unit
from db.people import absences
from tests.conftest import Town

Trace = tuple[str, int | None, str | None]  # what was done, by whom, and what it was about


def person_of(town: Town, openid: str) -> int:
    with town.bot.database.read() as db:
        number = db.scalar(select(Contact.person_id).where(Contact.address == openid))
    assert number is not None
    return number


def end_posts(town: Town, openid: str) -> None:
    """Every post of somebody ended yesterday."""
    yesterday = town.bot.watch.today(town.clock.now()) - timedelta(days=1)
    _set(town, openid, until_on=yesterday)


def stand_in(town: Town, holder: str, substitute: str) -> None:
    """Whatever posts somebody holds, another stands in for them."""
    now, stands_in = town.clock.now(), person_of(town, substitute)

    def work(db: Session) -> None:
        for post_id in db.scalars(select(Post.id).where(Post.person_id == person_of(town, holder))):
            absences.end(db, post_id, now)
            absences.begin(db, post_id, stands_in, now)

    town.bot.database.write(work)


def move_posts(town: Town, openid: str, building: str) -> None:
    """Whatever posts somebody holds are now for one building only."""
    with town.bot.database.read() as db:
        unit_id = db.scalar(select(Unit.id).where(Unit.building == building))
    _set(town, openid, unit_id=unit_id)


def _set(town: Town, holder: str, **values: Any) -> None:
    posts = update(Post).where(Post.person_id == person_of(town, holder)).values(**values)
    town.bot.database.write(lambda db: db.execute(posts) and None)


def traces(town: Town) -> list[Trace]:
    """Return what was written down of who did what, oldest first."""
    with town.bot.database.read() as db:
        rows = db.scalars(select(Audit).order_by(Audit.id))
        return [(row.action, row.actor_id, row.detail) for row in rows]
