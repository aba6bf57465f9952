"""Saying a trouble in one line."""

from core.trouble import Trouble
from db import DATABASE_TROUBLE


def in_one_line(error: Exception) -> str | None:
    """Return what to print for it; None for a mistake of our own, which shows its trace."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, DATABASE_TROUBLE):
        said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return f"the database does not answer as it should: {said}"
    return None
