"""Dates, amounts and places of our own writing, by kind: one half was tuned on, the other only measured.

A line is kind, text and what is right.  Dates: days with end and time, `?` for what must be asked,
`-` for none.  Numbers: name, amount and unit of each of the goods, `#` people, `!` urgent.  Places:
role, province, city and district.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from nlp.slots import extract

HERE = Path(__file__).parent
AT = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))


def lines(subject: str) -> Iterator[Any]:
    for half in ("told", "heldout"):
        for line in (HERE / f"{half}_{subject}.tsv").read_text("utf-8").splitlines():
            kind, text, right = line.split("\t")
            yield pytest.param(text, right, id=f"{half}-{kind}-{text}")


@pytest.mark.parametrize(("text", "right"), list(lines("dates")))
def test_dates(text: str, right: str) -> None:
    found = extract(text, AT).get("dates", [])

    if right == "?":
        assert any(each.get("ask") and each["start"] is None for each in found)
        return
    heard = " ".join(_day(each) for each in found) or "-"
    plain = " ".join(_day(each).partition("@")[0] for each in found) or "-"
    assert right in (heard, plain)


def _day(found: dict[str, Any]) -> str:
    end = f"/{found['end']}" if "end" in found else ""
    time = f"@{found['time']}" if "time" in found else ""
    return f"{found['start']}{end}{time}"


@pytest.mark.parametrize(("text", "right"), list(lines("numbers")))
def test_numbers(text: str, right: str) -> None:
    slots = extract(text, AT)

    if right.startswith("#"):
        people = slots.get("persons") or {}
        heard = people.get("count") or f"{people.get('count_min')}-{people.get('count_max')}"
        assert f"#{heard}" == right
    elif right.startswith("!"):
        assert bool(slots.get("urgent")) == (right == "!")
    else:
        items = slots.get("items", [])
        assert any(_same(items, either) for either in right.split("|"))


def _same(items: list[dict[str, Any]], right: str) -> bool:
    wanted = [] if right == "items:-" else [one.split() for one in right.split(";")]
    return len(wanted) == len(items) and all(map(_is, items, wanted))


def _is(item: dict[str, Any], wanted: list[str]) -> bool:
    names, amount, unit, *spec = wanted
    said = (
        f"{item['qty_min']}-{item['qty_max']}" if "qty_min" in item else str(item.get("qty", "-"))
    )
    return (
        item["name"] in names.split("/")
        and said == amount.removeprefix("~")
        and bool(item.get("approx")) == amount.startswith("~")
        and item.get("unit", "-") == unit
        and (not spec or item.get("spec") == spec[0])
    )


@pytest.mark.parametrize(("text", "right"), list(lines("places")))
def test_places(text: str, right: str) -> None:
    found = extract(text, AT).get("places", [])

    heard = [
        "?"
        if each.get("ambiguous")
        else " ".join(
            [each["role"], *(each[key] or "-" for key in ("province", "city", "district"))]
        )
        for each in found
    ]
    assert (";".join(heard) or "-") == right
