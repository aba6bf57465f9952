"""Learn what nlp/danger/judge.py weighs: `python bench/learn_danger.py`, after examples/ or a sign has changed.

The sentence vectors of the examples are kept in the model's folder: the first time takes about a minute.
"""

import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.danger import evidence, judge  # noqa: E402
from nlp.danger.context import Said  # noqa: E402
from nlp.danger.text import sentences  # noqa: E402

PACKS = ROOT / "content/packs"
EXAMPLES = ROOT / "nlp/danger/examples"
ALARMING = {
    "request_medical",
    "psych_support",
}  # intents whose utterances may be dangers themselves
OF_OTHERS = 1  # every so many-th of what people say otherwise is weighed with its vector
C = 20.0

Row = tuple[Said, bool]


def examples() -> list[tuple[str, bool]]:
    """Return our own sentences, with whether they are a danger."""
    lines = [
        row
        for path in sorted(EXAMPLES.glob("*.txt"))
        for row in path.read_text("utf-8").splitlines()
    ]
    return [(line[1:], line[0] == "+") for line in lines if line[:1] in "+-" and line]


def said_otherwise(folder: Path = PACKS) -> Iterator[str]:
    """Yield what people say to the assistant, none of it a danger."""
    for path in sorted(folder.glob("*/intents*.yaml")) + sorted(folder.glob("*/intents/*.yaml")):
        for intent, rows in _utterances(yaml.safe_load(path.read_text("utf-8"))):
            if intent not in ALARMING:
                yield from rows


def _utterances(node: object, intent: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield intent, [node["text"]]
            return
        for name, below in node.items():
            yield from _utterances(below, str(name))
    elif isinstance(node, list):
        for below in node:
            yield from _utterances(below, intent)
    elif isinstance(node, str):
        yield intent, [node]


def learn(rows: Sequence[Row], vectors: Any = None) -> list[float]:
    """Return the weights of pieces, marks and, where there are vectors, directions; last the bias."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    parts = [_pieces([said.whole for said, _ in rows]), _marks([said for said, _ in rows])]
    if vectors is not None:
        parts.append(csr_matrix(vectors * judge.NARROWER))
    model = LogisticRegression(C=C, class_weight="balanced", max_iter=3000)
    model.fit(hstack(parts).tocsr(), [is_danger for _, is_danger in rows])
    return [*model.coef_[0].tolist(), float(model.intercept_[0])]


def _pieces(texts: Sequence[str]) -> Any:
    found = [sorted(judge.pieces(text)) for text in texts]
    return _table(found, [1 / len(each) ** 0.5 for each in found for _ in each], judge.BUCKETS)


def _marks(messages: Sequence[Said]) -> Any:
    found = [evidence.look(said).told() for said in messages]
    return _table(found, [1.0] * sum(map(len, found)), evidence.size())


def _table(found: Sequence[Sequence[int]], values: Sequence[float], width: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *map(len, found)])
    return csr_matrix((values, [at for each in found for at in each], starts), (len(found), width))


def main() -> None:
    """Write the weights beside the code."""
    from nlp import embedding

    said = [(Said(sentences(text)), is_danger) for text, is_danger in examples()]
    others = [(Said(sentences(text)), False) for text in said_otherwise()]
    others = [row for row in others if evidence.look(row[0]).meant is None]
    some = [*said, *others[::OF_OTHERS]]
    texts = [message.whole or " " for message, _ in some]
    vectors = embedding.remembered(texts, embedding.TRAINED, store="dangers", whole=True)
    weights = [*learn([*said, *others]), *learn(some, vectors)]
    whole = [round(max(-32000, min(32000, each * judge.SCALE))) for each in weights]
    judge.WEIGHTS.write_bytes(array("h", whole).tobytes())
    print(f"{len(said)} examples, {len(others)} others", file=sys.stderr)


if __name__ == "__main__":
    main()
