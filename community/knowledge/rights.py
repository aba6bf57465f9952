"""Whose post lets them write and approve rules, and in whose name they then speak."""

from dataclasses import dataclass

from community.people.access import Actor
from core.library import Level
from db.models import Post, Role, Unit

WRITERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})
LEVELS = {Role.LEADER: Level.COUNTY, Role.TOWNSHIP: Level.TOWN, Role.SECRETARY: Level.COMMUNITY}
# So many digits of the community's code name the place a level speaks for.
_DIGITS = {Level.COUNTY: 6, Level.TOWN: 9, Level.COMMUNITY: 12}


@dataclass(frozen=True, slots=True)
class Mandate:
    """In whose name somebody writes: at which level, for which place."""

    level: Level
    area: str
    issuer: str


def mandate(actor: Actor, area: str) -> Mandate | None:
    """Return in whose name somebody writes in this place, at the highest level they hold."""
    post = _highest(actor)
    if post is None:
        return None
    level = LEVELS[post.role]
    return Mandate(level, area[: _DIGITS[level]], post.unit.name)


def level_of(actor: Actor) -> Level | None:
    """Return the highest level at which somebody may write; None if nowhere."""
    post = _highest(actor)
    return LEVELS[post.role] if post is not None else None


def seat_of(actor: Actor) -> Unit | None:
    """Return the unit in whose name somebody writes."""
    post = _highest(actor)
    return post.unit if post is not None else None


def _highest(actor: Actor) -> Post | None:
    posts = (post for post in actor.posts if post.role in WRITERS)
    return min(posts, key=lambda one: LEVELS[one.role], default=None)
