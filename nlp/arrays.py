"""Files of arrays, as numpy writes them: what may go wrong with one is one error."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray


class Unreadable(Exception):
    """There is no such file, or it is torn, or holds something else."""


@contextmanager
def opened(path: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open a file of arrays, each read when it is asked for.  Raises Unreadable, inside too."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            yield kept
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise Unreadable(f"{path.name}: {type(error).__name__}") from error
