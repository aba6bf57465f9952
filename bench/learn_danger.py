"""Learn what nlp/danger/hunch.py hears: `python bench/learn_danger.py`, after examples.txt has changed."""

import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.danger.hunch import BUCKETS, SCALE, WEIGHTS, pieces  # noqa: E402
from nlp.danger.text import sentences  # noqa: E402

PACKS = ROOT / "content/packs"
EXAMPLES = ROOT / "nlp/danger/examples.txt"
ALARMING = {
    "request_medical",
    "psych_support",
}  # intents whose utterances may be dangers themselves
C = 6.0


def examples() -> list[tuple[str, bool]]:
    """Return our own sentences, with whether they are a danger."""
    lines = EXAMPLES.read_text("utf-8").splitlines()
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


def learn(rows: Sequence[tuple[str, bool]]) -> tuple[list[float], float]:
    """Return the weight of every piece, and the bias."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    found = [sorted(pieces("".join(sentences(text)))) for text, _ in rows]
    values = [1 / len(each) ** 0.5 for each in found for _ in each]
    starts = np.cumsum([0, *map(len, found)])
    table = csr_matrix((values, [p for each in found for p in each], starts), (len(rows), BUCKETS))
    model = LogisticRegression(C=C, class_weight="balanced", max_iter=3000)
    model.fit(table, [is_danger for _, is_danger in rows])
    return model.coef_[0].tolist(), float(model.intercept_[0])


def main() -> None:
    """Write the weights beside the code."""
    from nlp import danger

    others = [(text, False) for text in said_otherwise() if danger.sign(text) is None]
    weights, bias = learn([*examples(), *others])
    whole = [round(max(-32000, min(32000, each * SCALE))) for each in weights]
    WEIGHTS.write_bytes(array("h", [*whole, round(bias * SCALE)]).tobytes())
    print(f"{len(examples())} examples, {len(others)} others", file=sys.stderr)


if __name__ == "__main__":
    main()
