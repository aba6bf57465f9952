"""A text in, a vector of length 1 out."""

from pathlib import Path

import numpy as np

from nlp.e5.graph import INPUT
from nlp.e5.kept import built
from nlp.e5.parcel import Numbers, Parcel, unpack
from nlp.e5.pieces import Pieces

ASKED = "query: "  # how the model was taught that a text is a question
MOST = 512  # pieces it can read


class Encoder:
    """Makes vectors, for any number of threads: it remembers nothing between two texts."""

    def __init__(self, file: Path, folder: Path | None = None) -> None:
        """Read the model in `file`; what is made of it is kept in `folder` for the next start."""
        import onnxruntime

        parcel = self._parcel = Parcel(file)
        self._pieces = Pieces(parcel.vocabulary)
        self._places = parcel.plain("emb.pos").reshape(-1, parcel.width)
        self._places += parcel.plain("emb.type")[: parcel.width]
        how = onnxruntime.SessionOptions()
        # More threads than one get slower as soon as anything else runs, and do not survive a fork.
        how.intra_op_num_threads = how.inter_op_num_threads = 1
        how.enable_cpu_mem_arena = False  # which would keep what the longest text needed
        with built(parcel, folder) as graph:
            self._session = onnxruntime.InferenceSession(
                graph, how, providers=["CPUExecutionProvider"]
            )

    def __call__(self, text: str) -> Numbers:
        pieces = self._pieces(ASKED + text)
        if len(pieces) > MOST:
            pieces = [*pieces[: MOST - 1], pieces[-1]]
        words = self._parcel.picked("emb.word", self._parcel.width, pieces)
        rows = unpack(words) + self._places[: len(pieces)]
        (seen,) = self._session.run(None, {INPUT: rows})
        found = seen.mean(axis=0)
        return np.asarray(found / np.linalg.norm(found), np.float32)
