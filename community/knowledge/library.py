"""What we know lies in the database: looked at anew when it changed, written by two people."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.finding import Knowledge
from community.knowledge.shelf import (
    Held,
    P,
    Shelf,
    Versions,
    issuers,
)
from core.library import Entry, Library, Rule, StaffAnswer, content_hash
from core.ports import Matcher
from db.knowledge import versions
from db.models import Person, Provenance, RuleVersion, Standing, Version

log = logging.getLogger(__name__)


def body_of(piece: Entry | Rule) -> dict[str, Any]:
    """Return a piece as it is stored; what is as always is left out."""
    return piece.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read_piece(shape: type[P], content: Mapping[str, Any]) -> P:
    """Return a piece as it was stored; what has a mark is an answer of staff."""
    if "mark" in content:
        answer = StaffAnswer.model_validate(content)
        assert isinstance(answer, shape)
        return answer
    return shape.model_validate(content)


class Live:
    """Remembers what holds until somebody, in whichever process, changes it.

    `matcher_for` makes what finds the nearest known questions; the one for the
    packs alone is given, since it takes a moment to make.  Who only judges what
    was found before needs neither.
    """

    def __init__(
        self,
        library: Library,
        matcher: Matcher | None,
        matcher_for: Callable[[Sequence[Entry]], Matcher] | None,
        area: str,
        zone: ZoneInfo,
    ) -> None:
        self._matcher_for = matcher_for
        self._area, self._zone = area, zone
        self._issuers = issuers(library)
        self._library = library
        self._pieces = dict(library.by_hash)
        # Only who is asked something looks: in the clock it would copy every page of known questions.
        self._asked = _wordings(library.entries.values()) if matcher_for else {}
        self._matcher = matcher
        self._seen = versions.NONE
        self._lock = Lock()

    def judging(self) -> "Live":
        """Return one that knows the same, for who is asked nothing: it makes no index."""
        live = copy(self)
        live._matcher_for, live._lock = None, Lock()
        return live

    @cached_property
    def _knowledge(self) -> Knowledge:
        """What the packs say: all that is known while the database has nothing."""
        return Knowledge(self._library, self._matcher, self._area, zone=self._zone)

    def look(self, db: Session) -> Knowledge:
        """Return what is known now; cheap while nothing has changed."""
        seen = versions.changes(db)
        if seen != self._seen and self._lock.acquire(blocking=self._seen == versions.NONE):
            try:  # the others go on with what they know for the moment this takes
                if seen != self._seen:
                    self._knowledge = self.read(db)
                    self._seen = seen
            finally:
                self._lock.release()
        return self._knowledge

    def read(self, db: Session) -> Knowledge:
        """Read everything, also what this very transaction has changed."""
        entries = list(self._held(db, versions.ENTRY, Entry))
        shelf = Shelf(Versions(entries), self.rules(db), self._issuers)
        newest = [one.piece for one in _newest(entries) if _is_for_all(one.piece)]
        if self._matcher_for is not None and (asked := _wordings(newest)) != self._asked:
            self._index(newest, asked)
        things = self._library.things
        return Knowledge(
            None, self._matcher, self._area, shelf=shelf, zone=self._zone, things=things
        )

    def _index(self, newest: Sequence[Entry], asked: dict[str, tuple[str, ...]]) -> None:
        """Make the index of questions anew; if that cannot be, nobody is silenced by it."""
        assert self._matcher_for is not None
        try:
            self._matcher = self._matcher_for(newest)
        except Exception as error:
            log.error("工作人员的问答暂时不能按别的说法找到", exc_info=error)
        self._asked = asked

    def rules(self, db: Session) -> Versions[Rule]:
        """Return the approved rules as they lie in the database now."""
        return Versions(self._held(db, versions.RULE, Rule))

    def _held(self, db: Session, kind: str, shape: type[P]) -> Iterator[Held[P]]:
        rows = list(versions.approved(db, kind))
        unknown = [row[0] for row in rows if row[3] not in self._pieces]
        fresh = versions.bodies(db, kind, unknown) if unknown else {}
        for id_, _, version, hash_, from_at, until_at in rows:
            if id_ in fresh:
                self._pieces[hash_] = read_piece(shape, fresh[id_])
            if (piece := self._pieces.get(hash_)) is None:
                continue  # it cannot be read, and says nothing
            assert isinstance(piece, shape)
            yield Held(piece, version, id_, from_at, until_at)


def _is_for_all(entry: Entry) -> bool:
    """Tell whether an entry is found by words nobody has used before."""
    return not isinstance(entry, StaffAnswer) or entry.is_for_all


def _newest(entries: Sequence[Held[Entry]]) -> list[Held[Entry]]:
    found: dict[str, Held[Entry]] = {}
    for one in sorted(entries, key=lambda one: one.version):
        found[one.piece.id] = one
    return [found[key] for key in sorted(found)]


def _wordings(entries: Any) -> dict[str, tuple[str, ...]]:
    """Return how each entry is asked and answered: what finding the nearest rests on."""
    return {entry.id: (*entry.questions, entry.topic, entry.answer) for entry in entries}


# -- writing -----------------------------------------------------------------------


def add_version(
    db: Session,
    piece: Entry | Rule,
    now: datetime,
    zone: ZoneInfo,
    *,
    author: Person | None = None,
    origin: Provenance = Provenance.STAFF,
    supersedes: int | None = None,
    version: int | None = None,
    pack: str | None = None,
) -> Version:
    """Write the next version of a piece, as a draft."""
    kind = versions.RULE if isinstance(piece, Rule) else versions.ENTRY
    from_at, until_at = piece.effective.moments(zone)
    row = versions.TABLES[kind](
        key=piece.id,
        version=version or versions.last_version(db, kind, piece.id) + 1,
        **_stored(piece),
        state=Standing.DRAFT,
        from_at=from_at,
        until_at=until_at,
        supersedes=supersedes,
        origin=origin,
        pack=pack,
        author_id=author.id if author else None,
        created_at=now,
    )
    db.add(row)
    db.flush()  # people call it by its id
    return row


def _stored(piece: Entry | Rule) -> dict[str, Any]:
    """Return how a piece lies in its row: open, or sealed where people's own words are in it."""
    body = body_of(piece)
    if isinstance(piece, StaffAnswer):  # the hash of sealed words would tell them to who guesses
        return {"body": {}, "sealed": body, "number": piece.number, "hash": secrets.token_hex(16)}
    return {"body": body, "hash": content_hash(piece)}


def approve(
    db: Session, row: Version, approver: Person | None, now: datetime, *, is_news: bool = True
) -> None:
    """From now on, or from its own moment on, it holds; whom that concerns is found by the clock.

    What says nothing else than what held before is no news.
    """
    row.state, row.approved_at = Standing.APPROVED, now
    row.approver_id = approver.id if approver else None
    kind = versions.RULE if isinstance(row, RuleVersion) else versions.ENTRY
    # Nobody hears that an answer to a question is over: it was about its own time.
    moments = () if row.origin is Provenance.QUESTION else (row.from_at, row.until_at)
    versions.note_change(db, kind, row.id, now, *moments, is_news=is_news)
    db.flush()


def withdraw(db: Session, row: Version, now: datetime, *, is_news: bool = True) -> None:
    """It was given wrongly and holds no longer; the version before it does again.

    It is no news where something else takes its place at once.
    """
    was_live = row.state is Standing.APPROVED
    row.state, row.withdrawn_at = Standing.WITHDRAWN, now
    if was_live and is_news:
        kind = versions.RULE if isinstance(row, RuleVersion) else versions.ENTRY
        versions.note_change(db, kind, row.id, now)
    db.flush()
