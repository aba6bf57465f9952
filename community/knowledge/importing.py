"""Taking the packs into what we know: as version 1 at first, then as the next; an edit here stays."""

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.library import add_version
from core.library import Entry, Library, Rule, content_hash
from db.knowledge import versions
from db.models import Provenance, Standing, Version

log = logging.getLogger(__name__)

CONFLICT = "%s %r 在内容包 %s 里有新的说法，但工作人员在这里改过：以改过的为准"


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
    for kind in (versions.RULE, versions.ENTRY):
        _Importer(db, library, kind, now, zone, done).run()
    if done.new or done.changed or done.gone:
        versions.note_change(db, versions.PACKS, None, now, *_later(library, now, zone))
    for number, was in versions.overtaken(db):
        log.warning("规定 R%s 仍然有效，但它当初依据的 R%s 已经变了", number, was)
    return done


def _later(library: Library, now: datetime, zone: ZoneInfo) -> set[datetime]:
    """Return the moments to come at which something in the packs begins or ends."""
    moments = {at for piece in library.pieces() for at in piece.effective.moments(zone)}
    return {at for at in moments if at is not None and at > now}


class _Importer:
    """Takes in the rules, or the entries, of all packs that are on."""

    def __init__(
        self, db: Session, library: Library, kind: str, now: datetime, zone: ZoneInfo, done: Import
    ) -> None:
        self._db, self._kind, self._now, self._zone, self._done = db, kind, now, zone, done
        self._library = library
        self._known = versions.from_packs(db, kind)
        self._numbers = versions.last_versions(db, kind)
        self._edited = versions.edited(db, kind, now)

    def run(self) -> None:
        here: dict[str, tuple[str, Entry | Rule]] = {}
        for pack in self._library.packs:
            pieces = pack.rules if self._kind == versions.RULE else pack.entries
            here |= {piece.id: (pack.info.name, piece) for piece in pieces}
        broken = {p.info.name for p in self._library.packs if self._kind in p.broken}
        gone = [
            key
            for key, row in self._known.items()
            if key not in here and row.pack not in broken and row.state is not Standing.WITHDRAWN
        ]
        if gone:
            versions.withdraw_pack_versions(self._db, self._kind, gone, self._now)
            self._done.gone += len(gone)
        for key, (pack_name, piece) in here.items():
            self._take(key, pack_name, piece)

    def _take(self, key: str, pack: str, piece: Entry | Rule) -> None:
        known, held_back = self._known.get(key), key in self._edited
        if known is not None and known.hash == content_hash(piece):
            self._take_again(known, held_back)
            return
        if known is not None and (not held_back or known.state is Standing.DRAFT):
            self._retire(known, held_back)
        row = add_version(
            self._db,
            piece,
            self._now,
            self._zone,
            origin=Provenance.PACK,
            supersedes=known.id if known else None,
            version=self._numbers.get(key, 0) + 1,
            pack=pack,
        )
        if held_back:
            self._done.conflicts += 1
            log.warning(CONFLICT, self._kind, key, pack)
            return
        row.state, row.approved_at = Standing.APPROVED, self._now
        if self._known:  # not the first time: somebody may have been told otherwise
            versions.note_change(self._db, self._kind, row.id, self._now, row.from_at, row.until_at)
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
            versions.withdraw_pack_versions(self._db, self._kind, [known.key], self._now)
