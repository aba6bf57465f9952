"""The graph as a file: onnxruntime holds on to bytes it is given, and building them takes half a second."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from nlp.e5.graph import build
from nlp.e5.parcel import Parcel

NAME = "e5-{}.onnx"
MAKERS = ("graph.py", "parcel.py", "wire.py")


@contextmanager
def built(parcel: Parcel, folder: Path | None) -> Iterator[str]:
    """Yield the path of the graph of a parcel: the kept one, or one made now.

    Where it cannot be kept (no folder, no room, no right to write) it lies in the folder for
    passing files until it is read.
    """
    kept = folder / NAME.format(_version(parcel.stamp)) if folder is not None else None
    if kept is not None and not os.access(kept, os.R_OK):
        with suppress(OSError):
            _keep(parcel, kept)
    if kept is not None and os.access(kept, os.R_OK):
        yield str(kept)
        return
    with tempfile.NamedTemporaryFile(suffix=".onnx") as passing:
        passing.write(build(parcel))
        passing.flush()
        yield passing.name


def _keep(parcel: Parcel, kept: Path) -> None:
    """Write it whole or not at all, and leave none of an older version."""
    with tempfile.NamedTemporaryFile(dir=kept.parent, suffix=".new", delete=False) as fresh:
        try:
            fresh.write(build(parcel))
            fresh.flush()
            for old in kept.parent.glob(NAME.format("*")):
                old.unlink(missing_ok=True)
            os.chmod(fresh.name, 0o644)  # whoever set it up need not be who runs it
            os.replace(fresh.name, kept)
        finally:
            Path(fresh.name).unlink(missing_ok=True)


@cache
def _version(stamp: str) -> str:
    """Return the hash of all that decides what the graph holds; `stamp` is the wheel's file."""
    digest = hashlib.sha256(stamp.encode())
    for name in MAKERS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:12]
