"""Writing while others write too: on SQLite one writes at a time, and whoever waits must get in."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from db import Database

T = TypeVar("T")

# Other processes look every few hundredths of a second whether the file is free; without a gap
# between two of our transactions they would wait until all letters are sent.  It is a little longer
# than our own turn was: so whoever looks finds it free more often than not.
GAP_SHARE = 1.25
GAP_SECONDS = (0.005, 0.03)


class Turns:
    """Hands work to the database; on SQLite one piece after the other, with a gap behind each."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._turn = asyncio.Lock()
        self._free_at = 0.0  # by the loop's clock

    async def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in a transaction of its own and return when it is committed."""
        if not self._db.is_sqlite:
            return await asyncio.wrap_future(self._db.submit(work))
        loop = asyncio.get_running_loop()
        async with self._turn:
            if (gap := self._free_at - loop.time()) > 0:
                await asyncio.sleep(gap)
            begun = loop.time()
            try:
                return await asyncio.wrap_future(self._db.submit(work))
            finally:
                least, most = GAP_SECONDS
                over = loop.time()
                self._free_at = over + max(least, min(most, GAP_SHARE * (over - begun)))
