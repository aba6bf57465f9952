"""A whole city is seen to piece by piece: so many doors at once that nobody who writes waits for them.

How many that are is found out by doing: each piece says how large the next one may be.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from core.budget import FILL, SECONDS

FIRST = 500  # households (or letters): nothing is known yet
LEAST, MOST = 100, 8000
UNITS = 120  # looked at for the next piece
DOORS = "doors"  # among a notice's `planning`: how many the next piece may have
LOOK = "look"  # … and at how many units to look for it


class Pace:
    """How large a piece may be, by how long the one before it took."""

    def __init__(
        self,
        planning: Mapping[str, object],
        clock: Callable[[], float] = time.monotonic,
        seconds: float = SECONDS,
    ) -> None:
        self.doors = int(str(planning.get(DOORS, FIRST)))
        self._seconds = seconds
        self._clock = clock
        self._begun = clock()

    def next(self, done: int) -> int:
        """Return how many doors the next piece may have, so many having been done by now.

        Never more than twice as many: what was quick once is not always.
        """
        took = self._clock() - self._begun
        fitting = done * FILL * self._seconds / took if took > 0 else MOST
        return max(LEAST, min(MOST, 2 * self.doors, round(fitting)))


def fit(
    counted: Sequence[tuple[int, int]], after: int, most: int, looked_at: int = UNITS
) -> tuple[Collection[int] | None, bool, int]:
    """Return the units whose doors make the next piece (None: all there are), if it is the last one,
    and how many doors it has.

    `counted` are the next (unit, doors), at most `looked_at` of them, behind the unit `after`.
    """
    found, doors = list[int](), 0
    for unit_id, many in counted:
        if found and doors + many > most:
            return found, False, doors
        found.append(unit_id)
        doors += many
    is_last = len(counted) < looked_at
    return (None if is_last and not after else found), is_last, doors
