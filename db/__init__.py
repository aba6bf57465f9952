"""Tables and the questions put to them.  SQLAlchemy stays behind this door."""

from db.engine import Database, connect
from db.keys import KeyFileError, Keyring

__all__ = ["Database", "KeyFileError", "Keyring", "connect"]
