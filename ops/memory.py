"""What memory the C library keeps from the system: as little as does no harm."""

import ctypes
import gc

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
# Left alone it learns to keep the largest piece it was ever given back, once in each thread.
ARENAS = 2
LARGE = 1 << 20  # bytes; what is larger goes back to the system at once


def keep_little() -> None:
    """Tell the C library, of whatever make, before much is read."""
    if (tell := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        for what, value in (
            (_M_ARENA_MAX, ARENAS),
            (_M_MMAP_THRESHOLD, LARGE),
            (_M_TRIM_THRESHOLD, LARGE),
        ):
            tell(what, value)


def settle() -> None:
    """Give back what is not used, and let no collection of a child's look through the rest.

    It would write to every page, and so have a copy of its own.
    """
    gc.collect()
    trim()
    gc.freeze()


def trim() -> None:
    """Give back what is not used in between: what a rush needed would be kept for good."""
    if (give_back := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        give_back(0)
