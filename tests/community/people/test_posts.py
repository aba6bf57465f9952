from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.people import access, posts
from community.people.access import Actor, Refused
from community.people.posts import EndedPost
from core.announcements import Listeners, PostEnded
from db.models import Audit, Contact, Post, Role
from tests.conftest import Town

T = TypeVar("T")
Heard = list[PostEnded]


def acting(town: Town, db: Session, who: str) -> Actor:
    contact = db.scalars(select(Contact).where(Contact.address == town.who[who])).one()
    now = town.clock.now()
    return access.actor(db, contact.person_id, contact.id, now, town.bot.watch.zone)


def post_of(town: Town, db: Session, who: str, role: Role) -> Post:
    person_id = acting(town, db, who).person_id
    return db.scalars(select(Post).where(Post.person_id == person_id, Post.role == role)).one()


def write(town: Town, deed: Callable[[Session], T]) -> T:
    return town.bot.database.write(deed)


def listening(heard: Heard) -> Listeners:
    def hear(db: Session, event: PostEnded, now: datetime) -> None:
        heard.append(event)

    listeners = Listeners()
    listeners.add(PostEnded, hear)
    return listeners


def end(town: Town, by: str, whose: str, role: Role, listeners: Listeners) -> EndedPost | Refused:
    now, zone = town.clock.now(), town.bot.watch.zone

    def deed(db: Session) -> EndedPost | Refused:
        post = post_of(town, db, whose, role)
        return posts.end_post(acting(town, db, by), db, post, now, zone, listeners)

    return write(town, deed)


def audited(town: Town) -> list[tuple[str, int | None, int | None]]:
    with town.bot.database.read() as db:
        rows = db.scalars(select(Audit).order_by(Audit.id))
        return [(row.action, row.actor_id, row.subject_id) for row in rows]


def test_an_ended_post_is_nobody_s_from_today_on_and_whoever_listens_hears_it(town: Town) -> None:
    heard = Heard()

    done = end(town, "secretary", "grid_worker", Role.GRID_WORKER, listening(heard))

    with town.bot.database.read() as db:
        worker, secretary = acting(town, db, "grid_worker"), acting(town, db, "secretary")
        post = post_of(town, db, "grid_worker", Role.GRID_WORKER)
        assert worker.posts == []
        assert done == EndedPost(
            post.person_id, town.bot.watch.today(town.clock.now()) - timedelta(1)
        )
        assert heard == [PostEnded(post.id, post.person_id, None, post.unit_id, Role.GRID_WORKER)]
    assert audited(town) == [("post_ended", secretary.person_id, worker.person_id)]


def test_who_is_below_ends_nobody_s_post(town: Town) -> None:
    heard = Heard()

    for by in ("grid_worker", "doctor", "resident"):
        done = end(town, by, "secretary", Role.SECRETARY, listening(heard))
        assert done == Refused("not_appointer")

    assert (heard, audited(town)) == ([], [])


def test_a_post_ends_once(town: Town) -> None:
    end(town, "township", "secretary", Role.SECRETARY, Listeners())

    again = end(town, "township", "secretary", Role.SECRETARY, Listeners())

    assert again == Refused("over")
    assert len(audited(town)) == 1


def test_a_deed_is_undone_when_a_listener_fails(town: Town) -> None:
    def fail(db: Session, event: PostEnded, now: datetime) -> None:
        raise RuntimeError

    listeners = Listeners()
    listeners.add(PostEnded, fail)
    with pytest.raises(RuntimeError):
        end(town, "secretary", "grid_worker", Role.GRID_WORKER, listeners)

    with town.bot.database.read() as db:
        assert acting(town, db, "grid_worker").holds({Role.GRID_WORKER})
    assert audited(town) == []
