"""Questions about the versions of rules and entries, and about what changed when."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Change, EntryVersion, Provenance, RuleVersion, Standing, Version
from db.quick import Quick
from db.unreadable import is_unreadable

RULE, ENTRY, PACKS = "rule", "entry", "packs"
NONE = (0, 0)  # before anything has changed
TABLES: dict[str, type[Version]] = {RULE: RuleVersion, ENTRY: EntryVersion}

# Rows are only ever added.  How many are seen tells whether anything is new; the mark of the
# last tells a change that was taken back from the one that came in its place.
_CHANGES = Quick(
    lambda _: select(
        func.count(Change.id),
        select(Change.mark).order_by(Change.id.desc()).limit(1).scalar_subquery(),
    )
)


def changes(db: Session) -> tuple[int, int]:
    """Return what differs whenever something else is seen of the changes."""
    row = _CHANGES.one(db, {})
    return (int(row[0]), int(row[1] or 0)) if row else NONE


_ONE_AFTER_THE_OTHER = 7_234_003


def wait_for_turn(db: Session) -> None:
    """Put versions in force one after the other, so that each sees what was before it.

    On SQLite whoever writes is alone already; here the next waits until we have committed.
    """
    if db.connection().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_ONE_AFTER_THE_OTHER)))


def approved(db: Session, kind: str) -> Iterator[tuple[Any, ...]]:
    """Yield (id, key, version, hash, from_at, until_at) of every approved version."""
    table = TABLES[kind]
    rows = db.execute(
        select(table.id, table.key, table.version, table.hash, table.from_at, table.until_at).where(
            table.state == Standing.APPROVED
        )
    )
    yield from (tuple(row) for row in rows)


def bodies(db: Session, kind: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return by id what versions say; those that cannot be read are left out."""
    table = TABLES[kind]
    rows = db.scalars(select(table).where(table.id.in_(ids)))
    return {row.id: row.content for row in rows if not is_unreadable(row.content)}


def get(db: Session, kind: str, version_id: int) -> Version | None:
    return db.get(TABLES[kind], version_id)


def live(db: Session, kind: str, key: str) -> Sequence[Version]:
    """Return the approved versions of one rule or entry, oldest first."""
    table = TABLES[kind]
    wanted = select(table).where(table.key == key, table.state == Standing.APPROVED)
    return list(db.scalars(wanted.order_by(table.version)))


def of_version(db: Session, kind: str, key: str, version: int) -> Version | None:
    """Return one version, in force or not."""
    table = TABLES[kind]
    return db.scalar(select(table).where(table.key == key, table.version == version))


def last_versions(db: Session, kind: str) -> dict[str, int]:
    """Return by key the highest version number ever given."""
    table = TABLES[kind]
    rows = db.execute(select(table.key, func.max(table.version)).group_by(table.key))
    return {row[0]: row[1] for row in rows}


def last_version(db: Session, kind: str, key: str) -> int:
    table = TABLES[kind]
    return db.scalar(select(func.max(table.version)).where(table.key == key)) or 0


def from_packs(db: Session, kind: str) -> dict[str, Version]:
    """Return by key the newest version that came from a pack, whatever became of it."""
    table = TABLES[kind]
    newest = (
        select(table.key, func.max(table.version).label("version"))
        .where(table.origin == Provenance.PACK)
        .group_by(table.key)
        .subquery()
    )
    found = select(table).join(
        newest, (table.key == newest.c.key) & (table.version == newest.c.version)
    )
    return {row.key: row for row in db.scalars(found)}


def edited(db: Session, kind: str, now: datetime) -> dict[str, int]:
    """Return by key the highest approved version that staff wrote and that is not over."""
    table = TABLES[kind]
    rows = db.execute(
        select(table.key, func.max(table.version))
        .where(
            table.origin == Provenance.STAFF,
            table.state == Standing.APPROVED,
            table.until_at.is_(None) | (table.until_at > now),
        )
        .group_by(table.key)
    )
    return {row[0]: row[1] for row in rows}


def set_aside(db: Session) -> list[tuple[str, str, int]]:
    """Return (kind, key, id) of what packs say anew and an edit on the spot holds back."""
    found = []
    for kind, table in TABLES.items():
        rows = db.execute(
            select(table.key, table.id).where(
                table.origin == Provenance.PACK, table.state == Standing.DRAFT
            )
        )
        found += [(kind, row[0], row[1]) for row in rows]
    return found


def overtaken(db: Session) -> list[tuple[int, int]]:
    """Return (id, id) of local rules in force, and what they were made from where that has changed."""
    was = aliased(RuleVersion)
    rows = db.execute(
        select(RuleVersion.id, was.id)
        .join(was, RuleVersion.supersedes == was.id)
        .where(
            RuleVersion.origin == Provenance.STAFF,
            RuleVersion.state == Standing.APPROVED,
            RuleVersion.key != was.key,
            was.state == Standing.WITHDRAWN,
        )
        .order_by(RuleVersion.id)
    )
    return [(row[0], row[1]) for row in rows]


def has_pack(db: Session, kind: str, pack: str) -> bool:
    table = TABLES[kind]
    return db.scalar(select(table.id).where(table.pack == pack).limit(1)) is not None


def drafts(db: Session) -> Sequence[RuleVersion]:
    """Return the rules that wait for somebody to approve them, oldest first."""
    return db.scalars(
        select(RuleVersion)
        .where(RuleVersion.state == Standing.DRAFT, RuleVersion.origin == Provenance.STAFF)
        .order_by(RuleVersion.id)
    ).all()


def withdraw_pack_versions(db: Session, kind: str, keys: Sequence[str], now: datetime) -> None:
    table = TABLES[kind]
    db.execute(
        update(table)
        .where(
            table.key.in_(keys), table.origin == Provenance.PACK, table.state != Standing.WITHDRAWN
        )
        .values(state=Standing.WITHDRAWN, withdrawn_at=now)
    )


def note_change(
    db: Session,
    kind: str,
    version_id: int | None,
    now: datetime,
    *moments: datetime | None,
    is_news: bool = True,
) -> None:
    """Write down that something may hold from these moments on that did not before.

    If it is no news now, every process looks anew, and nobody who was told something is looked for.
    """
    due = {now} | {moment for moment in moments if moment is not None and moment > now}
    db.add_all(
        Change(
            kind=kind,
            version_id=version_id,
            at=now,
            due_at=moment,
            mark=secrets.randbits(62),
            done_at=None if is_news or moment > now else now,
        )
        for moment in sorted(due)
    )


_QUEUE_CHECK = {
    kind: Quick(
        lambda _, table=table: (  # type: ignore[misc]
            update(table)
            .where(table.id == bindparam("version_id"), table.check_since.is_(None))
            .values(check_since=bindparam("since"))
        )
    )
    for kind, table in TABLES.items()
}


def queue_check(db: Session, kind: str, version_id: int, now: datetime) -> None:
    """Ask staff, once, to compare a version with the official text."""
    _QUEUE_CHECK[kind].all(db, {"version_id": version_id, "since": now})


def to_check(db: Session, limit: int) -> Sequence[Version]:
    """Return what was given unchecked, first asked for first."""
    found: list[Version] = []
    for table in TABLES.values():
        found += db.scalars(
            select(table)
            .where(table.check_since.is_not(None), table.state == Standing.APPROVED)
            .order_by(table.check_since)
            .limit(limit)
        ).all()
    return found[:limit]
