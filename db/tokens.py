"""The token store: a row that processes share, and the right to refresh it."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.clock import SystemClock
from core.ports import Token
from db import quotas
from db.engine import Database
from db.models import StoredToken
from db.unreadable import is_unreadable

HOLD = timedelta(seconds=60)  # longer than the slowest answer that is waited for
# What a platform allows an account: more often, and it no longer answers at all.
FORCED_A_DAY = 20
FORCED_APART = timedelta(seconds=30)
_FIRST = {
    "sqlite": sqlite.insert(StoredToken).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(StoredToken).on_conflict_do_nothing(),
}


class DatabaseTokens:
    """Implements core.ports.TokenStore."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._machine = SystemClock()  # a pretend clock stands still; a lock must not

    def read(self, name: str) -> Token | None:
        with self._db.read() as db:
            row = db.execute(
                select(StoredToken.value, StoredToken.expires_at).where(StoredToken.name == name)
            ).one_or_none()
        if row is None or not row[0] or not row[1] or is_unreadable(row[0]):
            return None  # one that cannot be read is none: the platform gives another
        return Token(row[0], row[1])

    def write(self, name: str, token: Token) -> None:
        self._db.write(
            lambda db: db.execute(
                update(StoredToken)
                .where(StoredToken.name == name)
                .values(value=token.value, expires_at=token.expires_at)
            )
        )

    def try_lock(self, name: str, holder: str) -> bool:
        machine_now = self._machine.now()
        free = or_(StoredToken.held_until.is_(None), StoredToken.held_until < machine_now)

        def take(db: Session) -> bool:
            connection = db.connection()
            connection.execute(_FIRST[connection.dialect.name].values(name=name))
            taken = connection.execute(
                update(StoredToken)
                .where(StoredToken.name == name, free)
                .values(holder=holder, held_until=machine_now + HOLD)
                .returning(StoredToken.name)
            ).scalar()
            return taken is not None

        return self._db.write(take)

    def unlock(self, name: str, holder: str) -> None:
        self._db.write(
            lambda db: db.execute(
                update(StoredToken)
                .where(StoredToken.name == name, StoredToken.holder == holder)
                .values(holder=None, held_until=None)
            )
        )

    def may_force(self, name: str, day: str, now: datetime) -> bool:
        scope = f"{name}:forced"
        return self._db.write(
            lambda db: quotas.take_one(db, scope, day, now, FORCED_A_DAY, FORCED_APART)
        )
