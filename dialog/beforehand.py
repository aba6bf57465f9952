"""What an answer needs that takes long to look up: it is looked up while others write, then the turn begins anew."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from db import Database
from dialog.beside import beside

T = TypeVar("T")
MOST = (
    3  # looks for one message: where what is asked changes each time, the last is taken in the turn
)


class NotYetLooked(Exception):
    """Ends a turn that has kept nothing yet; it begins anew when this is known."""

    def __init__(self, question: Hashable, look: Callable[[Session], Any]) -> None:
        super().__init__("not looked up yet")
        self.question, self.look = question, look


class LookedUp:
    """What was looked up for one message, by what was asked; its copies share it."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def find(self, db: Session, question: Hashable, look: Callable[[Session], T]) -> T:
        """Return what was found for exactly this question.  Raises NotYetLooked."""
        if question in self._found:
            return cast(T, self._found[question])
        if len(self._found) >= MOST:
            return look(db)
        raise NotYetLooked(question, look)

    def go(self, database: Database, missing: NotYetLooked) -> None:
        """Look it up in a session that only reads; another copy of the message waits for the first."""
        with self._lock:
            if missing.question not in self._found:
                with database.read() as db:
                    self._found[missing.question] = missing.look(db)


def in_turn(database: Database, looked: LookedUp, turn: Callable[[Session], T]) -> Future[T]:
    """Do a turn in a transaction, again whenever something has been looked up for it."""
    done: Future[T] = Future()

    def begin() -> None:
        database.submit(turn).add_done_callback(end)

    def end(tried: Future[T]) -> None:
        error = tried.exception()
        if isinstance(error, NotYetLooked):
            beside(lambda: look(error))
        elif error is not None:
            done.set_exception(error)
        else:
            done.set_result(tried.result())

    def look(missing: NotYetLooked) -> None:
        try:
            looked.go(database, missing)
            begin()
        except Exception as error:
            done.set_exception(error)

    begin()
    return done
