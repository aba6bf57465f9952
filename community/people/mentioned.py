"""Whom of the register a sentence names: a name that is written there is enough, no door is needed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.people import seeking
from community.people.access import Actor
from community.people.registering import Resident
from community.people.seeking import Sought
from community.people.tree import door
from core.late import late
from db.people import mentions

LONGEST = 120  # characters of a text that is looked through; more is a letter
_HAN = re.compile(r"[一-龥·]+")
_LENGTHS = (4, 3, 2)  # of a name; with · as long as it is
_DOTTED = re.compile(r"[一-龥]{1,6}·[一-龥]{1,6}")
# How somebody is called who is known by a surname: 王奶奶, 老李, 小梁, 赵师傅.
_TITLED = late(
    r"(?<![一-龥])[老小阿][一-龥](?![一-龥]?[奶爷伯婆姨叔])"
    r"|[一-龥](?:老爷子|老太太|老人家|奶奶|爷爷|大爷|大妈|大娘|大叔|大姐|大哥|大嫂|大伯|老伯|阿婆|婆婆|阿姨|叔叔|师傅|老师|先生|女士|姐|哥|叔|姨|婶)"
)


@dataclass(frozen=True, slots=True)
class NamedResidents:
    """Who is named at a place of a text: everybody of the name in what somebody is responsible for."""

    said: str
    begin: int
    end: int
    people: Sequence[Resident]


def mentioned(actor: Actor, db: Session, text: str) -> list[NamedResidents]:
    """Return who is named, in the order of the text; names of nobody we know are no mentions."""
    if not actor.is_staff or len(text) > LONGEST:
        return []
    pieces = list(_pieces(text))
    found: dict[str, list[Resident]] = {}
    for person in mentions.living_named(db, {said for said, _ in pieces}):
        home = person.household
        if home is not None and person.name and actor.covers(home.unit):
            found.setdefault(person.name, []).append(Resident(person, door(home)))
    exact = _apart([NamedResidents(s, at, at + len(s), found[s]) for s, at in pieces if s in found])
    return sorted([*exact, *_titled(actor, db, text, exact)], key=lambda each: each.begin)


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Return every piece of a text that may be a name, with where it stands, the longest first."""
    for found in _DOTTED.finditer(text):
        yield found[0], found.start()
    runs = [(run[0], run.start()) for run in _HAN.finditer(text)]
    for length in _LENGTHS:
        for run, at in runs:
            for begin in range(len(run) - length + 1):
                yield run[begin : begin + length], at + begin


def _apart(found: Sequence[NamedResidents]) -> list[NamedResidents]:
    """Keep those that do not lie inside a longer one."""
    kept: list[NamedResidents] = []
    for each in found:
        if all(each.end <= other.begin or each.begin >= other.end for other in kept):
            kept.append(each)
    return kept


def _titled(
    actor: Actor, db: Session, text: str, exact: Sequence[NamedResidents]
) -> list[NamedResidents]:
    """Return who is called by a surname and a title, where only those of the name can be meant."""
    free = _TITLED.finditer(text)
    called = [
        one for one in free if all(one.end() <= e.begin or one.start() >= e.end for e in exact)
    ]
    found = [(one, seeking.seek(actor, db, Sought({}, one[0]))) for one in called]
    return [
        NamedResidents(one[0], one.start(), one.end(), people)
        for one, people in found
        if isinstance(people, list) and people
    ]
