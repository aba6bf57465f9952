"""Writing down who a table says is responsible."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from community.people.importing.posts import Giving
from community.people.importing.storing import Store
from core.doors import Door
from core.register import PostHolder
from db.people import register
from db.people.register import KnownPerson

Who = tuple[str, str]  # name and phone


@dataclass
class Appointing:
    """Finds or writes down whoever holds a post, and gives it."""

    store: Store
    staff: Iterable[KnownPerson]
    holders: Mapping[int, Who]  # of posts and of households
    day: date
    _fresh: list[Who] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._people: dict[Who, int] = dict(self.store.people)
        for person in self.staff:
            for phone in person.phones if not person.is_gone else ():
                self._people[person.name or "", phone] = person.id
        # By their name alone those are known who hold a post: a neighbour may be called the same.
        self._by_name: dict[str, set[int]] = {}
        for person_id, who in self.holders.items():
            self._by_name.setdefault(who[0], set()).add(person_id)
            self._people[who] = person_id

    def give(self, db: Session, gives: Sequence[Giving]) -> None:
        """Give posts, in one transaction; done again if that one was taken back."""
        self._forget()
        tree = self.store.tree
        for each in gives:
            unit = tree.root if each.seat is None else tree.grow(db, each.seat)
            unit = tree.above or unit if each.is_above else unit
            register.add_post(db, self._person(db, each.holder), unit.id, each.role, self.day)

    def keep_homes(self, db: Session, keeps: Sequence[tuple[Door, PostHolder]]) -> None:
        """Let people look after households, in one transaction."""
        self._forget()
        homes: dict[int, list[int]] = {}
        for door, holder in keeps:
            home_id = self.store.home_of(door)
            if home_id is not None:
                homes.setdefault(self._person(db, holder), []).append(home_id)
        for keeper_id, ids in homes.items():
            register.keep_homes(db, ids, keeper_id)

    def keep(self) -> None:
        """What was written is committed."""
        self._fresh.clear()
        self.store.keep()

    def _forget(self) -> None:
        for who in self._fresh:
            del self._people[who]
        self._fresh.clear()
        self.store.tree.forget()

    def _person(self, db: Session, holder: PostHolder) -> int:
        who = (holder.name, holder.phone)
        if who in self._people:
            return self._people[who]
        alike = self._by_name.get(holder.name, set())
        if len(alike) == 1 and not holder.phone:
            return next(iter(alike))
        values = {"name": holder.name, "phone": holder.phone or None, "is_respondent": False}
        [self._people[who]] = register.add_people(db, [values], self.store.now)
        self._fresh.append(who)
        return self._people[who]
