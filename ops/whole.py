"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.trouble import Trouble


def refuse_taken(target: Path) -> None:
    """Refuse to write over what somebody may have filled in."""
    if target.exists():
        raise Trouble(f"{target} 已经有了，没有覆盖它：换一个文件名")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path to write to, of the same ending; it gets its name when all is written.

    What was there before stays until then.  The folder is made if there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
