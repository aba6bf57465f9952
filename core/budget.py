"""How much the clock does in one transaction, so that nobody who writes a message waits for it."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")

SECONDS = 0.05
ROWS = 50
MOST = 16  # times those rows, where they cost next to nothing
FILL = 0.7  # of the time: what was quick once is not always


class Budget:
    """So many rows and so long; what is left is for the next transaction."""

    def __init__(
        self,
        seconds: float = SECONDS,
        rows: int = ROWS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rows = rows  # so many are read at once
        self.is_more = False  # something was left
        self.done = 0  # so many were seen to
        self._clock = clock
        self._seconds = seconds
        self._least = rows
        self._begun = clock()
        self._until = self._begun + seconds

    def begin(self) -> None:
        """Count the time from now on: what it took to read was not to be spent in vain.

        On a busy machine reading alone takes as long as all of it should; of a hundred rows one
        would be seen to, and the others be read again.
        """
        self._until = self._clock() + self._seconds

    def fitting(self) -> int:
        """Return how many rows the next transaction may read, by what these took up to now.

        A transaction costs something by itself: the more rows share it, the sooner all are done.
        Never fewer than it began with, never twice as many as now.
        """
        took = self._clock() - self._begun
        wanted = 2.0 if took <= 0 else min(2.0, FILL * self._seconds / took)
        return max(self._least, min(round(self.rows * wanted), self._least * MOST))

    def take(self, found: Iterable[T]) -> Iterator[T]:
        """Yield one after the other while there is time, the first in any case.

        Whoever gives as many as `rows` may have more.
        """
        taken = 0
        for one in found:
            if taken and self._is_over():
                self.is_more = True
                return
            yield one
            taken += 1
            self.done += 1
        self.is_more = self.is_more or taken >= self.rows

    def take_together(self, found: Sequence[T], key: Callable[[T], object]) -> Iterator[list[T]]:
        """Yield what belongs together, one group after the other; none is cut at the last row."""
        groups = [list(group) for _, group in groupby(found, key)]
        if len(found) >= self.rows:
            self.is_more = True
            if len(groups) > 1:
                groups.pop()
        return self.take(groups)

    def repeat(self, work: Callable[[int], int], times: int = 1) -> int:
        """Let work see to so many rows, and again while it finds as many and there is time.

        `times` the rows, where one costs next to nothing.
        """
        total, rows = 0, self.rows * times
        while True:
            done = work(rows)
            total += done
            self.done += done
            if done < rows:
                return total
            if self._is_over():
                self.is_more = True
                return total

    def _is_over(self) -> bool:
        return self._clock() >= self._until
