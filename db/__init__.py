"""Tables and the questions put to them.  SQLAlchemy stays behind this door."""

from db.engine import DATABASE_TROUBLE, UNAVAILABLE, Database, connect
from db.keys import KeyFileError, Keyring

__all__ = ["DATABASE_TROUBLE", "UNAVAILABLE", "Database", "KeyFileError", "Keyring", "connect"]
