"""What we know lies in the database, is looked at anew when it changed, and takes in the packs."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import Knowledge
from community.shelf import Held, P, Shelf, Versions, issuers
from core.library import Entry, Library, Rule
from core.ports import Matcher
from db import knowing
from db.models import EntryVersion, Made, Person, RuleVersion, Standing, Version

log = logging.getLogger(__name__)

CONFLICT = "%s %r says something new in pack %s, but staff changed it here: the edit stays"


def body_of(piece: Entry | Rule) -> dict[str, Any]:
    """Return a piece as it is stored; what is as always is left out."""
    return piece.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def fingerprint(piece: Entry | Rule) -> str:
    return sha256(piece.model_dump_json(by_alias=True, exclude_defaults=True).encode()).hexdigest()


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
        self._pieces: dict[str, Entry | Rule] = {}
        for piece in _pieces(library):
            self._pieces[fingerprint(piece)] = piece
        self._asked = _wordings(library.entries.values())
        self._matcher = matcher
        self._seen = 0
        self._knowledge = Knowledge(library, matcher, area, zone=zone)
        self._lock = Lock()

    def look(self, db: Session) -> Knowledge:
        """Return what is known now; cheap while nothing has changed."""
        seen = knowing.changes(db)
        if seen != self._seen and self._lock.acquire(blocking=self._seen == 0):
            try:  # the others go on with what they know for the moment this takes
                if seen != self._seen:
                    self._knowledge = self.read(db)
                    self._seen = seen
            finally:
                self._lock.release()
        return self._knowledge

    def read(self, db: Session) -> Knowledge:
        """Read everything, also what this very transaction has changed."""
        entries = list(self._held(db, knowing.ENTRY, Entry))
        rules = list(self._held(db, knowing.RULE, Rule))
        shelf = Shelf(Versions(entries), Versions(rules), self._issuers)
        newest = [one.piece for one in _newest(entries)]
        if self._matcher_for is not None and (asked := _wordings(newest)) != self._asked:
            self._matcher, self._asked = self._matcher_for(newest), asked
        return Knowledge(None, self._matcher, self._area, shelf=shelf, zone=self._zone)

    def _held(self, db: Session, kind: str, shape: type[P]) -> Iterator[Held[P]]:
        rows = list(knowing.approved(db, kind))
        unknown = [row[0] for row in rows if row[3] not in self._pieces]
        fresh = knowing.bodies(db, kind, unknown) if unknown else {}
        for id_, _, version, hash_, from_at, until_at in rows:
            if id_ in fresh:
                self._pieces[hash_] = shape.model_validate(fresh[id_])
            piece = self._pieces[hash_]
            assert isinstance(piece, shape)
            yield Held(piece, version, id_, from_at, until_at)


def _pieces(library: Library) -> list[Entry | Rule]:
    return [*library.entries.values(), *library.rules.values()]


def _newest(entries: Sequence[Held[Entry]]) -> list[Held[Entry]]:
    found: dict[str, Held[Entry]] = {}
    for one in sorted(entries, key=lambda one: one.version):
        found[one.piece.id] = one
    return [found[key] for key in sorted(found)]


def _wordings(entries: Any) -> dict[str, tuple[str, ...]]:
    """Return how each entry is asked and answered: what finding the nearest rests on."""
    return {entry.id: (*entry.questions, entry.topic, entry.answer) for entry in entries}


# -- writing -----------------------------------------------------------------------


def add_entry(
    db: Session, entry: Entry, author: Person, approver: Person, now: datetime, zone: ZoneInfo
) -> EntryVersion:
    """Take an answer two people stand for into what we know; it is given from now on.

    An entry with an id that is known already becomes its next version.
    """
    row = add_version(db, entry, now, zone, author=author, made=Made.SPOT)
    approve(db, row, approver, now)
    assert isinstance(row, EntryVersion)
    return row


def add_version(
    db: Session,
    piece: Entry | Rule,
    now: datetime,
    zone: ZoneInfo,
    *,
    author: Person | None = None,
    made: Made = Made.SPOT,
    supersedes: int | None = None,
    number: int | None = None,
    pack: str | None = None,
) -> Version:
    """Write the next version of a piece, as a draft."""
    kind = knowing.RULE if isinstance(piece, Rule) else knowing.ENTRY
    from_at, until_at = piece.effective.moments(zone)
    row = knowing.TABLES[kind](
        key=piece.id,
        version=number or knowing.last_version(db, kind, piece.id) + 1,
        body=body_of(piece),
        hash=fingerprint(piece),
        state=Standing.DRAFT,
        from_at=from_at,
        until_at=until_at,
        supersedes=supersedes,
        made=made,
        pack=pack,
        author_id=author.id if author else None,
        created_at=now,
    )
    db.add(row)
    db.flush()  # people call it by its id
    return row


def approve(db: Session, row: Version, approver: Person | None, now: datetime) -> None:
    """From now on, or from its own moment on, it holds; whom that concerns is found by the clock."""
    row.state, row.approved_at = Standing.APPROVED, now
    row.approver_id = approver.id if approver else None
    kind = knowing.RULE if isinstance(row, RuleVersion) else knowing.ENTRY
    knowing.note_change(db, kind, row.id, now, row.from_at, row.until_at)
    db.flush()


def withdraw(db: Session, row: Version, now: datetime) -> None:
    """It was given wrongly and holds no longer; the version before it does again."""
    was_live = row.state is Standing.APPROVED
    row.state, row.withdrawn_at = Standing.WITHDRAWN, now
    if was_live:
        kind = knowing.RULE if isinstance(row, RuleVersion) else knowing.ENTRY
        knowing.note_change(db, kind, row.id, now)
    db.flush()


# -- taking in the packs -------------------------------------------------------------


@dataclass(slots=True)
class Import:
    """What came of taking in the packs."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    conflicts: int = 0


def import_packs(db: Session, library: Library, now: datetime, zone: ZoneInfo) -> Import:
    """Make what the packs say the first or the next version; what staff wrote stays in force."""
    done = Import()
    for kind in (knowing.RULE, knowing.ENTRY):
        _Importer(db, library, kind, now, zone, done).run()
    if done.new or done.changed or done.gone:
        knowing.note_change(db, knowing.PACKS, None, now, *_later(library, now, zone))
    return done


def _later(library: Library, now: datetime, zone: ZoneInfo) -> set[datetime]:
    """Return the moments to come at which something in the packs begins or ends."""
    moments = {at for piece in _pieces(library) for at in piece.effective.moments(zone)}
    return {at for at in moments if at is not None and at > now}


class _Importer:
    """Takes in the rules, or the entries, of all packs that are on."""

    def __init__(
        self, db: Session, library: Library, kind: str, now: datetime, zone: ZoneInfo, done: Import
    ) -> None:
        self._db, self._kind, self._now, self._zone, self._done = db, kind, now, zone, done
        self._library = library
        self._known = knowing.from_packs(db, kind)
        self._numbers = knowing.last_versions(db, kind)
        self._edited = knowing.edited(db, kind, now)

    def run(self) -> None:
        here: dict[str, tuple[str, Entry | Rule]] = {}
        for pack in self._library.packs:
            pieces = pack.rules if self._kind == knowing.RULE else pack.entries
            here |= {piece.id: (pack.info.name, piece) for piece in pieces}
        broken = {p.info.name for p in self._library.packs if self._kind in p.broken}
        gone = [
            key
            for key, row in self._known.items()
            if key not in here and row.pack not in broken and row.state is not Standing.WITHDRAWN
        ]
        if gone:
            knowing.withdraw_pack_versions(self._db, self._kind, gone, self._now)
            self._done.gone += len(gone)
        for key, (pack_name, piece) in here.items():
            self._take(key, pack_name, piece)

    def _take(self, key: str, pack: str, piece: Entry | Rule) -> None:
        known, held_back = self._known.get(key), key in self._edited
        if known is not None and known.hash == fingerprint(piece):
            self._take_again(known, held_back)
            return
        if known is not None and (not held_back or known.state is Standing.DRAFT):
            self._retire(known, held_back)
        row = add_version(
            self._db,
            piece,
            self._now,
            self._zone,
            made=Made.PACK,
            supersedes=known.id if known else None,
            number=self._numbers.get(key, 0) + 1,
            pack=pack,
        )
        if held_back:
            self._done.conflicts += 1
            log.warning(CONFLICT, self._kind, key, pack)
            return
        row.state, row.approved_at = Standing.APPROVED, self._now
        if self._known:  # not the first time: somebody may have been told otherwise
            knowing.note_change(self._db, self._kind, row.id, self._now, row.from_at, row.until_at)
        self._done.new += known is None
        self._done.changed += known is not None

    def _take_again(self, known: Version, held_back: bool) -> None:
        """What a pack says as before: it comes back if it was gone, or waited for an edit to end."""
        if known.state is Standing.APPROVED or held_back:
            return
        self._retire(known, held_back)
        known.state, known.approved_at, known.withdrawn_at = Standing.APPROVED, self._now, None
        self._done.changed += 1

    def _retire(self, known: Version, held_back: bool) -> None:
        """Take back what the pack said before; while an edit stands, only what was waiting."""
        if held_back:
            known.state, known.withdrawn_at = Standing.WITHDRAWN, self._now
        else:
            knowing.withdraw_pack_versions(self._db, self._kind, [known.key], self._now)
