"""Who may do what: whoever acts, with the posts they hold now, their own and those they stand in for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from db.models import Audit, Gone, Person, Post, Role, Unit
from db.people import persons, units

__all__ = ["CLOCK", "STAFF", "Actor", "Gone", "Refused", "Role", "Unit", "actor", "record"]

STAFF = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done; `reason` is a short code that the door puts into words, `about` what of."""

    reason: str
    about: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts.  Nobody we know has no number; the clock and strangers hold no post.

    Most who speak do nothing that needs a post: theirs are looked up when a right is asked about.
    """

    person_id: int | None
    contact_id: int | None = None
    find_roles: Callable[[], Collection[Role]] = tuple
    find_posts: Callable[[], Sequence[Post]] = tuple

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return what they are now, by posts of their own and those they stand in for."""
        return frozenset(self.find_roles())

    @cached_property
    def posts(self) -> Sequence[Post]:
        """Return these posts with their units."""
        return self.find_posts()

    def holds(self, roles: Collection[Role]) -> bool:
        """Tell whether one of these posts is theirs now, or they stand in for it."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    @property
    def is_operator(self) -> bool:
        """Tell whether it is a command or the clock: no person and no phone stands behind it."""
        return self.person_id is None and self.contact_id is None

    @property
    def seat(self) -> Unit | None:
        """Return the widest unit in which they hold a post."""
        return next(iter(self.seats()), None)

    def seats(self, roles: Collection[Role] = STAFF) -> list[Unit]:
        """Return the units in which they hold one of these posts, the widest first."""
        held = (post.unit for post in self.posts if post.role in roles)
        return sorted(held, key=lambda unit: unit.level)

    def covers(self, unit: Unit, roles: Collection[Role] = STAFF) -> bool:
        """Tell whether a unit lies in what they are responsible for by one of these posts."""
        return any(unit.path.startswith(seat.path) for seat in self.seats(roles))

    @property
    def title(self) -> str:
        """Return what their foremost post is called, "" without one."""
        held = sorted(self.roles, key=list(Role).index)
        return tree.title(held[0]) if held else ""

    def person(self, db: Session) -> Person:
        """Return whoever acts; only for those who are known."""
        assert self.person_id is not None, "a stranger holds no post"
        return persons.get(db, self.person_id)


CLOCK = Actor(None)  # what nobody did by hand


def actor(
    db: Session, person_id: int | None, contact_id: int | None, now: datetime, zone: ZoneInfo
) -> Actor:
    """Return whoever speaks from an address, with the posts that are theirs at this moment."""
    if person_id is None:
        return Actor(None, contact_id)
    return Actor(
        person_id,
        contact_id,
        partial(units.roles_of, db, person_id, now, zone),
        partial(units.posts_of, db, person_id, now, zone),
    )


def record(
    db: Session,
    actor: Actor,
    now: datetime,
    action: str,
    *,
    subject: int | None = None,
    detail: str | None = None,
) -> None:
    """Write down who did what; never what anybody said."""
    row = Audit(at=now, actor_id=actor.person_id, action=action, subject_id=subject, detail=detail)
    db.add(row)
