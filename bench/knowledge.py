"""Do people get the right answer, the one of today, soon?  Beside BM25 over the same wordings."""

import importlib
import importlib.util
import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import guessing  # noqa: E402
from bench.many import QuickVectors, enlarged, known_too  # noqa: E402
from bench.wordings import Asked, Nearest, hits, rounds, together  # noqa: E402
from community.knowledge.finding import Knowledge  # noqa: E402
from content.packs import load  # noqa: E402
from core.library import Entry, Library  # noqa: E402
from nlp.postings import Postings  # noqa: E402
from nlp.retrieval import Retrieval, known_questions  # noqa: E402
from nlp.understand import Understanding  # noqa: E402

FOLDER = ROOT / "nlp/model"
HELD_OUT = ROOT / "tests/nlp/heldout_wordings.jsonl"
LOOK_AT = 10
ENTRIES, RULES, TIMED = 5000, 500, 300
DAYS = (date(2023, 2, 1), date(2024, 8, 15), date(2026, 11, 21))
AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))

# Whoever says one of these asks about a former time, and may hear what held then.
OF_THEN = re.compile(
    r"20\d\d|[12]\d年|二[零〇]?[一二]年|去年|前年|那年|几年|以前|之前|当年|当时|当初|过去|从前|早先"
    r"|原先|原来|那时|那会|那阵|那段|第[一二三四五六七八九]版|[八九]版|[二九]十?条|新十条|乙类甲管"
)


def main(arguments: Sequence[str]) -> None:
    library, understanding = load(), Understanding.load(FOLDER)
    left_out, beside = _left_out(library, understanding)
    print(f"{len(library.entries)} entries, each wording left out once:")
    print(f"  ours                 first {left_out[0]:.3f}   among three {left_out[1]:.3f}")
    print(f"  BM25 nearest wording first {beside[0]:.3f}   among three {beside[1]:.3f}")
    path = Path(arguments[0]) if arguments else HELD_OUT
    unseen = _held_out(path, library, understanding) if path.exists() else {}
    leaks, asked = _leaks(library, understanding)
    print(f"{asked} questions about the present: {leaks} answered with what is over")
    spent = _time(library, understanding)
    figures = {"top1": round(left_out[0], 4), "top3": round(left_out[1], 4), **unseen}
    figures |= {"historic_leaks": leaks, "answer_p50_ms": round(spent, 2)}
    print(json.dumps(figures | {"correction_1m_s": _corrections()}))


def _left_out(
    library: Library, understanding: Understanding
) -> tuple[tuple[float, float], tuple[float, float]]:
    ours, others = [], []
    for asked, retrieval, kept in rounds(library, understanding.words, understanding.embed, FOLDER):
        ours.append((len(asked), hits(asked, _keys(retrieval))))
        others.append((len(asked), hits(asked, _bm25(kept))))
    mine, theirs = together(ours), together(others)
    return (mine.first, mine.among_three), (theirs.first, theirs.among_three)


def _held_out(path: Path, library: Library, understanding: Understanding) -> dict[str, float]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    asked = [Asked(row["text"], row["id"]) for row in rows if row["id"] in library.entries]
    retrieval = _retrieval(library, understanding)
    ours = hits(asked, _keys(retrieval))
    print(f"{path.name}: {len(asked)} wordings nobody has seen who wrote ours:")
    print(f"  ours                 {ours}")
    print(f"  BM25 nearest wording {hits(asked, _bm25(known_questions(library)[0]))}")
    return {"unseen_top1": round(ours.first, 4), "unseen_top3": round(ours.among_three, 4)}


def _retrieval(library: Library, understanding: Understanding) -> Retrieval:
    questions, notes = known_questions(library)
    return Retrieval(
        questions, understanding.words, notes=notes, embed=understanding.embed, folder=FOLDER
    )


def _keys(retrieval: Retrieval) -> Nearest:
    return lambda text: [match.key for match in retrieval.nearest(text, LOOK_AT)]


def _bm25(questions: Mapping[str, Sequence[str]]) -> Nearest:
    owned = [(key, text) for key, texts in questions.items() for text in texts]
    jieba = guessing.whole()
    index = Postings.of([jieba.lcut(text) for _, text in owned])

    def nearest(text: str) -> Sequence[str]:
        order = np.argsort(-index.scores(jieba.lcut(text)), kind="stable")
        return list(dict.fromkeys(owned[at][0] for at in order[: LOOK_AT * 10]))[:LOOK_AT]

    return nearest


def _holds(entry: Entry, day: date) -> bool:
    """Tell whether an entry is in force at noon of a day."""
    zone = ZoneInfo("Asia/Shanghai")
    begins, over = entry.effective.moments(zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return (begins is None or begins <= noon) and (over is None or noon < over)


def _leaks(library: Library, understanding: Understanding) -> tuple[int, int]:
    """Ask every question without a word of then, on several days; count answers that are over."""
    knowledge = Knowledge(library, _retrieval(library, understanding))
    texts = [q for entry in library.entries.values() for q in entry.questions]
    present = [text for text in texts if not OF_THEN.search(text)]
    leaks = 0
    for text in present:
        intents = understanding(text, AT).intents
        for day in DAYS:
            answer = knowledge.find(text, intents, day)
            if answer is not None and answer.cited.entry is not None:
                entry = library.entries[answer.cited.entry]
                leaks += entry.status == "historical" or not _holds(entry, day)
    return leaks, len(present) * len(DAYS)


def _time(library: Library, understanding: Understanding) -> float:
    """Return the median of an answer with a district's library, what parsing takes left out."""
    large = enlarged(library, ENTRIES, RULES)
    questions, notes = known_questions(large)
    embed = QuickVectors(understanding.embed) if understanding.embed is not None else None
    knowledge = Knowledge(
        large, Retrieval(questions, understanding.words, notes=notes, embed=embed)
    )
    spent, used = [], []
    texts = [entry.questions[-1] for entry in library.entries.values()][:TIMED]
    for text in texts:
        intents = understanding(f"{text}？", AT).intents
        began, ran = time.perf_counter(), time.process_time()
        knowledge.find(f"{text}？", intents, AT.date())
        spent.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - ran) * 1000)
    print(f"an answer with {known_too(large)}: {np.median(spent):.1f} ms ", end="")
    print(f"({np.median(used):.1f} of the processor) at the median")
    return float(np.median(spent))


def _corrections() -> float | None:
    """Return how long it takes to find who must be corrected; None where that is not measured."""
    if importlib.util.find_spec("bench.corrections") is None:
        return None
    return float(importlib.import_module("bench.corrections").correction_seconds())


if __name__ == "__main__":
    main(sys.argv[1:])
