"""What happened, told to whoever it means something to: plain events, and who listens to which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PostEnded:
    """Somebody no longer holds a post; nor does whoever stood in for them."""

    post_id: int
    person_id: int
    substitute_id: int | None
    unit_id: int
    role: str


@dataclass(frozen=True, slots=True)
class PostBegun:
    """Somebody holds a post from now on, and takes over what is open there."""

    post_id: int
    person_id: int
    unit_id: int
    role: str


@dataclass(frozen=True, slots=True)
class LeaveBegun:
    """Somebody is away, and another stands in for them; None where nobody has agreed to."""

    post_id: int
    person_id: int
    substitute_id: int | None
    unit_id: int
    role: str


@dataclass(frozen=True, slots=True)
class LeaveOver:
    """Somebody is back; whoever stood in for them does so no longer."""

    post_id: int
    person_id: int
    substitute_id: int | None
    unit_id: int
    role: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody of the staff said yes or no to what a form held."""

    submission_id: int
    form: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class PersonGone:
    """Somebody moved away or died: nothing is asked or told about them any more."""

    person_id: int
    because: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody lives behind another door of this place from now on."""

    person_id: int
    from_unit_id: int
    from_door: str


@dataclass(frozen=True, slots=True)
class NoticeOver:
    """A published notice no longer holds; `words` say so to whoever had it, from `due_at` on."""

    code: str
    words: str
    due_at: datetime | None


Event = NoticeOver | Moved | PersonGone | PostBegun | PostEnded | LeaveBegun | LeaveOver | Decided
E = TypeVar(
    "E", NoticeOver, Moved, PersonGone, PostBegun, PostEnded, LeaveBegun, LeaveOver, Decided
)


class Announce(Protocol):
    """Tells of an event inside the transaction in which it happened."""

    def __call__(self, db: Session, event: Event, now: datetime, /) -> None: ...


class Listeners:
    """Who listens to what, in the order in which they were added; one that fails undoes the deed."""

    def __init__(self) -> None:
        self._listeners: list[tuple[type, Callable[[Session, Any, datetime], None]]] = []

    def add(self, kind: type[E], listener: Callable[[Session, E, datetime], None]) -> None:
        self._listeners.append((kind, listener))

    def __call__(self, db: Session, event: Event, now: datetime, /) -> None:
        for kind, listener in self._listeners:
            if isinstance(event, kind):
                listener(db, event, now)
