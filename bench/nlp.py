"""How well we understand, beside what could be picked instead, and what it costs."""

import importlib.util
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import cases, day, guessing  # noqa: E402
from bench.day import reading  # noqa: E402
from content.packs import load  # noqa: E402
from nlp.embedding import installed  # noqa: E402
from nlp.evaluate import evaluate, report  # noqa: E402
from nlp.train import train  # noqa: E402
from nlp.understand import Understanding  # noqa: E402
from nlp.version import rows as utterances  # noqa: E402

QUESTIONS = ROOT.parent / "shared/data/questions_dev.jsonl"
HELD_OUT = ROOT / "tests/nlp/heldout.jsonl"
AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
READINGS, DAY = 2000, 600

# A fresh process: from its start to the first answer, and what it then holds.
FIRST_ANSWER = """
import re, sys, time
began = time.perf_counter()
from datetime import datetime, timezone
from pathlib import Path
from nlp.understand import Understanding
understanding = Understanding.load(Path(sys.argv[1]))
understanding("近期计划从外地回来,应该怎么报备", datetime.now(timezone.utc))
spent = time.perf_counter() - began
for line in sys.stdin:
    understanding(line, datetime.now(timezone.utc))
status = Path("/proc/self/status").read_text()  # ru_maxrss would be our parent's
print(spent, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024)
"""

Row = Mapping[str, Any]


def main(arguments: Sequence[str]) -> None:
    path = Path(arguments[0]) if arguments else QUESTIONS
    if not path.exists():
        print(f"{path} is not there; measuring on the project's own held-out sentences instead")
        path = HELD_OUT
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    library = load()
    plain_folder = Path(tempfile.mkdtemp(prefix="linbao-nlp-"))
    train(library, plain_folder, embedding=False)
    plain = evaluate(Understanding.load(plain_folder), rows, AT)
    best, folder = plain, plain_folder
    if installed():
        folder = _embedded(library)
        best = evaluate(Understanding.load(folder), rows, AT)
    print(f"{path.name}: {len(rows)} texts\n")
    print(report(best))
    print(f"\nwithout embedding: {_figures(plain)}")
    _others(rows, list(utterances(library)))
    start, memory = _fresh(folder, [str(row["text"]) for row in rows])
    names = ("acc", "any", "top3", "macro_f1", "oos_far", "oos_near")
    print(
        json.dumps(
            {name: best.get(name) for name in names}
            | _temperatures()
            | {"day_p50_ms": _day(Understanding.load(folder))}
            | {"p50_ms": plain.get("p50_ms"), "p95_ms": best.get("p95_ms")}
            | {"rss_mb": round(memory, 1), "start_s": round(start, 2)}
            | ({"cases": cases.measure(Understanding.load(folder))} if cases.CASES.exists() else {})
        )
    )


def _embedded(library: Any) -> Path:
    """Use the model that set-up has trained, if it is of these words; else train one."""
    from nlp.errors import ModelMissing, ModelStale

    folder = ROOT / "nlp/model"
    try:
        if Understanding.load(folder, library).uses_embedding:
            return folder
    except (ModelMissing, ModelStale):
        pass
    print("training with the embedding …", file=sys.stderr)
    folder = Path(tempfile.gettempdir()) / "linbao-nlp-embedded"  # keeps embeddings between runs
    train(library, folder, embedding=True)
    return folder


def _figures(result: Row) -> str:
    names = ("acc", "any", "top3", "macro_f1", "group", "oos_far", "oos_near", "rejected")
    return "  ".join(f"{name} {result.get(name)}" for name in names)


def _others(rows: Sequence[Row], pairs: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    texts, labels = [text for text, _ in pairs], [intents[0] for _, intents in pairs]
    for name, build in (("jieba + TF-IDF + LinearSVC", _tfidf), ("BM25 nearest", _bm25)):
        began = time.perf_counter()
        answer = build(texts, labels)
        trained = time.perf_counter() - began
        began = time.perf_counter()
        said = [answer(str(row["text"])) for row in rows]
        spent = (time.perf_counter() - began) / max(len(rows), 1) * 1000
        print(f"{name}: {_plain_figures(rows, said)}  {spent:.2f} ms, trained in {trained:.1f} s")
    if importlib.util.find_spec("rasa") is None:
        print("Rasa with its jieba tokenizer: not installed here (it needs Python 3.10)")
    else:
        print("Rasa is installed; see docs/understanding.md for how it was measured")


def _plain_figures(rows: Sequence[Row], said: Sequence[str]) -> str:
    ours = [(r, s) for r, s in zip(rows, said, strict=True) if r["primary"] != "oos"]
    far = [s for r, s in zip(rows, said, strict=True) if r["primary"] == "oos"]
    acc = sum(s == r["primary"] for r, s in ours) / max(len(ours), 1)
    hit = sum(s in r["intents"] for r, s in ours) / max(len(ours), 1)
    accepted = sum(s != "oos" for s in far) / max(len(far), 1)
    return f"acc {acc:.3f}  any {hit:.3f}  oos accepted {accepted:.3f}"


def _tfidf(texts: Sequence[str], labels: Sequence[str]) -> Callable[[str], str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    jieba = guessing.whole()
    words = TfidfVectorizer(
        tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True
    )
    pipe = make_pipeline(words, LinearSVC(C=0.5, class_weight="balanced")).fit(texts, labels)
    return lambda text: str(pipe.predict([text])[0])


def _bm25(texts: Sequence[str], labels: Sequence[str]) -> Callable[[str], str]:
    from nlp.postings import Postings

    jieba = guessing.whole()
    index = Postings.of([jieba.lcut(text) for text in texts])
    return lambda text: labels[int(index.scores(jieba.lcut(text)).argmax())]


def _fresh(folder: Path, texts: Sequence[str]) -> tuple[float, float]:
    lines = "\n".join(" ".join(text.split()) for text in texts)
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER, str(folder)],
        input=lines, capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    start, memory = done.stdout.split()[-2:]
    return float(start), float(memory)


def _temperatures() -> dict[str, float | int]:
    """Read generated messages; a fever that is not among the readings is missed."""
    from nlp.slots import extract

    dice = random.Random(20261121)
    exact = missed = 0
    for _ in range(READINGS):
        text, gold = reading(dice)
        found = extract(text, AT)
        temps = [(each.get("who"), each.get("c")) for each in found.get("temps", [])]
        exact += sorted(map(str, temps)) == sorted(map(str, gold))
        high = [c for _, c in gold if c >= 37.3]
        read = [c for _, c in temps if c is not None]
        missed += bool(high) and (max(read, default=0) < 37.3 and bool(found.get("normal") or read))
    return {"temps_exact": round(exact / READINGS, 4), "fever_missed": missed}


def _day(understanding: Understanding) -> float:
    """Return the median of a day's mix in milliseconds of this thread; each text is new."""
    dice, spent = random.Random(20261122), []
    for text in itertools.islice(day.texts(dice), DAY):
        began = time.thread_time()
        understanding(f"{text}。", AT)
        spent.append((time.thread_time() - began) * 1000)
    return round(statistics.median(spent), 2)


if __name__ == "__main__":
    main(sys.argv[1:])
