"""What is about to be written and what became of it, put down many at once while letters are sent."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from core.ports import ChannelError
from db import Database
from outbox.leasing import Lease

GATHER_SECONDS = 0.02  # so long a commit waits for more letters that are ready to go
LINGER_SECONDS = 0.1  # so long what became of a letter waits for others to be put down with it


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one letter fared; `is_let_go`: nothing was written of it."""

    lease: Lease
    platform_id: str = ""
    error: ChannelError | None = None
    is_let_go: bool = False


Mark = Callable[[Session, Sequence[Lease]], set[int]]
Record = Callable[[Session, Sequence[Outcome]], Counter[str]]


class Journal:
    """Keeps the database a step ahead of the platform.

    A letter is marked as under way in a commit that is over before the first byte is written; so
    whoever dies leaves open only what may really have gone.  One commit carries all that has
    gathered.
    """

    def __init__(self, database: Database, mark: Mark, record: Record) -> None:
        self._db = database
        self._mark = mark
        self._record = record
        self._leases: list[tuple[Lease, asyncio.Future[bool]]] = []
        self._outcomes: list[Outcome] = []
        self._news, self._begun = asyncio.Event(), asyncio.Event()
        self._is_closing = False
        self._trouble: Exception | None = None
        self._counts: Counter[str] = Counter()
        self._task = asyncio.create_task(self._keep())

    async def begin(self, lease: Lease) -> bool:
        """Mark a letter as under way; False if it is not to be written."""
        if self._trouble is not None:
            return False
        marked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._leases.append((lease, marked))
        self._begun.set()
        self._news.set()
        return await marked

    def end(self, outcome: Outcome) -> None:
        """Note how a letter fared; it is put down soon, by itself or with what begins."""
        self._outcomes.append(outcome)
        self._news.set()

    async def close(self) -> Counter[str]:
        """Put down what is left; return how many ended as what.  Raises what went wrong."""
        self._is_closing = True
        self._news.set()
        await self._task
        if self._trouble is not None:
            if self._outcomes:
                await self._commit()
            raise self._trouble
        return self._counts

    async def _keep(self) -> None:
        while self._trouble is None:
            await self._news.wait()
            if not self._is_closing:
                await self._gather()
            self._news.clear()
            self._begun.clear()
            if self._leases or self._outcomes:
                await self._commit()
            elif self._is_closing:
                return
            if self._is_closing:
                self._news.set()

    async def _gather(self) -> None:
        """Wait for company: shortly where letters are ready, longer where they only came back."""
        if not self._leases:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._begun.wait(), LINGER_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)

    async def _commit(self) -> None:
        begun, self._leases = self._leases, []
        ended, self._outcomes = self._outcomes, []
        work = partial(self._write, [lease for lease, _ in begun], ended)
        ours: set[int] = set()
        try:
            ours, counts = await asyncio.wrap_future(self._db.submit(work))
            self._counts.update(counts)
        except Exception as error:  # what could not be put down is not written either
            self._trouble = error
            self._outcomes = [*ended, *self._outcomes]
        for lease, marked in begun:
            marked.set_result(lease.delivery_id in ours)

    def _write(
        self, begun: Sequence[Lease], ended: Sequence[Outcome], db: Session
    ) -> tuple[set[int], Counter[str]]:
        counts = self._record(db, ended) if ended else Counter[str]()
        return self._mark(db, begun) if begun else set(), counts
