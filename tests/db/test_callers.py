"""Whoever speaks may hold a post or not: told on the way, for each address its own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, Post
from db.people import contacts
from tests.conftest import Town


def test_only_who_holds_a_post_may_work(town: Town) -> None:
    now = town.clock.now()

    def heard(db: Session) -> dict[str, bool]:
        addresses = db.scalars(select(Contact.address).where(Contact.channel == "official"))
        return {
            one: contacts.hear(db, "official", one, now, spoke=True).may_work
            for one in (*addresses, "oNobody")
        }

    def holds(db: Session) -> set[str]:
        held = select(Contact.address).join(Post, Post.person_id == Contact.person_id)
        return set(db.scalars(held.where(Contact.channel == "official")))

    may = town.bot.database.write(heard)
    with town.bot.database.read() as db:
        staff = holds(db)
    assert staff and len(may) > len(staff) + 1
    assert {one for one, does in may.items() if does} == staff
