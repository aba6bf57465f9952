"""The data folder: names, keys and conversations lie in it, for this account alone."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)

OTHERS = 0o077


def open_to_others(folder: Path) -> Iterator[Path]:
    """Yield what others may read, write or enter: the folder first, then what lies in it."""
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):  # made and gone meanwhile
            if path.lstat().st_mode & OTHERS and not path.is_symlink():
                yield path


def shut(folder: Path) -> None:
    """Let nobody but this account read what lies in a folder; earlier versions left it open."""
    for path in list(open_to_others(folder)):
        try:
            path.chmod(path.stat().st_mode & 0o700)
        except FileNotFoundError:
            continue
        except OSError as error:  # it is somebody else's: `check` tells of it
            log.warning("%s 别人也能读，权限改不了：%s", path, error.strerror)
