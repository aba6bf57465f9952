"""How hard cases with right values are heard, kind by kind: `python bench/cases.py [--wrong] [FILE …]`.

The cases are only measured on.  Every figure is of what `bot.py parse` would print; none knows a
register, so whose home and whose record a reading belongs to is tried in chat, not here.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.messages import Parse  # noqa: E402
from nlp.understand import Understanding  # noqa: E402

CASES = ROOT.parent / "shared/data/cases"
FEVER = 37.3  # °C
AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
FILES = ("residents", "danger", "temps", "dates", "numbers", "places", "staff")

Row = Mapping[str, Any]
Judge = Callable[[Row, Parse], bool]


def measure(
    understanding: Understanding, folder: Path = CASES, *, show: Sequence[str] = ()
) -> dict[str, float | int | None]:
    """Return the share that is right of each file; `show` names the files whose errors are printed.

    `danger_missed` is of the dangers, `danger_false` of the rest; `fever_lost` counts the fevers
    that have no reading of their own, as high and of the same person.
    """
    heard = {name: list(_heard(understanding, folder / f"{name}.jsonl")) for name in FILES}
    for name in show:
        _show(heard[name], JUDGES[name])
    dangers = [pair for pair in heard["danger"] if pair[0]["danger"]]
    harmless = [pair for pair in heard["danger"] if not pair[0]["danger"]]
    return {
        "residents_any": _share(heard["residents"], _any),
        "danger_missed": _share(dangers, lambda row, parse: parse.danger is None),
        "danger_false": _share(harmless, lambda row, parse: parse.danger is not None),
        "temps_exact": _share(heard["temps"], _temps),
        "fever_lost": sum(_fevers_lost(row, parse) for row, parse in heard["temps"]),
        "dates_exact": _share(heard["dates"], _dates),
        "numbers_exact": _share(heard["numbers"], _numbers),
        "places_exact": _share(heard["places"], _places),
        "staff_any": _share(heard["staff"], _any),
    }


def _heard(understanding: Understanding, path: Path) -> Iterable[tuple[Row, Parse]]:
    hear = understanding.staff if path.stem == "staff" else understanding
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row, hear(row["text"], datetime.fromisoformat(row["at"]) if "at" in row else AT)


def _share(pairs: Sequence[tuple[Row, Parse]], judge: Judge) -> float | None:
    return round(sum(judge(row, parse) for row, parse in pairs) / len(pairs), 4) if pairs else None


def _any(row: Row, parse: Parse) -> bool:
    return parse.intent in row["intents"]


def _danger(row: Row, parse: Parse) -> bool:
    return (parse.danger is not None) == row["danger"]


def _temps(row: Row, parse: Parse) -> bool:
    today = str(row["at"])[:10]
    return _sorted(_reading(each, today) for each in row["gold"]["temps"]) == _sorted(
        _reading(each, today) for each in parse.slots.get("temps", [])
    )


def _reading(temp: Row, today: str) -> list[Any]:
    """Return whose, of which day, and how much: the rest is not in every row."""
    values = [temp.get(key) for key in ("c", "c_min", "c_max", "approx_c", "suggest_c")]
    return [temp.get("who"), temp.get("day") or today, *values]


def _fevers_lost(row: Row, parse: Parse) -> int:
    left = [(each.get("who"), _degrees(each)) for each in parse.slots.get("temps", [])]
    fevers = [(each.get("who"), _degrees(each)) for each in row["gold"]["temps"]]
    lost = 0
    for who, degrees in sorted((f for f in fevers if f[1] >= FEVER), key=_degrees_of, reverse=True):
        own = min((each for each in left if each[0] == who and each[1] >= degrees), default=None)
        if own is None:
            lost += 1
        else:
            left.remove(own)
    return lost


def _degrees_of(fever: tuple[str | None, float]) -> float:
    return fever[1]


def _degrees(temp: Row) -> float:
    return float(temp.get("c") or temp.get("c_min") or temp.get("approx_c") or 0)


def _dates(row: Row, parse: Parse) -> bool:
    found = parse.slots.get("dates", [])
    if row["gold"].get("ask"):
        return any(each.get("ask") for each in found)
    gold = row["gold"]["dates"]
    return _same_dates(gold, found) or any(
        _same_dates([right], found) for right in row.get("also_right", ())
    )


def _same_dates(gold: Sequence[Row], found: Sequence[Row]) -> bool:
    if len(gold) != len(found):
        return False
    return all(
        each.get("start") == right["start"]
        and (each.get("end") or each.get("start")) == right.get("end", right["start"])
        and ("time" not in right or each.get("time") == right["time"])
        for right, each in zip(
            sorted(gold, key=_beginning), sorted(found, key=_beginning), strict=True
        )
    )


def _beginning(date: Row) -> str:
    return str(date.get("start"))


def _numbers(row: Row, parse: Parse) -> bool:
    gold = row["gold"]
    return (
        ("items" not in gold or _same_items(gold["items"], parse.slots.get("items", [])))
        and ("persons" not in gold or _holds(gold["persons"], parse.slots.get("persons") or {}))
        and ("urgent" not in gold or bool(parse.slots.get("urgent")) == gold["urgent"])
    )


def _same_items(gold: Sequence[Row], found: Sequence[Row]) -> bool:
    left = list(found)
    for right in gold:
        same = next((each for each in left if _same_item(right, each)), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _same_item(gold: Row, found: Row) -> bool:
    amounts = ("qty", "qty_min", "qty_max", "unit")
    return found.get("name") in gold.get("name_any", [gold["name"]]) and all(
        found.get(key) == gold.get(key) for key in amounts
    )


def _holds(gold: Row, found: Row) -> bool:
    return all(found.get(key) == value for key, value in gold.items())


def _places(row: Row, parse: Parse) -> bool:
    found = parse.slots.get("places", [])
    return _same_places(row["gold"]["places"], found) or any(
        _same_places([right], found) for right in row.get("also_right", ())
    )


def _same_places(gold: Sequence[Row], found: Sequence[Row]) -> bool:
    if len(gold) != len(found):
        return False
    return all(
        bool(each.get("ambiguous")) == bool(right.get("ambiguous"))
        and (right.get("ambiguous") or all(each.get(k) == right.get(k) for k in PARTS))
        and ("role" not in right or each.get("role") == right["role"])
        for right, each in zip(_by_place(gold), _by_place(found), strict=True)
    )


PARTS = ("province", "city", "district")


def _by_place(places: Sequence[Row]) -> list[Row]:
    return sorted(places, key=lambda each: [str(each.get(key)) for key in PARTS])


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=str)


JUDGES: Mapping[str, Judge] = {
    "residents": _any,
    "danger": _danger,
    "temps": _temps,
    "dates": _dates,
    "numbers": _numbers,
    "places": _places,
    "staff": _any,
}


def _show(pairs: Sequence[tuple[Row, Parse]], judge: Judge) -> None:
    """Print what was heard wrong: kind, text, what is right, what was heard."""
    for row, parse in pairs:
        if judge(row, parse):
            continue
        right = {k: v for k, v in row.items() if k not in ("text", "kind", "at")}
        said = {"intent": parse.intent, "danger": parse.danger, "slots": dict(parse.slots)}
        print(f"[{row['kind']}] {row['text']}")
        print(f"    right {json.dumps(right, ensure_ascii=False)}")
        print(f"    heard {json.dumps(said, ensure_ascii=False, default=str)}")


def main(arguments: Sequence[str]) -> None:
    names = [each for each in arguments if each in FILES]
    show = (names or FILES) if "--wrong" in arguments else ()
    understanding = Understanding.load(ROOT / "nlp/model")
    print(json.dumps(measure(understanding, show=show)))


if __name__ == "__main__":
    main(sys.argv[1:])
