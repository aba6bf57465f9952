"""What is about to be written and what became of it, put down many at once while letters are sent."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sqlalchemy.orm import Session

from core.ports import ChannelError
from outbox.gate import Gate
from outbox.leasing import Lease

GATHER_SECONDS = 0.1  # a commit waits no longer for company
SHARE = 8  # an eighth of the gate ready to go is worth a commit


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one letter fared; `is_let_go`: nothing was written of it."""

    lease: Lease
    platform_id: str = ""
    error: ChannelError | None = None
    is_let_go: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the platform took it."""
        return self.error is None and not self.is_let_go


Marked = tuple[set[int], Counter[str]]
Write = Callable[[Callable[[Session], Marked]], Awaitable[Marked]]  # in a transaction of its own


class Bookkeeper(Protocol):
    """What the journal writes with."""

    def mark(self, db: Session, leases: Sequence[Lease]) -> set[int]:
        """Mark letters as under way; return those that are to be written."""

    def record(self, db: Session, outcomes: Sequence[Outcome]) -> Counter[str]:
        """Put down how letters fared; return how many deliveries ended as what."""

    def committed(self) -> None:
        """What was marked and recorded last is committed."""

    def close(self) -> None:
        """Nothing more is put down."""


class Journal:
    """Keeps the database a step ahead of the platform.

    A letter is marked as under way in a commit that is over before the first byte is written; so
    whoever dies leaves open only what may really have gone.  One commit carries all that has
    gathered: it waits until a good part of the gate is ready to go, or nobody else can come
    along, and takes down as well what became of the rest.
    """

    def __init__(self, write: Write, books: Bookkeeper, gate: Gate) -> None:
        self.trouble: Exception | None = None  # why nothing more is marked
        self._write = write
        self._books = books
        self._gate = gate
        self._left = 0  # will be begun or let go, and are not marked yet
        self._leases: list[tuple[Lease, asyncio.Future[bool]]] = []
        self._outcomes: list[Outcome] = []
        self._under_way: set[int] = set()  # marked, and not come back yet
        self._news = asyncio.Event()
        self._is_closing = False
        self._low = asyncio.Event()
        self._counts: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to put down; from then on `close` is due."""
        self._task = asyncio.create_task(self._keep())

    def expect(self, letters: int) -> None:
        """So many more will be begun or let go."""
        self._left += letters

    async def runs_low(self, few: int) -> None:
        """Wait until no more than a few are left to be begun, or none ever will be."""
        while self._left > few and self.trouble is None:
            self._low.clear()
            await self._low.wait()

    async def begin(self, lease: Lease) -> bool:
        """Mark a letter as under way; False if it is not to be written."""
        if self.trouble is not None:
            return False
        marked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._leases.append((lease, marked))
        self._news.set()
        return await marked

    def end(self, outcome: Outcome) -> None:
        """Note how a letter fared; it is put down soon, by itself or with what begins."""
        if outcome.lease.delivery_id in self._under_way:
            self._under_way.remove(outcome.lease.delivery_id)
        else:
            self._left -= 1
            self._low.set()
        self._outcomes.append(outcome)
        self._news.set()

    async def close(self) -> Counter[str]:
        """Put down what is left; return how many ended as what.  Raises what went wrong."""
        self._is_closing = True
        self._news.set()
        if self._task is not None:
            await self._task
        trouble = self.trouble
        if trouble is not None and self._outcomes:
            await self._commit()
        self._books.close()
        if trouble is not None:
            raise trouble
        return self._counts

    async def _keep(self) -> None:
        while self.trouble is None:
            if not self._is_closing:
                await self._news.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._gather(), GATHER_SECONDS)
            if self._leases or self._outcomes:
                await self._commit()
            elif self._is_closing:
                return

    async def _gather(self) -> None:
        """Wait until a commit is worth its price."""
        while True:
            self._news.clear()
            await asyncio.sleep(0)  # whoever is let through the gate just now comes along
            if self._is_closing or not self._under_way or self._is_worth_it():
                return
            await self._news.wait()

    def _is_worth_it(self) -> bool:
        return 0 < min(self._gate.width // SHARE, self._left) <= len(self._leases)

    async def _commit(self) -> None:
        begun, self._leases = self._leases, []
        ended, self._outcomes = self._outcomes, []
        work = partial(self._put_down, [lease for lease, _ in begun], ended)
        ours: set[int] = set()
        try:
            ours, counts = await self._write(work)
            self._counts.update(counts)
            self._books.committed()
        except Exception as error:  # what could not be put down is not written either
            self.trouble = error
            self._outcomes = [*ended, *self._outcomes]
        self._under_way |= ours
        self._left -= len(ours)
        self._low.set()
        for lease, marked in begun:
            marked.set_result(lease.delivery_id in ours)

    def _put_down(self, begun: Sequence[Lease], ended: Sequence[Outcome], db: Session) -> Marked:
        counts = self._books.record(db, ended) if ended else Counter[str]()
        return self._books.mark(db, begun) if begun else set(), counts
