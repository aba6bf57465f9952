"""Troubles an operator can mend, each in one line."""

from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from content import ContentError
from db import KeyFileError
from nlp.errors import ModelMissing, ModelStale


class Trouble(Exception):
    """Something an operator must mend; the text says what and how."""

    @staticmethod
    def in_one_line(error: Exception) -> str | None:
        """Return what to print for it; None for a mistake of our own, which shows its trace."""
        if isinstance(error, Trouble | ContentError | KeyFileError | ModelMissing | ModelStale):
            return str(error)
        if isinstance(error, OperationalError | InterfaceError | DatabaseError):
            return f"the database does not answer as it should: {_first_line(error)}"
        return None


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).strip().partition("\n")[0]
