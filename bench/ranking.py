"""How the weights of nlp/retrieval.py were learnt: each wording is left out, and must find home.

A softmax over all entries, its few weights fitted on the signs of what was left out.  The figures
it prints are of entries it was not fitted on: fitted on every second entry, measured on the others.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.wordings import rounds  # noqa: E402
from content.packs import load  # noqa: E402
from nlp.embedding import Embedding  # noqa: E402
from nlp.retrieval import MEANINGS, TERMS  # noqa: E402
from nlp.words import Words  # noqa: E402

FOLDER = ROOT / "nlp/model"
STEPS, PACE = 400, 0.5
HELD_BACK = 1e-3  # how much large weights cost

Numbers = NDArray[np.float64]
Homes = NDArray[np.int64]


def main() -> None:
    library, words = load(), Words(FOLDER)
    names = (*TERMS, *MEANINGS)
    signs, homes = _gather(library, words, Embedding())
    for kind, chosen in (("with meaning", names), ("by terms", TERMS)):
        some = signs[..., [names.index(name) for name in chosen]]
        weights = fit(some, homes)
        steep, line = _line(some @ weights, homes)
        print(kind, {n: round(float(w), 2) for n, w in zip(chosen, weights, strict=True)})
        print(f"  likely right: steepness {steep:.2f}, line {line:.2f}")
        for name in chosen:
            _say(f"only {name}", signs[..., names.index(name)], homes)
        for name in chosen:
            _say(f"without {name}", _crossed(np.delete(some, chosen.index(name), 2), homes), homes)
        _say("all", _crossed(some, homes), homes)


def _gather(library, words, embed) -> tuple[Numbers, Homes]:  # type: ignore[no-untyped-def]
    keys = list(library.entries)
    signs, homes = [], []
    for asked, retrieval, _ in rounds(library, words, embed, FOLDER):
        signs += [retrieval.signs(one.text) for one in asked]
        homes += [keys.index(one.key) for one in asked]
    return np.array(signs, np.float64), np.array(homes)


def fit(signs: Numbers, homes: Homes) -> Numbers:
    """Return the weights under which the right entries come out likeliest."""
    spread = signs.std(axis=(0, 1))
    scaled, rows = signs / spread, np.arange(len(homes))
    weights = np.zeros(signs.shape[2])
    for _ in range(STEPS):
        sums = scaled @ weights
        likely = np.exp(sums - sums.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        likely[rows, homes] -= 1
        slope = np.einsum("re,res->s", likely, scaled) / len(homes)
        weights -= PACE * (slope + 2 * HELD_BACK * weights)
    return np.asarray(weights / spread)


def _crossed(signs: Numbers, homes: Homes) -> Numbers:
    """Sum the signs by weights that were fitted on the other half of the entries."""
    sums = np.zeros(signs.shape[:2])
    for half in (0, 1):
        mine = homes % 2 == half
        sums[mine] = signs[mine] @ fit(signs[~mine], homes[~mine])
    return sums


def _line(sums: Numbers, homes: Homes) -> tuple[float, float]:
    """Fit how likely it is that an entry is the right one, against the best one if the right were unknown."""
    from sklearn.linear_model import LogisticRegression

    rows = np.arange(len(homes))
    right = sums[rows, homes]
    others = sums.copy()
    others[rows, homes] = -np.inf
    wrong = others.max(axis=1)
    judge = LogisticRegression(C=1e6).fit(
        np.concatenate([right, wrong])[:, None], np.repeat([1, 0], len(homes))
    )
    steep = float(judge.coef_[0, 0])
    return steep, -float(judge.intercept_[0]) / steep


def _say(name: str, sums: Numbers, homes: Homes) -> None:
    places = (sums > sums[np.arange(len(homes)), homes][:, None]).sum(axis=1)
    print(f"  {name:22} first {(places == 0).mean():.3f}   among three {(places < 3).mean():.3f}")


if __name__ == "__main__":
    main()
