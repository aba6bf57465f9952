"""How the scores of nlp/retrieval.py were learnt: how likely the answer of a near entry is of use.

`bench/pairs.tsv` holds questions of our own, the three entries that were nearest to each, and
whether somebody who read question and answer found it to answer it (yes), to help (partly), or to be
about something else (no).  Yes and partly are of use.  Pairs whose entry is gone are left out.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from content.packs import load  # noqa: E402
from nlp.embedding import Embedding  # noqa: E402
from nlp.retrieval import OF_USE, Retrieval, known_questions, leads  # noqa: E402
from nlp.words import Words  # noqa: E402

FOLDER = ROOT / "nlp/model"
PAIRS = ROOT / "bench/pairs.tsv"
PARTS = 10  # the figures are of questions it was not learnt from
SHOWN = (0.4, 0.47, 0.5, 0.6, 0.65, 0.7, 0.8, 0.9)
# Scores are stretched so that of the nearest ones as many reach these as reach these likelihoods’ places
# in the order before: what hangs on a score elsewhere keeps its meaning.
STRETCHED = (0.614, 0.173)

Numbers = NDArray[np.float64]


def main() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    library, words = load(), Words(FOLDER)
    questions, notes = known_questions(library)
    for embed in (Embedding(), None):
        retrieval = Retrieval(questions, words, notes=notes, embed=embed, folder=FOLDER)
        signs, of_use, groups, is_first = _gather(retrieval, list(questions))
        judge = LogisticRegression(C=100, max_iter=5000)
        likely = cross_val_predict(
            judge, signs, of_use, groups=groups, cv=GroupKFold(PARTS), method="decision_function"
        )
        area = roc_auc_score(of_use[is_first], likely[is_first])
        judge.fit(signs, of_use)
        by, above = STRETCHED
        weights = [*(judge.coef_[0] * by), judge.intercept_[0] * by + above]
        print("with meaning" if embed else "by terms", [round(float(each), 3) for each in weights])
        print(f"  shipped {OF_USE[embed is not None]}, area under the curve {area:.3f}")
        for least in SHOWN:
            told = is_first & (1 / (1 + np.exp(-(likely * by + above))) >= least)
            share = of_use[told].mean() if told.any() else float("nan")
            print(f"  from {least}: {told.sum()} of {is_first.sum()}, of use {share:.3f}")


def _gather(retrieval: Retrieval, keys: Sequence[str]) -> tuple[Numbers, ...]:
    rows = []
    for number, (question, judged) in enumerate(_pairs()):
        order, signs = leads(retrieval.sums(question))
        for place, (at, row) in enumerate(zip(order, signs, strict=True)):
            if keys[at] in judged:
                rows.append(([*row, len(question)], judged[keys[at]], number, place == 0))
    columns = list(zip(*rows, strict=True))
    return tuple(np.array(column) for column in columns)


def _pairs() -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield each question with the entries that were judged and whether they are of use."""
    found: dict[str, dict[str, bool]] = {}
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["question"], {})[row["entry"]] = row["of use"] != "no"
    yield from found.items()


if __name__ == "__main__":
    main()
