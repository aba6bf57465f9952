"""What people call those they live with, once they have said whom they mean."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db.models import Nickname, Person


def find(db: Session, teller_id: int, words: Sequence[str]) -> int | None:
    """Return whom somebody means by the first of these words they have used before."""
    rows = db.execute(
        select(Nickname.word_index, Nickname.word, Nickname.person_id).where(
            Nickname.teller_id == teller_id, Nickname.word_index.in_(words)
        )
    ).all()
    known = {row[1]: int(row[2]) for row in rows}
    return next((known[word] for word in words if word in known), None)


def remember(db: Session, teller_id: int, word: str, person_id: int) -> None:
    """Write down whom a word means; the newest meaning holds."""
    found = select(Nickname).where(Nickname.teller_id == teller_id, Nickname.word_index == word)
    row = db.scalar(found)
    if row is not None:
        row.person_id = person_id
        return
    db.add(Nickname(teller_id=teller_id, person_id=person_id, word=word, word_index=word))


def living_with(db: Session, person_id: int, today: date) -> Sequence[Person]:
    """Return those somebody lives with, themselves among them; nobody who is gone by that day."""
    home = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    return db.scalars(
        select(Person)
        .where(
            Person.household_id == home,
            Person.merged_into.is_(None),
            or_(Person.gone_on.is_(None), Person.gone_on > today),
        )
        .order_by(Person.id)
    ).all()


def forget(db: Session, person_id: int) -> None:
    """Nobody calls somebody who is gone."""
    whose = or_(Nickname.person_id == person_id, Nickname.teller_id == person_id)
    db.execute(delete(Nickname).where(whose))
