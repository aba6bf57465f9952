"""How good the understanding is, measured on labelled texts it has not seen."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from core.messages import Parse
from nlp.groups import group

OUTSIDE = "oos"

Row = Mapping[str, Any]
Pairs = Sequence[tuple[Row, Parse]]

# How many confusions are shown, with how many examples each.
SHOWN, EXAMPLES = 25, 3


def evaluate(
    understanding: Callable[[str, datetime], Parse], rows: Sequence[Row], at: datetime
) -> dict[str, Any]:
    """Measure on rows with `text` and `primary`, `intents` (and `kind`), or `gold` values."""
    pairs: list[tuple[Row, Parse]] = []
    spent: list[float] = []
    for row in rows:
        began = time.perf_counter()
        pairs.append((row, understanding(row["text"], at)))
        spent.append((time.perf_counter() - began) * 1000)
    result: dict[str, Any] = {"rows": len(rows)}
    labelled = [(row, parse) for row, parse in pairs if "primary" in row]
    if labelled:
        result |= _intents(labelled)
    valued = [(row, parse) for row, parse in pairs if "gold" in row]
    if valued:
        result["slots"] = _slots(valued)
    if spent:
        result["p50_ms"] = round(float(np.percentile(spent, 50)), 2)
        result["p95_ms"] = round(float(np.percentile(spent, 95)), 2)
    return result


def _intents(pairs: Pairs) -> dict[str, Any]:
    ours = [(row, parse) for row, parse in pairs if row["primary"] != OUTSIDE]
    others = [(row, parse) for row, parse in pairs if row["primary"] == OUTSIDE]
    near = [parse for row, parse in others if row.get("kind") == "policy"]
    far = [parse for row, parse in others if row.get("kind") != "policy"]
    return {
        "acc": _share([parse.intent == row["primary"] for row, parse in ours]),
        "any": _share([parse.intent in row["intents"] for row, parse in ours]),
        "top3": _share([_in_three(row, parse) for row, parse in ours]),
        "macro_f1": _macro_f1(pairs),
        "group": _share([group(parse.intent) == group(row["primary"]) for row, parse in ours]),
        "oos_far": _share([parse.intent != OUTSIDE for parse in far]),
        "oos_near": _share([parse.intent != OUTSIDE for parse in near]),
        "rejected": _share([parse.intent == OUTSIDE for _, parse in ours]),
        "asked_back": _share([parse.ask_back for _, parse in ours]),
        "any_not_asked": _share(
            [parse.intent in row["intents"] for row, parse in ours if not parse.ask_back]
        ),
        "ece": _ece([(parse.score, parse.intent in row["intents"]) for row, parse in ours]),
        "confusions": _confusions(pairs),
    }


def _share(claims: Sequence[bool]) -> float | None:
    return round(sum(claims) / len(claims), 4) if claims else None


def _in_three(row: Row, parse: Parse) -> bool:
    return any(candidate.intent in row["intents"] for candidate in parse.candidates)


def _macro_f1(pairs: Pairs) -> float:
    right = Counter(row["primary"] for row, parse in pairs if parse.intent == row["primary"])
    said = Counter(parse.intent for _, parse in pairs)
    true = Counter(row["primary"] for row, _ in pairs)
    each = [2 * right[name] / (said[name] + true[name]) for name in true]
    return round(sum(each) / len(each), 4)


def _ece(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Return the expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, is_right in scored:
        bins[min(int(score * 10), 9)].append((score, is_right))
    off = sum(abs(sum(s for s, _ in each) - sum(r for _, r in each)) for each in bins.values())
    return round(off / len(scored), 4) if scored else None


def _confusions(pairs: Pairs) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, parse in pairs:
        if parse.intent not in row["intents"]:
            found[row["primary"], parse.intent].append(row["text"])
    most = sorted(found.items(), key=lambda each: -len(each[1]))[:SHOWN]
    return [
        {"is": true, "taken_for": said, "times": len(texts), "examples": texts[:EXAMPLES]}
        for (true, said), texts in most
    ]


def _slots(pairs: Pairs) -> dict[str, Any]:
    """Return for every key of the gold how often the whole value was right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row, parse in pairs:
        for name, gold in row["gold"].items():
            right[name].append(_essence(gold) == _essence(parse.slots.get(name)))
    return {name: {"exact": _share(each), "rows": len(each)} for name, each in right.items()}


def _essence(value: Any) -> Any:
    """Leave out what may be absent from one side: empty values and the raw words."""
    if isinstance(value, Mapping):
        kept = {k: _essence(v) for k, v in value.items() if k not in ("raw", "approx", "site")}
        return {key: each for key, each in kept.items() if each not in (None, [], {}, False)}
    if isinstance(value, list | tuple):
        return sorted((_essence(each) for each in value), key=repr) or None
    return value or None


def report(result: Mapping[str, Any]) -> str:
    """Write the result for people."""
    lines = [
        f"{name:>14}  {value}"
        for name, value in result.items()
        if name not in ("confusions", "slots")
    ]
    for name, score in result.get("slots", {}).items():
        lines.append(f"{name:>14}  {score['exact']}  of {score['rows']}")
    for each in result.get("confusions", []):
        lines.append(f"{each['times']:>4} × {each['is']} taken for {each['taken_for']}")
        lines += [f"         {' '.join(text.split())[:60]}" for text in each["examples"]]
    return "\n".join(lines)
