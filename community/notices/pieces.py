"""A whole city is seen to piece by piece: so many doors at once that nobody who writes waits for them."""

from collections.abc import Collection, Sequence

PIECE = 2000  # households: a hundredth of a second or two, in which nobody else may write
UNITS = 60  # looked at for the next piece


def fit(counted: Sequence[tuple[int, int]], after: int) -> tuple[Collection[int] | None, bool]:
    """Return the units whose doors make the next piece (None: all there are), and if it is the last.

    `counted` are the next (unit, doors), at most `UNITS` of them, behind the unit `after`.
    """
    found, doors = list[int](), 0
    for unit_id, many in counted:
        if found and doors + many > PIECE:
            return found, False
        found.append(unit_id)
        doors += many
    is_last = len(counted) < UNITS
    return (None if is_last and not after else found), is_last
