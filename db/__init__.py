"""Tables and the questions put to them.  SQLAlchemy stays behind this door."""

from db.engine import DATABASE_TROUBLE, UNAVAILABLE, Database, connect, is_out_of_order
from db.keys import KeyFileError, Keyring

__all__ = [
    "DATABASE_TROUBLE",
    "UNAVAILABLE",
    "Database",
    "KeyFileError",
    "Keyring",
    "connect",
    "is_out_of_order",
]
