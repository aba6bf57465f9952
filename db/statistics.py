"""What PostgreSQL believes about how much lies where."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def refresh(db: Session) -> None:
    """Look anew before much is asked at once.

    After a register of thousands came in, it takes a minute until the server looks by itself;
    until then it takes the tables for small and goes through all of one for each row of another.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("ANALYZE people, contacts, households, units, notice_targets"))


def refresh_owed(db: Session) -> None:
    """The same of what is owed, after a large notice was."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("ANALYZE deliveries"))
