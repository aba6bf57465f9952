"""Tables and the questions put to them.  SQLAlchemy stays behind this door."""

from db.engine import UNAVAILABLE, Database, connect
from db.keys import KeyFileError, Keyring

__all__ = ["UNAVAILABLE", "Database", "KeyFileError", "Keyring", "connect"]
